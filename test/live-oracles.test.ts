/** Live capture beside the real tcpdump: the same packets, reports, messages and counts, in network namespaces made for it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { build } from 'esbuild'
import { CHECKSUM_NOTE } from '../src/core/capture/record.ts'
import { explainBytes } from '../src/core/report/explain-bytes.ts'
import type { LiveReport } from './live-report.ts'
import { NetworkStage, noStage, pause, stagesLeft, statusOf } from './network-stage.ts'
import { readRecords } from './read-records.ts'

const ROOT = join(import.meta.dirname, '..')
const hasTcpdump = (spawnSync('tcpdump', ['--version'], { encoding: 'utf8' }).stdout ?? '').includes('4.99.3')
const skip = noStage === false ? !hasTcpdump && 'tcpdump 4.99.3 is not installed' : noStage

/** A host answers on port 8080 (and closes at once), the other asks over the cable, and the first asks itself. */
const SERVER = `require('node:net').createServer((s) => s.end('answer'.repeat(50))).listen(8080, () => console.error('serving'))`
const CLIENT = `
const net = require('node:net')
const ask = (host, port) => new Promise((done) => net.connect(port, host, function () { this.write('question') }).on('data', () => 0).on('error', done).on('close', done))
;(async () => { for (const host of process.argv.slice(1)) { await ask(host, 8080); await ask(host, 81) } })()`

/** Sends frames as they are, with VLAN tags if asked. */
const SENDER = join(ROOT, 'bench/packet-sender.mjs')

/** Longer than anything waits for packets: the kernel's timeout for tcpdump is a second. */
const SETTLED_MS = 1300

/** All of the command that this is about, and a program that reports what it sees live. */
const ENTRY = `
import { dump } from './src/cli/dump.ts'
import { liveReport } from './test/live-report.ts'
const [what, ...words] = process.argv.slice(2)
if (what === 'report') void liveReport(words)
else void dump(words).then((code) => (process.exitCode = code))`

let folder = ''
let command = ''
let bare = ''
let stage: NetworkStage

