/** What a process made for itself goes with it, however it ends. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { OutputError } from './output.ts'
import { TemporaryFolder } from './temporary-folder.ts'

/** A program that makes a folder, names it, and does what `first` says before, and `rest` after. It gets `signal` when it has named it. */
async function run(
  rest: string,
  signal?: NodeJS.Signals,
  first = '',
): Promise<{ folder: string; code: number | null; endedBy: string | null; out: string }> {
  const program = `import { TemporaryFolder } from ${JSON.stringify(pathToFileURL('src/node/temporary-folder.ts').pathname)}
    const folder = new TemporaryFolder('test')
    ${first}
    console.log(folder.path)
    ${rest}`
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  })
  const child = spawn(process.execPath, ['--input-type=module', '-e', outputFiles[0]?.text ?? ''], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    if (signal !== undefined && out.endsWith('\n') && !child.killed) child.kill(signal)
  })
  const [code, endedBy] = (await once(child, 'close')) as [number | null, string | null]
  return { folder: out.split('\n')[0] ?? '', code, endedBy, out }
}

test('a temporary folder goes with the process, which ends as if nobody had looked', async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const { folder, endedBy } = await run('setInterval(() => {}, 1000)', signal)
    assert.match(folder, /synfin-test-/)
    assert.deepEqual([endedBy, existsSync(folder)], [signal, false])
  }
  for (const [rest, expected] of [
    ['process.exit(7)', 7],
    ['', 0],
  ] as const) {
    const { folder, code } = await run(rest)
    assert.deepEqual([code, existsSync(folder)], [expected, false])
  }
})

test('a command that listens to the signal itself decides what it means', async () => {
  const { folder, code, out } = await run(
    'const timer = setInterval(() => {}, 1000)',
    'SIGTERM',
    "process.once('SIGTERM', () => { console.log('heard'); clearInterval(timer) })",
  )
  assert.match(out, /heard/)
  assert.deepEqual([code, existsSync(folder)], [0, false])
})

test('a folder that is removed is removed once, and one that cannot be made is an OutputError', () => {
  const folder = new TemporaryFolder('test')
  assert.equal(existsSync(folder.path), true)
  folder.remove()
  folder.remove()
  assert.equal(existsSync(folder.path), false)
  const before = process.env.TMPDIR
  process.env.TMPDIR = '/no/such/folder'
  try {
    assert.throws(
      () => new TemporaryFolder('test'),
      (error) => error instanceof OutputError && error.code === 'no-such-folder',
    )
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
})
