/** Two captures of one connection as text: what was found, and a ladder whose rungs end where packets were lost. */
import { endText } from '../report/end-names.ts'
import { segmentLabel } from '../report/segment-label.ts'
import type { JoinedFindings, Passage } from '../report/two-captures.ts'
import { formatDuration } from '../words/durations.ts'
import type { Language } from '../words/language.ts'
import type { MergeWords } from '../words/merge-words.ts'
import { packetList } from './packet-list.ts'
import { cutTo, padEnd, padStart } from './text-layout.ts'

/** The bit of RST in a TCP header. */
const RST = 0x04
/** Shown at both ends of the connection, and around each packet that did not simply arrive. */
const EDGE_ROWS = 4
const CONTEXT_ROWS = 1
const MOST_ROWS = 60
const NUMBER_WIDTH = 5
const TIME_WIDTH = 11
const DELAY_WIDTH = 10
/** Clocks that differ by less agree: it is what a packet takes to be stamped. */
const AGREEING_NS = 1e5
const NS_PER_S = 1e9

/** The sentences, most important first. */
export function joinedSentences(joined: JoinedFindings, words: MergeWords, language: Language): string[] {
  const { client, server, passages, clockOffsetNs, delays, hops } = joined
  const duration = (ns: number): string => formatDuration(Math.max(0, ns), language)
  const sentences: string[] = []
  const lists = (fate: Passage['fate'], sender: Passage['sender']): readonly Passage[] =>
    passages.filter((passage) => passage.fate === fate && passage.sender === sender)
  for (const sender of ['client', 'server'] as const) {
    const unsent = lists('unsent', sender)
    const where = sender === 'client' ? 'atServer' : 'atClient'
    if (unsent.length > 0)
      sentences.push(
        words.unsent(
          sender,
          packetList(unsent.map((passage) => passage[where])),
          unsent.length,
          unsent.filter(({ flags }) => (flags & RST) !== 0).length,
        ),
      )
    const lost = lists('lost', sender)
    const left = sender === 'client' ? 'atClient' : 'atServer'
    if (lost.length > 0) sentences.push(words.lost(sender, packetList(lost.map((passage) => passage[left])), lost.length))
  }
  if (passages.every(({ fate }) => fate === 'arrived')) sentences.push(words.nothingLost)
  sentences.push(words.verdicts(client.report.verdict.id, server.report.verdict.id))
  for (const sender of ['client', 'server'] as const) {
    const { count, minNs, medianNs, maxNs } = delays[sender]
    if (count > 0) sentences.push(words.delays(sender, count, duration(minNs), duration(medianNs), duration(maxNs)))
  }
  if (Number.isNaN(clockOffsetNs)) sentences.push(words.clocksUnknown)
  else if (Math.abs(clockOffsetNs) < AGREEING_NS) sentences.push(words.clocks('neither', ''))
  else sentences.push(words.clocks(clockOffsetNs > 0 ? 'server' : 'client', duration(Math.abs(clockOffsetNs))))
  const [near, far] = [
    `${endText(client.report.client)} > ${endText(client.report.server)}`,
    `${endText(server.report.client)} > ${endText(server.report.server)}`,
  ]
  if (near !== far) sentences.push(words.translated(near, far))
  if (joined.moved > 0) sentences.push(words.moved(joined.moved))
  for (const side of ['client', 'server'] as const) if (joined.renumbered[side]) sentences.push(words.renumbered(side))
  if (hops.client >= 0 && hops.server >= 0 && hops.client + hops.server > 0) sentences.push(words.hops(hops.client, hops.server))
  return sentences
}

/** The ladder, each line at most `columns` wide. `isWhole` shows every packet. */
export function joinedLadder(joined: JoinedFindings, words: MergeWords, language: Language, columns: number, isWhole: boolean): string[] {
  const { passages } = joined
  const lane = Math.max(20, columns - TIME_WIDTH - 2 * NUMBER_WIDTH - DELAY_WIDTH - 4)
  const head = `${padStart(words.columns.time, TIME_WIDTH)} ${padStart('#', NUMBER_WIDTH)} ${padEnd(words.columns.client, lane - words.columns.server.length)}${words.columns.server} ${padEnd('#', NUMBER_WIDTH)} ${padStart(words.columns.delay, DELAY_WIDTH)}`
  const lines = [cutTo(head, columns)]
  let hidden = 0
  let others = 0
  let shown = 0
  for (const [i, passage] of passages.entries()) {
    const isShown = isWhole || (shown < MOST_ROWS && isTelling(passages, i))
    if (!isShown) {
      hidden++
      if (passage.fate !== 'arrived') others++
      continue
    }
    if (hidden > 0) lines.push(`${' '.repeat(TIME_WIDTH)} ${words.gap(hidden, others)}`)
    hidden = others = 0
    shown++
    lines.push(cutTo(rung(passage, words, language, lane), columns))
  }
  if (hidden > 0) lines.push(`${' '.repeat(TIME_WIDTH)} ${words.gap(hidden, others)}`)
  return lines
}

function isTelling(passages: readonly Passage[], at: number): boolean {
  if (at < EDGE_ROWS || at >= passages.length - EDGE_ROWS) return true
  for (let i = at - CONTEXT_ROWS; i <= at + CONTEXT_ROWS; i++) if (passages[i]?.fate !== 'arrived') return true
  return false
}

function rung(passage: Passage, words: MergeWords, language: Language, lane: number): string {
  const { sender, fate, atClient, atServer, timeNs, delayNs, flags, payloadBytes, from, ackPos } = passage
  const label = segmentLabel({ flags, pos: from, payloadLen: payloadBytes, ackPos })
  const isRight = sender === 'client'
  const half = Math.floor(lane / 2)
  let drawn: string
  if (fate === 'arrived')
    drawn = isRight
      ? `|-- ${label} ${'-'.repeat(lane)}`.slice(0, lane - 2) + '>|'
      : '|<' + `${'-'.repeat(lane)} ${label} --|`.slice(-(lane - 2))
  else if ((fate === 'lost') === isRight)
    drawn = padEnd(`|-- ${label} ${'-'.repeat(half)}`.slice(0, Math.max(half, label.length + 8)) + (fate === 'lost' ? ' X' : ''), lane)
  else drawn = padStart((fate === 'lost' ? 'X ' : '') + `${'-'.repeat(half)} ${label} --|`.slice(-Math.max(half, label.length + 8)), lane)
  const note =
    fate === 'arrived'
      ? Number.isFinite(delayNs)
        ? formatDuration(Math.max(0, delayNs), language)
        : ''
      : fate === 'lost'
        ? words.lostMark
        : words.unsentMark
  const time = Number.isFinite(timeNs) ? (timeNs / NS_PER_S).toFixed(6) : ''
  return `${padStart(time, TIME_WIDTH)} ${padStart(atClient === 0 ? '' : String(atClient), NUMBER_WIDTH)} ${drawn} ${padEnd(atServer === 0 ? '' : String(atServer), NUMBER_WIDTH)} ${padStart(note, DELAY_WIDTH)}`
}
