/** The build: the library (ES modules and types) into dist/lib, the command as one file into dist/cli.js. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isTestFile, listFiles, ROOT } from './tree.mjs'

/** What the build reads. */
const SOURCES = ['src', 'tools/build.mjs', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json']

/** Is there a command that is newer than everything it is made of? */
export function isBuilt() {
  const command = join(ROOT, 'dist/cli.js')
  if (!existsSync(command) || !existsSync(join(ROOT, 'dist/lib/index.js'))) return false
  const builtMs = statSync(command).mtimeMs
  return SOURCES.every((source) => newestMs(source) <= builtMs)
}

function newestMs(source) {
  const path = join(ROOT, source)
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs
  const files = listFiles(ROOT, [source], ['.ts', '.json']).filter((file) => !isTestFile(file))
  return Math.max(0, ...files.map((file) => statSync(join(ROOT, file)).mtimeMs))
}

/** Builds everything. Gives false, and the compiler's words on stderr, when the types are wrong. */
export async function build() {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  const types = spawnSync(process.execPath, [compiler, '-b', 'src'], { cwd: ROOT, encoding: 'utf8' })
  process.stderr.write(types.stdout + types.stderr)
  await bundleCommand()
  return types.status === 0
}

/**
 * The command is CommonJS in one minified file: Node loads that measurably faster than ES modules.
 * The package is `"type": "module"`, so dist/ says what it holds in package.json files of its own.
 */
async function bundleCommand() {
  const { build: bundle } = await import('esbuild')
  mkdirSync(join(ROOT, 'dist/lib'), { recursive: true })
  const command = join(ROOT, 'dist/cli.js')
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/main.ts'],
    outfile: command,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  })
  chmodSync(command, 0o755)
  writeFileSync(join(ROOT, 'dist/package.json'), '{ "type": "commonjs" }\n')
  writeFileSync(join(ROOT, 'dist/lib/package.json'), '{ "type": "module" }\n')
}

if (import.meta.filename === process.argv[1]) process.exitCode = (await build()) ? 0 : 1
