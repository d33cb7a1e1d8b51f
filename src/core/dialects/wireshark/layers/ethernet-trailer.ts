/** What follows the payload of a frame: padding up to the smallest frame, a trailer, the frame check sequence. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'

const PADDING = field('eth.padding', 'Padding', 'bytes')
const FCS = field('eth.fcs', 'Frame check sequence', 'uint32', { base: 'hex' })
const FCS_STATUS = field('eth.fcs.status', 'FCS Status', 'uint8')
const PADDING_BAD = field('eth.padding_bad', 'Padding identification may be inaccurate and impact trailer dissector', 'none')

/** The field of the trailer, and whether a check sequence may end it: other link layers have their own trailer, and no check sequence. */
export interface TrailerFields {
  readonly trailer: Field
  readonly hasFcs: boolean
}

/** Ethernet's own. */
export const TRAILER_FIELDS: TrailerFields = { trailer: field('eth.trailer', 'Trailer', 'bytes'), hasFcs: true }

/** The fields of a trailer. */
export const ETHERNET_TRAILER_FIELDS: readonly Field[] = [PADDING, TRAILER_FIELDS.trailer, FCS, FCS_STATUS, PADDING_BAD]

const MIN_FRAME_BYTES = 60
const FCS_BYTES = 4
const STATUS_UNVERIFIED = 2
const UNDECODED = "Didn't find padding of zeros, and an undecoded trailer exists. There may be padding of non-zeros."

/**
 * Adds what follows the payload.
 *
 * @param frameStart Where the frame begins.
 * @param used Where what the payload's own length covers ends.
 */
export function addEthernetTrailer(d: Dissection, item: FieldItem, fields: TrailerFields, frameStart: number, used: number): void {
  const { end, claimedEnd, data } = d
  if (used >= end) return
  let at = used
  // Padding is what makes the frame as long as the shortest that Ethernet allows, if it is all zero.
  const paddingEnd = frameStart + MIN_FRAME_BYTES
  const mayBePadded = at < paddingEnd && claimedEnd >= paddingEnd
  let isPadded = false
  if (mayBePadded && paddingEnd <= end && isZero(data, at, paddingEnd)) {
    isPadded = true
    d.add(item, PADDING, d.wants(PADDING) ? d.copy(at, paddingEnd - at) : null, at, paddingEnd - at)
    at = paddingEnd
  }
  if (at >= end) return
  const hasFcs =
    fields.hasFcs && end === claimedEnd && claimedEnd - at >= FCS_BYTES && claimedEnd - frameStart >= MIN_FRAME_BYTES + FCS_BYTES
  const trailerEnd = hasFcs ? end - FCS_BYTES : end
  const { trailer } = fields
  if (trailerEnd > at) {
    const trailerItem = d.add(item, trailer, d.wants(trailer) ? d.copy(at, trailerEnd - at) : null, at, trailerEnd - at)
    if (mayBePadded && !isPadded) d.note(trailerItem, { field: PADDING_BAD, severity: 'Note', group: 'Protocol', message: UNDECODED })
  }
  if (!hasFcs) return
  const fcs = d.u32(trailerEnd)
  d.add(item, FCS, fcs, trailerEnd, FCS_BYTES, {
    text: () => `Frame check sequence: 0x${fcs.toString(16).padStart(8, '0')} [unverified]`,
  })
  d.add(item, FCS_STATUS, STATUS_UNVERIFIED, trailerEnd, 0, { generated: true, text: 'FCS Status: Unverified' })
}

function isZero(data: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (data[i] !== 0) return false
  return true
}
