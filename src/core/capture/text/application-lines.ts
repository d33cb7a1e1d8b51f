/** Lines of a packet list that show an application's message instead of the TCP segment that carried it. */
import type { PacketFacts } from './packet-facts.ts'

/** Pairs of hosts remembered. */
const MOST_PAIRS = 4096
const ETHERNET_HEADER = 14

/** The last TCP packet from one host to another. */
interface Latest {
  readonly facts: PacketFacts
  /** Bytes of all headers, Ethernet's included. */
  readonly headers: number
  /** True when several connections of the two hosts were seen. */
  readonly several: boolean
}

/**
 * Gives such a line the ports of its connection, where only one connection between the two hosts was seen, and the length of its payload
 * from the frame's length. Sequence number and flags stay unknown. A line whose connection is not certain stays without a TCP header.
 */
export class ApplicationLines {
  readonly #latest = new Map<string, Latest>()
  /** Lines that came before any TCP packet of their hosts. */
  #early: PacketFacts[] = []

  /** Notes a TCP packet, or completes a line that has none. */
  see(facts: PacketFacts): void {
    const { ip, tcp } = facts
    if (!ip?.source || !ip.destination) return
    if (tcp) {
      const key = `${ip.source}>${ip.destination}`
      const before = this.#latest.get(key)
      if (!before && this.#latest.size >= MOST_PAIRS) this.#latest.delete(this.#latest.keys().next().value!)
      const same = !before || (before.facts.tcp!.sourcePort === tcp.sourcePort && before.facts.tcp!.destinationPort === tcp.destinationPort)
      const stamped = tcp.options?.some((option) => option.kind === 8) === true
      this.#latest.set(key, {
        facts,
        headers: ETHERNET_HEADER + (ip.version === 6 ? 40 : 20) + (stamped ? 32 : 20),
        several: before?.several === true || !same,
      })
      return
    }
    if (facts.frameLength === undefined || facts.udp || facts.icmp) return
    if (!this.#complete(facts)) this.#early.push(facts)
  }

  /** All packets were seen: lines that came before the first TCP packet of their hosts are completed as well. */
  end(): void {
    for (const facts of this.#early) this.#complete(facts)
    this.#early = []
  }

  /** False when no packet of the two hosts was seen so far. */
  #complete(facts: PacketFacts): boolean {
    const { ip } = facts
    const there = this.#latest.get(`${ip?.source}>${ip?.destination}`)
    const back = this.#latest.get(`${ip?.destination}>${ip?.source}`)
    const known = there ?? back
    if (!known) return false
    if (there?.several === true || back?.several === true) return true
    const { sourcePort, destinationPort } = known.facts.tcp!
    const forward = known === there
    facts.tcp = {
      sourcePort: forward ? sourcePort : destinationPort,
      destinationPort: forward ? destinationPort : sourcePort,
      numbering: 'relative',
      payload: Math.max(0, (facts.frameLength ?? 0) - known.headers),
    }
    return true
  }
}
