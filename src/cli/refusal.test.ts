/** What the command says to a person who asks for what cannot be. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { BuiltCommand, type Ran } from '../../test/built-command.ts'
import { synCapture } from '../../test/syn-capture.ts'
import { ECHO_MS } from './stop-signal.ts'
import type { Report } from '../core/report/report.ts'

const CAPTURE = join(import.meta.dirname, '../../samples/refused-port-closed.client.pcap')
/** So long until the command has begun to read, on a busy machine too. */
const UNDER_WAY_MS = 2500

const built = new BuiltCommand('refusal')
const { folder, path: command } = built

function run(words: readonly string[]): Ran {
  return built.run(words, { env: { LC_ALL: 'C' } })
}

test('a mistyped command is told which one is near', () => {
  const { code, err } = run(['exlpain'])
  assert.equal(code, 1)
  assert.match(err, /Did you mean "synfin explain"/)
  assert.doesNotMatch(run(['no-such-file']).err, /Did you mean/)
})

test('the page is not served without its files', () => {
  for (const name of ['no-such-file', '.']) {
    const { code, out, err } = run(['serve', name])
    assert.deepEqual([code, out], [1, ''])
    assert.ok(err.includes(`"${name}" cannot be read`), err)
  }
  assert.match(run(['serve', '--port', '70000']).err, /70000" is no port/)
})

test('live refuses a filter before it asks for the right to capture, as wrong usage', () => {
  const { code, out, err } = run(['live', '-i', 'lo', 'tcp prt 80'])
  assert.deepEqual([code, out], [2, ''])
  assert.match(err, /^tcp prt 80\n {4}\^{3}$/m)
})

test('what cannot be written is told in the language of the person', () => {
  for (const words of [
    ['convert', CAPTURE, 'no-such-folder/x.pcap'],
    ['live', '-w', 'no-such-folder/x.pcap'],
    ['probe', '-w', 'no-such-folder/x.pcap', '127.0.0.1', '9'],
    ['why', '-w', 'no-such-folder/x.pcap', '--', 'true'],
  ]) {
    const english = run(words)
    assert.equal(english.err, 'synfin: "no-such-folder/x.pcap" cannot be written: its folder does not exist.\n')
    const chinese = run([...words.slice(0, 1), '--lang', 'zh', ...words.slice(1)])
    assert.equal(chinese.err, 'synfin: “no-such-folder/x.pcap”无法写入：所在的目录不存在。\n')
    assert.deepEqual([english.code, chinese.code], [1, 1])
  }
})

test('names cannot draw on the terminal, whichever tool is spoken', () => {
  const name = 'a\u001b[31m\nb\u202e.pcap'
  writeFileSync(join(folder, name), 'neither a capture nor \u0000 text')
  for (const words of [[name], ['dump', '-r', name], ['shark', '-r', name], ['verify', 'r.json', name], ['convert', name, 'x.pcap']]) {
    const { code, out, err } = run(words)
    assert.equal(code, 1, err)
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    assert.doesNotMatch(out + err, /[\u0000-\u0008\u000b-\u001f\u007f\u202e]|\nb/, words.join(' '))
  }
})

test('text without packets is not taken for an empty capture', () => {
  writeFileSync(join(folder, 'letter.txt'), 'Dear colleagues,\nnothing works.\n')
  const { code, err } = run(['shark', '-r', 'letter.txt'])
  assert.equal(code, 1)
  assert.match(err, /letter\.txt/)
})

test('an input without an end is not read for a report', { skip: process.platform === 'win32' }, () => {
  const { code, err } = run(['verify', '/dev/zero', CAPTURE])
  assert.deepEqual([code, err], [2, 'synfin: /dev/zero is no report of "synfin explain --json".\n'])
})

test('one Ctrl-C that arrives twice is one', async () => {
  const child = spawn(process.execPath, [command, '--json', '-'], { stdio: ['pipe', 'pipe', 'ignore'] })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  await new Promise((resolve) => setTimeout(resolve, UNDER_WAY_MS))
  child.kill('SIGINT')
  child.kill('SIGINT')
  const [code] = (await once(child, 'close')) as [number | null]
  assert.equal(code, 130)
  assert.equal((JSON.parse(out) as Report).schema, 'synfin/report@1')
})

test('a second Ctrl-C ends at once, though what was read takes long to tell', async () => {
  const child = spawn(process.execPath, [command, '--json', '-'], { stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin.on('error', () => {})
  const told = once(child.stderr, 'data') as Promise<[Buffer]>
  const capture = synCapture(60_000)
  child.stdin.write(capture)
  for (const host of [2, 3, 4]) {
    const more = Buffer.from(capture.subarray(24))
    for (let at = 16 + 14 + 15; at < more.length; at += 70) more[at] = host
    child.stdin.write(more)
  }
  await new Promise((resolve) => setTimeout(resolve, UNDER_WAY_MS))
  child.kill('SIGINT')
  assert.match((await told)[0].toString(), /^Interrupted: .* Ctrl-C again ends at once/)
  await new Promise((resolve) => setTimeout(resolve, ECHO_MS + 300))
  child.kill('SIGINT')
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  assert.equal(signal, 'SIGINT')
})
