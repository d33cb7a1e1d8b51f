/** `synfin probe` and `synfin why` between two hosts with a firewall, in network namespaces made for it. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildCommand } from './built-command.ts'
import type { Report } from '../src/core/report/report.ts'
import { NetworkStage, noStage, stagesLeft } from './network-stage.ts'

const ROOT = join(import.meta.dirname, '..')
const SERVER = `require('node:net').createServer((s) => s.on('error', () => {}).end('hello')).listen(8080, () => console.error('serving'))`
const ASK = `const net = require('node:net'); const ask = (port) => new Promise((done) => net.connect(port, '10.9.0.2').on('data', () => 0).on('error', done).on('close', done))`
/** Goes on connecting until it is ended. */
const NOISE = `${ASK}; (async () => { console.error('begun'); for (;;) { await ask(8080); await new Promise((done) => setTimeout(done, 5)) } })()`

const AS_NOBODY = 'setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set -all --inh-caps -all'.split(' ')

const folder = join(ROOT, `build/probe-${process.pid}`)
const command = join(folder, 'cli.cjs')
let stage: NetworkStage

before(async () => {
  if (noStage !== false) return
  mkdirSync(folder, { recursive: true })
  await buildCommand(command)
  stage = new NetworkStage()
  stage.run(stage.far, ['iptables', '-A', 'INPUT', '-p', 'tcp', '--dport', '81', '-j', 'DROP'])
  const reject = ['-j', 'REJECT', '--reject-with', 'icmp-host-prohibited']
  stage.run(stage.far, ['iptables', '-A', 'INPUT', '-p', 'tcp', '--dport', '82', ...reject])
  await stage.start(stage.far, [process.execPath, '-e', SERVER]).until(/serving/)
})

after(() => {
  if (noStage !== false) return
  stage.remove()
  rmSync(folder, { recursive: true, force: true })
  assert.deepEqual(stagesLeft(), [])
})

function synfin(...words: string[]): { readonly status: number | null; readonly report: Report; readonly stderr: string } {
  const { status, stdout, stderr } = stage.run(stage.near, [process.execPath, command, ...words])
  return { status, report: stdout === '' ? ({} as Report) : (JSON.parse(stdout) as Report), stderr }
}

const CASES: readonly (readonly [port: string, ids: readonly string[], said: RegExp])[] = [
  ['8080', ['half-close-data', 'close-3seg', 'close-4way', 'open-normal'], /connected after/],
  ['83', ['refused-by-rst', 'refused-port-closed'], /refused \(ECONNREFUSED\)/],
  ['82', ['reject-icmp'], /unreachable \(EHOSTUNREACH\)/],
  ['81', ['syn-no-answer'], /gave up without an answer/],
]

for (const [port, ids, said] of CASES) {
  test(`probe of port ${port}: ${ids.join(' or ')}`, { skip: noStage }, () => {
    const { status, report, stderr } = synfin('probe', '--json', '--timeout', '2.5', '10.9.0.2', port)
    assert.equal(status, 0, stderr)
    assert.match(stderr, said)
    assert.deepEqual(report.connections.length, 1)
    const [connection] = report.connections
    assert.ok(ids.includes(connection?.verdict.id ?? ''), connection?.verdict.id)
    assert.equal(report.inputs[0]?.name, `probe 10.9.0.2 ${port}`)
  })
}

test('probe tries as often as asked, and --check tells of a problem', { skip: noStage }, () => {
  const { status, report, stderr } = synfin('probe', '--json', '--check', '-c', '3', '-i', '0.05', '10.9.0.2:83')
  assert.equal(status, 3)
  assert.equal(report.connections.length, 3)
  assert.match(stderr, /3\. 10\.9\.0\.2:83: refused/)
})

test('probe without the right to capture says what the system knows, and what it could not see', { skip: noStage }, () => {
  const { status, stdout, stderr } = stage.run(stage.near, [...AS_NOBODY, process.execPath, command, 'probe', '10.9.0.2', '83'])
  assert.equal(stdout, '')
  assert.match(stderr, /refused \(ECONNREFUSED\)/)
  assert.match(stderr, /The packets could not be watched: that needs the right to capture/)
  assert.match(stderr, /A RST came back\. Whether the host sent it/)
  assert.match(stderr, /tcpdump -ni any '\(tcp port 83 and \(host 10\.9\.0\.2\)\) or icmp or icmp6'/)
  assert.equal(status, 0)
})

