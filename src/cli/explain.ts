/** `synfin explain`: reads the inputs, and shows what happened to their connections. */
import type { Connection } from '../core/analysis/connection.ts'
import { ReportJsonWriter, type TextSink } from '../core/export/report-json.ts'
import { endsOf } from '../core/report/end-names.ts'
import { type ConnectionContext, connectionReport } from '../core/report/connection-report.ts'
import { isProblem } from '../core/report/severity.ts'
import { type CourseSink, ReportRun } from '../core/report/pipeline.ts'
import { QuietScan } from '../core/report/quiet-scan.ts'
import type { ConnectionReport, ReportRest } from '../core/report/report.ts'
import { VerdictTally } from '../core/report/verdict-tally.ts'
import { ladderOf } from '../core/view/ladder.ts'
import { metricsTable } from '../core/view/metrics-table.ts'
import type { ShownConnection } from '../core/view/shown-connection.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import type { Language } from '../core/words/language.ts'
import { inputSizeBytes } from '../node/input-size.ts'
import { Output } from '../node/output.ts'
import type { ExplainOptions } from './arguments.ts'
import { filterOf, tellFilter } from './asked-filter.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { hashSeed } from './hash-seed.ts'
import { inTimeOrder, tellRepeated } from './input-order.ts'
import { InputRun, nameOf } from './input-run.ts'
import { type PeopleReport, peopleReport } from './people-report.ts'
import { tell } from './terminal.ts'

/** Where the command runs. */
export interface Surroundings {
  readonly words: InterfaceWords
  readonly language: Language
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Rows of a ladder when all that is remembered is asked for. */
const ALL_ROWS = 200
/** Connections that an afterword may look at. */
const MOST_IN_AFTERWORD = 1000

/** The two ends of a connection. */
export type ConnectionEnds = Pick<ConnectionReport, 'client' | 'server'>

/** What is to be said after the report, of its first connections. */
export type Afterword = (connections: readonly ConnectionEnds[]) => readonly string[]

/**
 * Runs the command; gives its exit code. Raises an `OutputError` when the result cannot be written.
 *
 * @param afterword lines for behind a text; with any other format they go to standard error
 */
export async function explain(options: ExplainOptions, surroundings: Surroundings, afterword?: Afterword): Promise<ExitCode> {
  const output = new Output('-')
  const inputs = new InputRun(surroundings.words)
  const write = (text: string): void => {
    // Nobody reads on: nothing more has to be found out.
    if (!output.write(text)) inputs.stop()
  }
  const { format } = options
  const isJson = format === 'json' || format === 'ndjson'
  const show: Explanation = isJson
    ? new JsonExplanation(options, write)
    : format === 'metrics'
      ? new MetricsExplanation(options, (report) => metricsTable(report, surroundings.language), write)
      : new ShownExplanation(options, peopleReport(format, surroundings, write))
  const filter = await filterOf(options, 'explain')
  const pipelineOptions = { seed: hashSeed(), withZeek: isJson, ...(filter === undefined ? {} : { filter }) }
  const ends: ConnectionEnds[] = []
  const run = new ReportRun(
    (c, context) => {
      if (afterword !== undefined && ends.length < MOST_IN_AFTERWORD) ends.push(endsOf(c, context.info.hostNames))
      show.take(c, context, run)
    },
    // Who is to be told of every end, or shows every connection, needs them in full.
    afterword === undefined && show.courses !== undefined
      ? { ...pipelineOptions, courses: show.courses, quietScan: QuietScan }
      : pipelineOptions,
  )
  tellRepeated(options.files, surroundings.words)
  for (const file of await inTimeOrder(options.files)) {
    if (inputs.isStopped) break
    const pipeline = run.open(options.title ?? nameOf(file), inputSizeBytes(file))
    await inputs.read(file, pipeline.reader)
    run.close(pipeline)
  }
  const code = inputs.end()
  const rest = run.rest()
  const { connections } = run
  show.end(rest)
  const lines = afterword?.(ends) ?? []
  if (lines.length > 0) (format === 'text' ? write : tell)(`${lines.join('\n')}\n`)
  output.close()
  const { connection } = options
  if (connection !== undefined && connection >= connections) {
    tell(`synfin: ${surroundings.words.shell.noConnection(connection, connections)}\n`)
    return code === EXIT.ok ? EXIT.usage : code
  }
  const filtered = tellFilter(filter, options, surroundings.words)
  if (filtered !== EXIT.ok) return code === EXIT.ok ? filtered : code
  if (code === EXIT.ok && options.check && (show.hasProblem || rest.captureFindings.some(({ severity }) => isProblem(severity))))
    return EXIT.problemFound
  return code
}

/** A way to show the result. */
interface Explanation {
  readonly hasProblem: boolean
  /** Takes each finished connection; valid during the call only. */
  take(c: Connection, context: ConnectionContext, run: ReportRun): void
  /** Takes connections by what became of them, where some need not be known better. */
  readonly courses?: CourseSink | undefined
  /** All inputs were read. */
  end(rest: ReportRest): void
}

/** Every connection in full, for programs. */
class JsonExplanation implements Explanation {
  hasProblem = false
  readonly #writer: ReportJsonWriter
  readonly #wanted: number | undefined

