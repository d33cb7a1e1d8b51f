/** The table that `-z conv,…` prints: its head and its rows, in tshark's order. */
import type { LocalTime } from '../local-time.ts'
import { fixedText, secondsOf } from './fixed-text.ts'
import { sizeText } from './size-text.ts'

/** How the start of a conversation is shown: from the first frame on, or as a time (`-t e`, `-t a`, `-t ad`, `-t ud` …). */
export type ConversationStart = 'relative' | 'epoch' | 'time' | 'date'

/** One conversation, sides in the order of its first packet. */
export interface ConversationRow {
  readonly first: string
  readonly second: string
  readonly framesBack: number
  readonly bytesBack: number
  readonly framesForth: number
  readonly bytesForth: number
  /** Nanoseconds since the first frame of the capture. */
  readonly startNs: number
  readonly stopNs: number
}

const RULE = '='.repeat(80)
const DURATION_DECIMALS = 4
const NS_PER_S = 1_000_000_000n
const START_WIDTH = 14
const EPOCH_WIDTH = 20
const NS_DIGITS = 9
const MS_PER_S = 1000
const PORTS_WIDTH = 26
const PLAIN_WIDTH = 20
/** How wide tshark's two lines of the head begin, with and without ports. */
const HEAD_WITH_PORTS = 59
const HEAD_WITHOUT_PORTS = 47

const HEADS: Readonly<Record<ConversationStart, readonly [size: string, title: string, under: string]>> = {
  relative: ['Bytes', '    Relative    ', '      Start     '],
  epoch: ['Bytes', '       Relative       ', '         Start        '],
  time: ['Size ', ' Absolute Time  ', '     Start      '],
  date: ['Size ', ' Absolute Date  ', '     Start      '],
}

/** The head of a table of conversations, with the line break. `filter` is the text after `conv,tcp,`. */
export function conversationHead(kind: string, hasPorts: boolean, filter: string | undefined, start: ConversationStart): string {
  const blank = ' '.repeat(hasPorts ? HEAD_WITH_PORTS : HEAD_WITHOUT_PORTS)
  const [size, title, under] = HEADS[start]
  const frames = `| Frames  ${size} |`
  return (
    `${RULE}\n${kind} Conversations\nFilter:${filter ?? '<No Filter>'}\n` +
    `${blank}|       <-      | |       ->      | |     Total     |${title}|   Duration   |\n` +
    `${blank}${frames} ${frames} ${frames}${under}|              |\n`
  )
}

/** The line that ends a table, with the line break. */
export const CONVERSATION_END = `${RULE}\n`

/** One row of the table, with the line break. `startText` is the start as it is shown. */
export function conversationRowText(row: ConversationRow, hasPorts: boolean, startText: string): string {
  const width = hasPorts ? PORTS_WIDTH : PLAIN_WIDTH
  const frames = row.framesBack + row.framesForth
  const bytes = row.bytesBack + row.bytesForth
  return (
    `${row.first.padEnd(width)} <-> ${row.second.padEnd(width)}  ${countText(row.framesBack, row.bytesBack)}` +
    `${countText(row.framesForth, row.bytesForth)}${countText(frames, bytes)}${startText}   ${fixedText(secondsOf(row.stopNs) - secondsOf(row.startNs), DURATION_DECIMALS).padStart(12)}\n`
  )
}

function countText(frames: number, bytes: number): string {
  return `${String(frames).padStart(6)} ${sizeText(bytes).padEnd(9)}  `
}

/**
 * The start of a conversation as its column shows it.
 *
 * @param startNs nanoseconds since the first frame
 * @param captureNs the time of the first frame, nanoseconds since 1970
 */
export function startText(style: ConversationStart, startNs: number, captureNs: bigint | undefined, localTime: LocalTime): string {
  // As tshark prints a double, not all nine decimals of a large time are right.
  if (style === 'relative') return fixedText(secondsOf(startNs), NS_DIGITS).padStart(START_WIDTH)
  const ns = (captureNs ?? 0n) + BigInt(Math.round(startNs))
  const seconds = Number(ns / NS_PER_S)
  if (style === 'epoch') return (seconds + Number(ns % NS_PER_S) / Number(NS_PER_S)).toFixed(NS_DIGITS).padStart(EPOCH_WIDTH)
  const local = new Date((seconds + localTime(seconds).offsetSeconds) * MS_PER_S)
  if (Number.isNaN(local.getTime())) return ''
  const [date, time] = local.toISOString().slice(0, -'.000Z'.length).split('T')
  return style === 'date' ? `${date} ${time}` : time
}
