/** The command as users run it, for tests: built from the source as the project's own build does. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '..')

/** Builds it into `file` (CommonJS: its name ends in `.cjs`, or its folder says so). */
export async function buildCommand(file: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/main.ts'],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    // The name is put together, or the place of the test would stand in its stead.
    define: { [['import', 'meta', 'url'].join('.')]: '__filename' },
    logLevel: 'warning',
  })
}

/** How a run of the command ended. */
export interface Ran<Output = string> {
  readonly code: number | null
  readonly out: Output
  readonly err: string
}

/** What a run is given: standard input, and variables beside `PATH`. */
export interface RunSetting {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
}

/** So much may be printed, and so long may it take. */
const MOST_BYTES = 2 ** 28
const PATIENCE_MS = 60_000

/** The command in a folder of its own, in which it runs. Made once for the tests of a file, before their hooks; it goes when they are over. */
export class BuiltCommand {
  readonly folder: string
  /** The file that Node is to run. */
  readonly path: string

  /** @param use a word for the name of the folder */
  constructor(use: string) {
    this.folder = mkdtempSync(join(tmpdir(), `synfin-${use}-`))
    mkdirSync(join(this.folder, 'dist'))
    this.path = join(this.folder, 'dist/cli.js')
    before(() => buildCommand(this.path))
    after(() => rmSync(this.folder, { recursive: true, force: true }))
  }

  /** Runs it to its end. */
  run(words: readonly string[], setting: RunSetting = {}): Ran {
    const { code, out, err } = this.runForBytes(words, setting)
    return { code, out: out.toString(), err }
  }

  /** Runs it to its end, for an output that is no text. */
  runForBytes(words: readonly string[], { input = '', env = {} }: RunSetting = {}): Ran<Buffer> {
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.path, ...words], {
      cwd: this.folder,
      input,
      env: { PATH: process.env.PATH ?? '', ...env },
      maxBuffer: MOST_BYTES,
      timeout: PATIENCE_MS,
    })
    return { code: status, out: stdout, err: stderr.toString() }
  }
}
