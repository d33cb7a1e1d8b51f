/** The command as users run it, for tests: built from the source as the project's own build does. */
import { build } from 'esbuild'
import { join } from 'node:path'

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