test('why explains the connections of the command, and of nobody else', { skip: noStage }, async () => {
  const noise = stage.start(stage.near, [process.execPath, '-e', NOISE])
  await noise.until(/begun/)
  const program = `${ASK}; (async () => { await ask(83); await ask(82); await ask(8080) })()`
  const shell = `${process.execPath} -e ${JSON.stringify(program)}; exit 7`
  const { status, report, stderr } = synfin('why', '--json', '--', 'sh', '-c', shell)
  await noise.end()
  assert.equal(status, 0, stderr)
  assert.match(stderr, /The command ended with exit code 7\./)
  assert.deepEqual(new Set(report.connections.map(({ server }) => server.port)), new Set([82, 83, 8080]))
  assert.equal(report.connections.length, 3)
  const refused = report.connections.find(({ server }) => server.port === 83)
  assert.match(refused?.verdict.id ?? '', /^refused-/)
  assert.equal(report.connections.find(({ server }) => server.port === 82)?.verdict.id, 'reject-icmp')
})

test('why says when there was no connection, and when there is no such command', { skip: noStage }, () => {
  const silent = stage.run(stage.near, [process.execPath, command, 'why', '--', 'true'])
  assert.equal(silent.status, 0)
  assert.match(silent.stderr, /opened no TCP connection/)
  const missing = stage.run(stage.near, [process.execPath, command, 'why', '--', 'no-such-command'])
  assert.equal(missing.status, 1)
  assert.match(missing.stderr, /the command no-such-command cannot be run/)
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => /^synfin-(sockets|watch)-/.test(name)),
    [],
    'everything temporary is gone',
  )
})

test('live says of each connection what explain says of the file afterwards', { skip: noStage }, async () => {
  const file = join(folder, 'live.pcap')
  const watching = stage.start(stage.near, [process.execPath, command, 'live', '-i', 'va', '--ndjson', '-w', file, 'tcp or icmp'])
  // It has no word for being ready: what it writes of a first connection shows that it is.
  for (let i = 0; i < 50 && watching.said.stdout === ''; i++) {
    stage.run(stage.near, [process.execPath, '-e', `${ASK}; void ask(83)`])
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  stage.run(stage.near, [process.execPath, '-e', `${ASK}; (async () => { await ask(82); await ask(8080); await ask(83) })()`])
  await new Promise((resolve) => setTimeout(resolve, 500))
  assert.equal(await watching.end('SIGINT'), 0)
  const lines = watching.said.stdout.trim().split('\n')
  const said = lines.slice(0, -1).map((line) => JSON.parse(line) as Report['connections'][number])
  const { report } = synfin('explain', '--json', file)
  const verdicts = (all: readonly Report['connections'][number][]): Map<number, string> =>
    new Map(all.map(({ client, verdict }) => [client.port ?? 0, verdict.id]))
  assert.ok(said.length >= 4, `${said.length} connections`)
  assert.equal(said.length, report.connections.length)
  assert.deepEqual(verdicts([...said].sort((a, b) => a.id - b.id)), verdicts(report.connections))
})

test('at the server itself, the report says who listens, and names the rule that took the packets away', { skip: noStage }, () => {
  const text = (port: string): string =>
    stage.run(stage.far, [process.execPath, command, 'probe', '--timeout', '0.5', '10.9.0.2', port]).stdout.replaceAll(/\s+/g, ' ')
  assert.match(
    text('81'),
    /nothing listens on port 81 here, and this rule dropped \d packets? meanwhile: -A INPUT -p tcp -m tcp --dport 81 -j DROP/,
  )
  assert.match(text('82'), /this rule rejected \d packets? meanwhile: -A INPUT -p tcp -m tcp --dport 82 -j REJECT/)
  assert.match(text('83'), /nothing listens on port 83 here, and no rule that drops or rejects counted a packet meanwhile\./)
  assert.match(text('8080'), /node listens on \*:8080 here \(0 of 511 places in its accept queue taken\)/)
})

test('at the client, the report names the way, or says that there is none', { skip: noStage }, () => {
  const text = (address: string): string =>
    stage.run(stage.near, [process.execPath, command, 'probe', '--timeout', '0.5', address, '83']).stdout.replaceAll(/\s+/g, ' ')
  assert.match(text('10.9.0.2'), /the way to 10\.9\.0\.2 is dev va\./)
  assert.match(text('198.51.100.1'), /this machine knows no way to 198\.51\.100\.1\./)
})
