/** Where a process may have little address space, the command does without what the engine keeps free around compiled loops. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { BuiltCommand } from '../../test/built-command.ts'

const built = new BuiltCommand('guardless')
const SAMPLE = join(import.meta.dirname, '../../samples/close-4way.client.pcap')
/** In kilobytes; the engine wants ten gigabytes for each memory. */
const LITTLE = 4_000_000

/** Runs Node with so little address space. */
function runLimited(words: readonly string[], input: Uint8Array) {
  const start = `ulimit -v ${LITTLE} && exec "$@"`
  const ran = spawnSync('sh', ['-c', start, 'sh', process.execPath, ...words], { cwd: built.folder, input })
  return { code: ran.status, out: ran.stdout.toString(), err: ran.stderr.toString() }
}

test('with little address space the answers are the same, from a file and from a pipe', () => {
  const input = readFileSync(SAMPLE)
  assert.match(runLimited(['-e', 'new WebAssembly.Memory({ initial: 1 })'], input).err, /could not allocate memory/)
  for (const words of [
    ['shark', '-q', '-z', 'conv,tcp', '-r', SAMPLE],
    ['shark', '-q', '-z', 'conv,tcp', '-r', '-'],
    ['shark', '-V', '-r', '-'],
    ['shark', '-T', 'json', '-r', SAMPLE],
    ['explain', '-'],
    ['shark', '-q', '-z', 'conv,tcp', '-r', 'nowhere'],
  ]) {
    const usual = built.run(words, { input })
    assert.ok(usual.out.length + usual.err.length > 0)
    assert.deepEqual(runLimited([built.path, ...words], input), usual, words.join(' '))
  }
})
