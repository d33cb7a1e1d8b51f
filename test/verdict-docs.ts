/** The page `docs/verdicts.md`, made from the rules, their words and the samples. */
import { readFileSync } from 'node:fs'
import { CAPTURE_RULES, GROUP_RULES, RULES } from '../src/core/diagnosis/catalogue.ts'
import { DOUBTS, doubtsAbout } from '../src/core/diagnosis/doubt.ts'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import type { VerdictReport } from '../src/core/report/report.ts'
import { wordsOf } from '../src/core/words/catalogue.ts'
import { readInput } from '../src/node/input-file.ts'

/** Names that stand for the ends where no sample shows any. */
const ENDS = {
  client: 'the client',
  server: 'the server',
  clientAddress: 'the client',
  serverAddress: 'the server',
  clientPort: 0,
  serverPort: 0,
  source: 'the source',
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
    const lines = [
      `## ${rule.id}`,
      '',
      rule.question,
      '',
      `*${rule.severity}*${rule.sections.length > 0 ? ` · ${rule.sections.join(', ')}` : ''}`,
      '',
      `What would refute it: ${wordsOf('en', rule.id).refutedBy(ENDS)}`,
    ]
    const doubts = DOUBTS.filter((doubt) => doubtsAbout(rule.id, [doubt]).length > 0)
    if (doubts.length > 0) lines.push('', `Less sure when the capture is doubted: ${doubts.map((doubt) => `\`${doubt}\``).join(', ')}`)
    if (example !== undefined) {
      const { summary, evidence, alternatives } = example.verdict
      lines.push('', `> ${summary.en}`, '>', `> ${summary.zh}`, '', 'Evidence:', '', ...evidence.map(({ en }) => `- ${en}`))
      if (alternatives.length > 0) lines.push('', 'What else it could be:', '', ...alternatives.map(({ id, en }) => `- \`${id}\`: ${en}`))
      lines.push('', `Sample: \`samples/${example.file}\``)
    }
    parts.push(lines.join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}
