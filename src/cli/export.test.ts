/** `synfin export` as it is shipped: every target read back, and what it refuses. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { BuiltCommand, type Ran } from '../../test/built-command.ts'
import { synCapture } from '../../test/syn-capture.ts'
import type { ConnectionReport, Report } from '../core/report/report.ts'

const SAMPLES = join(import.meta.dirname, '../../samples')
const REFUSED = join(SAMPLES, 'refused-port-closed.client.pcap')
const CLOSED = join(SAMPLES, 'close-4way.client.pcap')
const PASTED = join(SAMPLES, 'refused.txt')

const built = new BuiltCommand('export')
const { folder, path: command } = built

function run(words: readonly string[], input: string | Uint8Array = ''): Ran<Buffer> {
  return built.runForBytes(words, { input, env: { LC_ALL: 'C' } })
}

/** The output of a target; nothing may be wrong. */
function exported(target: string, files: readonly string[], more: readonly string[] = []): Buffer {
  const { code, out, err } = run(['export', '--to', target, ...more, ...files])
  assert.deepEqual([code, err], [0, ''])
  return out
}

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}

function records(files: readonly string[], more: readonly string[] = []): (ConnectionReport & { inputName: string })[] {
  const lines = exported('ndjson', files, more).toString().trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as ConnectionReport & { inputName: string })
}

test('ndjson: the connections of the report, one a line, with the name of their input', () => {
  const files = [CLOSED, REFUSED, PASTED]
  const { connections, inputs } = JSON.parse(run(['explain', '--json', ...files]).out.toString()) as Report
  assert.equal(connections.length, 3)
  assert.deepEqual(
    records(files),
    connections.map((connection) => ({ ...connection, inputName: inputs[connection.input].name })),
  )
})

test('csv: a header and a record for each connection, the summary in the language asked for', () => {
  const lines = exported('csv', [CLOSED, REFUSED]).toString().split('\r\n')
  assert.equal(lines.length, 4)
  assert.match(lines[0], /^connection,input,start_utc,start_epoch_s,/)
  assert.match(lines[1], /,refused-by-rst,/)
  assert.match(lines[2], /,close-4way,/)
  assert.match(exported('csv', [REFUSED], ['--lang', 'zh']).toString(), /连接/)
})

test('conn-log and conn-json say the same', () => {
  const [names, ...rows] = exported('conn-log', [CLOSED, REFUSED])
    .toString()
    .split('\n')
    .filter((line) => line !== '' && (!line.startsWith('#') || line.startsWith('#fields')))
    .map((line) => line.split('\t'))
  const log = rows.map((values) =>
    Object.fromEntries(values.map((value, i) => [names[i + 1], value] as const).filter(([, value]) => value !== '-')),
  )
  const json = exported('conn-json', [CLOSED, REFUSED]).toString().trimEnd().split('\n')
  const expected = json.map((line) => JSON.parse(line) as Record<string, string | number>)
  assert.equal(log.length, 2)
  for (const [i, row] of log.entries()) {
    const same = Object.entries(expected[i]).map(([name, value]) => [
      name,
      name === 'ts' || name === 'duration' ? Number(value).toFixed(6) : String(value),
    ])
    assert.deepEqual(row, Object.fromEntries(same))
  }
})

