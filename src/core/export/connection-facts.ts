/** The figures of a connection that a document lists beside its ends. */
import type { ConnectionReport, ReportRest } from '../report/report.ts'
import { utcText } from '../report/seconds.ts'
import { formatDuration } from '../words/durations.ts'
import type { DocumentSetting } from './report-document.ts'

/** A label and what stands beside it. */
export interface Fact {
  readonly name: string
  readonly value: string
}

const NS_PER_S = 1e9

/** The input where there are several, start, duration, packets, bytes, states: those that are known. */
export function connectionFacts(report: ConnectionReport, { inputs }: ReportRest, { words, language }: DocumentSetting): Fact[] {
  const { document } = words
  const { start, duration, packets, payloadBytes, states, metrics } = report
  const again = metrics.retransmittedSegments
  const facts: Fact[] = []
  // Packet numbers count per input.
  if (inputs.length > 1) facts.push({ name: document.input, value: inputs[report.input]?.name ?? '' })
  if (start !== null) facts.push({ name: document.start, value: utcText(start) })
  // One packet lasts no time.
  if (duration !== null && duration > 0) facts.push({ name: document.duration, value: formatDuration(duration * NS_PER_S, language) })
  facts.push({ name: document.packets, value: document.bothWays(packets.client, packets.server) })
  if (payloadBytes.client + payloadBytes.server > 0)
    facts.push({ name: document.payload, value: document.bothWaysBytes(payloadBytes.client, payloadBytes.server) })
  if (again.client + again.server > 0) facts.push({ name: document.repeated, value: document.bothWays(again.client, again.server) })
  for (const [name, path] of [
    [document.clientStates, states.client],
    [document.serverStates, states.server],
  ] as const) {
    if (path.length === 0) continue
    const list = path.map(({ state, inferred }) => (inferred === true ? `${state} (${document.inferred})` : state))
    facts.push({ name, value: list.join(' → ') })
  }
  return facts
}
