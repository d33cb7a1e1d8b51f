/** `synfin export` of connection records: one for each connection, as it ends. */
import { csvHeader, csvRecord } from '../core/export/connection-csv.ts'
import { ROW_COLUMNS, type RowSource } from '../core/export/connection-row.ts'
import { jsonText } from '../core/export/report-json.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import { ReportRun } from '../core/report/pipeline.ts'
import { inputSizeBytes } from '../node/input-size.ts'
import { Output } from '../node/output.ts'
import type { ExitCode } from './exit-code.ts'
import { hashSeed } from './hash-seed.ts'
import type { ExportRun } from './export.ts'
import { nameOf } from './input-run.ts'

/** A form of the records. */
interface RecordWriter {
  begin(): void
  take(source: RowSource): void
  end(): void
}

/** Writes `ndjson`, `csv` or `parquet`; gives the exit code. Raises an `OutputError`. */
export async function exportRecords({ options, surroundings, filter, files, inputs }: ExportRun): Promise<ExitCode> {
  const output = new Output(options.output, files)
  const write = (data: string | Uint8Array): void => {
    // Nobody reads on: nothing more has to be found out.
    if (!output.write(data)) inputs.stop()
  }
  const writer = await writerOf(options.target, write)
  const { language } = surroundings
  let input = ''
  const run = new ReportRun((c, context) => writer.take({ report: connectionReport(c, context), input, language }), {
    seed: hashSeed(),
    withZeek: true,
    ...(filter === undefined ? {} : { filter }),
  })
  writer.begin()
  for (const file of files) {
    if (inputs.isStopped) break
    input = nameOf(file)
    const pipeline = run.open(input, inputSizeBytes(file))
    await inputs.read(file, pipeline.reader)
    run.close(pipeline)
  }
  writer.end()
  output.close()
  return inputs.end()
}

async function writerOf(target: string, write: (data: string | Uint8Array) => void): Promise<RecordWriter> {
  if (target === 'csv') return { begin: () => write(csvHeader()), take: (source) => write(csvRecord(source)), end: () => {} }
  if (target === 'ndjson')
    return { begin: () => {}, take: ({ report, input }) => write(`${jsonText({ ...report, inputName: input })}\n`), end: () => {} }
  const { ParquetTable } = await import('./parquet-table.ts')
  const table = new ParquetTable(ROW_COLUMNS, write)
  return { begin: () => {}, take: (source) => table.add(ROW_COLUMNS.map(({ cell }) => cell(source))), end: () => table.end() }
}
