/** `npm run check`: everything that can be said about the source without running it. */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { buildAssembly } from './build-assembly.mjs'
import { installPackages, isInstalled } from './install.mjs'
import { ROOT } from './tree.mjs'

/** The checks: their names, and the words that run them in the tree to check (first the tool, a path from our root). */
export const CHECKS = {
  types: ['node_modules/typescript/bin/tsc', '-b'],
  layers: ['tools/check-layers.mjs'],
  lint: ['node_modules/oxlint/bin/oxlint', '--format=unix', 'src', 'test', 'bench', 'tools', 'samples'],
  format: ['node_modules/oxfmt/bin/oxfmt', '--check', '{src,assembly,test,bench,tools,samples}/**/*.{ts,tsx,mjs}'],
  'dead code': ['node_modules/knip/bin/knip.js', '--no-progress'],
}

/** Runs all checks, prints what those that fail say, and gives their names. */
export async function runChecks() {
  const queue = Object.keys(CHECKS)
  const failed = []
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const startMs = Date.now()
      const { status, output } = await runCheck(name, ROOT)
      console.log(`${status === 0 ? 'ok      ' : 'FAILED  '}check ${name}  ${((Date.now() - startMs) / 1000).toFixed(2)} s`)
      if (status === 0) continue
      console.log(output)
      failed.push(`check ${name}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker))
  return failed
}

/** Runs one of `CHECKS` on the tree below `root`; gives its exit code and all that it said. */
export function runCheck(name, root) {
  const [tool, ...words] = CHECKS[name]
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, tool), ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('close', (status) => resolve({ status, output }))
  })
}

if (import.meta.filename === process.argv[1]) {
  // After a checkout that brings another package the checks would blame the sources.
  const isReady = isInstalled() || installPackages()
  process.exitCode = isReady && buildAssembly() && (await runChecks()).length === 0 ? 0 : 1
}
