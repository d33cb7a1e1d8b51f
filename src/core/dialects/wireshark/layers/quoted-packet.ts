/** The packet that an ICMP error quotes. */
import type { Dissection } from '../dissection.ts'
import type { FieldItem } from '../field-item.ts'
import type { CaptureState } from './capture-state.ts'
import { endEarly } from './guarded.ts'

/**
 * Reads a quoted packet below the item of the ICMP message: it touches no columns, and is no traffic.
 *
 * @param read The dissector of its version of IP.
 * @param end Where the quote ends.
 */
export function dissectQuote(
  d: Dissection,
  state: CaptureState,
  parent: FieldItem,
  read: (d: Dissection, state: CaptureState, offset: number) => void,
  offset: number,
  end: number,
): void {
  const { level, quoted, end: outerEnd, claimedEnd, payloadEnd } = d
  const below: FieldItem[] = []
  d.level = below
  d.quoted = true
  d.end = Math.min(end, outerEnd)
  d.claimedEnd = end
  try {
    read(d, state, offset)
  } catch (error) {
    endEarly(d, error, below)
  }
  d.level = level
  d.quoted = quoted
  d.end = outerEnd
  d.claimedEnd = claimedEnd
  d.payloadEnd = payloadEnd
  for (const item of below) parent.append(item)
}
