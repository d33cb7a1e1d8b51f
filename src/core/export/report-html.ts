/** The report as one HTML file that needs nothing else: no script, no request, its style inside. */
import { endText, endpointValues } from '../report/end-names.ts'
import { type ToldFinding, fewOfAKind } from '../report/few-of-a-kind.ts'
import { isProblem } from '../report/severity.ts'
import type { InputReport, NextStepReport, VerdictReport } from '../report/report.ts'
import { ladderDrawing } from '../view/ladder-drawing.ts'
import { packetList } from '../view/packet-list.ts'
import type { ShownConnection } from '../view/shown-connection.ts'
import { connectionFacts } from './connection-facts.ts'
import { laneOffsetPx, ladderSvg } from './ladder-svg.ts'
import { type Markup, markup } from './markup.ts'
import { type DocumentSetting, MOST_PROBLEMS, type ReportDocument, findingTitle } from './report-document.ts'
import { REPORT_STYLE } from './report-style.ts'
import type { TextSink } from './report-json.ts'

/** Nothing may be loaded, run or sent; style is the page's own, inline (CSP Level 3). */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
const NS_PER_S = 1e9
/** More inputs than this are folded away. */
const MOST_INPUTS = 5

/** Writes `document` as a page, section by section. */
export function writeHtml(document: ReportDocument, setting: DocumentSetting, sink: TextSink): void {
  new HtmlWriter(setting, sink).write(document)
}

class HtmlWriter {
  readonly #setting: DocumentSetting
  readonly #sink: TextSink

  constructor(setting: DocumentSetting, sink: TextSink) {
    this.#setting = setting
    this.#sink = sink
  }

