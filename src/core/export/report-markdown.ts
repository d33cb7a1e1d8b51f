/** The report as Markdown (CommonMark with GitHub's tables), for tickets: a headline, then a section for each problem. */
import { endText, endpointValues } from '../report/end-names.ts'
import { fewOfAKind } from '../report/few-of-a-kind.ts'
import type { InputReport, NextStepReport, VerdictReport } from '../report/report.ts'
import { ladderLines } from '../view/ladder-text.ts'
import { packetList } from '../view/packet-list.ts'
import type { ShownConnection } from '../view/shown-connection.ts'
import { printable } from '../view/text-layout.ts'
import { connectionFacts } from './connection-facts.ts'
import { type DocumentSetting, MOST_PROBLEMS, type ReportDocument, findingTitle } from './report-document.ts'
import type { TextSink } from './report-json.ts'

/** Columns of a ladder: code blocks of tickets are not wider. */
const LADDER_COLUMNS = 76
const NS_PER_S = 1e9
const SHORTEST_FENCE = 3
/** Characters that mean something inside a line; those of HTML become entities, for readers that know no backslash. */
const ACTIVE = /[\\`*_[\]|~$]/g
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** `text` as a paragraph shows it: nothing in it is markup. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(ACTIVE, '\\$&')
    .replace(/[&<>]/g, (character) => ENTITIES[character])
    .replace(/^(\s*)([-+#=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
}

/** `text` as a code span: shown as it is, never a link, a mention or an emoji. */
export function codeSpan(text: string): string {
  const safe = printable(text)
  const ticks = '`'.repeat(longestRun(safe) + 1)
  const pad = safe.startsWith('`') || safe.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${safe}${pad}${ticks}`
}

/** `lines` as a code block in `language`; its fence is longer than any run of backticks in it. */
export function codeBlock(lines: readonly string[], language: string): string {
  const safe = lines.map(printable)
  const fence = '`'.repeat(Math.max(SHORTEST_FENCE, ...safe.map((line) => longestRun(line) + 1)))
  return `${fence}${language}\n${safe.join('\n')}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
}

/** Writes `document` as Markdown, section by section. */
export function writeMarkdown(document: ReportDocument, setting: DocumentSetting, sink: TextSink): void {
  new MarkdownWriter(setting, sink).write(document)
}

class MarkdownWriter {
  readonly #setting: DocumentSetting
  readonly #sink: TextSink
  #isFirst = true

  constructor(setting: DocumentSetting, sink: TextSink) {
    this.#setting = setting
    this.#sink = sink
  }

  write(document: ReportDocument): void {
    const { report } = this.#setting.words
    const { headline } = document
    this.#part(`# ${escapeMarkdown(headline === null ? report.nothing : this.#said(headline))}`)
    this.#inputs(document)
    this.#overview(document)
    for (const { finding, more } of fewOfAKind([...document.captureFindings, ...document.groupFindings])) {
      this.#about(findingTitle(finding, document.rest, this.#setting.words), finding)
      if (more > 0) this.#part(escapeMarkdown(report.moreFindings(finding.id, more)))
    }
    for (const shown of document.shown) this.#connection(shown, document)
  }

  #inputs({ rest, connections, problems }: ReportDocument): void {
    const { report } = this.#setting.words
    const lines = rest.inputs.flatMap((input) => this.#input(input))
    if (connections > 1) lines.push(`- **${escapeMarkdown(report.connections(connections, problems))}**`)
    if (lines.length > 0) this.#part(lines.join('\n'))
  }

  #input(input: InputReport): string[] {
    const { report, shell } = this.#setting.words
    const { name, packets, duration, problems } = input
    const others = Object.entries(input.notDecoded).map(([protocol, count]) => `${protocol} ${count}`)
    const besides = others.length === 0 ? '' : report.notDecoded(others.join(report.separator))
    const durationNs = duration === null ? NaN : duration * NS_PER_S
    const faults = problems.slice(0, MOST_PROBLEMS).map((problem) => `  - ${escapeMarkdown(shell.problem(name, problem))}`)
    if (problems.length > MOST_PROBLEMS) faults.push(`  - ${escapeMarkdown(shell.moreProblems(problems.length - MOST_PROBLEMS))}`)
    return [`- ${escapeMarkdown(report.input({ name, packets, durationNs }) + besides)}`, ...faults]
  }

  /** Which verdicts there are, and when there is more than one section, which connection has which. */
  #overview({ counts, shown, connections }: ReportDocument): void {
    const { words } = this.#setting
    const { document } = words
    if (counts.length > 0 && connections > shown.length) {
      const rows = counts.map(({ id, severity, count, shown: below, example }) => [
        document.severity[severity],
        `\`${id}\``,
        below > 0 && below < count ? `${document.figure(count)} (${document.shown(below)})` : document.figure(count),
        example === undefined ? '' : escapeMarkdown(this.#said(example)),
      ])
      this.#table(['', document.verdict, document.connections, document.example], rows)
    }
    if (shown.length > 1) {
      const rows = shown.map(({ report: { id, client, server, verdict } }) => {
        const ends = endpointValues(client, server, this.#setting.language)
        return [String(id), tableCode(ends.client), tableCode(ends.server), `\`${verdict.id}\``, document.certainty[verdict.certainty]]
      })
      this.#table([document.connection, document.client, document.server, document.verdict, document.certaintyColumn], rows)
    }
    // The text says it only when sections were asked for and left out.
    if (counts.some(({ shown: below, count }) => below > 0 && below < count)) this.#part(escapeMarkdown(document.tooMany))
  }

  #table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
    this.#part([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'))
  }

  #about(title: string, verdict: VerdictReport): void {
    this.#part(`## ${escapeMarkdown(title)}: \`${verdict.id}\``)
    this.#part(escapeMarkdown(this.#said(verdict)))
    this.#verdict(verdict)
  }

  #connection({ report, ladder }: ShownConnection, { rest, headline, isFull }: ReportDocument): void {
    const { words, language } = this.#setting
    const { document } = words
    const { verdict } = report
    const ends = endpointValues(report.client, report.server, language)
    const name = escapeMarkdown(words.report.connection(report.id))
    this.#part(`## ${name}: \`${verdict.id}\``)
    if (headline === null || this.#said(verdict) !== this.#said(headline)) this.#part(escapeMarkdown(this.#said(verdict)))
    if (report.continues !== undefined) this.#part(escapeMarkdown(words.report.continues(report.continues)))
    if (report.rolesGuessed) this.#part(escapeMarkdown(words.report.rolesGuessed))
    const facts = connectionFacts(report, rest, this.#setting).map(({ name: label, value }) => `- ${label}: ${escapeMarkdown(value)}`)
    this.#part([`- ${document.client}: ${codeSpan(ends.client)}`, `- ${document.server}: ${codeSpan(ends.server)}`, ...facts].join('\n'))
    if (ladder.length > 0) {
      const client = printable(endText(report.client) ?? ends.client)
      const server = printable(endText(report.server) ?? ends.server)
      const place = { client, server, words: words.report, language, columns: LADDER_COLUMNS }
      this.#part(codeBlock(ladderLines(ladder, place), 'text'))
    }
    this.#verdict(verdict)
    this.#findings(report.findings, isFull)
  }

  #verdict(verdict: VerdictReport): void {
    const { report, document } = this.#setting.words
    const { language } = this.#setting
    if (verdict.evidence.length > 0) {
      this.#part(`### ${report.proof}`)
      this.#part(this.#evidence(verdict, '').join('\n'))
    }
    this.#part(`**${escapeMarkdown(report.certainty[verdict.certainty] + report.sentenceSpace + report.blame[verdict.blame])}**`)
    for (const doubt of verdict.doubts) this.#part(escapeMarkdown(doubt[language]))
    if (verdict.sections.length > 0) this.#part(escapeMarkdown(document.named(document.standards, verdict.sections.join(report.separator))))
    if (verdict.alternatives.length > 0) {
      this.#part(`### ${report.alternatives}`)
      this.#part(verdict.alternatives.map((other) => `- \`${other.id}\`: ${escapeMarkdown(other[language])}`).join('\n'))
    }
    this.#part(escapeMarkdown(document.named(report.refutedBy, verdict.refutedBy[language])))
    this.#steps(verdict.next)
  }

  #evidence(verdict: VerdictReport, indent: string): string[] {
    const { words, language } = this.#setting
    return verdict.evidence.map((evidence) => {
      const numbers = packetList(evidence.packets)
      const where = numbers === '' ? '' : ` (${words.report.packets(numbers, evidence.packets.length)})`
      return `${indent}- ${escapeMarkdown(evidence[language])}${where}`
    })
  }

  #steps(steps: readonly NextStepReport[]): void {
    const { report } = this.#setting.words
    let place: string | undefined
    for (const step of steps) {
      if (step.where !== place) this.#part(`### ${this.#setting.words.report.next(step.where)}`)
      place = step.where
      this.#part(codeBlock([step.command], 'sh'))
      const meaning = step[this.#setting.language]
      if (meaning !== '') this.#part(escapeMarkdown(meaning))
      if (step.separates.length > 0) this.#part(escapeMarkdown(report.separates(step.separates.join(report.separator))))
    }
  }

  #findings(findings: readonly VerdictReport[], isFull: boolean): void {
    if (findings.length === 0) return
    this.#part(`### ${this.#setting.words.report.alsoFound}`)
    const lines = findings.flatMap((finding) => [
      `- \`${finding.id}\`: ${escapeMarkdown(this.#said(finding))}`,
      ...(isFull ? this.#evidence(finding, '  ') : []),
    ])
    this.#part(lines.join('\n'))
  }

  #said(verdict: VerdictReport): string {
    return verdict.summary[this.#setting.language]
  }

  /** A block; blank lines stand between blocks. */
  #part(text: string): void {
    this.#sink(`${this.#isFirst ? '' : '\n'}${text}\n`)
    this.#isFirst = false
  }
}

/** A code span for a table: there a bar ends the cell even inside code. */
function tableCode(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|')
}
