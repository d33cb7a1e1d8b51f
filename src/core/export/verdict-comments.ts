/** Verdicts as comments on the packets that show them. */
import type { ConnectionReport, GroupFindingReport, VerdictReport } from '../report/report.ts'
import { printable } from '../view/text-layout.ts'
import type { InterfaceWords } from '../words/interface-words.ts'
import type { Language } from '../words/language.ts'

/** A comment on a packet of the input. */
export interface PacketComment {
  readonly packet: number
  readonly text: string
}

/** What sentences are made of. */
export interface CommentSetting {
  readonly words: Pick<InterfaceWords, 'export' | 'document'>
  readonly language: Language
}

/** The comments on packets of a connection: each verdict in full on the first packet of its evidence, and each point on the packets that show it. */
export function connectionComments(report: ConnectionReport, setting: CommentSetting): PacketComment[] {
  const { id, firstPacket, verdict, findings } = report
  return [verdict, ...findings].flatMap((each) => verdictComments(each, id, firstPacket, setting))
}

/** The comments on packets that show a verdict about many connections. */
export function groupComments(finding: GroupFindingReport, setting: CommentSetting): PacketComment[] {
  return verdictComments(finding, undefined, undefined, setting)
}

/** A verdict in one comment, for the whole capture. */
export function captureComment(verdict: VerdictReport, setting: CommentSetting): string {
  return summaryComment(verdict, undefined, setting)
}

function verdictComments(
  verdict: VerdictReport,
  connection: number | undefined,
  otherwise: number | undefined,
  setting: CommentSetting,
): PacketComment[] {
  const { words, language } = setting
  const { id, evidence } = verdict
  const first = evidence.reduce((least, { packets }) => packets.reduce((a, b) => Math.min(a, b), least), Infinity)
  const packet = Number.isFinite(first) ? first : otherwise
  const summary = packet === undefined ? [] : [{ packet, text: summaryComment(verdict, connection, setting) }]
  const points = evidence.flatMap((point) => {
    const text = printable(words.export.evidence({ id, connection }, point[language]))
    return point.packets.map((each) => ({ packet: each, text }))
  })
  return [...summary, ...points]
}

function summaryComment(verdict: VerdictReport, connection: number | undefined, { words, language }: CommentSetting): string {
  const { id, certainty, summary } = verdict
  return printable(words.export.comment({ id, connection, certainty: words.document.certainty[certainty], summary: summary[language] }))
}