test('parquet: another reader finds the records of the report in it', async () => {
  const bytes = exported('parquet', [CLOSED, REFUSED, PASTED])
  const file = arrayBufferOf(bytes)
  const rows: Record<string, unknown>[] = await parquetReadObjects({ file })
  const reports = records([CLOSED, REFUSED, PASTED])
  assert.equal(rows.length, 3)
  for (const [i, row] of rows.entries()) {
    const { id, inputName, start, client, duration, verdict, rolesGuessed, continues } = reports[i]
    assert.deepEqual(
      [row.connection, row.input, row.client_port, row.duration_s, row.verdict, row.roles_guessed, row.continues],
      [BigInt(id), inputName, BigInt(client.port ?? -1), duration, verdict.id, rolesGuessed, continues ?? null],
    )
    assert.equal(row.start instanceof Date ? row.start.getTime() : null, start === null ? null : Math.floor(Number(start) * 1000))
  }
  const { schema } = parquetMetadata(file)
  assert.deepEqual(schema.find(({ name }) => name === 'start')?.logical_type, { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' })
})

test('parquet: more rows than a group holds, and none at all', async () => {
  const many = 10_003
  writeFileSync(join(folder, 'many.pcap'), synCapture(many))
  for (const [path, count] of [
    ['many.pcap', many],
    [join(folder, 'none.pcap'), 0],
  ] as const) {
    if (count === 0) writeFileSync(path, synCapture(0))
    run(['export', '--to', 'parquet', '-o', 'rows.parquet', path])
    const bytes = readFileSync(join(folder, 'rows.parquet'))
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    const rows: Record<string, unknown>[] = await parquetReadObjects({ file, columns: ['connection'] })
    assert.equal(rows.length, count)
    assert.equal(new Set(rows.map(({ connection }) => connection)).size, count)
  }
})

test('a filter chooses packets; a wrong one is told before the output is touched', () => {
  assert.equal(records([CLOSED, REFUSED], ['--filter', 'port 45628']).length, 1)
  assert.equal(exported('conn-json', [CLOSED, REFUSED], ['--filter', 'port 45628']).toString().trimEnd().split('\n').length, 1)
  writeFileSync(join(folder, 'kept.csv'), 'kept')
  const { code, err } = run(['export', '--to', 'csv', '-o', 'kept.csv', '--filter', 'tcp port', CLOSED])
  assert.equal(code, 2)
  assert.match(err, /filter cannot be used/)
  assert.match(err, /synfin export --help/)
  assert.equal(readFileSync(join(folder, 'kept.csv'), 'utf8'), 'kept')
  const nothing = run(['export', '--to', 'csv', '--filter', 'udp', CLOSED])
  assert.equal(nothing.code, 0)
  assert.match(nothing.err, /No packet matches/)
})

test('-o names the file; an input is never overwritten', () => {
  for (const target of ['ndjson', 'csv', 'conn-log', 'conn-json', 'parquet', 'pcapng']) {
    const out = run(['export', '--to', target, '-o', `out.${target}`, CLOSED])
    assert.deepEqual([out.code, out.out.length, out.err], [0, 0, ''])
    assert.ok(existsSync(join(folder, `out.${target}`)))
    copyFileSync(CLOSED, join(folder, 'own.pcap'))
    const refused = run(['export', '--to', target, '-o', 'own.pcap', 'own.pcap'])
    assert.equal(refused.code, 1)
    assert.match(refused.err, /is an input too/)
    assert.deepEqual(readFileSync(join(folder, 'own.pcap')), readFileSync(CLOSED))
  }
})

test('xplot: two files for each connection in the folder of -o, named on standard output', () => {
  const { code, out, err } = run(['export', '--to', 'xplot', '-o', 'graphs/deep', CLOSED, REFUSED])
  assert.deepEqual([code, err], [0, ''])
  const names = ['a2b', 'b2a', 'c2d', 'd2c'].map((name) => join('graphs/deep', `${name}_tsg.xpl`))
  const listed = out.toString().trimEnd().split('\n')
  assert.deepEqual(
    listed.map((line) => line.split('\t')[0]),
    names,
  )
  assert.equal(listed[1].split('\t')[1], '198.51.100.20:8080 > 192.0.2.10:45628')
  for (const name of names) assert.match(readFileSync(join(folder, name), 'utf8'), /^timeval double\ntitle\n.*\n(.*\n)*go\n$/)
  assert.match(readFileSync(join(folder, names[1]), 'utf8'), /atext \S+ \d+ magenta\nRST_OUT/)
})

test('xplot: without -o into the current folder; what has no times has no graph; -o - and a file are refused', () => {
  run(['export', '--to', 'xplot', REFUSED])
  assert.ok(existsSync(join(folder, 'a2b_tsg.xpl')) && existsSync(join(folder, 'b2a_tsg.xpl')))
  writeFileSync(join(folder, 'timeless.txt'), 'IP 192.0.2.1.1024 > 192.0.2.2.80: Flags [S], seq 7, win 100, length 0\n')
  const timeless = run(['export', '--to', 'xplot', '-o', 'none', 'timeless.txt'])
  assert.match(timeless.err, /has no graph/)
  assert.equal(timeless.out.length, 0)
  const dash = run(['export', '--to', 'xplot', '-o', '-', REFUSED])
  assert.deepEqual([dash.code, /name a folder/.test(dash.err)], [2, true])
  writeFileSync(join(folder, 'a-file'), 'kept')
  const file = run(['export', '--to', 'xplot', '-o', 'a-file', REFUSED])
  assert.deepEqual([file.code, readFileSync(join(folder, 'a-file'), 'utf8')], [1, 'kept'])
  assert.match(file.err, /"a-file" cannot be written: it is no folder/)
})

test('pcapng: from a pipe and from a file the same; what is wrong with the input is told once', () => {
  const fromFile = exported('pcapng', [CLOSED])
  assert.deepEqual(run(['export', '--to', 'pcapng', '-'], readFileSync(CLOSED)).out, fromFile)
  assert.match(fromFile.toString('utf8'), /synfin: connection 0, close-4way \((proven|likely)\): /)
  assert.match(exported('pcapng', [CLOSED], ['--lang', 'zh']).toString('utf8'), /连接 0，close-4way/)
  writeFileSync(join(folder, 'cut.pcap'), readFileSync(CLOSED).subarray(0, 300))
  const cut = run(['export', '--to', 'pcapng', 'cut.pcap'])
  assert.equal(cut.code, 1)
  assert.equal(cut.err.split('\n').length, 2, cut.err)
  // Of nothing that can be read, an empty file of the format.
  const none = run(['export', '--to', 'pcapng', 'no-such-file'])
  assert.deepEqual([none.code, none.out.subarray(0, 4).toString('hex')], [1, '0a0d0d0a'])
  const filtered = exported('pcapng', [CLOSED, REFUSED], ['--filter', 'port 45628'])
  assert.match(filtered.toString('utf8'), /connection 0, refused-by-rst/)
  assert.doesNotMatch(filtered.toString('utf8'), /close-4way/)
})

test('a wrong --to, none, an input that is none', () => {
  const wrong = run(['export', '--to', 'word', CLOSED])
  assert.equal(wrong.code, 2)
  assert.match(wrong.err, /ndjson, csv, conn-log, conn-json, parquet, xplot, pcapng/)
  assert.equal(run(['export', CLOSED]).code, 2)
  const missing = run(['export', '--to', 'csv', 'no-such-file'])
  assert.equal(missing.code, 1)
  assert.match(missing.out.toString(), /^connection,/)
})

test('a full disk is told, a closed pipe is not', { skip: existsSync('/dev/full') ? false : 'no /dev/full' }, async () => {
  writeFileSync(join(folder, 'large.pcap'), synCapture(6000))
  for (const target of ['ndjson', 'csv', 'conn-log', 'conn-json', 'parquet', 'pcapng']) {
    const full = run(['export', '--to', target, '-o', '/dev/full', 'large.pcap'])
    assert.equal(full.code, 1, target)
    assert.match(full.err, /no space/, target)
    const child = spawn(process.execPath, [command, 'export', '--to', target, 'large.pcap'], { cwd: folder })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const [code] = (await once(child, 'close')) as [number]
    assert.deepEqual([code, said], [0, ''], target)
  }
})
