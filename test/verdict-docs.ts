/** The page `docs/verdicts.md`, made from the rules, their words and the samples. */
import { readFileSync } from 'node:fs'
import { CAPTURE_RULES, GROUP_RULES, RULES } from '../src/core/diagnosis/catalogue.ts'
import { DOUBTS, doubtsAbout } from '../src/core/diagnosis/doubt.ts'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import type { VerdictReport } from '../src/core/report/report.ts'
import type { RuleTerms } from '../src/core/diagnosis/rule.ts'
import type { EndpointValues, RuleWords } from '../src/core/words/rule-words.ts'
import { wordsOf } from '../src/core/words/catalogue.ts'
import { readInput } from '../src/node/input-file.ts'

/** Figures and names that illustrate a sentence where no sample has any: by the name of the value, or by what its name ends in. */
const ILLUSTRATIONS: Readonly<Record<string, string | number>> = {
  client: 'the client',
  server: 'the server',
  clientAddress: 'the client',
  serverAddress: 'the server',
  clientPort: 40_000,
  serverPort: 80,
  port: 80,
  source: 'the source',
  host: 'the host',
  router: 'the router',
  address: 'the address',
  by: 'router',
  error: 'EHOSTUNREACH',
  version: 4,
  type: 3,
  code: 1,
  ttl: 64,
  scale: 7,
  half: 'before',
  before: 'the client',
  after: 'the client, under another port',
  from: 'the client',
  to: 'the server',
  otherClient: 'the client',
  otherServer: 'the server behind it',
  ports: 'new',
  schedule: '0, 1, 3',
  // Ends: who acts, and who is acted upon.
  sender: 'client',
  speaker: 'client',
  closer: 'client',
  prober: 'client',
  resetter: 'server',
  writer: 'client',
  talker: 'server',
  near: 'client',
  seen: 'client',
  first: 'client',
  challenged: 'yes',
  receiver: 'server',
  other: 'server',
  far: 'server',
  unseen: 'server',
  late: 'server',
}
const ILLUSTRATED_NS = 1e9
const ILLUSTRATED_BYTES = 1460
const ILLUSTRATED_COUNT = 3

/** Values for any sentence of a rule. */
const ILLUSTRATED = new Proxy<RuleTerms['values'] & EndpointValues>({} as RuleTerms['values'] & EndpointValues, {
  get(_, name: string): string | number {
    const known = ILLUSTRATIONS[name]
    if (known !== undefined) return known
    if (name.endsWith('Ns')) return ILLUSTRATED_NS
    return /bytes$/i.test(name) ? ILLUSTRATED_BYTES : ILLUSTRATED_COUNT
  },
})

/** A sentence with illustrative values; undefined when it needs others to make sense. */
function illustrated(sentence: (values: RuleTerms['values'] & EndpointValues) => string): string | undefined {
  const text = sentence(ILLUSTRATED)
  return /undefined|NaN|\[object/.test(text) ? undefined : text
}

/** A list of what a rule can say under some heading, by point or by verdict. */
function illustratedList(sentences: RuleWords<RuleTerms>['evidence'], name: (key: string) => string): string[] {
  return Object.entries(sentences).map(([key, sentence]) => {
    const text = illustrated(sentence)
    return text === undefined ? `- ${name(key)}` : `- ${name(key)}: ${text}`
  })
}

/** A verdict as some sample shows it. */
interface Example {
  readonly file: string
  readonly verdict: Pick<VerdictReport, 'summary' | 'evidence' | 'alternatives'>
}

/** The first sample that shows each verdict, as headline or finding. */
async function examples(): Promise<Map<string, Example>> {
  const found = new Map<string, Example>()
  const files = (JSON.parse(readFileSync('samples/expected.json', 'utf8')) as { file: string }[]).map(({ file }) => file)
  for (const file of files) {
    const keep = (verdict: Example['verdict'] & { readonly id: string }): void => {
      if (!found.has(verdict.id)) found.set(verdict.id, { file, verdict })
    }
    const run = new ReportRun((c, context) => {
      const report = connectionReport(c, context)
      keep(report.verdict)
      report.findings.forEach(keep)
    })
    const pipeline = run.open(file)
    await readInput(`samples/${file}`, pipeline.reader)
    run.close(pipeline)
    run.rest().captureFindings.forEach(keep)
    run.rest().groupFindings.forEach(keep)
  }
  return found
}

/** The whole page. */
export async function verdictPage(): Promise<string> {
  const shown = await examples()
  const parts = [
    '# Verdicts',
    'Every verdict that synfin gives, in order of importance: of several that hold for a connection, the first is its verdict and the others are findings. This page is made from the rules (`npm run docs`).',
  ]
  for (const rule of [...CAPTURE_RULES, ...GROUP_RULES, ...RULES]) {
    const example = shown.get(rule.id)
    const words = wordsOf('en', rule.id)
    const lines = [
      `## ${rule.id}`,
      '',
      rule.question,
      '',
      `*${rule.severity}*${rule.sections.length > 0 ? ` · ${rule.sections.join(', ')}` : ''}`,
      '',
      `What would refute it: ${words.refutedBy(ILLUSTRATED)}`,
    ]
    const doubts = DOUBTS.filter((doubt) => doubtsAbout(rule.id, [doubt]).length > 0)
    if (doubts.length > 0) lines.push('', `Less sure when the capture is doubted: ${doubts.map((doubt) => `\`${doubt}\``).join(', ')}`)
    if (example !== undefined) {
      const { summary, evidence, alternatives } = example.verdict
      lines.push('', `> ${summary.en}`, '>', `> ${summary.zh}`, '', 'Evidence:', '', ...evidence.map(({ en }) => `- ${en}`))
      if (alternatives.length > 0) lines.push('', 'What else it could be:', '', ...alternatives.map(({ id, en }) => `- \`${id}\`: ${en}`))
      lines.push('', `Sample: \`samples/${example.file}\``)
    }
    if (example === undefined) {
      lines.push('', 'Evidence, with figures for illustration:', '', ...illustratedList(words.evidence, (point) => point))
      const alternatives = illustratedList(words.alternatives, (id) => `\`${id}\``).filter((line) => !line.startsWith(`- \`${rule.id}\``))
      if (alternatives.length > 0) lines.push('', 'What else it could be:', '', ...alternatives)
    }
    parts.push(lines.join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}
