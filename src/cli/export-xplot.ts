/** `synfin export --to xplot`: a file for each direction of each connection, named as `tcptrace -S` names them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectionLetters } from '../core/export/connection-letters.ts'
import { xplotLines } from '../core/export/sequence-xplot.ts'
import { ConnectionCollector } from '../core/report/connection-collector.ts'
import { endpointValues } from '../core/report/end-names.ts'
import { type InputPipeline, ReportRun } from '../core/report/pipeline.ts'
import type { CapturedConnection } from '../core/report/two-captures.ts'
import { sequenceMarks } from '../core/view/sequence-marks.ts'
import { printable } from '../core/view/text-layout.ts'
import { inputSizeBytes } from '../node/input-size.ts'
import { Output, outputError } from '../node/output.ts'
import type { ExitCode } from './exit-code.ts'
import { hashSeed } from './hash-seed.ts'
import type { ExportRun } from './export.ts'
import { tell } from './terminal.ts'

/** Two files each: more than a folder should hold, and than anybody opens. */
const MOST_CONNECTIONS = 5000
/** Of connections that are open at a time; each takes some 130 bytes. */
const MOST_PACKETS = 2_000_000
/** Each piece of text is made bytes at once, and that costs more for many short ones. */
const CHARACTERS_AT_ONCE = 32 * 1024

/** Writes the files into the folder of `-o`, and their names to standard output; gives the exit code. Raises an `OutputError`. */
export async function exportXplot({ options, surroundings, filter, files, inputs }: ExportRun): Promise<ExitCode> {
  const { words, language } = surroundings
  const folder = options.output
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw outputError(folder, error)
  }
  const list = new Output('-')
  let pipeline: InputPipeline | undefined
  let timeless = 0
  const collector = new ConnectionCollector(
    (captured) => {
      if (isTimeless(captured)) {
        timeless++
        return
      }
      for (const graph of graphsOf(captured)) {
        const path = join(folder, graph.name)
        writeGraph(path, graph.lines, files)
        if (!list.write(`${printable(path)}\t${printable(graph.title)}\n`)) inputs.stop()
      }
    },
    { connections: MOST_CONNECTIONS, packets: MOST_PACKETS, areKept: false },
  )
  const run = new ReportRun((c, context) => collector.ended(c, context), {
    seed: hashSeed(),
    taken: (packet) => {
      if (pipeline !== undefined) collector.taken(packet, pipeline.tracker)
    },
    ...(filter === undefined ? {} : { filter }),
  })
  for (const file of files) {
    if (inputs.isStopped) break
    pipeline = run.open(file, inputSizeBytes(file))
    await inputs.read(file, pipeline.reader)
    run.close(pipeline)
    collector.inputEnded()
  }
  list.close()
  if (!collector.isComplete) tell(`synfin: ${words.export.moreThanGraphs}\n`)
  if (timeless > 0) tell(`synfin: ${words.export.timeless(timeless)}\n`)
  return inputs.end()

  function graphsOf({ report, columns, startNs }: CapturedConnection): Graph[] {
    const ends = endpointValues(report.client, report.server, language)
    const names = [ends.client, ends.server] as const
    const [first, other] = connectionLetters(report.id)
    // The first letter is that of whoever sent the first packet.
    const isTurned = columns.sender[0] === 1
    return ([0, 1] as const).map((sender) => {
      const place = {
        from: names[sender],
        to: names[1 - sender],
        startNs: startNs ?? 0n,
        firstNumber: (sender === 0 ? report.isn.client : report.isn.server) ?? 0,
      }
      const name = (sender === 0) === isTurned ? `${other}2${first}_tsg.xpl` : `${first}2${other}_tsg.xpl`
      return { name, title: `${place.from} > ${place.to}`, lines: xplotLines(sequenceMarks(columns, sender), place) }
    })
  }
}

/** A file to be written. */
interface Graph {
  readonly name: string
  readonly title: string
  readonly lines: Iterable<string>
}

function isTimeless({ columns }: CapturedConnection): boolean {
  return columns.timeNs.every((timeNs) => Number.isNaN(timeNs))
}

function writeGraph(path: string, lines: Iterable<string>, inputPaths: readonly string[]): void {
  const output = new Output(path, inputPaths)
  let text = ''
  for (const line of lines) {
    text += line
    if (text.length < CHARACTERS_AT_ONCE) continue
    output.write(text)
    text = ''
  }
  output.write(text)
  output.close()
}