before(async () => {
  if (skip !== false) return
  folder = mkdtempSync(join(tmpdir(), 'synfin-live-'))
  const here = join(ROOT, `build/live-${process.pid}`)
  mkdirSync(here, { recursive: true })
  // Beside the packages, so that koffi is found; and elsewhere, so that it is not.
  command = join(here, 'cli.cjs')
  bare = join(folder, 'cli.cjs')
  for (const outfile of [command, bare]) {
    await build({
      absWorkingDir: ROOT,
      stdin: { contents: ENTRY, resolveDir: ROOT, loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      // Put together: the tests' own bundler writes the place of this file wherever it finds the whole name.
      define: { [['import', 'meta', 'url'].join('.')]: '__filename' },
      logLevel: 'silent',
    })
  }
  stage = new NetworkStage()
})

after(() => {
  if (skip !== false) return
  stage.remove()
  rmSync(folder, { recursive: true, force: true })
  rmSync(join(ROOT, `build/live-${process.pid}`), { recursive: true, force: true })
  assert.deepEqual(stagesLeft(), [])
})

const ours = (words: readonly string[]): string[] => [process.execPath, command, 'dump', ...words]
const file = (name: string): string => join(folder, name)

async function traffic(): Promise<void> {
  const server = stage.start(stage.far, [process.execPath, '-e', SERVER])
  await server.until(/serving/)
  stage.run(stage.near, [process.execPath, '-e', CLIENT, '10.9.0.2'])
  stage.run(stage.near, [process.execPath, SENDER, 'va', '5000', '0.1', '100', '5'])
  stage.run(stage.far, [process.execPath, '-e', CLIENT, '127.0.0.1'])
  await server.end('SIGKILL')
}

const CASES: readonly (readonly [name: string, words: readonly string[]])[] = [
  ['loopback', ['-i', 'lo']],
  ['cable', ['-i', 'vb', '--nano']],
  ['in', ['-i', 'vb', '-Q', 'in']],
  ['out', ['-i', 'vb', '-Q', 'out', '-p']],
  ['short', ['-i', 'vb', '-s', '60', 'tcp port 8080']],
  ['flags', ['-i', 'vb', 'tcp[tcpflags] & (tcp-syn|tcp-rst) != 0 and host 10.9.0.1']],
  ['tagged', ['-i', 'vb', 'vlan 5 and tcp port 80']],
  ['any', ['-i', 'any', 'tcp port 8080 and inbound']],
  ['cooked', ['-i', 'any', '-y', 'LINUX_SLL', 'tcp']],
]

/** The kernel stamps a packet anew for each socket that sees it. */
const STAMPS_APART_NS = 1e6

/** All of a report but its times. */
function judged(bytes: Uint8Array): unknown {
  const { connections, verdict, captureFindings } = explainBytes(bytes)
  const ids = connections.map((c) => [c.client, c.server, c.verdict.id, c.findings.map(({ id }) => id)])
  return { ids, verdict: verdict?.id, captureFindings: captureFindings.map(({ id }) => id) }
}

test('every packet that tcpdump writes, synfin writes: bytes, lengths, times, and so the same report', { skip }, async () => {
  const captures = CASES.flatMap(([name, words]) => [
    { name, by: 'ours', process: stage.start(stage.far, [...ours(['-w', file(`${name}.ours`), '-Z', 'root']), ...words]) },
    { name, by: 'theirs', process: stage.start(stage.far, ['tcpdump', '-w', file(`${name}.theirs`), '-Z', 'root', ...words]) },
  ])
  for (const each of captures) await each.process.until(/listening on/)
  await traffic()
  await pause(SETTLED_MS)
  const ends = await Promise.all(captures.map(async (each) => ({ ...each, status: await each.process.end() })))
  for (const {
    name,
    by,
    process: { said },
    status,
  } of ends)
    assert.equal(status, 0, `${name} ${by}: ${said.stderr}`)
  for (const [name] of CASES) {
    const [mine, other] = ['ours', 'theirs'].map((by) => readFileSync(file(`${name}.${by}`)))
    const expected = readRecords(other).records
    assert.ok(expected.length > 2, name)
    assert.deepEqual(mine.subarray(0, 24), other.subarray(0, 24), name)
    const { records } = readRecords(mine)
    assert.deepEqual(
      records.map((record) => ({ ...record, timeNs: 0 })),
      expected.map((record) => ({ ...record, timeNs: 0 })),
      name,
    )
    for (const [i, { timeNs }] of records.entries()) assert.ok(Math.abs(timeNs - expected[i].timeNs) < STAMPS_APART_NS, `${name} ${i}`)
    assert.deepEqual(judged(mine), judged(other), name)
    const said = (by: string): string | undefined => ends.find((each) => each.name === name && each.by === by)?.process.said.stderr
    assert.equal(said('ours'), said('theirs'))
  }
})

test('lines, and what is said around them, are tcpdump’s', { skip }, async () => {
  const words = ['-i', 'lo', '-n', '-l', 'tcp port 8080']
  const both = [stage.start(stage.far, ours(words)), stage.start(stage.far, ['tcpdump', ...words])]
  for (const each of both) await each.until(/listening on/)
  await traffic()
  await pause(SETTLED_MS)
  for (const each of both) process.kill(each.pid, 'SIGUSR1')
  await pause(300)
  const ends = await Promise.all(both.map((each) => each.end()))
  assert.deepEqual(ends, [0, 0])
  const [mine, other] = both.map(({ said }) => said)
  assert.match(other.stdout, /Flags \[S\]/)
  const untimed = (text: string): string => text.replaceAll(/^[\d:.]{15}/gm, '')
  assert.equal(untimed(mine.stdout), untimed(other.stdout))
  assert.match(mine.stderr, /tcpdump: \d+ packets captured, \d+ packets received by filter, 0 packets dropped by kernel\n/)
  assert.equal(mine.stderr, other.stderr)
})

test('what cannot be captured is refused in tcpdump’s words', { skip }, () => {
  stage.run(stage.far, ['ip', 'link', 'add', 'down0', 'type', 'bridge'])
  for (const words of [
    ['-i', 'nowhere'],
    ['-i', 'down0'],
    ['-i', '99'],
    ['-i', 'vb', '-y', 'RAW'],
    ['-i', 'vb', '-I'],
    ['-i', 'vb', '-B', 'x'],
    ['-i', 'vb', '-Z', 'nobody-here', '-w', file('z')],
    ['-i', 'vb', 'port 99999'],
  ]) {
    const mine = stage.run(stage.far, ours(words))
    const other = stage.run(stage.far, ['tcpdump', ...words])
    const message = (text: string): string | undefined => text.split('\n').find((line) => line.startsWith('tcpdump: '))
    assert.equal(message(mine.stderr), message(other.stderr), words.join(' '))
    assert.equal(mine.status, 1, words.join(' '))
  }
  stage.run(stage.far, ['ip', 'link', 'del', 'down0'])
})

test('-D, -L and -J are tcpdump’s, but for devices that are none', { skip }, () => {
  const lines = (text: string): string[] => text.split('\n').filter((line) => !/bluetooth|netfilter|D-Bus|session bus|DOCSIS/.test(line))
  for (const words of [['-D'], ['-L', '-i', 'vb'], ['-L', '-i', 'any'], ['-J', '-i', 'lo']]) {
    const mine = stage.run(stage.far, ours(words))
    const other = stage.run(stage.far, ['tcpdump', ...words])
    assert.deepEqual(lines(mine.stdout), lines(other.stdout), words.join(' '))
    assert.deepEqual(lines(mine.stderr), lines(other.stderr), words.join(' '))
  }
})

test('without rights one message names three remedies; with CAP_NET_RAW alone it captures', { skip }, async () => {
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const refused = stage.run(stage.far, [...nobody, ...ours(['-i', 'lo'])])
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /permission to perform this capture[^]*sudo synfin[^]*setcap[^]*-r FILE/)
  const allowed = stage.start(stage.far, [
    ...nobody,
    '--inh-caps=+net_raw',
    '--ambient-caps=+net_raw',
    ...ours(['-i', 'lo', '-n', '-c', '3']),
  ])
  await allowed.until(/listening on/)
  await traffic()
  assert.equal(await allowed.over, 0)
  assert.equal(allowed.said.stdout.split('\n').length, 4)
})

