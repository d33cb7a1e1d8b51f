/** `synfin verify`: holds a report against the captures that it is about. */
import { type ClaimedReport, ClaimedReportReader, ShapeFault } from '../core/report/claimed-report.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import { ReportRun } from '../core/report/pipeline.ts'
import { Verification } from '../core/report/verify.ts'
import { printable } from '../core/view/text-layout.ts'
import { inputSizeBytes } from '../node/input-size.ts'
import { Output } from '../node/output.ts'
import { inputProblem } from '../node/system-problem.ts'
import type { VerifyOptions } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { filterOf } from './asked-filter.ts'
import { type Surroundings } from './explain.ts'
import { hashSeed } from './hash-seed.ts'
import { inTimeOrder } from './input-order.ts'
import { InputRun } from './input-run.ts'
import { reportBytes } from './report-bytes.ts'
import { tell } from './terminal.ts'

const LINE_FEED = 10

/** Runs the command; gives its exit code. Raises an `OutputError` when the result cannot be written, a `UsageError` for a wrong filter. */
export async function verify(options: VerifyOptions, { words }: Surroundings): Promise<ExitCode> {
  let bytes: Uint8Array
  try {
    bytes = reportBytes(options.report)
  } catch (error) {
    tell(`${printable(words.shell.problem(options.report, inputProblem(options.report, error, 0)))}\n`)
    return EXIT.failed
  }
  const report = claimsOf(bytes)
  if (report instanceof ShapeFault) {
    tell(`synfin: ${printable(words.verify.notAReport(options.report, report.path))}\n`)
    return EXIT.usage
  }
  if (report.inputs.length !== options.files.length) {
    tell(`synfin: ${words.verify.otherFileCount(report.inputs.length, options.files.length)}\n`)
    return EXIT.usage
  }
  return await hold(report, options, words)
}

async function hold(report: ClaimedReport, options: VerifyOptions, words: Surroundings['words']): Promise<ExitCode> {
  const verification = new Verification(report)
  const inputs = new InputRun(words)
  const filter = await filterOf(options, 'verify')
  const run = new ReportRun(
    (c, context) => {
      if (!verification.concerns(context.firstId + c.id)) return
      const fresh = connectionReport(c, context)
      run.consider(fresh)
      verification.connection(fresh)
    },
    { seed: hashSeed(), watch: (packet) => verification.packet(packet), ...(filter === undefined ? {} : { filter }) },
  )
  const files = await inTimeOrder(options.files)
  for (const [i, file] of files.entries()) {
    if (inputs.isStopped) break
    // How much is computed depends on the size, which was not known of a pipe.
    const wasPipe = report.inputs[i].name === 'stdin'
    const pipeline = run.open(file, wasPipe ? undefined : inputSizeBytes(file))
    verification.begin(pipeline)
    await inputs.read(file, pipeline.reader)
    verification.endPackets()
    verification.endInput(run.close(pipeline))
  }
  const code = inputs.end()
  // What was not read cannot be compared.
  if (code === EXIT.interrupted) return code
  verification.end(run.rest())
  const output = new Output('-')
  const { problems, problemCount, claims } = verification
  for (const problem of problems) output.write(`${printable(words.verify.problem(problem))}\n`)
  if (problemCount > problems.length) output.write(`${words.verify.moreProblems(problemCount - problems.length)}\n`)
  output.write(`${problemCount === 0 ? words.verify.holds(claims, report.connections.length) : words.verify.fails(problemCount, claims)}\n`)
  output.close()
  return problemCount > 0 ? EXIT.failed : code
}

/** A report as `--json` and `--ndjson` print it, or reformatted by another program. */
function claimsOf(bytes: Uint8Array): ClaimedReport | ShapeFault {
  const report = new ClaimedReportReader()
  // Each connection is a line: a report may be larger than the longest string.
  for (const line of linesOf(bytes)) {
    const isBracket = line === '{"connections":[' || line === '],' || line === ''
    if (isBracket) continue
    const value = line.startsWith('"schema"') ? jsonOf(`{${line}`) : jsonOf(line.replace(/,$/, ''))
    if (value === undefined) return wholeOf(bytes)
    const fault = report.take(value)
    if (fault !== undefined) return fault
  }
  return report.end()
}

/** The report as one JSON text. */
function wholeOf(bytes: Uint8Array): ClaimedReport | ShapeFault {
  const report = new ClaimedReportReader()
  return report.take(jsonOf(textOf(bytes))) ?? report.end()
}

function* linesOf(bytes: Uint8Array): Generator<string> {
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, from)
    const to = end < 0 ? bytes.length : end
    yield textOf(bytes.subarray(from, to))
    from = to + 1
  }
}

/** Empty when the text would be longer than a string can be. */
function textOf(bytes: Uint8Array): string {
  try {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  } catch {
    return ''
  }
}

/** Parsed JSON; undefined when it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
