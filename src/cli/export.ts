/** `synfin export`: connections, graphs and packets for other tools. */
import { isatty } from 'node:tty'
import { connLogEnd, connLogHeader, connLogLine } from '../core/dialects/zeek/conn-log-text.ts'
import type { ZeekRowSink } from '../core/dialects/zeek/conn-log.ts'
import { jsonText } from '../core/export/report-json.ts'
import type { PacketFilter } from '../core/report/packet-filter.ts'
import { ZeekPipeline } from '../core/report/zeek-pipeline.ts'
import { Output } from '../node/output.ts'
import type { ExportOptions } from './arguments.ts'
import { filterOf, tellFilter } from './asked-filter.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Surroundings } from './explain.ts'
import { exportPcapng } from './export-pcapng.ts'
import { exportRecords } from './export-records.ts'
import { exportXplot } from './export-xplot.ts'
import { inTimeOrder, tellRepeated } from './input-order.ts'
import { InputRun } from './input-run.ts'
import { UsageError } from './usage-error.ts'

const STDOUT = 1
/** Targets that no person can read. */
const BINARY_TARGETS: ReadonlySet<string> = new Set(['parquet', 'pcapng'])

/** One run of the command. */
export interface ExportRun {
  readonly options: ExportOptions
  readonly surroundings: Surroundings
  readonly filter: PacketFilter | undefined
  /** The inputs, in the order of their times. */
  readonly files: readonly string[]
  readonly inputs: InputRun
}

/** Runs the command; gives its exit code. Raises a `UsageError` for a wrong filter, and an `OutputError`. */
export async function runExport(options: ExportOptions, surroundings: Surroundings): Promise<ExitCode> {
  if (BINARY_TARGETS.has(options.target) && options.output === '-' && isatty(STDOUT))
    throw new UsageError({ kind: 'binary-to-terminal', target: options.target }, 'export')
  const filter = await filterOf(options, 'export')
  tellRepeated(options.files, surroundings.words)
  const files = await inTimeOrder(options.files)
  const inputs = new InputRun(surroundings.words)
  const code = await exportTo({ options, surroundings, filter, files, inputs })
  const filtered = tellFilter(filter, options, surroundings.words)
  return code === EXIT.ok ? filtered : code
}

async function exportTo(run: ExportRun): Promise<ExitCode> {
  switch (run.options.target) {
    case 'conn-json':
    case 'conn-log':
      return exportZeek(run)
    case 'ndjson':
    case 'csv':
    case 'parquet':
      return exportRecords(run)
    case 'xplot':
      return exportXplot(run)
    case 'pcapng':
      return exportPcapng(run)
  }
}

/** Zeek's `conn.log`: as one JSON object per line, or as its own text. */
async function exportZeek({ options, filter, files, inputs }: ExportRun): Promise<ExitCode> {
  const output = new Output(options.output, files)
  const write = (text: string): void => {
    if (!output.write(text)) inputs.stop()
  }
  const isText = options.target === 'conn-log'
  const sink: ZeekRowSink = (row) => write(isText ? connLogLine(row) : `${jsonText(row)}\n`)
  if (isText) write(connLogHeader(timeNow()))
  for (const file of files) {
    if (inputs.isStopped) break
    const pipeline = new ZeekPipeline(sink, filter)
    await inputs.read(file, pipeline.reader)
    pipeline.finish()
  }
  if (isText) write(connLogEnd(timeNow()))
  output.close()
  return inputs.end()
}

/** The time as Zeek's header lines have it: `2026-11-21-08-14-22`, in UTC. */
function timeNow(): string {
  return new Date().toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replaceAll(/[T:]/g, '-')
}
