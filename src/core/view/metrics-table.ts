/** The metrics of a connection as a table for the terminal: a figure for each direction. */
import type { BothSides, ConnectionReport, EndReport, RepeatCounts } from '../report/report.ts'
import { formatDuration } from '../words/durations.ts'
import type { Language } from '../words/language.ts'
import { METRIC_ROWS, type MetricRow, type MetricsWords, metricsEn, metricsZh } from '../words/metrics-words.ts'
import { formatBytes, formatCount } from '../words/quantities.ts'
import { displayWidth, padEnd, padStart, printable } from './text-layout.ts'

const NS_PER_S = 1e9
/** Rows that are shown though both directions have nothing: the others would only fill the screen with zeros. */
const ALWAYS: ReadonlySet<MetricRow> = new Set(['packets', 'payload', 'retransmitted'])
const UNKNOWN = '-'

/** The lines of a connection's table, in `language`. */
export function metricsTable(report: ConnectionReport, language: Language): string[] {
  const words = language === 'zh' ? metricsZh : metricsEn
  const { metrics } = report
  const lines = [
    words.connection(report.id, `${endText(report.client)} → ${endText(report.server)}`),
    `  ${words.vantage[metrics.vantage]}`,
    `  ${handshakeText(report, words, language)}`,
  ]
  const silence = metrics.longestSilence
  if (silence !== null)
    lines.push(`  ${words.silence(seconds(silence.seconds, language), silence.turn, silence.packets[0], silence.packets[1])}`)
  const figures = figuresOf(report, words, language)
  const rows = METRIC_ROWS.filter((row) => ALWAYS.has(row) || !isNothing(figures[row]))
  const labelWidth = Math.max(...rows.map((row) => displayWidth(words.rows[row])))
  const clientWidth = Math.max(displayWidth(words.fromClient), ...rows.map((row) => displayWidth(figures[row].client)))
  const serverWidth = Math.max(displayWidth(words.fromServer), ...rows.map((row) => displayWidth(figures[row].server)))
  const line = (label: string, client: string, server: string): string =>
    `  ${padEnd(label, labelWidth)}  ${padStart(client, clientWidth)}  ${padStart(server, serverWidth)}`
  lines.push(line('', words.fromClient, words.fromServer))
  for (const row of rows) lines.push(line(words.rows[row], figures[row].client, figures[row].server))
  return lines
}

function endText({ address, port }: EndReport): string {
  const host = printable(address ?? '?')
  return port === null ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function handshakeText({ metrics: { handshakeRtt, handshake } }: ConnectionReport, words: MetricsWords, language: Language): string {
  const text = (value: number | null): string | undefined => (value === null ? undefined : seconds(value, language))
  return words.handshake(text(handshakeRtt), text(handshake.toServer), text(handshake.toClient))
}

function isNothing({ client, server }: BothSides<string>): boolean {
  return [client, server].every((text) => text === '0' || text === UNKNOWN)
}

function figuresOf(
  { packets, payloadBytes, metrics: m }: ConnectionReport,
  words: MetricsWords,
  language: Language,
): Record<MetricRow, BothSides<string>> {
  const each = <T>(of: BothSides<T>, text: (value: T) => string): BothSides<string> => ({
    client: text(of.client),
    server: text(of.server),
  })
  const count = (of: BothSides<number>): BothSides<string> => each(of, formatCount)
  const bytes = (value: number | null): string => (value === null || value === 0 ? UNKNOWN : formatBytes(value, language))
  const time = (value: number | null): string => (value === null || value === 0 ? UNKNOWN : seconds(value, language))
  const rate = (value: number | null): string =>
    value === null ? UNKNOWN : `${formatBytes(Math.round(value), language)}${words.perSecond}`
  const repeats = (name: keyof typeof m.retransmissions.client): BothSides<string> =>
    each(m.retransmissions, (counts) => formatCount(counts[name]))
  return {
    packets: count(packets),
    payload: each(payloadBytes, (value) => formatBytes(value, language)),
    rttMin: each(m.rtt, ({ min }) => (min === null ? UNKNOWN : seconds(min, language))),
    rttMedian: each(m.rtt, ({ median }) => (median === null ? UNKNOWN : seconds(median, language))),
    rttP95: each(m.rtt, ({ p95 }) => (p95 === null ? UNKNOWN : seconds(p95, language))),
    rttSamples: each(m.rtt, ({ samples }) => formatCount(samples)),
    inFlight: each(m.mostBytesInFlight, bytes),
    goodput: each(m.goodput, rate),
    transferRate: each(m.transferRate, rate),
    zeroWindow: each(m.zeroWindowSeconds, time),
    retransmitted: each(m.retransmissions, (counts) => formatCount(totalOf(counts))),
    syn: repeats('syn'),
    fin: repeats('fin'),
    timeout: repeats('timeout'),
    followUp: repeats('followUp'),
    fast: repeats('fast'),
    probe: repeats('probe'),
    unneeded: repeats('unneeded'),
    other: repeats('other'),
    unclassified: repeats('unclassified'),
    outOfOrder: count(m.outOfOrderSegments),
    duplicates: count(m.duplicates),
    duplicateAcks: count(m.duplicateAcks),
    beforeCapture: each(m.losses, (losses) => formatCount(losses.beforeCapture)),
    beyondCapture: each(m.losses, (losses) => formatCount(losses.beyondCapture)),
    byCapture: each(m.losses, (losses) => bytes(losses.byCaptureBytes)),
  }
}

function totalOf(counts: RepeatCounts): number {
  const { syn, fin, timeout, followUp, fast, probe, unneeded, other, unclassified } = counts
  return syn + fin + timeout + followUp + fast + probe + unneeded + other + unclassified
}

function seconds(value: number, language: Language): string {
  return formatDuration(value * NS_PER_S, language)
}
