/** The report as a person reads it: what matters most, then each problem with its proof and the next step. */
import { fewOfAKind } from '../core/report/few-of-a-kind.ts'
import { compareVerdicts } from '../core/report/headline.ts'
import { isProblem } from '../core/report/severity.ts'
import type { NextStepReport, ReportRest, VerdictReport } from '../core/report/report.ts'
import { endText, endpointValues } from '../core/report/end-names.ts'
import { type Keeps, MOST_KEPT, type VerdictCount, type VerdictTally } from '../core/report/verdict-tally.ts'
import type { LadderRow } from '../core/view/ladder.ts'
import { FEW_HEALTHY, type ShownConnection } from '../core/view/shown-connection.ts'
import type { ReportWords } from '../core/words/interface-words.ts'
import type { Language } from '../core/words/language.ts'
import { ladderLines } from '../core/view/ladder-text.ts'
import { packetList } from '../core/view/packet-list.ts'
import type { Style } from './style.ts'
import { displayWidth, printable, wrap } from '../core/view/text-layout.ts'

/** How the text looks. */
export interface TextSetting {
  readonly words: ReportWords
  readonly language: Language
  readonly style: Style
  readonly columns: number
}

/** With more problems than this, they are summarised by verdict. */
const MOST_BLOCKS = MOST_KEPT
/** Examples of each verdict in a summary. */
const EXAMPLES = 3
const NS_PER_S = 1e9
/** Where a line must not be broken; printed as an ordinary space. */
const HARD_SPACE = '\u00a0'

/** Which connections the text may show: all problems while they are few, then examples of each verdict; of the healthy only what is asked for. */
export function keepsForText(all: boolean): Keeps {
  return ({ rule, kept }, { connections, problems }) => {
    // The first of each may be what stands above everything.
    if (kept.length === 0) return true
    if (!all && !isProblem(rule.severity)) return problems === 0 && connections <= FEW_HEALTHY
    return kept.length < EXAMPLES || (all ? connections : problems) <= MOST_BLOCKS
  }
}

/** Lays out the report and writes it line by line. */
export class TextReport {
  readonly #words: ReportWords
  readonly #language: Language
  readonly #style: Style
  readonly #columns: number
  readonly #sink: (text: string) => void

  constructor({ words, language, style, columns }: TextSetting, sink: (text: string) => void) {
    this.#words = words
    this.#language = language
    this.#style = style
    this.#columns = columns
    this.#sink = sink
  }

  /** Writes the whole report; `all` adds the healthy connections. */
  write(rest: ReportRest, tally: VerdictTally<ShownConnection>, all: boolean): void {
    const { verdict } = rest
    const isEmpty = rest.inputs.every(({ packets }) => packets === 0)
    // What was wrong with an input stands on standard error; a report about nothing would hide it.
    if (verdict === null && isEmpty) return
    if (verdict === null) this.#line(this.#words.nothing)
    else this.#headline(verdict)
    this.#overview(rest, tally)
    for (const { finding, more } of fewOfAKind([...rest.groupFindings, ...rest.captureFindings].sort(compareVerdicts))) {
      this.#captureBlock(finding, verdict)
      if (more > 0) this.#line(`  ${this.#words.moreFindings(finding.id, more)}`)
    }
    this.#connections(tally, verdict, all)
  }

  /** Writes one connection with everything that was found. */
  writeOne(shown: ShownConnection): void {
    this.#headline(shown.report.verdict)
    this.#block(shown, shown.report.verdict.summary[this.#language], true)
  }

