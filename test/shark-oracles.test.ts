/** Holds `synfin shark`'s filters and statistics against tshark 4.0.17, on the project's own samples. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildCommand } from './built-command.ts'
import { DetectingReader } from '../src/core/capture/format.ts'
import { Dissector } from '../src/core/dialects/wireshark/dissector.ts'
import { defaultTcpPreferences } from '../src/core/dialects/wireshark/tcp/tcp-preferences.ts'
import { compileDisplayFilter } from '../src/core/filter/display/display-filter.ts'
import { DISPLAY_EXPRESSIONS, DISPLAY_EXPRESSIONS_WITH_COMMAS, WRONG_DISPLAY_EXPRESSIONS } from './display-expressions.ts'
import { disableOtherProtocols } from './tshark-protocols.ts'

const VERSION = '4.0.17'
const HAS_TSHARK = spawnSync('tshark', ['--version'], { encoding: 'utf8' }).stdout?.includes(VERSION) ?? false
const skip = HAS_TSHARK ? false : `tshark ${VERSION} is not installed`
const FILTERED = ['samples/close-fin-retransmitted.client.pcap', 'samples/half-close-data.server.pcap']
const COUNTED = [
  'samples/close-fin-retransmitted.client.pcap',
  'samples/accept-queue-full.server.pcap',
  'samples/refused-port-closed.client.pcap',
]
const STATISTICS = [
  'conv,tcp',
  'conv,tcp,tcp.len>0',
  'conv,ip',
  'conv,eth',
  'expert',
  'flow,tcp,network',
  'flow,any,standard',
  'follow,tcp,ascii,0',
  'follow,tcp,hex,0',
  'follow,tcp,raw,0',
  'io,stat,0',
  'io,stat,0.25',
  'io,stat,1,tcp.len>0,tcp.flags.syn==1',
  'io,stat,0.5,SUM(tcp.len)tcp.len,MAX(frame.len)frame.len',
  'io,stat,0.1,LOAD(tcp.time_delta)tcp.time_delta,FRAMES()tcp.len>0,BYTES',
  'io,stat,0.03,FRAMES',
  'io,stat,0,LOAD(tcp.time_relative)tcp.time_relative,AVG(tcp.time_delta)tcp.time_delta',
]

let folder = ''
let command = ''

before(async () => {
  if (!HAS_TSHARK) return
  folder = mkdtempSync(join(tmpdir(), 'synfin-shark-'))
  command = join(folder, 'synfin.cjs')
  await buildCommand(command)
  disableOtherProtocols(folder)
})

after(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

interface Ran {
  readonly status: number | null
  readonly stdout: string
}

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC0', WIRESHARK_CONFIG_DIR: folder })

function tshark(words: readonly string[]): Ran {
  return spawnSync('tshark', words, { encoding: 'utf8', env: environment(), maxBuffer: 1 << 26 })
}

function shark(words: readonly string[]): Ran {
  return spawnSync(process.execPath, [command, 'shark', ...words], { encoding: 'utf8', env: environment(), maxBuffer: 1 << 26 })
}

/** How many packets of a capture match each expression; undefined for one that is refused. */
function matching(path: string, expressions: readonly string[]): (number | undefined)[] {
  const results = expressions.map((expression) => compileDisplayFilter(expression))
  const counts = results.map(({ ok }): number | undefined => (ok ? 0 : undefined))
  const wanted = new Set(results.flatMap((result) => (result.ok ? [...result.filter.wanted] : [])))
  let dissector: Dissector | undefined
  let number = 0
  const reader = new DetectingReader((record) => {
    dissector ??= new Dissector({ tcp: defaultTcpPreferences(), capture: reader.info, wanted })
    const packet = dissector.dissect(record, ++number)
    results.forEach((result, i) => {
      const count = counts[i]
      if (result.ok && count !== undefined && result.filter.matches(packet)) counts[i] = count + 1
    })
    dissector.displayed()
  })
  reader.push(readFileSync(path))
  reader.end()
  return counts
}

test('display filters choose as many packets as those of tshark', { skip }, () => {
  for (const path of FILTERED) {
    const { stdout } = tshark(['-n', '-r', path, '-q', ...DISPLAY_EXPRESSIONS.flatMap((expression) => ['-z', `io,stat,0,${expression}`])])
    // Each table has one row; the table asked for last comes first.
    const theirs = [...stdout.matchAll(/^\|\s*[\d.]+ <> [\d.]+\s*\|\s*(\d+) \|/gm)].map((match) => Number(match[1])).reverse()
    assert.equal(theirs.length, DISPLAY_EXPRESSIONS.length)
    const ours = matching(path, DISPLAY_EXPRESSIONS)
    const differing = DISPLAY_EXPRESSIONS.filter((_, i) => ours[i] !== theirs[i])
    assert.deepEqual(differing, [], path)
  }
})

test('sets, lists and functions of several values choose the packets that tshark chooses', { skip }, () => {
  const [path] = FILTERED
  const ours = matching(path, DISPLAY_EXPRESSIONS_WITH_COMMAS)
  DISPLAY_EXPRESSIONS_WITH_COMMAS.forEach((expression, i) => {
    const { stdout } = tshark(['-n', '-r', path, '-Y', expression, '-T', 'fields', '-e', 'frame.number'])
    assert.equal(ours[i], stdout.split('\n').length - 1, expression)
  })
})

test('what tshark refuses is refused, with its place and a line for each', { skip }, () => {
  const [path] = FILTERED
  for (const expression of WRONG_DISPLAY_EXPRESSIONS) {
    assert.notEqual(tshark(['-n', '-r', path, '-Y', expression]).status, 0, expression)
    const result = compileDisplayFilter(expression)
    assert.ok(!result.ok, expression)
    assert.ok(result.error.column <= expression.length && result.error.message !== '', expression)
  }
})

test('statistics are those of tshark, byte for byte', { skip }, () => {
  for (const path of COUNTED) {
    const words = ['-n', '-r', path, '-q', ...STATISTICS.flatMap((argument) => ['-z', argument])]
    assert.equal(shark(words).stdout, tshark(words).stdout, path)
  }
})

test('options that go together give what they give in tshark', { skip }, () => {
  const [path] = COUNTED
  for (const words of [
    ['-q', '-z', 'expert,note'],
    ['-z', 'conv,tcp'],
    ['-t', 'ad', '-q', '-z', 'conv,tcp', '-z', 'io,stat,1'],
    ['-t', 'e', '-q', '-z', 'conv,tcp'],
    ['-x', '-P', '-c', '3', '-z', 'conv,tcp'],
    ['-T', 'tabs', '-c', '3'],
    ['-2', '-Y', 'tcp.len > 0'],
    ['-d', 'tcp.port==80-90,http', '-d', 'ethertype==0x88cc,ip', '-c', '3'],
  ]) {
    assert.equal(shark(['-n', '-r', path, ...words]).stdout, tshark(['-n', '-r', path, ...words]).stdout, words.join(' '))
  }
})

test('an input that cannot be read gives no empty document, and a wrong -d its place in the template', { skip }, () => {
  for (const format of ['json', 'pdml', 'psml']) {
    const { status, stdout } = shark(['-r', 'no-such-file', '-T', format])
    assert.deepEqual([status, stdout], [1, ''])
  }
  for (const wrong of ['tcp.port', 'tcp.port==x,http', 'tcp.port==80']) {
    const words = ['-r', COUNTED[0], '-d', wrong]
    assert.notEqual(tshark(words).status, 0, wrong)
    assert.equal(shark(words).status, 2, wrong)
  }
})
