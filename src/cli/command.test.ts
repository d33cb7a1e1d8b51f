/** The command as a whole: bundled as it is shipped, run on small inputs, judged by its output and exit codes. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { BuiltCommand, type Ran, type RunSetting } from '../../test/built-command.ts'
import { synCapture } from '../../test/syn-capture.ts'
import type { Report } from '../core/report/report.ts'

const ROOT = join(import.meta.dirname, '../..')
const SAMPLES = join(ROOT, 'samples')
const REFUSED = join(SAMPLES, 'refused-port-closed.client.pcap')
const CLOSED = join(SAMPLES, 'close-4way.client.pcap')
const PASTED = `Please help, nothing works:
10:23:39.874900 IP 192.0.2.10.45628 > 198.51.100.20.8080: Flags [S], seq 3235901194, win 64240, options [mss 1460], length 0
10:23:39.895408 IP 198.51.100.20.8080 > 192.0.2.10.45628: Flags [R.], seq 0, ack 3235901195, win 0, length 0
`

const built = new BuiltCommand('command')
const { folder, path: command } = built

before(() => {
  writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }')
  writeFileSync(join(folder, 'pasted.txt'), PASTED)
  writeFileSync(join(folder, 'prose.txt'), 'No packet in here, only words.\n')
  writeFileSync(join(folder, 'empty.pcap'), '')
  writeFileSync(join(folder, 'cut.pcap'), readFileSync(CLOSED).subarray(0, 300))
  writeFileSync(
    join(folder, 'noise.bin'),
    Uint8Array.from({ length: 2000 }, (_, i) => (i * 89 + 7) & 0xff),
  )
})

function run(words: readonly string[], setting: RunSetting = {}): Ran {
  return built.run(words, setting)
}

function report(words: readonly string[], input: string | Uint8Array = ''): Report {
  return JSON.parse(run(['--json', ...words], { input }).out) as Report
}

test('a capture is explained: headline first, nothing on standard error', () => {
  const { code, out, err } = run([REFUSED])
  assert.equal(code, 0)
  assert.equal(err, '')
  assert.match(out, /^198\.51\.100\.20:8080 refused/)
  assert.match(out, /\|-- S -+>\|/)
})

test('the language comes from the option or the environment', () => {
  assert.match(run([REFUSED], { env: { LANG: 'zh_CN.UTF-8' } }).out, /连接/)
  assert.match(run(['--lang', 'zh', REFUSED]).out, /连接/)
  assert.doesNotMatch(run(['--lang', 'en', REFUSED], { env: { LC_ALL: 'zh_CN' } }).out, /连接/)
})

test('JSON: the report of the interface', () => {
  const { schema, inputs, connections, verdict } = report([CLOSED])
  assert.equal(schema, 'synfin/report@1')
  assert.deepEqual([inputs[0]?.name, inputs[0]?.format, inputs[0]?.packets], [CLOSED, 'pcap', 11])
  assert.match(inputs[0]?.start ?? '', /^\d{10}\.\d{9}$/)
  const [only] = connections
  assert.ok(only !== undefined && connections.length === 1)
  assert.deepEqual([only.id, only.client.address, only.server.port, only.packets.client + only.packets.server], [0, '192.0.2.10', 8080, 11])
  assert.deepEqual(
    only.states.client.map(({ state }) => state),
    ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'],
  )
  assert.equal(only.zeek?.conn_state, 'SF')
  assert.equal(only.verdict.id, 'close-4way')
  assert.ok(only.verdict.evidence.every(({ packets, en, zh }) => packets.length > 0 && en !== '' && zh !== ''))
  assert.deepEqual([verdict?.id, verdict?.connection], ['close-4way', 0])
})

test('NDJSON: one line per connection, then the rest', () => {
  const lines = run(['--ndjson', CLOSED, REFUSED])
    .out.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(
    lines.map((line) => line.id ?? line.schema),
    [0, 1, 'synfin/report@1'],
  )
})

test('HTML: a complete page in the language asked for', () => {
  for (const [lang, tag] of [
    ['en', 'en'],
    ['zh', 'zh-Hans'],
  ]) {
    const { code, out, err } = run(['--html', '--lang', lang, REFUSED, CLOSED])
    assert.deepEqual([code, err], [0, ''])
    assert.match(out, new RegExp(`^<!DOCTYPE html>\\n<html lang="${tag}">`))
    assert.match(out, /<\/body>\n<\/html>\n$/)
    assert.match(out, /<svg class="ladder"/)
    assert.equal(out.match(/<section /g)?.length, 1)
  }
  assert.equal(run(['--html', '--all', REFUSED, CLOSED]).out.match(/<section /g)?.length, 2)
  assert.match(run(['--html', '--connection', '1', REFUSED, CLOSED]).out, /<section id="connection-1"/)
})

test('Markdown: a headline, then the problem', () => {
  const { code, out, err } = run(['--markdown', REFUSED])
  assert.deepEqual([code, err], [0, ''])
  assert.match(out, /^# 198\.51\.100\.20:8080 refused/)
  assert.match(out, /^```text$/m)
  assert.match(run(['--markdown', '--lang', 'zh', REFUSED]).out, /^### 依据$/m)
})

test('documents have the exit codes of the text, and are complete whatever the input is', () => {
  for (const format of ['--html', '--markdown']) {
    assert.equal(run([format, '--check', REFUSED]).code, 3)
    assert.equal(run([format, '--check', CLOSED]).code, 0)
    assert.equal(run([format, '--connection', '7', CLOSED]).code, 2)
    assert.equal(run([format, '--json', CLOSED]).code, 2)
    for (const name of ['cut.pcap', 'empty.pcap', 'prose.txt', 'no-such-file']) {
      const { code, out, err } = run([format, name])
      assert.equal(code, 1)
      assert.match(err, /\.\n$/)
      assert.match(out, format === '--html' ? /^<!DOCTYPE html>[^]*class="fault"[^]*<\/html>\n$/ : /^# [^\n]+\n\n- [^\n]+\n {2}- [^\n]+\n/)
    }
  }
})

test('names in pasted text are text in every document', () => {
  const [client, server] = ['<script>alert(1)</script>', '<img/src=x/onerror=alert(2)>']
  const pasted = `10:23:39.874900 IP ${client}.45628 > ${server}.8080: Flags [S], seq 3235901194, win 64240, options [mss 1460], length 0\n`
  const html = run(['--html', '--all'], { input: pasted }).out
  assert.doesNotMatch(html, /<(script|img)/)
  assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;:45628/)
  assert.match(html, /&lt;img\/src=x\/onerror=alert\(2\)&gt;:8080/)
  const markdown = run(['--markdown', '--all'], { input: pasted }).out
  assert.match(markdown, /&lt;script&gt;/)
  // What is left stands in code: between backticks, or in the ladder.
  assert.doesNotMatch(markdown.replace(/^```text\n[^]*?\n```$/gm, '').replace(/`[^`\n]*`/g, ''), /<(script|img)/)
})

test('several files are one report in the order of their times', () => {
  const [first, second] = report([REFUSED, CLOSED]).inputs
  assert.ok((first?.start ?? '') < (second?.start ?? ''))
  assert.deepEqual(report([REFUSED, CLOSED]).inputs, report([CLOSED, REFUSED]).inputs)
})

test('pasted text: what it leaves out stays unknown', () => {
  const { inputs, connections } = report(['pasted.txt'])
  assert.equal(inputs[0]?.format, 'tcpdump-text')
  const [only] = connections
  assert.deepEqual([only?.start, only?.client.address, only?.verdict.id], [null, '192.0.2.10', 'refused-by-rst'])
  assert.ok(Math.abs((only?.duration ?? 0) - 0.020508) < 1e-9)
})

test('standard input, with and without a dash', () => {
  const bytes = readFileSync(CLOSED)
  assert.equal(report(['-'], bytes).connections.length, 1)
  assert.equal(report([], bytes).connections.length, 1)
  assert.equal(report([], PASTED).inputs[0]?.name, 'stdin')
})

test('one connection in full; another number is an error', () => {
  assert.match(run(['--connection', '0', CLOSED]).out, /Connection 0/)
  const { code, err } = run(['--connection', '7', CLOSED])
  assert.equal(code, 2)
  assert.match(err, /no connection 7/)
  assert.equal(report(['--connection', '1', CLOSED, REFUSED]).connections.length, 1)
})

test('--check tells by its exit code whether there is a problem', () => {
  assert.equal(run(['--check', REFUSED]).code, 3)
  assert.equal(run(['--check', '--json', REFUSED]).code, 3)
  assert.equal(run(['--check', CLOSED]).code, 0)
})

test('unusable inputs are one sentence and exit 1', () => {
  for (const name of ['no-such-file', '.', 'empty.pcap', 'prose.txt', 'noise.bin']) {
    const { code, out, err } = run([name])
    assert.deepEqual([name, code, out, err.trimEnd().split('\n').length], [name, 1, '', 1])
    assert.match(err, /\.\n$/)
    assert.match(run([name, '--lang', 'zh']).err, /。\n$/)
  }
  const { verdict, connections, inputs } = report(['empty.pcap'])
  assert.deepEqual([verdict, connections, inputs[0]?.problems.map(({ code }) => code)], [null, [], ['empty-file']])
})

test('a damaged file: what came before is reported, with the place of the damage', () => {
  const { code, out, err } = run(['cut.pcap'])
  assert.equal(code, 1)
  assert.match(out, /Connection 0/)
  assert.match(err, /286/)
  assert.equal(report(['cut.pcap']).inputs[0]?.packets, 3)
  assert.equal(report(['no-such-file', CLOSED]).connections.length, 1)
})

test('wrong usage is exit 2 with a hint', () => {
  for (const words of [
    ['--bogus', 'x'],
    ['--connection', 'x', 'y'],
    ['export', 'x'],
    ['convert', 'x'],
  ]) {
    const { code, out, err } = run(words)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /--help/)
  }
})

test('help and version', () => {
  assert.equal(run(['--version']).out, 'synfin 1.2.3\n')
  assert.match(run(['--help']).out, /^synfin - /)
  for (const name of ['explain', 'convert', 'export', 'dump', 'lab']) {
    const english = run([name, '--help'])
    assert.equal(english.code, 0)
    assert.match(english.out, new RegExp(`^synfin ${name} - `))
    assert.notEqual(run([name, '--help', '--lang', 'zh']).out, english.out)
  }
})

test('a closed pipe ends quietly', async () => {
  const large = join(folder, 'large.pcap')
  writeFileSync(large, synCapture(2000))
  const child = spawn(process.execPath, [command, '--ndjson', large], { stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const [code] = (await once(child, 'close')) as [number | null]
  assert.deepEqual([code, told], [0, ''])
})

test('no colour without a terminal', () => {
  for (const env of [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '1' }]) assert.doesNotMatch(run([REFUSED], { env }).out, /\x1b/)
})

test('several pipes are one report, each read from its beginning', { skip: process.platform === 'win32' }, () => {
  const words = `"$1" "$2" --json <(cat "$3") <(cat "$4")`
  const { stdout, stderr } = spawnSync('bash', ['-c', words, 'bash', process.execPath, command, CLOSED, REFUSED], { encoding: 'utf8' })
  assert.equal(stderr, '')
  assert.deepEqual(
    (JSON.parse(stdout) as Report).connections.map(({ verdict }) => verdict.id),
    ['close-4way', 'refused-by-rst'],
  )
})

test('what reads an input twice reads a pipe as well', { skip: process.platform === 'win32' }, () => {
  for (const words of ['shark -n -2 -r', 'export --to pcapng']) {
    const piped = spawnSync('bash', ['-c', `"$1" "$2" ${words} <(cat "$3")`, 'bash', process.execPath, command, CLOSED])
    assert.equal(piped.stderr.toString(), '')
    assert.deepEqual(piped.stdout, built.runForBytes([...words.split(' '), CLOSED]).out)
    assert.ok(piped.stdout.length > 500)
  }
})

test('a file that is named twice, by whatever name, counts twice, and that is said', () => {
  const twice = run(['--json', CLOSED, REFUSED, join(SAMPLES, '..', 'samples', 'close-4way.client.pcap')])
  assert.match(twice.err, /^synfin: ".*close-4way\.client\.pcap" is named twice: what is in it counts twice\.\n$/)
  assert.equal((JSON.parse(twice.out) as Report).connections.length, 3)
  assert.equal(run([CLOSED, REFUSED]).err, '')
  assert.match(run(['export', '--to', 'csv', CLOSED, CLOSED]).err, /named twice/)
})

test('what is wrong with standard input is said of it by name', () => {
  assert.deepEqual([run([]).code, run(['-']).err], [1, 'stdin: The input is empty.\n'])
})

test('"help" is understood as --help, also of a command; a file of that name comes first', () => {
  assert.equal(run(['help']).out, run(['--help']).out)
  assert.equal(run(['help', 'export']).out, run(['export', '--help']).out)
  writeFileSync(join(folder, 'help'), readFileSync(REFUSED))
  assert.match(run(['help']).out, /refused/)
  rmSync(join(folder, 'help'))
})

test('Ctrl-C reports what was read so far', async () => {
  const child = spawn(process.execPath, [command, '--json', '-'], { stdio: ['pipe', 'pipe', 'pipe'] })
  let out = ''
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
  // The pipe stays open: only the signal ends the reading. It comes when even a busy machine has begun to read.
  child.stdin.write(readFileSync(CLOSED))
  await new Promise((resolve) => setTimeout(resolve, 2500))
  child.kill('SIGINT')
  const [code] = (await once(child, 'close')) as [number | null]
  assert.equal(code, 130)
  assert.match(told, /Interrupted/)
  assert.equal((JSON.parse(out) as Report).connections.length, 1)
})

test('pasted text becomes a capture that says the same', () => {
  for (const name of ['a.pcap', 'b.pcapng']) {
    const { code, err } = run(['convert', 'pasted.txt', name])
    assert.deepEqual([code, err], [0, `2 packets written to ${name}.\n`])
    const { connections } = report([name])
    assert.equal(connections[0]?.verdict.id, report(['pasted.txt']).connections[0]?.verdict.id)
  }
  assert.equal(run(['convert', 'prose.txt', 'c.pcap']).code, 1)
  assert.equal(run(['convert', 'cut.pcap', 'cut.pcap']).code, 1)
})

test('a report is held against its capture', () => {
  for (const words of [['--json'], ['--ndjson'], ['--json', '--connection', '0'], ['--json', '--filter', 'tcp port 8080']]) {
    const filter = words.slice(-2)[0] === '--filter' ? words.slice(-2) : []
    const { code, out, err } = run(['verify', ...filter, '-', CLOSED], { input: run([...words, CLOSED]).out })
    assert.deepEqual([code, err], [0, ''], words.join(' '))
    assert.match(out, /^All holds: \d\d claims about 1 connection\.\n$/)
  }
  // Reformatted by another program, and about two inputs.
  const both = JSON.stringify(report([CLOSED, REFUSED]), undefined, 2)
  assert.match(run(['verify', '--lang', 'zh', '-', REFUSED, CLOSED], { input: both }).out, /^全部成立：2 个连接/)
})

test('a report that does not hold exits 1 and says what is wrong; what is no report is wrong usage', () => {
  const changed = run(['--json', REFUSED]).out.replaceAll('"flags":"R."', '"flags":"S."')
  const { code, out, err } = run(['verify', '-', REFUSED], { input: changed })
  assert.deepEqual([code, err], [1, ''])
  assert.match(out, /^Connection 0, refused-by-rst \(refused\), packet 2: its flags are R\., not S\.\.\n/)
  assert.match(run(['verify', '--lang', 'zh', '-', REFUSED], { input: changed }).out, /^连接 0，.*标志是 R\.，不是 S\.。\n/)
  assert.equal(run(['verify', '-', CLOSED], { input: changed }).code, 1)
  assert.equal(run(['verify', '-', 'missing.pcap'], { input: changed }).code, 1)
  assert.equal(run(['verify', 'missing.json', REFUSED]).code, 1)
  for (const input of ['', 'x', '[]', '{}', '{"schema":"synfin/report@1"}', '{"schema":"synfin/report@1","connections":[{}]}']) {
    const ran = run(['verify', '-', REFUSED], { input })
    assert.deepEqual([ran.code, ran.out], [2, ''], input)
    assert.match(ran.err, /no report/, input)
  }
  assert.equal(run(['verify', '-', REFUSED, REFUSED], { input: changed }).code, 2)
  assert.equal(run(['verify', 'only.json']).code, 2)
})