  #connections(tally: VerdictTally<ShownConnection>, headline: VerdictReport | null, all: boolean): void {
    const { counts, problems, connections } = tally
    const healthy = connections - problems
    const isHealthyShown = all || (problems === 0 && connections <= FEW_HEALTHY)
    const shownCounts = counts.filter(({ rule }) => isHealthyShown || isProblem(rule.severity))
    const shownTotal = problems + (isHealthyShown ? healthy : 0)
    if (shownTotal <= MOST_BLOCKS) {
      const shown = shownCounts
        .flatMap(({ kept }) => kept)
        .sort((a, b) => compareVerdicts(a.report.verdict, b.report.verdict) || a.report.id - b.report.id)
      for (const one of shown) this.#block(one, headline?.summary[this.#language] ?? '', false)
    } else {
      for (const count of shownCounts) this.#group(count)
    }
    const hints: string[] = []
    if (shownTotal > MOST_BLOCKS) hints.push(this.#words.hintOne)
    if (healthy > 0 && !isHealthyShown) {
      this.#blank()
      const list = counts.filter(({ rule }) => !isProblem(rule.severity)).map(({ rule, count }) => `${rule.id} ${count}`)
      this.#wrapped(this.#words.healthy(list.join(this.#words.separator)), '')
      hints.push(this.#words.hintAll)
    }
    if (hints.length > 0) this.#dimmed(hints.join(this.#words.sentenceSpace))
  }

  #headline(verdict: VerdictReport): void {
    const { bold, severity } = this.#style
    for (const line of this.#lines(verdict.summary[this.#language], '')) this.#line(bold(severity(verdict.severity, line)))
  }

  #overview(rest: ReportRest, tally: VerdictTally<ShownConnection>): void {
    for (const input of rest.inputs) {
      const { name, packets, duration } = input
      const durationNs = duration === null ? NaN : duration * NS_PER_S
      const others = Object.entries(input.notDecoded).map(([protocol, count]) => `${protocol} ${count}`)
      const besides = others.length === 0 ? '' : this.#words.notDecoded(others.join(this.#words.separator))
      this.#dimmed(this.#words.input({ name, packets, durationNs }) + besides)
    }
    if (tally.connections > 1) this.#dimmed(this.#words.connections(tally.connections, tally.problems))
  }

