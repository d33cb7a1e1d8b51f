/**
 * The geometry of a drawn ladder: what stands at which height, how it looks. Heights are pixels; across, an arrow has percents of the
 * lane, so that a drawing fits every width without being computed again.
 */
import type { EventKind } from '../analysis/event-log.ts'
import { formatDuration } from '../words/durations.ts'
import type { ReportWords } from '../words/interface-words.ts'
import type { Language } from '../words/language.ts'
import { packetLabel, packetTime } from './ladder-label.ts'
import type { LadderPacket, LadderRow } from './ladder.ts'
import { printable, wrap } from './text-layout.ts'

/** What the words of a drawing are made of. */
export interface DrawingSetting {
  readonly words: ReportWords
  readonly language: Language
  /** Packets that the verdict stands on: they are marked. */
  readonly evidence: ReadonlySet<number>
}

/** How an arrow looks: an ordinary segment, a RST, one that was sent before, an ICMP error. */
export type ArrowLook = 'plain' | 'reset' | 'repeated' | 'icmp'

/** What stands before an arrow's words: sent before, or bytes missing before it. */
export type ArrowMark = 'repeated' | 'lost' | undefined

/** A line of an arrow's words, at the height of its baseline. */
export interface DrawnLine {
  readonly text: string
  readonly yPx: number
}

/** A packet. */
export interface DrawnArrow {
  readonly kind: 'arrow'
  readonly yPx: number
  /** Ends of the arrow in percents of the lane: 0 is the client, 100 the server; the head is at `to`. */
  readonly from: number
  readonly to: number
  readonly look: ArrowLook
  readonly mark: ArrowMark
  readonly isEvidence: boolean
  /** The packet's number, and its time since the start; the time is empty without times. */
  readonly number: string
  readonly time: string
  readonly label: readonly DrawnLine[]
}

/** Packets that are not shown, or time in which nothing happened. */
export interface DrawnPause {
  readonly kind: 'gap' | 'wait'
  readonly yPx: number
  readonly text: string
}

/** One row of a drawing. */
export type DrawnRow = DrawnArrow | DrawnPause

/** A drawn ladder. */
export interface LadderDrawing {
  readonly rows: readonly DrawnRow[]
  readonly heightPx: number
  /** Characters that the numbers and the times take to the left of the lane; 0 without any. */
  readonly numberColumns: number
  readonly timeColumns: number
}

/** Where the line of an arrow ends that comes from neither of the two. */
const MIDDLE = 50
/** Columns of an arrow's words: they fit in the lane of the narrowest screen. */
const LABEL_COLUMNS = 28
/** Lines of an arrow's words; the rest of a name from a packet is cut. */
const MOST_LABEL_LINES = 3
const LINE_PX = 15
/** From the last line of the words to the arrow, and from an arrow to what follows. */
const ABOVE_ARROW_PX = 6
const BELOW_ARROW_PX = 9
const PAUSE_PX = 26
const MARGIN_PX = 4
/** Shorter waits are everyday business: an acknowledgment may be delayed by so much (RFC 9293 §3.8.6.3). */
const LONG_WAIT_NS = 500e6

const REPEATED: ReadonlySet<EventKind> = new Set(['syn-repeated', 'synack-repeated', 'fin-repeated', 'retransmission', 'copy'])
const LOST: ReadonlySet<EventKind> = new Set(['gap', 'acked-unseen'])
/** Flags at the start of a label, as `segmentLabel` writes them, with R among them. */
const RESET_LABEL = /^[FSP]*R/

/** The drawing of `rows`. */
export function ladderDrawing(rows: readonly LadderRow[], setting: DrawingSetting): LadderDrawing {
  const { words, language } = setting
  const drawn: DrawnRow[] = []
  let y = MARGIN_PX
  let beforeNs = NaN
  const pause = (kind: DrawnPause['kind'], text: string): void => {
    drawn.push({ kind, text, yPx: y + PAUSE_PX / 2 })
    y += PAUSE_PX
  }
  for (const row of rows) {
    if (!('packet' in row)) {
      pause('gap', words.gap(row.hidden))
      // Something happened in this time, but it is not shown.
      beforeNs = NaN
      continue
    }
    if (row.timeNs - beforeNs >= LONG_WAIT_NS) pause('wait', `+ ${formatDuration(row.timeNs - beforeNs, language)}`)
    const arrow = arrowAt(row, y, setting)
    drawn.push(arrow)
    y = arrow.yPx + BELOW_ARROW_PX
    beforeNs = row.timeNs
  }
  const arrows = drawn.filter((row) => row.kind === 'arrow')
  return {
    rows: drawn,
    heightPx: y + MARGIN_PX,
    numberColumns: Math.max(0, ...arrows.map(({ number }) => number.length)),
    timeColumns: Math.max(0, ...arrows.map(({ time }) => time.length)),
  }
}

function arrowAt(row: LadderPacket, topPx: number, { words, language, evidence }: DrawingSetting): DrawnArrow {
  const lines = wrap(printable(packetLabel(row, words, language)), LABEL_COLUMNS).slice(0, MOST_LABEL_LINES)
  const label = lines.filter((text) => text !== '').map((text, i) => ({ text, yPx: topPx + (i + 1) * LINE_PX }))
  const to = row.to === 'server' ? 100 : 0
  return {
    kind: 'arrow',
    // An arrow without words takes the place of one line all the same.
    yPx: topPx + Math.max(1, label.length) * LINE_PX + ABOVE_ARROW_PX,
    from: row.from === 'other' ? MIDDLE : 100 - to,
    to,
    look: lookOf(row),
    mark: row.note === undefined ? undefined : REPEATED.has(row.note) ? 'repeated' : LOST.has(row.note) ? 'lost' : undefined,
    isEvidence: evidence.has(row.packet),
    number: String(row.packet),
    time: packetTime(row),
    label,
  }
}

function lookOf({ icmp, note, label }: LadderPacket): ArrowLook {
  if (icmp !== undefined) return 'icmp'
  if (note === 'rst' || RESET_LABEL.test(label)) return 'reset'
  return note !== undefined && REPEATED.has(note) ? 'repeated' : 'plain'
}
