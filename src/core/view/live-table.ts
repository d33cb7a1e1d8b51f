/** The table of `synfin live`: which connections it shows, in which order, and their lines for a terminal of any size. */
import type { VerdictReport } from '../report/report.ts'
import { compareSeverity } from '../report/severity.ts'
import { formatDuration } from '../words/durations.ts'
import type { Language } from '../words/language.ts'
import type { LiveOrder, LiveWords } from '../words/live-words.ts'
import { cutTo, padEnd, padStart, printable } from './text-layout.ts'

type Severity = VerdictReport['severity']

/** One connection in the table. Times in nanoseconds of the capture's clock. */
export interface LiveRow {
  /** The connection's number in the report. */
  readonly id: number
  readonly client: string
  readonly server: string
  /** The latest state of each end that packets prove. */
  readonly clientState: string
  readonly serverState: string
  /** Undefined while it is too early to say anything. */
  readonly verdict: string | undefined
  readonly severity: Severity
  readonly rttNs: number
  readonly retransmitted: number
  readonly bytes: number
  readonly lastNs: number
  /** Both ends are through with it. */
  readonly isOver: boolean
}

/** What the person has chosen. */
export interface LiveChoice {
  readonly order: LiveOrder
  /** Only rows that hold all these words, anywhere; in any case. */
  readonly filter: string
  /** The number of the connection that is marked. */
  readonly selected: number | undefined
}

/** Rows that are wanted, in order: the newest problems first, unless another order was chosen. */
export function orderRows(rows: readonly LiveRow[], { order, filter }: LiveChoice): LiveRow[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const kept = rows.filter((row) => wanted.every((word) => searchText(row).includes(word)))
  return kept.sort((a, b) => compare(a, b, order) || b.lastNs - a.lastNs || b.id - a.id)
}

function searchText(row: LiveRow): string {
  return `${row.client} ${row.server} ${row.clientState} ${row.serverState} ${row.verdict ?? ''}`.toLowerCase()
}

function compare(a: LiveRow, b: LiveRow, order: LiveOrder): number {
  switch (order) {
    case 'problems':
      return compareSeverity(a.severity, b.severity)
    case 'newest':
      return b.id - a.id
    case 'bytes':
      return b.bytes - a.bytes
    case 'rtt':
      return (Number.isNaN(b.rttNs) ? -1 : b.rttNs) - (Number.isNaN(a.rttNs) ? -1 : a.rttNs)
    case 'retransmissions':
      return b.retransmitted - a.retransmitted
  }
}

/** One line of the screen. */
export interface LiveLine {
  readonly text: string
  readonly severity: Severity | undefined
  readonly isSelected: boolean
}

/** Widths of the columns that never give way; the ends and the verdict share what is left. */
const NUMBER_WIDTH = 6
const STATES_WIDTH = 25
const RTT_WIDTH = 9
const REPEATS_WIDTH = 5
const BYTES_WIDTH = 8
const FEWEST_END_WIDTH = 15
const VERDICT_SHARE = 0.34
/** Below this the states go, and below the next the bytes as well. */
const WIDE = 110
const MEDIUM = 70

/** The heading and the rows, each cut to `columns`; at most `lines` in all, with the marked one among them. */
export function liveLines(
  rows: readonly LiveRow[],
  choice: LiveChoice,
  place: { readonly columns: number; readonly lines: number },
  words: LiveWords,
  language: Language,
): LiveLine[] {
  const { columns, lines } = place
  const { heading } = words
  const cells = (
    id: string,
    ends: readonly [string, string],
    states: string,
    verdict: string,
    figures: readonly [string, string, string],
  ): string => {
    const hasStates = columns >= WIDE
    const hasFigures = columns >= MEDIUM
    const fixed = NUMBER_WIDTH + 1 + (hasStates ? STATES_WIDTH + 1 : 0) + (hasFigures ? RTT_WIDTH + REPEATS_WIDTH + BYTES_WIDTH + 3 : 0)
    const verdictWidth = Math.floor((columns - fixed) * VERDICT_SHARE)
    const endWidth = Math.max(FEWEST_END_WIDTH, Math.floor((columns - fixed - verdictWidth - 3) / 2))
    const parts = [padStart(id, NUMBER_WIDTH), fit(ends[0], endWidth), fit(ends[1], endWidth)]
    if (hasStates) parts.push(fit(states, STATES_WIDTH))
    parts.push(fit(verdict, verdictWidth))
    if (hasFigures) parts.push(padStart(figures[0], RTT_WIDTH), padStart(figures[1], REPEATS_WIDTH), padStart(figures[2], BYTES_WIDTH))
    return cutTo(parts.join(' '), columns)
  }
  const top = cells(heading.number, [heading.client, heading.server], heading.states, heading.verdict, [
    heading.rtt,
    heading.repeats,
    heading.bytes,
  ])
  const room = Math.max(0, lines - 1)
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === choice.selected),
  )
  const from = Math.min(Math.max(0, rows.length - room), Math.max(0, at - Math.floor(room / 2)))
  const shown = rows.slice(from, from + room).map((row) => ({
    text: cells(
      String(row.id),
      [printable(row.client), printable(row.server)],
      `${row.clientState}/${row.serverState}`,
      row.verdict ?? words.tooEarly,
      [
        Number.isNaN(row.rttNs) ? '' : formatDuration(row.rttNs, language),
        row.retransmitted === 0 ? '' : String(row.retransmitted),
        bytesText(row.bytes),
      ],
    ),
    severity: row.severity,
    isSelected: row.id === choice.selected,
  }))
  return [{ text: top, severity: undefined, isSelected: false }, ...shown]
}

function fit(text: string, width: number): string {
  return padEnd(cutTo(text, width), width)
}

const UNITS = ['', 'k', 'M', 'G', 'T'] as const

/** `1.2M`: bytes in the fewest columns, powers of 1000. */
export function bytesText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.floor(value)}${UNITS[unit]}`
}