  constructor(options: ExplainOptions, write: TextSink) {
    this.#writer = new ReportJsonWriter(write, options.format === 'ndjson' ? 'lines' : 'object')
    this.#wanted = options.connection
  }

  take(c: Connection, context: ConnectionContext, run: ReportRun): void {
    if (this.#wanted !== undefined && context.firstId + c.id !== this.#wanted) return
    const report = connectionReport(c, context)
    run.consider(report)
    this.hasProblem ||= isProblem(report.verdict.severity)
    this.#writer.connection(report)
  }

  end(rest: ReportRest): void {
    this.#writer.end(rest)
  }
}

/** The figures of every connection, as tables. */
class MetricsExplanation implements Explanation {
  hasProblem = false
  readonly #wanted: number | undefined
  readonly #table: (report: ConnectionReport) => string[]
  readonly #write: TextSink
  #count = 0

  constructor(options: ExplainOptions, table: (report: ConnectionReport) => string[], write: TextSink) {
    this.#wanted = options.connection
    this.#table = table
    this.#write = write
  }

  take(c: Connection, context: ConnectionContext): void {
    if (this.#wanted !== undefined && context.firstId + c.id !== this.#wanted) return
    const report = connectionReport(c, context)
    this.hasProblem ||= isProblem(report.verdict.severity)
    this.#write(`${this.#count++ === 0 ? '' : '\n'}${this.#table(report).join('\n')}\n`)
  }

  end(): void {
    // Each table was written when its connection ended.
  }
}

/** What matters, for people: connections that are only counted cost nearly nothing. */
class ShownExplanation implements Explanation {
  readonly #options: ExplainOptions
  readonly #tally: VerdictTally<ShownConnection>
  readonly #report: PeopleReport
  readonly courses: CourseSink | undefined
  #wanted: ShownConnection | undefined

  constructor(options: ExplainOptions, report: PeopleReport) {
    this.#options = options
    this.#report = report
    this.#tally = new VerdictTally((c, context) => this.#shown(c, context), report.keeps(options.all))
    if (options.connection === undefined && !options.all) this.courses = this.#tally
  }

  get hasProblem(): boolean {
    return this.#wanted === undefined ? this.#tally.problems > 0 : isProblem(this.#wanted.report.verdict.severity)
  }

  take(c: Connection, context: ConnectionContext, run: ReportRun): void {
    const { connection } = this.#options
    if (connection === undefined) {
      const kept = this.#tally.add(c, context)
      if (kept !== undefined) run.consider(kept.report)
    } else if (context.firstId + c.id === connection) {
      this.#wanted = this.#shown(c, context)
      run.consider(this.#wanted.report)
    }
  }

  end(rest: ReportRest): void {
    const { connection, all } = this.#options
    if (connection === undefined) this.#report.write(rest, this.#tally, all)
    else if (this.#wanted !== undefined) this.#report.writeOne(rest, this.#wanted)
  }

  #shown(c: Connection, context: ConnectionContext): ShownConnection {
    const report = connectionReport(c, context)
    const verdicts = this.#options.connection === undefined ? [report.verdict] : [report.verdict, ...report.findings]
    const evidence = verdicts.flatMap((verdict) => verdict.evidence.flatMap(({ packets }) => packets))
    return { report, ladder: ladderOf(c, evidence, this.#options.packets ? ALL_ROWS : undefined) }
  }
}
