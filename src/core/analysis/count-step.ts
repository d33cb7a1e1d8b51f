/** The sender's own count of its packets: IP ID, or the flow label of IPv6, which Linux changes with every timeout. */
import { KNOWN, type Packet } from '../packet/packet.ts'
import { FIRST_ID_PACKETS, FIRST_IP_ID, GAPS, LAST_FLOW_LABEL, LAST_IP_ID, MAX_SEGMENT, PACKETS, PAYLOAD_BYTES_F } from './side-layout.ts'

/** A larger segment was several on the wire (GRO), of about that many bytes each, and took as many IP IDs (RFC 6864 §4). */
const MOST_ON_THE_WIRE = 1460
const MERGED_BYTES = 1000

/**
 * How far the count moved to this packet from the one before on its side: more than one says that others went missing.
 *
 * @param w words and doubles of all tracks; the side begins at `s` and `sf`, and counts this packet already
 * @param leastBefore so many steps by one must have been seen before (IPv4)
 * @returns 0 when it is unknown; IPv6: 2 when the flow label changed
 */
export function countStep(w: Int32Array, d: Float64Array, s: number, sf: number, p: Packet, leastBefore: number): number {
  if (w[s + PACKETS] <= 1) return 0
  if (p.ipVersion !== 4) {
    if ((p.known & KNOWN.flowLabel) === 0) return 0
    return p.flowLabel !== w[s + LAST_FLOW_LABEL] ? 2 : 1
  }
  if ((p.known & KNOWN.ipId) === 0 || p.ipId === 0 || w[s + LAST_IP_ID] === 0) return 0
  // Only a count that went by one so far is the connection's own; others number all packets of a host, or number at random.
  const counted = (w[s + LAST_IP_ID] - w[s + FIRST_IP_ID]) & 0xffff
  const came = w[s + PACKETS] - 1 - w[s + FIRST_ID_PACKETS]
  const merged = w[s + MAX_SEGMENT] > MOST_ON_THE_WIRE ? d[sf + PAYLOAD_BYTES_F] / MERGED_BYTES : 0
  if (came < leastBefore || counted < came || counted > came + w[s + GAPS] + merged) return 0
  return (p.ipId - w[s + LAST_IP_ID]) & 0xffff
}