/** A user of no rights at all, with a network of their own in which they are root. */
const ALONE = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'unshare', '--user', '--map-root-user', '--net']
const noUserNamespace =
  skip !== false ? skip : spawnSync(ALONE[0], [...ALONE.slice(1), 'true']).status !== 0 && 'users may make no namespaces here'

test('in a network of their own, users capture without any rights', { skip: noUserNamespace }, () => {
  const capture = `ip link set lo up; (sleep 1; ${process.execPath} -e "require('node:net').connect(81, '127.0.0.1').on('error', () => 0)") & `
  const words = [...ALONE, 'sh', '-c', `${capture} timeout 10 "$@"`, 'sh', ...ours(['-i', 'lo', '-n', '-c', '2'])]
  const { status, stdout, stderr } = stage.run(stage.far, words)
  assert.equal(status, 0, stderr)
  assert.match(stdout, /Flags \[S\][^]*Flags \[R\.\]/)
})

test('root is given up once the interface is open, and a file survives kill -9', { skip }, async () => {
  const capture = stage.start(stage.far, ours(['-i', 'lo', '-w', file('killed.pcap'), 'tcp port 8080']))
  await capture.until(/listening on/)
  assert.notEqual(statusOf(capture.pid).get('Uid')?.split(/\s/)[1], '0')
  assert.equal(statusOf(capture.pid).get('CapEff'), '0000000000000000')
  await traffic()
  await pause(SETTLED_MS)
  await capture.end('SIGKILL')
  const { records, info } = readRecords(readFileSync(file('killed.pcap')))
  assert.deepEqual(info.problems, [])
  assert.ok(records.length >= 8)
})

