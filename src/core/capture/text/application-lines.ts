/** Lines of a packet list that show an application's message instead of the TCP segment that carried it. */
import type { PacketFacts } from './packet-facts.ts'

/** Pairs of hosts remembered. */
const MOST_PAIRS = 4096
const ETHERNET_HEADER = 14

/**
 * Gives such a line the ports of its connection, where only one connection between the two hosts was seen, and the length of its payload
 * from the frame's length. Sequence number and flags stay unknown. A line whose connection is not certain stays without a TCP header.
 */
export class ApplicationLines {
  readonly #latest = new Map<string, { facts: PacketFacts; headers: number; several: boolean }>()

  /** Notes a TCP packet, or completes a line that has none. */
  see(facts: PacketFacts): void {
    const { ip, tcp } = facts
    if (!ip?.source || !ip.destination) return
    const key = `${ip.source}>${ip.destination}`
    if (tcp) {
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
    const known = this.#latest.get(key) ?? this.#latest.get(`${ip.destination}>${ip.source}`)
    if (!known || known.several) return
    const { sourcePort, destinationPort } = known.facts.tcp!
    const forward = known.facts.ip!.source === ip.source
    facts.tcp = {
      sourcePort: forward ? sourcePort : destinationPort,
      destinationPort: forward ? destinationPort : sourcePort,
      numbering: 'relative',
      payload: Math.max(0, facts.frameLength - known.headers),
    }
  }
}
