/**
 * The build: the library (ES modules and types) into dist/lib, the command as one file into dist/synfin.js with its loader dist/cli.js,
 * the page into dist/web and dist/synfin.html.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWeb } from './build-web.mjs'
import { installPackages, isInstalled } from './install.mjs'
import { isTestFile, listFiles, ROOT } from './tree.mjs'

/** What the build reads. */
const SOURCES = [
  'src',
  'tools/build.mjs',
  'tools/build-web.mjs',
  'tools/command-loader.cjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.base.json',
]

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
  const files = listFiles(ROOT, [source], ['.ts', '.tsx', '.css', '.json']).filter((file) => !isTestFile(file))
  return Math.max(0, ...files.map((file) => statSync(join(ROOT, file)).mtimeMs))
}

/** Builds everything. Gives false, and the compiler's words on stderr, when the types are wrong. */
export async function build() {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  const types = spawnSync(process.execPath, [compiler, '-b', 'src'], { cwd: ROOT, encoding: 'utf8' })
  process.stderr.write(types.stdout + types.stderr)
  await bundleCommand()
  await buildWeb()
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
    outfile: join(ROOT, 'dist/synfin.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    // CommonJS has no `import.meta`; what asks for it wants to know where optional packages are looked for, and a path will do.
    define: { 'import.meta.url': '__filename' },
    // ASCII: the engine then keeps the text in one byte a character, and reads it without decoding.
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  })
  copyFileSync(join(ROOT, 'tools/command-loader.cjs'), command)
  chmodSync(command, 0o755)
  writeFileSync(join(ROOT, 'dist/package.json'), '{ "type": "commonjs" }\n')
  writeFileSync(join(ROOT, 'dist/lib/package.json'), '{ "type": "module" }\n')
  compileAhead(command)
}

/** Keeps the engine's compiled code of the command's usual work beside it (see `command-loader.cjs`). Without it all works, only slower. */
function compileAhead(command) {
  const dist = join(ROOT, 'dist')
  for (const name of readdirSync(dist)) if (name.endsWith('.cache')) rmSync(join(dist, name))
  const cache = join(dist, `synfin.${process.arch}.${process.versions.v8}.cache`)
  const usual = ['explain', join(ROOT, 'samples/refused-port-closed.client.pcap'), join(ROOT, 'samples/close-4way.client.pcap')]
  spawnSync(process.execPath, [command, ...usual], { stdio: 'ignore', env: { ...process.env, SYNFIN_WRITE_CACHE: cache } })
}

if (import.meta.filename === process.argv[1]) process.exitCode = (isInstalled() || installPackages()) && (await build()) ? 0 : 1
