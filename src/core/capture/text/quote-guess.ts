/** Finds the connection that an ICMP error is about when the text prints the error without the packet it quotes. */
import type { PacketFacts } from './packet-facts.ts'

/** Hosts remembered. */
const MOST_HOSTS = 4096
/** Packets remembered per host: errors follow what they are about closely. */
const MOST_PACKETS = 32

/**
 * Remembers the latest packets by sender. The quoted packet went from the error's destination to the address in its message, so the
 * latest such packet gives the port that the message leaves out.
 */
export class QuoteGuess {
  readonly #sent = new Map<string, PacketFacts[]>()

  /** Notes a TCP or UDP packet, or completes an ICMP error with a guess of what it quotes. */
  see(facts: PacketFacts): void {
    if (facts.tcp || facts.udp) this.#note(facts)
    else if (facts.icmp && facts.icmp.quote === undefined) facts.icmp.guess = this.#find(facts)
  }

  #note(facts: PacketFacts): void {
    const source = facts.ip?.source
    if (source === undefined) return
    let sent = this.#sent.get(source)
    if (!sent) {
      if (this.#sent.size >= MOST_HOSTS) this.#sent.delete(this.#sent.keys().next().value!)
      this.#sent.set(source, (sent = []))
    }
    if (sent.length >= MOST_PACKETS) sent.shift()
    sent.push(facts)
  }

  #find({ icmp, ip }: PacketFacts): PacketFacts | undefined {
    const sent = this.#sent.get(ip?.destination ?? '') ?? []
    for (let at = sent.length - 1; at >= 0; at--) {
      const one = sent[at]
      const protocol = one.tcp ? 6 : 17
      if (icmp!.quotedProtocol !== undefined && icmp!.quotedProtocol !== protocol) continue
      if (icmp!.quotedDestination !== undefined && one.ip?.destination !== icmp!.quotedDestination) continue
      if (icmp!.quotedPort !== undefined && (one.tcp ?? one.udp)!.destinationPort !== icmp!.quotedPort) continue
      return one
    }
    return undefined
  }
}
