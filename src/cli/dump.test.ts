/** `synfin dump` as a command: its options, messages, exit codes and files, held against tcpdump's. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildCommand } from '../../test/built-command.ts'

const ROOT = join(import.meta.dirname, '../..')
const SAMPLE = join(ROOT, 'samples/close-4way.client.pcap')
const versionText = spawnSync('tcpdump', ['--version'], { encoding: 'utf8' }).stdout ?? ''
const noOracle = versionText.includes('4.99.3') ? false : 'tcpdump 4.99.3 is not installed'

let folder = ''
let command = ''

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synfin-dump-'))
  command = join(folder, 'cli.cjs')
  await buildCommand(command)
  writeFileSync(join(folder, 'cut.pcap'), readFileSync(SAMPLE).subarray(0, 300))
  writeFileSync(join(folder, 'filter'), 'tcp # only that\nand port 8080\n')
  writeFileSync(join(folder, 'list'), `${SAMPLE}\n${SAMPLE}\n`)
})

after(() => rmSync(folder, { recursive: true, force: true }))

interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

const environment = { ...process.env, TZ: 'GMT0' }

function ours(words: readonly string[], input?: Uint8Array): Outcome {
  return spawnSync(process.execPath, [command, 'dump', ...words], { cwd: folder, env: environment, encoding: 'latin1', input })
}

function theirs(words: readonly string[], input?: Uint8Array): Outcome {
  return spawnSync('tcpdump', words, { cwd: folder, env: environment, encoding: 'latin1', input })
}

/** Only the first line of our messages is tcpdump's; more help may follow. */
function firstMessage(text: string): string | undefined {
  return text.split('\n').find((line) => line.startsWith('tcpdump: '))
}

const LINES: readonly (readonly string[])[] = [
  ['-nr', SAMPLE],
  ['-nnvXr', SAMPLE, 'tcp', 'port', '8080'],
  ['-n', '-r', SAMPLE, '-c3', 'tcp[tcpflags] & tcp-syn != 0'],
  ['-r', SAMPLE, '-t'],
  ['-nttr', SAMPLE, '--number', '--nano'],
  ['-ner', SAMPLE, '--count'],
  ['-n', '--cou', '-r', SAMPLE, '-c', '1'],
  ['-nF', 'filter', '-r', SAMPLE, 'udp'],
  ['-nV', 'list'],
  ['-nr', 'cut.pcap'],
  ['-nr', SAMPLE, '-AA', '-S'],
  ['-r', SAMPLE, 'port', '80', '-n'],
]

test('the same lines and exit codes', { skip: noOracle }, () => {
  for (const words of LINES) {
    const [got, want] = [ours(words), theirs(words)]
    assert.deepEqual([got.stdout, got.status], [want.stdout, want.status], words.join(' '))
    assert.equal(got.stderr.split('\n')[0], want.stderr.split('\n')[0], words.join(' '))
  }
})

const REFUSED: readonly (readonly string[])[] = [
  ['-ttttttr', SAMPLE],
  ['-c', '0', '-r', SAMPLE],
  ['-s', '-1', '-r', SAMPLE],
  ['-r', 'no such file'],
  ['-r', '.'],
  ['-r', 'filter'],
  ['-r', '/dev/null'],
  ['-nr', 'cut.pcap'],
  ['-T', 'xyz', '-r', SAMPLE],
  ['-y', 'FOO', '-r', SAMPLE],
  ['-C', 'x', '-r', SAMPLE, '-w', 'out'],
  ['-W', '0', '-r', SAMPLE],
  ['--nope', '-r', SAMPLE],
  ['-k', '-r', SAMPLE],
  ['-r'],
  ['-F', 'nothing', '-r', SAMPLE],
  ['-V', 'nothing'],
  ['-V', 'list', '-r', SAMPLE],
  ['-r', SAMPLE, 'tcp', 'port', '99999'],
  ['-r', SAMPLE, 'foo', 'bar'],
  ['--time-stamp-precision=foo', '-r', SAMPLE],
]

test('the same messages and exit codes for what is wrong', { skip: noOracle }, () => {
  for (const words of REFUSED) {
    const [got, want] = [ours(words), theirs(words)]
    assert.deepEqual([firstMessage(got.stderr), got.status], [firstMessage(want.stderr), want.status], words.join(' '))
  }
})

test('a pipe is read as a file is', { skip: noOracle }, () => {
  const input = readFileSync(SAMPLE)
  assert.equal(ours(['-nr', '-'], input).stdout, theirs(['-nr', '-'], input).stdout)
})

test('written files are the same, byte for byte', { skip: noOracle }, () => {
  ours(['-r', SAMPLE, '-w', 'ours.pcap', 'tcp'])
  theirs(['-r', SAMPLE, '-w', 'theirs.pcap', 'tcp'])
  assert.deepEqual(readFileSync(join(folder, 'ours.pcap')), readFileSync(join(folder, 'theirs.pcap')))
  const both = ours(['-nr', SAMPLE, '-w', 'ours.pcap', '--print'])
  assert.equal(both.stdout, theirs(['-nr', SAMPLE]).stdout)
})

test('-C and -W rotate with the same names', { skip: noOracle }, () => {
  const large = join(folder, 'large.pcap')
  const bytes = readFileSync(SAMPLE)
  const records = bytes.subarray(24)
  const times = Math.ceil(2_500_000 / records.length)
  writeFileSync(large, Buffer.concat([bytes.subarray(0, 24), ...Array.from({ length: times }, () => records)]))
  for (const words of [[], ['-W', '2'], ['-W', '12']]) {
    for (const name of readdirSync(folder).filter((file) => /^[ot]\.pcap/.test(file))) rmSync(join(folder, name))
    ours(['-r', large, '-w', 'o.pcap', '-C', '1', ...words])
    theirs(['-r', large, '-w', 't.pcap', '-C', '1', '-Z', 'root', ...words])
    const written = (letter: string): Map<string, Buffer> =>
      new Map(
        readdirSync(folder)
          .filter((file) => file.startsWith(`${letter}.pcap`))
          .map((file) => [file.slice(1), readFileSync(join(folder, file))]),
      )
    assert.deepEqual([...written('o').keys()], [...written('t').keys()], words.join(' '))
    assert.ok(
      [...written('o').values()].every((content, i) => content.equals([...written('t').values()][i])),
      words.join(' '),
    )
  }
})

test('-h and --version go to standard output', () => {
  assert.match(ours(['-h']).stdout, /Usage: synfin dump/)
  assert.match(ours(['--version']).stdout, /4\.99\.3/)
})

test('a full disk ends with one sentence', { skip: process.platform !== 'linux' && 'there is no /dev/full' }, () => {
  const { status, stderr } = ours(['-r', SAMPLE, '-w', '/dev/full'])
  assert.equal(status, 1)
  assert.match(stderr, /no space/i)
})