test('without koffi a child process captures the same, and leaves with us', { skip }, async () => {
  const capture = stage.start(stage.far, [process.execPath, bare, 'dump', '-i', 'lo', '-n', '-l', 'tcp port 8080'])
  await capture.until(/listening on/)
  const children = readFileSync(`/proc/${capture.pid}/task/${capture.pid}/children`, 'utf8').trim().split(' ')
  assert.equal(statusOf(Number(children[0])).get('Name'), 'tcpdump')
  await traffic()
  await pause(SETTLED_MS)
  assert.equal(await capture.end(), 0)
  assert.match(capture.said.stdout, /Flags \[S\][^]*Flags \[S\.\][^]*Flags \[F\.\]/)
  for (const child of children) assert.throws(() => statusOf(Number(child)))
})

test('an interface that goes away ends the capture with a message', { skip }, async () => {
  stage.run(stage.far, ['ip', 'link', 'add', 'gone0', 'type', 'bridge'])
  stage.run(stage.far, ['ip', 'link', 'set', 'gone0', 'up'])
  const capture = stage.start(stage.far, ours(['-i', 'gone0']))
  await capture.until(/listening on/)
  stage.run(stage.far, ['ip', 'link', 'del', 'gone0'])
  assert.equal(await capture.over, 1)
  assert.match(capture.said.stderr, /The interface disappeared\n\d+ packets? captured/)
})

test('packets that the kernel drops are told while it happens, and the counts add up', { skip }, async () => {
  const capture = stage.start(stage.far, ours(['-i', 'vb', '-B', '256', '-w', file('dropped.pcap')]))
  await capture.until(/listening on/)
  process.kill(capture.pid, 'SIGSTOP')
  const sender = stage.run(stage.near, [process.execPath, SENDER, 'va', '20000', '1', '200'])
  const { sent } = JSON.parse(sender.stdout) as { sent: number }
  process.kill(capture.pid, 'SIGCONT')
  await capture.until(/packets dropped by kernel so far/)
  assert.equal(await capture.end(), 0)
  const [captured, received, dropped] = [...capture.said.stderr.matchAll(/(\d+) packets (?:captured|received|dropped by kernel\n)/g)].map(
    ([, count]) => Number(count),
  )
  assert.ok(sent > 1000 && received >= sent && dropped > 0, capture.said.stderr)
  assert.equal(captured + dropped, received)
  assert.equal(readRecords(readFileSync(file('dropped.pcap'))).records.length, captured)
})

async function reported(name: string, snaplen: number, meanwhile: () => Promise<void>): Promise<LiveReport> {
  const live = stage.start(stage.far, [process.execPath, command, 'report', name, String(snaplen)])
  await live.until(/listening on/)
  await meanwhile()
  // No pause: what the kernel has received is handed over before the end.
  assert.equal(await live.end(), 0)
  return JSON.parse(live.said.stdout) as LiveReport
}

test('a report made live is the one of a file that tcpdump wrote meanwhile, but for what only a live capture knows', { skip }, async () => {
  const other = stage.start(stage.far, ['tcpdump', '-i', 'lo', '-w', file('beside.pcap'), '-Z', 'root'])
  await other.until(/listening on/)
  const { connections, counts } = await reported('lo', 262_144, traffic)
  await pause(SETTLED_MS)
  await other.end()
  assert.equal(counts.received, counts.captured)
  const expected = explainBytes(readFileSync(file('beside.pcap'))).connections
  assert.ok(connections.length >= 2)
  assert.deepEqual(
    connections.map(({ client, verdict, findings }) => [client, verdict, findings]),
    expected.map(({ client, verdict, findings }) => [client.port, verdict.id, findings.map(({ id }) => id)]),
  )
})

test('the kernel says which checksums are still to be computed: a fact, also of packets that were cut', { skip }, async () => {
  const { connections, notes } = await reported('lo', 60, traffic)
  // The kernel computes the sum of a RST itself; all else is left to a card that is not there.
  assert.equal(new Map(notes).get(CHECKSUM_NOTE.unknown), 1)
  assert.ok((new Map(notes).get(CHECKSUM_NOTE.pending) ?? 0) >= 8)
  assert.ok(connections.some(({ findings }) => findings.includes('checksum-offload')))
})
