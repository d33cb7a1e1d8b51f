/**
 * Starts the command once more where there is no address space for the memory of a compiled loop (`ulimit -v`): the engine then checks every
 * access to it instead of keeping ten gigabytes around it free.
 */
import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'

const WITHOUT_GUARDS = '--disable-wasm-trap-handler'

/** Whether `error` says that a compiled loop has no memory, and the command runs as usual so far. Parts of it have classes of their own. */
export function needsNoGuards(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoCompiledMemoryError' && !process.execArgv.includes(WITHOUT_GUARDS)
}

/** Runs the same command again; gives its exit code. Nothing may have been read or written before. */
export function startWithoutGuards(): number {
  const { status, signal } = spawnSync(process.execPath, [...process.execArgv, WITHOUT_GUARDS, ...process.argv.slice(1)], {
    stdio: 'inherit',
  })
  return status ?? 128 + (signal === null ? 0 : constants.signals[signal])
}
