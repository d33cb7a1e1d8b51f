/** Draws a ladder with characters that every terminal shows alike. */
import type { LadderIcmp, LadderPacket, LadderRow } from '../core/view/ladder.ts'
import { icmpErrorName } from '../core/words/icmp-names.ts'
import type { ReportWords } from '../core/words/interface-words.ts'
import type { Language } from '../core/words/language.ts'
import { cutTo, displayWidth, padEnd, padStart, printable } from './text-layout.ts'

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
const NS_PER_S = 1e9
/** From here on, six decimals say nothing. */
const LONG_S = 1000

/** The lines of a ladder: number, time since the start, and an arrow for each packet. */
export function ladderLines(rows: readonly LadderRow[], place: LadderPlace): string[] {
  const packets = rows.filter((row) => 'packet' in row)
  const numberWidth = Math.max(3, ...packets.map((row) => String(row.packet).length))
  const times = packets.map((row) => timeOf(row))
  const timeWidth = Math.max(...times.map((time) => time.length), 0)
  const margin = numberWidth + (timeWidth === 0 ? 0 : timeWidth + 2) + 2
  const lane = Math.min(WIDEST_LANE, place.columns - margin)
  const lines = headLines(place, lane).map((line) => ' '.repeat(margin) + line)
  for (const row of rows) {
    if ('packet' in row) {
      const time = timeWidth === 0 ? '' : `  ${padStart(timeOf(row), timeWidth)}`
      lines.push(`${padStart(String(row.packet), numberWidth)}${time}  ${arrow(row, lane, place)}`)
    } else lines.push(`${' '.repeat(margin)}:${centred(place.words.gap(row.hidden), lane - 2)}:`)
  }
  return lines
}

function timeOf({ timeNs }: LadderPacket): string {
  if (Number.isNaN(timeNs)) return ''
  const seconds = timeNs / NS_PER_S
  return seconds.toFixed(seconds >= LONG_S ? 3 : 6)
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

/** `ICMP port unreachable (3/3)`, behind the sender's address unless the sender is one of the two ends. */
function icmpText({ from }: LadderPacket, { version, type, code, mtu, senderAddress }: LadderIcmp, language: Language): string {
  const sender = from === 'other' ? `${senderAddress}: ` : ''
  return printable(`${sender}${icmpErrorName(version, type, code, language)}${mtu > 0 ? `, MTU ${mtu}` : ''}`)
}

function arrow(row: LadderPacket, lane: number, place: LadderPlace): string {
  const inner = lane - 2
  const note = row.note === undefined ? undefined : place.words.notes[row.note]
  const name = row.icmp === undefined ? row.label : icmpText(row, row.icmp, place.language)
  const room = inner - (row.from === 'other' ? STUB_COLUMNS : ARROW_COLUMNS)
  const label = cutTo([name, note === undefined ? '' : `(${note})`].filter((part) => part !== '').join(' '), room)
  const text = label === '' ? '' : ` ${label} `
  if (row.from === 'other') {
    // Somebody between or beside the two speaks: the arrow does not reach the far side.
    const stub = row.to === 'client' ? `<--${text}` : `${text}-->`
    return `|${row.to === 'client' ? padEnd(stub, inner) : padStart(stub, inner)}|`
  }
  const dashes = '-'.repeat(Math.max(1, inner - displayWidth(text) - 3))
  return row.to === 'server' ? `|--${text}${dashes}>|` : `|<${dashes}${text}--|`
}