  #captureBlock(finding: VerdictReport, headline: VerdictReport | null): void {
    this.#blank()
    this.#title(this.#words.capture, '', finding)
    const said = headline?.summary[this.#language] ?? ''
    const sentence = finding.summary[this.#language]
    // What is only worth knowing takes one sentence.
    if (isProblem(finding.severity) || sentence === said) this.#verdict(finding, said)
    else this.#wrapped(sentence, '  ')
  }

  #block({ report, ladder }: ShownConnection, headline: string, isFull: boolean): void {
    this.#blank()
    const ends = endpointValues(report.client, report.server, this.#language)
    this.#title(this.#words.connection(report.id), `${ends.client} > ${ends.server}`, report.verdict)
    if (report.continues !== undefined) this.#wrapped(this.#words.continues(report.continues), '  ')
    else if (report.rolesGuessed) this.#wrapped(this.#words.rolesGuessed, '  ')
    if (report.verdict.summary[this.#language] !== headline) this.#wrapped(report.verdict.summary[this.#language], '  ')
    this.#ladder(ladder, printable(endText(report.client) ?? ends.client), printable(endText(report.server) ?? ends.server))
    this.#verdict(report.verdict, report.verdict.summary[this.#language], isFull)
    this.#findings(report.findings, isFull)
  }

  #ladder(rows: readonly LadderRow[], client: string, server: string): void {
    if (rows.length === 0) return
    this.#blank()
    for (const line of ladderLines(rows, { client, server, words: this.#words, language: this.#language, columns: this.#columns - 2 }))
      this.#line(`  ${line}`)
  }

  /** All of a verdict; its sentence only when it was not said yet, what would refute it only where everything was asked for. */
  #verdict(verdict: VerdictReport, said: string, isFull = false): void {
    const language = this.#language
    if (verdict.summary[language] !== said) this.#wrapped(verdict.summary[language], '  ')
    if (verdict.evidence.length > 0) {
      this.#blank()
      this.#line(`  ${this.#style.bold(this.#words.proof)}`)
      for (const evidence of verdict.evidence) this.#bullet(withPackets(evidence[language], evidence.packets, this.#words))
    }
    this.#wrapped(this.#words.certainty[verdict.certainty] + this.#words.sentenceSpace + this.#words.blame[verdict.blame], '  ')
    for (const doubt of verdict.doubts) this.#wrapped(doubt[language], '  ')
    if (verdict.alternatives.length > 0) {
      this.#blank()
      this.#line(`  ${this.#style.bold(this.#words.alternatives)}`)
      for (const other of verdict.alternatives) this.#bullet(`${other.id}: ${other[language]}`)
    }
    if (isFull) {
      this.#blank()
      this.#line(`  ${this.#style.bold(this.#words.refutedBy)}`)
      this.#bullet(verdict.refutedBy[language])
    }
    this.#steps(verdict.next)
  }

  #steps(steps: readonly NextStepReport[]): void {
    let place: string | undefined
    for (const step of steps) {
      if (step.where !== place) {
        this.#blank()
        this.#line(`  ${this.#style.bold(this.#words.next(step.where))}`)
      }
      place = step.where
      // A command is copied: it stays in one line.
      this.#line(`  $ ${printable(step.command)}`)
      if (step[this.#language] !== '') this.#wrapped(step[this.#language], '    ')
      if (step.separates.length > 0) this.#wrapped(this.#words.separates(step.separates.join(this.#words.separator)), '    ')
    }
  }

  #findings(findings: readonly VerdictReport[], isFull: boolean): void {
    if (findings.length === 0) return
    this.#blank()
    this.#line(`  ${this.#style.bold(this.#words.alsoFound)}`)
    for (const finding of findings) {
      this.#bullet(`${finding.id}: ${finding.summary[this.#language]}`)
      if (!isFull) continue
      for (const { packets, ...evidence } of finding.evidence) {
        this.#wrapped(withPackets(evidence[this.#language], packets, this.#words), '      ')
      }
    }
  }

  #group({ rule, count, kept }: VerdictCount<ShownConnection>): void {
    const [first] = kept
    if (first === undefined) return
    this.#blank()
    this.#line(this.#style.bold(this.#style.severity(rule.severity, this.#words.group(rule.id, count))))
    this.#wrapped(this.#words.example(first.report.verdict.summary[this.#language]), '  ')
    const shown = kept
      .map(({ report }) => report)
      .sort((a, b) => a.id - b.id)
      .slice(0, EXAMPLES)
    const width = Math.max(...shown.map(({ id }) => displayWidth(this.#words.connection(id))))
    for (const report of shown) {
      const ends = endpointValues(report.client, report.server, this.#language)
      const name = this.#words.connection(report.id)
      this.#wrapped(`${ends.client} > ${ends.server}`, `  ${name}${' '.repeat(width - displayWidth(name))}  `)
    }
    if (count > shown.length) this.#line(`  ${this.#words.moreExamples(count - shown.length)}`)
  }

  #title(name: string, what: string, verdict: VerdictReport): void {
    const { bold, severity } = this.#style
    const text = printable([name, what].filter((part) => part !== '').join('  '))
    const isShort = displayWidth(text) + 2 + verdict.id.length <= this.#columns
    if (isShort) this.#line(`${bold(text)}  ${severity(verdict.severity, verdict.id)}`)
    else {
      for (const line of this.#lines(text, '')) this.#line(bold(line))
      this.#line(`  ${severity(verdict.severity, verdict.id)}`)
    }
  }

  #bullet(text: string): void {
    for (const line of wrap(printable(text), this.#columns, { first: '  - ', rest: '    ' })) this.#line(line)
  }

  #wrapped(text: string, indent: string): void {
    for (const line of this.#lines(text, indent)) this.#line(line)
  }

  #dimmed(text: string): void {
    for (const line of this.#lines(text, '')) this.#line(this.#style.dim(line))
  }

  #lines(text: string, indent: string): string[] {
    return wrap(printable(text), this.#columns, { first: indent, rest: ' '.repeat(displayWidth(indent)) })
  }

  #line(line: string): void {
    this.#sink(`${line.replaceAll(HARD_SPACE, ' ')}\n`)
  }

  #blank(): void {
    this.#sink('\n')
  }
}

function withPackets(sentence: string, packets: readonly number[], words: ReportWords): string {
  if (packets.length === 0) return sentence
  return `${sentence} [${words.packets(packetList(packets), packets.length).replaceAll(' ', HARD_SPACE)}]`
}
