/** The build of the page: static files in dist/web, and dist/synfin.html, which is the same in one file that opens from disk. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './tree.mjs'

/** The samples on the page: file and verdict. */
const SAMPLES = [
  ['refused-port-closed.client.pcap', 'refused-port-closed'],
  ['syn-no-answer.client.pcap', 'syn-no-answer'],
  ['synack-lost.client.pcap', 'synack-lost'],
  ['rst-injected.client.pcap', 'rst-injected'],
  ['reject-icmp-admin-prohib.client.pcap', 'reject-icmp-admin-prohib'],
  ['accept-queue-full.server.pcap', 'accept-queue-full'],
  ['half-close-data.client.pcap', 'half-close-data'],
  ['close-4way.client.pcap', 'close-4way'],
]

const TITLE = 'synfin: what happened to this TCP connection?'
/** For both kinds of page. Images are the ladder on its way to a PNG. */
const POLICY = "default-src 'none'; img-src blob: data:; base-uri 'none'; form-action 'none'"

/** Builds the page. */
export async function buildWeb() {
  const { build } = await import('esbuild')
  const bundle = async (entry, options) => {
    const { outputFiles } = await build({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'warning',
      plugins: [noCommandWords, lateTextReader],
      ...options,
    })
    return outputFiles
  }
  const textOf = async (entry, options) => (await bundle(entry, options))[0].text
  const script = { format: 'iife', platform: 'browser', charset: 'utf8' }
  const folder = join(ROOT, 'dist/web')
  const withTags = { ...script, jsx: 'automatic', jsxImportSource: 'preact' }
  const inParts = { format: 'esm', splitting: true, outdir: folder, chunkNames: 'part-[hash]' }
  const [page, pageParts, worker, workerParts, style] = await Promise.all([
    textOf('src/web/main.tsx', withTags),
    bundle('src/web/main.tsx', { ...withTags, ...inParts, entryNames: 'page' }),
    textOf('src/web/worker.ts', script),
    // In parts: what shows single packets, or graphs, is loaded when somebody wants to see some.
    bundle('src/web/worker.ts', { ...script, ...inParts }),
    textOf('src/web/page.css', {}),
  ])
  const samples = `<script type="application/json" id="samples">${sampleText()}</script>`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const write = (name, text) => writeFileSync(join(ROOT, 'dist', name), text)
  for (const { path, contents } of [...pageParts, ...workerParts]) writeFileSync(path, contents)
  write('web/page.css', style)
  write(
    'web/index.html',
    html(
      `${POLICY}; script-src 'self'; worker-src 'self'; style-src 'self'; connect-src 'self'`,
      '<link rel="stylesheet" href="page.css">',
      `${samples}\n<script type="module" src="page.js"></script>`,
    ),
  )
  const inlinePage = withoutEndTag(page)
  const inlineWorker = withoutEndTag(worker)
  write(
    'synfin.html',
    html(
      `${POLICY}; script-src '${digest(inlinePage)}' blob:; worker-src blob:; style-src '${digest(style)}'`,
      `<style>${style}</style>`,
      `${samples}\n<script>${inlinePage}</script>\n<script type="text/plain" id="worker">${inlineWorker}</script>`,
    ),
  )
}

/** The words of the command line (help, usage) are not the page's: they would be a tenth of it. */
const noCommandWords = {
  name: 'no-command-words',
  setup(bundler) {
    bundler.onLoad({ filter: /core\/words\/(help|verify|lab|live|probe|why)-(en|zh)\.ts$/ }, ({ path }) => {
      const [, subject, language] = /(\w+)-(\w+)\.ts$/.exec(path)
      return { contents: `export const ${subject}${language[0].toUpperCase()}${language[1]} = undefined` }
    })
  },
}

/** The reader of text is loaded when there is text: only `late-text-reader.ts` is given the real one. */
const lateTextReader = {
  name: 'late-text-reader',
  setup(bundler) {
    const late = join(ROOT, 'src/web/late-text-reader.ts')
    bundler.onResolve({ filter: /\/text-reader\.ts$/ }, ({ importer }) =>
      importer === late ? undefined : { path: 'text-reader', namespace: 'late' },
    )
    bundler.onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: `import { lateTextReader } from ${JSON.stringify(late)}
        export function TextReader(sink) { return lateTextReader(sink) }`,
      resolveDir: ROOT,
    }))
  },
}

function html(policy, head, body) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${TITLE}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<div id="app"></div>
${body}
</body>
</html>
`
}

function sampleText() {
  return JSON.stringify(
    SAMPLES.map(([name, verdict]) => ({ name, verdict, base64: readFileSync(join(ROOT, 'samples', name)).toString('base64') })),
  )
}

/** Script text that ends no script element: the sequence can only stand in a string or a regular expression, where the blank is none. */
function withoutEndTag(text) {
  return text.replaceAll(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--')
}

function digest(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

if (import.meta.filename === process.argv[1]) await buildWeb()
