/**
 * The compiled loops: each file of `LOOPS` is AssemblyScript, and becomes a module of WebAssembly that stands as text in
 * `src/core/compiled/code/`. Those files are made, not kept: the build, the checks and the tests make them anew when they are older.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importsOf, listFiles, readSource, resolveImport, ROOT } from './tree.mjs'

/** The entries of the modules. What they share they import from beside them. */
const LOOPS = ['conversation-loop', 'gap-loop', 'quiet-loop']

const COMPILER = join(ROOT, 'node_modules/assemblyscript/bin/asc.js')

const LOOP_FILES = listFiles(ROOT, ['assembly'], ['.ts'])
/** What the code of a module depends on; the loops import layouts from the core, without the ending of their files. */
const SOURCES = ['tools/build-assembly.mjs', 'package-lock.json', ...LOOP_FILES, ...new Set(LOOP_FILES.flatMap(layoutsOf))]

/** Compiles the loops whose code is missing or older than its source. Gives false, and the compiler's words on stderr, for a faulty one. */
export function buildAssembly() {
  const newestMs = Math.max(...SOURCES.map((source) => statSync(join(ROOT, source)).mtimeMs))
  const stale = LOOPS.filter((name) => !existsSync(codeFile(name)) || statSync(codeFile(name)).mtimeMs < newestMs)
  return stale.map((name) => compile(name)).every((isCompiled) => isCompiled)
}

function compile(name) {
  const made = join(ROOT, `build/${name}-${process.pid}.wasm`)
  mkdirSync(join(ROOT, 'build'), { recursive: true })
  const words = [`assembly/${name}.ts`, '-o', made, '-O3', '--runtime', 'minimal', '--noAssert', '--enable', 'simd', '--importMemory']
  // Source maps are wanted by the compiler itself: without the option it would start Node once more.
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', COMPILER, ...words], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (status !== 0) return false
  mkdirSync(join(ROOT, 'src/core/compiled/code'), { recursive: true })
  const text = moduleText(name, readFileSync(made))
  rmSync(made)
  // Others may be reading what was there before.
  writeFileSync(`${codeFile(name)}.${process.pid}`, text)
  renameSync(`${codeFile(name)}.${process.pid}`, codeFile(name))
  return true
}

function layoutsOf(file) {
  return importsOf(readSource(ROOT, file))
    .filter((specifier) => specifier.startsWith('../'))
    .map((specifier) => `${resolveImport(file, specifier)}.ts`)
}

function codeFile(name) {
  return join(ROOT, `src/core/compiled/code/${name}.ts`)
}

/** A TypeScript module that holds the code as hexadecimal digits: no part of the core can read files, or decode base64. */
function moduleText(name, code) {
  return [
    `/** The code of assembly/${name}.ts, as tools/build-assembly.mjs made it. */`,
    '',
    '/** A module of WebAssembly, two digits a byte. */',
    `export const ${name.toUpperCase().replaceAll('-', '_')}_CODE =`,
    `  '${code.toString('hex')}'`,
    '',
  ].join('\n')
}

if (import.meta.filename === process.argv[1]) process.exitCode = buildAssembly() ? 0 : 1
