/** `synfin merge-view` as a command: its arguments, exit codes, text in both languages, JSON. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { BuiltCommand, type Ran } from '../../test/built-command.ts'

const ROOT = join(import.meta.dirname, '../..')
const EN = { LANG: 'C' }

const built = new BuiltCommand('merge-view')
const { folder } = built

const sample = (name: string): string => join(ROOT, 'samples', `${name}.pcap`)

function run(words: readonly string[], env: Record<string, string> = EN): Ran {
  return built.run(['merge-view', ...words], { env })
}

test('tells one story of two captures', () => {
  const { code, out, err } = run([sample('rst-injected.client'), sample('rst-injected.server')])
  assert.equal(code, 0)
  assert.equal(err, '')
  assert.match(out, /^192\.0\.2\.10:\d+ > 198\.51\.100\.20:8080\n\n- 2 resets arrived in the name of the client/)
  assert.match(out, /not sent\n/)
  assert.ok(out.split('\n').every((line) => line.length <= 80))
})

test('tells it in Chinese', () => {
  const { code, out } = run([sample('synack-lost.client'), sample('synack-lost.server')], { LANG: 'zh_CN.UTF-8' })
  assert.equal(code, 0)
  assert.match(out, /服务器发出的 6 个包没有到达/)
})

test('takes captures in either order, and says that it turned them', () => {
  const right = run([sample('rst-injected.client'), sample('rst-injected.server')])
  const wrong = run([sample('rst-injected.server'), sample('rst-injected.client')])
  assert.equal(wrong.out, right.out)
  assert.match(wrong.err, /other way round/)
})

test('gives programs all packets', () => {
  const { code, out } = run(['--json', sample('rst-injected.client'), sample('rst-injected.server')])
  assert.equal(code, 0)
  const report = JSON.parse(out) as { schema: string; connections: { packets: { fate: string; sender: string; delay: number | null }[] }[] }
  assert.equal(report.schema, 'synfin/merge@1')
  assert.equal(report.connections.length, 1)
  const { packets } = report.connections[0]
  assert.equal(packets.length, 13)
  assert.deepEqual(
    packets.filter(({ fate }) => fate === 'unsent').map(({ sender, delay }) => [sender, delay]),
    [
      ['server', null],
      ['server', null],
      ['server', null],
      ['client', null],
      ['client', null],
    ],
  )
})

test('shows one connection when asked for one', () => {
  const both = run(['--json', sample('timewait-reuse.client'), sample('timewait-reuse.server')])
  const one = run(['--json', '--connection', '1', sample('timewait-reuse.client'), sample('timewait-reuse.server')])
  assert.equal((JSON.parse(both.out) as { connections: unknown[] }).connections.length, 2)
  const { connections } = JSON.parse(one.out) as { connections: { client: { connection: number } }[] }
  assert.deepEqual(
    connections.map(({ client }) => client.connection),
    [1],
  )
})

test('exits 1 when no connection is in both, or a capture cannot be read', () => {
  const other = run([sample('rst-injected.client'), sample('close-4way.server')])
  assert.equal(other.code, 1)
  assert.equal(other.out, '')
  assert.match(other.err, /No connection is in both captures/)
  const missing = run([sample('rst-injected.client'), join(folder, 'none.pcap')])
  assert.equal(missing.code, 1)
  assert.match(missing.err, /none\.pcap/)
})

test('exits 2 when the arguments are wrong', () => {
  for (const words of [[], [sample('rst-injected.client')], ['a', 'b', 'c'], ['--nonsense', 'a', 'b'], ['--connection', 'x', 'a', 'b']]) {
    const { code, out, err } = run(words)
    assert.equal(code, 2, words.join(' '))
    assert.equal(out, '')
    assert.notEqual(err, '')
  }
})
