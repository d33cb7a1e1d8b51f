/** `synfin serve`: the web page, on this machine only, with the captures that were named. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CaptureProblem } from '../core/capture/record.ts'
import { printable } from '../core/view/text-layout.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { Output } from '../node/output.ts'
import { inputProblem, reasonOf } from '../node/system-problem.ts'
import { type LiveSource, servePage } from '../server/page-server.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { onStopSignal } from './stop-signal.ts'
import { tell } from './terminal.ts'

/** What `serve` is asked for. */
export interface ServeOptions {
  readonly files: readonly string[]
  readonly port: number
  readonly host: string
  /** An interface to watch, with a filter that may be empty. */
  readonly live?: LiveSource
}

/** Runs until it is interrupted; gives the exit code: 1 when a file cannot be read, or the port is taken. */
export async function serve(options: ServeOptions, words: InterfaceWords): Promise<ExitCode> {
  const unreadable = options.files.flatMap((file) => openingProblem(file) ?? [])
  for (const { name, problem } of unreadable) tell(`${printable(words.shell.problem(name, problem))}\n`)
  if (unreadable.length > 0) return EXIT.failed
  // The page lies beside the command in the package's dist folder.
  const folder = join(dirname(realpathSync(process.argv[1] ?? '')), 'web')
  const server = await servePage({ ...options, folder }).catch((error: unknown) => {
    tell(`synfin: ${reasonOf(error)}\n`)
    return undefined
  })
  if (server === undefined) return EXIT.failed
  const output = new Output('-')
  output.write(`${server.url}\n`)
  output.close()
  await new Promise<void>((resolve) => {
    onStopSignal(['SIGINT', 'SIGTERM'], resolve)
  })
  await server.close()
  return EXIT.ok
}

/** Why a file cannot be read, before a browser finds out. */
function openingProblem(name: string): { readonly name: string; readonly problem: CaptureProblem } | undefined {
  try {
    accessSync(name, constants.R_OK)
    if (!statSync(name).isDirectory()) return undefined
    return { name, problem: { code: 'is-directory', offset: 0, message: `"${name}" cannot be read: it is a directory.` } }
  } catch (error) {
    return { name, problem: inputProblem(name, error, 0) }
  }
}
