/**
 * The build: the compiled loops, the library (ES modules and types) into dist/lib, the command in parts into dist/*.js with their loader dist/cli.js,
 * the page into dist/web and dist/synfin.html.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { buildAssembly } from './build-assembly.mjs'
import { buildWeb } from './build-web.mjs'
import { installPackages, isInstalled } from './install.mjs'
import { isTestFile, listFiles, ROOT } from './tree.mjs'

/** What the build reads. */
const SOURCES = [
  'src',
  'assembly',
  'tools/build-assembly.mjs',
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
  if (!buildAssembly()) return false
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  const types = spawnSync(process.execPath, [compiler, '-b', 'src'], { cwd: ROOT, encoding: 'utf8' })
  process.stderr.write(types.stdout + types.stderr)
  await bundleCommand()
  await buildWeb()
  return types.status === 0
}

/**
 * The command is CommonJS in minified files: Node loads that measurably faster than ES modules. What the source loads with `import()` is a
 * file of its own, with all that it needs in it. Inside one file such a module, and all that it imports, would have to be wrapped so that
 * it can be run later, and then the engine takes every constant for a variable: an eighth of the time of a large capture.
 * The package is `"type": "module"`, so dist/ says what it holds in package.json files of its own.
 */
async function bundleCommand() {
  const { build: bundle } = await import('esbuild')
  mkdirSync(join(ROOT, 'dist/lib'), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'dist'))) if (/\.(?:js|cache)$/.test(name)) rmSync(join(ROOT, 'dist', name))
  const parts = new Map([['main', join(ROOT, 'src/cli/main.ts')]])
  for (const [name, entry] of parts) {
    await bundle({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outfile: join(ROOT, `dist/${name}.js`),
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20.19',
      // `require` loads a part with its compiled code (see `command-loader.cjs`).
      supported: { 'dynamic-import': false },
      plugins: [partsApart(parts)],
      // CommonJS has no `import.meta`; what asks for it wants to know where optional packages are looked for, and a path will do.
      define: { 'import.meta.url': '__filename' },
      // ASCII: the engine then keeps the text in one byte a character, and reads it without decoding.
      charset: 'ascii',
      legalComments: 'none',
      logLevel: 'warning',
      // The loader runs the text as it stands: putting it between these two at every start would copy it.
      banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
      footer: { js: '})' },
    })
  }
  const command = join(ROOT, 'dist/cli.js')
  copyFileSync(join(ROOT, 'tools/command-loader.cjs'), command)
  chmodSync(command, 0o755)
  writeFileSync(join(ROOT, 'dist/package.json'), '{ "type": "commonjs" }\n')
  writeFileSync(join(ROOT, 'dist/lib/package.json'), '{ "type": "module" }\n')
  for (const [part, usual] of USUAL_WORK) compileAhead(command, part, usual)
}

/** Makes each of our modules that is loaded with `import()` a part of its own, and notes it in `parts`, by name. */
function partsApart(parts) {
  return {
    name: 'parts apart',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        const entry = join(resolveDir, path)
        const name = basename(path, '.ts')
        if ((parts.get(name) ?? entry) !== entry) throw new Error(`two parts of the command are called ${name}`)
        parts.set(name, entry)
        return { path: `./${name}.js`, external: true }
      })
    },
  }
}

/** The usual work of the parts that have some: what they are asked for every day. */
const USUAL_WORK = [
  ['main', ['explain', sample('close-4way.client')]],
  ['explain', ['explain', sample('refused-port-closed.client'), sample('close-4way.client')]],
  ['dump', ['dump', '-nr', sample('close-4way.client')]],
  ['shark', ['shark', '-z', 'conv,tcp', '-r', sample('close-4way.client')]],
]

function sample(name) {
  return join(ROOT, `samples/${name}.pcap`)
}

/** Keeps the engine's compiled code of a part's usual work beside it (see `command-loader.cjs`). Without it all works, only slower. */
function compileAhead(command, part, usual) {
  spawnSync(process.execPath, [command, ...usual], { stdio: 'ignore', env: { ...process.env, SYNFIN_WRITE_CACHE: part } })
}

if (import.meta.filename === process.argv[1]) process.exitCode = (isInstalled() || installPackages()) && (await build()) ? 0 : 1
