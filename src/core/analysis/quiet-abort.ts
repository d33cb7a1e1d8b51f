/** RSTs by which a client aborts a quiet connection. */
import { parkedFlowLabel, parkedOptionBits, parkedTtl } from '../flow/parked-segment.ts'
import { OPTION, type Packet } from '../packet/packet.ts'
import { lastOf, placeOf, timeOf } from './quiet-block.ts'
import { DATA, FIN } from './quiet-course.ts'
import { COURSE_BITS, LAST_DATA_TIME_F } from './quiet-layout.ts'

/** A path with a shorter round trip tells nothing of when a RST can have come; see `forgery`. */
const TELLING_ROUND_TRIP_NS = 10e6

/**
 * Whether a RST of the client, the next of its stream, is beyond doubt its own (`forgery` asks the same of others), and ends an exchange that
 * went well. For the server's own it may be otherwise: a translator that has forgotten the client sends such a thing in its name.
 *
 * @param at where the connection's block begins; `doubles` is the same memory as `words`
 */
export function isOwnAbort(words: Int32Array, doubles: Float64Array, at: number, p: Packet, sinceOpeningNs: number): boolean {
  const course = words[at + COURSE_BITS]
  if ((course & DATA) !== DATA || (course & FIN) !== 0 || p.payloadLen !== 0) return false
  const own = placeOf(at, lastOf(words, at, 0))
  if (parkedTtl(words, own) !== p.ttl || ((parkedOptionBits(words, own) ^ p.optionBits) & OPTION.timestamps) !== 0) return false
  if (p.ipVersion === 6 ? p.flowLabel !== parkedFlowLabel(words, own) : p.dontFragment === 0) return false
  // The handshake took at least a round trip to the client. In less than half of one its RST cannot have come.
  const openedNs = timeOf(doubles, at, 0) - p.timeNs + sinceOpeningNs
  return openedNs < TELLING_ROUND_TRIP_NS || p.timeNs - doubles[(at >> 1) + LAST_DATA_TIME_F] >= openedNs / 2
}
