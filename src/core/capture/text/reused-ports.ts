/** What the answer to a SYN on ports that were used before tells, where a packet list counts from that SYN. */
import { connectionKey, type PacketFacts, type TcpFacts } from './packet-facts.ts'

const SYN = 0x02,
  RST = 0x04,
  ACK = 0x10

/**
 * Gives each such SYN the number that the other end acknowledges next when it still knows the connection before: there that connection
 * ended, and so it tells how far the two starts lie apart.
 *
 * @param packets all packets of a text in order; their SYNs get `oldAck`
 */
export function learnReuses(packets: readonly PacketFacts[]): void {
  const waiting = new Map<string, { syn: TcpFacts; reverse: boolean }>()
  for (const facts of packets) {
    const { tcp } = facts
    if (tcp === undefined || tcp.numbering !== 'relative' || (tcp.reused !== true && waiting.size === 0)) continue
    const { key, reverse } = connectionKey(facts)
    if (tcp.reused === true) waiting.set(key, { syn: tcp, reverse })
    const asked = waiting.get(key)
    if (asked === undefined || asked.reverse === reverse || tcp.flags === undefined) continue
    if ((tcp.flags & (SYN | RST | ACK)) === ACK) asked.syn.oldAck = tcp.ack
    waiting.delete(key)
  }
}
