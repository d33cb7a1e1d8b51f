/** `synfin serve`: the web page, on this machine only, with the captures that were named. */
import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Output } from '../node/output.ts'
import { reasonOf } from '../node/system-problem.ts'
import { type LiveSource, servePage } from '../server/page-server.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { tell } from './terminal.ts'

/** What `serve` is asked for. */
export interface ServeOptions {
  readonly files: readonly string[]
  readonly port: number
  readonly host: string
  /** An interface to watch, with a filter that may be empty. */
  readonly live?: LiveSource
}

/** Runs until it is interrupted; gives the exit code. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
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
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.close()
  return EXIT.ok
}
