/** Draws a ladder with characters that every terminal shows alike. */
import type { ReportWords } from '../words/interface-words.ts'
import type { Language } from '../words/language.ts'
import { packetLabel, packetTime } from './ladder-label.ts'
import type { LadderPacket, LadderRow } from './ladder.ts'
import { cutTo, displayWidth, padEnd, padStart } from './text-layout.ts'

/** Where a ladder is drawn. */
export interface LadderPlace {
  readonly client: string
  readonly server: string
  readonly words: ReportWords
  readonly language: Language
  /** Columns for all of it. */
  readonly columns: number
}

/** A wider drawing makes the eye travel without saying more. */
const WIDEST_LANE = 62
/** Room for the shortest arrow: bars, heads, a dash on both sides. */
const ARROW_COLUMNS = 10
/** The same for an arrow that begins in the middle. */
const STUB_COLUMNS = 6

/** The lines of a ladder: number, time since the start, and an arrow for each packet. */
export function ladderLines(rows: readonly LadderRow[], place: LadderPlace): string[] {
  const packets = rows.filter((row) => 'packet' in row)
  const numberWidth = Math.max(3, ...packets.map((row) => String(row.packet).length))
  const times = packets.map((row) => packetTime(row))
  const timeWidth = Math.max(...times.map((time) => time.length), 0)
  const margin = numberWidth + (timeWidth === 0 ? 0 : timeWidth + 2) + 2
  const lane = Math.min(WIDEST_LANE, place.columns - margin)
  const lines = headLines(place, lane).map((line) => ' '.repeat(margin) + line)
  for (const row of rows) {
    if ('packet' in row) {
      const time = timeWidth === 0 ? '' : `  ${padStart(packetTime(row), timeWidth)}`
      lines.push(`${padStart(String(row.packet), numberWidth)}${time}  ${arrow(row, lane, place)}`)
    } else lines.push(`${' '.repeat(margin)}:${centred(place.words.gap(row.hidden), lane - 2)}:`)
  }
  return lines
}

/** The names above their columns; in two lines when they do not fit in one. */
function headLines({ client, server }: LadderPlace, lane: number): string[] {
  const left = cutTo(client, lane)
  const right = cutTo(server, lane)
  const space = lane - displayWidth(left) - displayWidth(right)
  return space >= 2 ? [left + ' '.repeat(space) + right] : [left, padStart(right, lane)]
}

function centred(text: string, width: number): string {
  const before = Math.max(0, Math.floor((width - displayWidth(text)) / 2))
  return padEnd(' '.repeat(before) + text, width)
}

function arrow(row: LadderPacket, lane: number, place: LadderPlace): string {
  const inner = lane - 2
  const room = inner - (row.from === 'other' ? STUB_COLUMNS : ARROW_COLUMNS)
  const label = cutTo(packetLabel(row, place.words, place.language), room)
  const text = label === '' ? '' : ` ${label} `
  if (row.from === 'other') {
    // Somebody between or beside the two speaks: the arrow does not reach the far side.
    const stub = row.to === 'client' ? `<--${text}` : `${text}-->`
    return `|${row.to === 'client' ? padEnd(stub, inner) : padStart(stub, inner)}|`
  }
  const dashes = '-'.repeat(Math.max(1, inner - displayWidth(text) - 3))
  return row.to === 'server' ? `|--${text}${dashes}>|` : `|<${dashes}${text}--|`
}
