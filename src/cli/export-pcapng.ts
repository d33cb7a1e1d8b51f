/** `synfin export --to pcapng`: the capture again, with verdicts as comments on the packets that show them. Each input is read twice. */
import { CommentedCopy } from '../core/capture/commented-copy.ts'
import { PcapngWriter } from '../core/capture/pcapng-writer.ts'
import { captureComment, connectionComments, groupComments } from '../core/export/verdict-comments.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import { ReportRun } from '../core/report/pipeline.ts'
import { inputSizeBytes } from '../node/input-size.ts'
import { Output } from '../node/output.ts'
import type { ExitCode } from './exit-code.ts'
import { hashSeed } from './hash-seed.ts'
import type { ExportRun } from './export.ts'
import { nameOf } from './input-run.ts'
import { KeptComments } from './kept-comments.ts'
import { tell } from './terminal.ts'
import { isReadOnce, TwicePipe } from './twice-pipe.ts'

/** Writes the file; gives the exit code. Raises an `OutputError`. */
export async function exportPcapng({ options, surroundings, filter, files, inputs }: ExportRun): Promise<ExitCode> {
  const { words, language } = surroundings
  const setting = { words, language }
  const output = new Output(options.output, files)
  let isEmpty = true
  let unplaced = 0
  const sink = (bytes: Uint8Array): void => {
    isEmpty = false
    if (!output.write(bytes)) inputs.stop()
  }
  let kept: KeptComments | undefined
  const run = new ReportRun(
    (c, context) => {
      for (const comment of connectionComments(connectionReport(c, context), setting)) kept?.add(comment)
    },
    { seed: hashSeed(), ...(filter === undefined ? {} : { filter }) },
  )
  for (const [input, file] of files.entries()) {
    if (inputs.isStopped) break
    const copy = isReadOnce(file) ? await TwicePipe.keep(file, inputs.signal) : undefined
    const path = copy?.path ?? file
    kept = new KeptComments()
    try {
      const pipeline = run.open(nameOf(file), inputSizeBytes(path))
      await inputs.read(path, pipeline.reader, file)
      run.close(pipeline)
      const { captureFindings, groupFindings } = run.rest()
      for (const finding of groupFindings)
        if (finding.input === input) for (const comment of groupComments(finding, setting)) kept.add(comment)
      kept.complete()
      if (inputs.isStopped) break
      const comments = [...captureFindings, ...groupFindings]
        .filter((finding) => finding.input === input)
        .map((finding) => captureComment(finding, setting))
      const on = kept.on.bind(kept)
      const copied = new CommentedCopy(sink, { comments, commentsOn: on, accepts: (record) => filter?.accepts(record) ?? true })
      await inputs.readAgain(path, copied.reader, file)
      copied.finish()
      unplaced += copied.unplaced
    } finally {
      kept.remove()
      copy?.remove()
    }
  }
  // A file without any section would be none.
  if (isEmpty) new PcapngWriter(sink, { application: 'synfin' }).writeNames(new Map())
  output.close()
  if (unplaced > 0) tell(`synfin: ${words.export.unplacedComments(unplaced)}\n`)
  return inputs.end()
}