  write(document: ReportDocument): void {
    const { report, document: labels } = this.#setting.words
    const title = document.headline === null ? report.nothing : this.#said(document.headline)
    this.#put(markup`<!DOCTYPE html>
<html lang="${labels.tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="synfin">
<title>${title}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<header id="top">
${document.headline === null ? undefined : this.#badge(document.headline)}
<h1>${title}</h1>
${this.#inputs(document.rest.inputs)}
${document.connections > 1 ? markup`<p class="total">${report.connections(document.connections, document.problems)}</p>` : undefined}
</header>
<main>
`)
    this.#overview(document)
    for (const { anchor, finding, title, more } of this.#findingsOf(document)) {
      this.#about(anchor, title, finding, document.headline)
      if (more > 0)
        this.#put(markup`<p class="quiet">${this.#setting.words.report.moreFindings(finding.id, more)}</p>
`)
    }
    for (const shown of document.shown) this.#connection(shown, document)
    this.#put(markup`</main>
<footer><p>${labels.madeBy}</p></footer>
</body>
</html>
`)
  }

  #inputs(inputs: readonly InputReport[]): Markup {
    const list = markup`<ul class="inputs">${inputs.map((input) => this.#input(input))}</ul>`
    const isFolded = inputs.length > MOST_INPUTS && inputs.every(({ problems }) => problems.length === 0)
    return isFolded ? markup`<details><summary>${this.#setting.words.document.inputs(inputs.length)}</summary>${list}</details>` : list
  }

  #input({ name, packets, duration, notDecoded, problems }: InputReport): Markup {
    const { report, shell } = this.#setting.words
    const others = Object.entries(notDecoded).map(([protocol, count]) => `${protocol} ${count}`)
    const besides = others.length === 0 ? '' : report.notDecoded(others.join(report.separator))
    const durationNs = duration === null ? NaN : duration * NS_PER_S
    const faults = problems.slice(0, MOST_PROBLEMS).map((problem) => shell.problem(name, problem))
    if (problems.length > MOST_PROBLEMS) faults.push(shell.moreProblems(problems.length - MOST_PROBLEMS))
    return markup`<li>${report.input({ name, packets, durationNs }) + besides}${faults.map((fault) => markup`<p class="fault">${fault}</p>`)}</li>`
  }

  #overview(document: ReportDocument): void {
    const { counts, shown, connections } = document
    const findings = this.#findingsOf(document)
    const { report, document: labels } = this.#setting.words
    const hasCounts = counts.length > 0 && connections > shown.length
    const sections = findings.length + shown.length
    if (!hasCounts && sections < 2) return
    this.#put(markup`<nav aria-labelledby="overview"><h2 id="overview">${labels.overview}</h2>
`)
    if (hasCounts) {
      this.#put(markup`<table class="counts"><thead><tr><th scope="col">${labels.verdict}</th><th scope="col" class="figure">${labels.connections}</th><th scope="col" class="example">${labels.example}</th></tr></thead><tbody>
${counts.map(
  ({ id, severity, count, shown: below, example }) =>
    markup`<tr><td>${this.#severity(severity)} <code>${id}</code></td><td class="figure">${labels.figure(count)}${
      below > 0 && below < count ? markup`<br><small>${labels.shown(below)}</small>` : undefined
    }</td><td class="example">${example === undefined ? '' : this.#said(example)}</td></tr>
`,
)}</tbody></table>
`)
    }
    if (counts.some(({ shown: below, count }) => below > 0 && below < count))
      this.#put(markup`<p class="quiet">${labels.tooMany}</p>
`)
    if (sections > 0) {
      this.#put(markup`<table class="sections"><thead><tr><th scope="col">${labels.connection}</th><th scope="col">${labels.verdict}</th></tr></thead><tbody>
${findings.map(({ anchor, finding, title }) => this.#row(anchor, title, undefined, finding))}${shown.map(
        ({ report: { id, client, server, verdict } }) => {
          const ends = endpointValues(client, server, this.#setting.language)
          return this.#row(`connection-${id}`, report.connection(id), this.#ends(ends.client, ends.server), verdict)
        },
      )}</tbody></table>
`)
    }
    this.#put(markup`</nav>
`)
  }

  /** What is said of inputs and of groups, each with its title and the id of its section. */
  #findingsOf({ rest, captureFindings, groupFindings }: ReportDocument): (ToldFinding<VerdictReport> & {
    title: string
    anchor: string
  })[] {
    return fewOfAKind([...captureFindings, ...groupFindings]).map(({ finding, more }, i) => {
      return { finding, more, title: findingTitle(finding, rest, this.#setting.words), anchor: `finding-${i}` }
    })
  }

  #row(anchor: string, name: string, ends: Markup | undefined, { id, severity, certainty }: VerdictReport): Markup {
    const { document: labels } = this.#setting.words
    return markup`<tr><td><a href="#${anchor}">${name}</a>${ends}</td><td>${this.#severity(severity)} <code>${id}</code> <small>${labels.certainty[certainty]}</small></td></tr>
`
  }

  #about(anchor: string, title: string, verdict: VerdictReport, headline: VerdictReport | null): void {
    this.#put(markup`<section id="${anchor}" class="${verdict.severity}">
<h2>${title}</h2>
<p class="verdict">${this.#badge(verdict)}</p>
${this.#summary(verdict, headline)}
`)
    this.#verdict(verdict)
    this.#endSection()
  }

  #connection(
    { report, ladder }: ShownConnection,
    { rest, headline, isFull, shown, captureFindings, groupFindings }: ReportDocument,
  ): void {
    const { words, language } = this.#setting
    const { verdict } = report
    const ends = endpointValues(report.client, report.server, language)
    this.#put(markup`<section id="connection-${report.id}" class="${verdict.severity}">
<h2>${words.report.connection(report.id)} ${this.#ends(ends.client, ends.server)}</h2>
${shown.length + captureFindings.length + groupFindings.length > 1 ? markup`<p class="verdict">${this.#badge(verdict)}</p>` : undefined}
${this.#summary(verdict, headline)}
${report.continues === undefined ? undefined : markup`<p class="quiet">${words.report.continues(report.continues)}</p>`}
${report.rolesGuessed ? markup`<p class="quiet">${words.report.rolesGuessed}</p>` : undefined}
`)
    if (ladder.length > 0) {
      const verdicts = isFull ? [verdict, ...report.findings] : [verdict]
      const evidence = new Set(verdicts.flatMap((each) => each.evidence.flatMap(({ packets }) => packets)))
      const drawing = ladderDrawing(ladder, { words: words.report, language, evidence })
      const client = endText(report.client) ?? ends.client
      const server = endText(report.server) ?? ends.server
      const style = `margin-left:${laneOffsetPx(drawing)}px`
      this.#put(markup`<figure>
<figcaption style="${style}"><span><small>${words.document.client}</small> ${client}</span><span><small>${words.document.server}</small> ${server}</span></figcaption>
${ladderSvg(drawing, words.document.drawing(client, server))}
</figure>
`)
    }
    this.#verdict(verdict)
    this.#findings(report.findings, isFull)
    const facts = connectionFacts(report, rest, this.#setting)
    this.#put(markup`<dl>${facts.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`)
    this.#endSection()
  }

  #verdict(verdict: VerdictReport): void {
    const { words, language } = this.#setting
    const { report } = words
    if (verdict.evidence.length > 0)
      this.#put(markup`<h3>${report.proof}</h3>
${this.#evidence(verdict)}
`)
    this.#put(markup`<p class="certainty">${report.certainty[verdict.certainty] + report.sentenceSpace + report.blame[verdict.blame]}</p>
`)
    for (const doubt of verdict.doubts)
      this.#put(markup`<p>${doubt[language]}</p>
`)
    if (verdict.sections.length > 0)
      this.#put(markup`<p class="quiet standards">${words.document.named(words.document.standards, verdict.sections.join(report.separator))}</p>
`)
    if (verdict.alternatives.length > 0)
      this.#put(markup`<h3>${report.alternatives}</h3>
<ul>${verdict.alternatives.map((other) => markup`<li><code>${other.id}</code>: ${other[language]}</li>`)}</ul>
`)
    this.#put(markup`<p class="quiet">${words.document.named(report.refutedBy, verdict.refutedBy[language])}</p>
`)
    this.#put(markup`${this.#steps(verdict.next)}`)
  }

  #evidence(verdict: VerdictReport): Markup {
    const { words, language } = this.#setting
    return markup`<ul class="evidence">${verdict.evidence.map((evidence) => {
      const numbers = packetList(evidence.packets)
      const where =
        numbers === '' ? undefined : markup` <span class="packets">${words.report.packets(numbers, evidence.packets.length)}</span>`
      return markup`<li>${evidence[language]}${where}</li>`
    })}</ul>`
  }

  #steps(steps: readonly NextStepReport[]): Markup[] {
    const { report } = this.#setting.words
    return steps.map((step, i) => {
      const isNewPlace = i === 0 || steps[i - 1].where !== step.where
      const meaning = step[this.#setting.language]
      return markup`${isNewPlace ? markup`<h3>${this.#setting.words.report.next(step.where)}</h3>` : undefined}<pre><code>${step.command}</code></pre>
${meaning === '' ? undefined : markup`<p>${meaning}</p>`}${step.separates.length === 0 ? undefined : markup`<p class="quiet">${report.separates(step.separates.join(report.separator))}</p>`}
`
    })
  }

  #findings(findings: readonly VerdictReport[], isFull: boolean): void {
    if (findings.length === 0) return
    this.#put(markup`<h3>${this.#setting.words.report.alsoFound}</h3>
<ul>${findings.map((finding) => markup`<li><code>${finding.id}</code>: ${this.#said(finding)}${isFull ? this.#evidence(finding) : undefined}</li>`)}</ul>
`)
  }

  /** The verdict's sentence, unless the page begins with it. */
  #summary(verdict: VerdictReport, headline: VerdictReport | null): Markup | undefined {
    if (headline !== null && this.#said(headline) === this.#said(verdict)) return undefined
    return markup`<p class="summary">${this.#said(verdict)}</p>`
  }

  #endSection(): void {
    this.#put(markup`<p class="up"><a href="#top">${this.#setting.words.document.backToTop}</a></p>
</section>
`)
  }

  /** Both ends, breakable behind the arrow only as long as they fit. */
  #ends(client: string, server: string): Markup {
    return markup`<span class="ends"><span>${client}</span> → <span>${server}</span></span>`
  }

  #badge({ id, severity }: VerdictReport): Markup {
    return markup`${this.#severity(severity)} <code>${id}</code>`
  }

  #severity(severity: VerdictReport['severity']): Markup {
    return markup`<span class="badge ${severity}${isProblem(severity) ? ' problem' : ''}">${this.#setting.words.document.severity[severity]}</span>`
  }

  #said(verdict: VerdictReport): string {
    return verdict.summary[this.#setting.language]
  }

  #put(markup: Markup): void {
    this.#sink(markup.text)
  }
}
