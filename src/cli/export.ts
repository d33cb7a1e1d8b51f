/** `synfin export`: connection records for other tools. */
import { jsonText } from '../core/export/report-json.ts'
import { ZeekPipeline } from '../core/report/zeek-pipeline.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { Output } from '../node/output.ts'
import type { ExitCode } from './exit-code.ts'
import { inTimeOrder } from './input-order.ts'
import { InputRun } from './input-run.ts'

/** Runs `export --to conn-json`: Zeek's `conn.log`, one JSON object per line. Gives the exit code; raises an `OutputError`. */
export async function exportConnections(files: readonly string[], outputPath: string, words: InterfaceWords): Promise<ExitCode> {
  const output = new Output(outputPath, files)
  const inputs = new InputRun(words)
  for (const file of await inTimeOrder(files)) {
    if (inputs.isStopped) break
    const pipeline = new ZeekPipeline((row) => {
      if (!output.write(`${jsonText(row)}\n`)) inputs.stop()
    })
    await inputs.read(file, pipeline.reader)
    pipeline.finish()
  }
  output.close()
  return inputs.end()
}
