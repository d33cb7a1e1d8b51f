/** Compiles the tests: each test file becomes one module below build/ that Node runs as it is. */
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listFiles, ROOT } from './tree.mjs'

/** Where the compiled tests go: a folder for each run, because two may run at once. */
const OUT = join(ROOT, `build/test-${process.pid}`)

/** All test files of the project, as paths from the root. */
export function findTests() {
  return listFiles(ROOT, ['src', 'test', 'bench', 'tools'], ['.test.ts', '.test.mjs'])
}

/** Compiles `sources`; gives a map from the compiled file to its source. The compiled files go when the process ends. */
export async function bundleTests(sources) {
  const { build } = await import('esbuild')
  process.once('exit', () => rmSync(OUT, { recursive: true, force: true }))
  await build({
    absWorkingDir: ROOT,
    entryPoints: sources,
    outdir: OUT,
    outbase: ROOT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    plugins: [ownPlace],
    logLevel: 'warning',
  })
  return new Map(sources.map((source) => [join(OUT, source.replace(/\.m?[tj]s$/, '.mjs')), source]))
}

/** A compiled test lies elsewhere: `import.meta` goes on meaning the place of the source. */
const ownPlace = {
  name: 'own-place',
  setup(bundler) {
    bundler.onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' }
    })
  },
}
