/** What a document for people contains, in which order: the same for every format of documents. */
import { compareVerdicts } from '../report/headline.ts'
import { isProblem } from '../report/severity.ts'
import type { CaptureFindingReport, GroupFindingReport, ReportRest, VerdictReport } from '../report/report.ts'
import type { VerdictTally } from '../report/verdict-tally.ts'
import { FEW_HEALTHY, type ShownConnection } from '../view/shown-connection.ts'
import type { InterfaceWords } from '../words/interface-words.ts'
import type { Language } from '../words/language.ts'

/** Connections with a section of their own; the others are rows of a table: a document stays readable, and bounded. */
export const MOST_SECTIONS = 50
/** So many problems of one input are told. */
export const MOST_PROBLEMS = 5

/** The words of a document. */
export interface DocumentSetting {
  readonly words: InterfaceWords
  readonly language: Language
}

/** How many connections have one verdict, and how many of them the document shows. */
export interface DocumentCount {
  readonly id: VerdictReport['id']
  readonly severity: VerdictReport['severity']
  readonly count: number
  readonly shown: number
  /** The first of them. */
  readonly example: VerdictReport | undefined
}

/** A document before it has a format. */
export interface ReportDocument {
  readonly rest: ReportRest
  /** What stands above everything; null when there is nothing to say. */
  readonly headline: VerdictReport | null
  readonly connections: number
  readonly problems: number
  /** All verdicts, worst first; empty when one connection was asked for. */
  readonly counts: readonly DocumentCount[]
  readonly captureFindings: readonly CaptureFindingReport[]
  readonly groupFindings: readonly GroupFindingReport[]
  /** Connections with a section, what matters most first. */
  readonly shown: readonly ShownConnection[]
  /** Sections tell the evidence of every finding. */
  readonly isFull: boolean
}

/** What a finding about an input or a group of its connections is called: the input is named where there are several. */
export function findingTitle(
  finding: CaptureFindingReport | GroupFindingReport,
  { inputs }: ReportRest,
  { report, document }: InterfaceWords,
): string {
  const title = 'connectionCount' in finding ? document.several(finding.connectionCount) : report.capture
  return inputs.length > 1 ? document.named(title, inputs[finding.input]?.name ?? '') : title
}

/** The document of a whole report; `all` adds the healthy connections. */
export function documentOf(rest: ReportRest, tally: VerdictTally<ShownConnection>, all: boolean): ReportDocument {
  const { counts, connections, problems } = tally
  const isHealthyShown = all || (problems === 0 && connections <= FEW_HEALTHY)
  const groupsOf = (wanted: boolean): ShownConnection[][] =>
    counts.filter(({ rule }) => isProblem(rule.severity) === wanted).map(({ kept }) => kept)
  const worst = chosen(groupsOf(true), MOST_SECTIONS)
  const healthy = isHealthyShown ? chosen(groupsOf(false), MOST_SECTIONS - worst.length) : []
  const shown = [...worst, ...healthy].sort((a, b) => compareVerdicts(a.report.verdict, b.report.verdict) || a.report.id - b.report.id)
  return {
    rest,
    headline: rest.verdict,
    connections,
    problems,
    counts: counts.map(({ rule: { id, severity }, count, kept }) => ({
      id,
      severity,
      count,
      shown: shown.filter(({ report }) => report.verdict.id === id).length,
      example: kept[0]?.report.verdict,
    })),
    captureFindings: [...rest.captureFindings].sort(compareVerdicts),
    groupFindings: [...rest.groupFindings].sort(compareVerdicts),
    shown,
    isFull: false,
  }
}

/** The document of one connection, with everything that was found. */
export function documentOfOne(rest: ReportRest, one: ShownConnection): ReportDocument {
  return {
    rest,
    headline: one.report.verdict,
    connections: 1,
    problems: isProblem(one.report.verdict.severity) ? 1 : 0,
    counts: [],
    captureFindings: [],
    groupFindings: [],
    shown: [one],
    isFull: true,
  }
}

/** At most `most`, in turn from each verdict: no frequent verdict hides a rare one. */
function chosen(groups: readonly (readonly ShownConnection[])[], most: number): ShownConnection[] {
  const shown: ShownConnection[] = []
  const deepest = Math.max(0, ...groups.map(({ length }) => length))
  for (let i = 0; i < deepest; i++) {
    for (const group of groups) {
      if (i < group.length && shown.length < most) shown.push(group[i])
    }
  }
  return shown
}
