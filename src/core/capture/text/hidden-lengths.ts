/** The lengths of segments whose lines show none, as the lines after them tell. */
import { connectionKey, type PacketFacts, type TcpFacts } from './packet-facts.ts'

/** A segment is not longer; a larger step in the numbers has another cause. */
const LONGEST_SEGMENT = 65_535
/** Connections remembered; when there are more, all are forgotten. */
const MOST_CONNECTIONS = 4096

/**
 * Gives each segment that was pushed without a length the bytes up to the next number of its sender, or to the acknowledgment that covers it.
 *
 * @param packets all packets of a text in order; their `payload` is set where it can be told
 */
export function learnLengths(packets: readonly PacketFacts[]): void {
  const open = new Map<string, { tcp: TcpFacts; reverse: boolean }>()
  for (const facts of packets) {
    const { tcp } = facts
    if (tcp === undefined || tcp.numbering !== 'tcpdump') continue
    const isHidden = tcp.payload === undefined && tcp.flags !== undefined && tcp.seq !== undefined
    if (!isHidden && open.size === 0) continue
    const { key, reverse } = connectionKey(facts)
    const before = open.get(key)
    const next = before?.reverse === reverse ? tcp.seq : tcp.ack
    if (before && next !== undefined) {
      const length = (next - before.tcp.seq!) | 0
      if (length > 0) {
        if (length <= LONGEST_SEGMENT) before.tcp.payload = length
        open.delete(key)
      }
    }
    if (!isHidden) continue
    if (open.size >= MOST_CONNECTIONS) open.clear()
    open.set(key, { tcp, reverse })
  }
}
