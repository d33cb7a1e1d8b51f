/** The figures of a connection that a document lists beside its ends. */
import type { ConnectionReport } from '../report/report.ts'
import { utcText } from '../report/seconds.ts'
import { formatDuration } from '../words/durations.ts'
import type { DocumentSetting } from './report-document.ts'

/** A label and what stands beside it. */
export interface Fact {
  readonly name: string
  readonly value: string
}

const NS_PER_S = 1e9

/** Start, duration, packets, bytes, states: those that are known. */
export function connectionFacts(report: ConnectionReport, { words, language }: DocumentSetting): Fact[] {
  const { document } = words
  const { start, duration, packets, payloadBytes, states, metrics } = report
  const again = metrics.retransmittedSegments
  const facts: Fact[] = []
  if (start !== null) facts.push({ name: document.start, value: utcText(start) })
  if (duration !== null) facts.push({ name: document.duration, value: formatDuration(duration * NS_PER_S, language) })
  facts.push({ name: document.packets, value: document.bothWays(packets.client, packets.server) })
  if (payloadBytes.client + payloadBytes.server > 0)
    facts.push({ name: document.payload, value: document.bothWaysBytes(payloadBytes.client, payloadBytes.server) })
  if (again.client + again.server > 0) facts.push({ name: document.repeated, value: document.bothWays(again.client, again.server) })
  for (const [name, path] of [[document.clientStates, states.client], [document.serverStates, states.server]] as const) {
    if (path.length === 0) continue
    const list = path.map(({ state, inferred }) => (inferred === true ? `${state} (${document.inferred})` : state))
    facts.push({ name, value: list.join(' → ') })
  }
  return facts
}
