/** The ladder of one connection that was captured at both ends: what stands in a row, and which rows are worth a look. */
import { segmentLabel } from '../report/segment-label.ts'
import type { Passage } from '../report/two-captures.ts'

/** Bits of flags, as `FLAG` has them. */
const RST = 4
/** Where a packet begins that neither end sent: on the way. */
const MIDDLE = 50
/** Packets shown around each that did not simply arrive. */
const CONTEXT_ROWS = 1

/** How a row looks. */
export type JoinedLook = 'plain' | 'data' | 'reset' | 'lost' | 'unsent'

/** A row. Ends are in percents of the lane: 0 the client, 100 the server; an arrow that is lost does not reach `to`. */
export interface JoinedRow {
  readonly from: number
  readonly to: number
  readonly look: JoinedLook
  /** Flags and numbers. */
  readonly label: string
}

/** What stands in the row of a packet. */
export function joinedRow({ sender, fate, flags, from, payloadBytes, ackPos }: Passage): JoinedRow {
  const to = sender === 'client' ? 100 : 0
  return {
    from: fate === 'unsent' ? MIDDLE : 100 - to,
    to,
    look: fate !== 'arrived' ? fate : (flags & RST) !== 0 ? 'reset' : payloadBytes > 0 ? 'data' : 'plain',
    label: segmentLabel({ flags, pos: from, payloadLen: payloadBytes, ackPos }),
  }
}

/** Indexes of the packets that did not simply arrive, and of their neighbours. */
export function notableRows(passages: readonly Passage[]): number[] {
  const rows: number[] = []
  let shownTo = 0
  for (const [i, { fate }] of passages.entries()) {
    if (fate === 'arrived') continue
    const end = Math.min(passages.length, i + CONTEXT_ROWS + 1)
    for (let row = Math.max(shownTo, i - CONTEXT_ROWS); row < end; row++) rows.push(row)
    shownTo = end
  }
  return rows
}
