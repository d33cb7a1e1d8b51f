/**
 * Holds filters against tcpdump: the same packets for every expression, the same program text, the same refusals.
 * `SYNFIN_FILTER_LONG=1` takes all link types, all public captures beside the project, and thousands of expressions made by chance.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { linkTypeName } from '../src/core/capture/link-type.ts'
import { BPF } from '../src/core/filter/bpf.ts'
import { interpret } from '../src/core/filter/bpf-model.ts'
import { programText } from '../src/core/filter/bpf-text.ts'
import { compileFilter, type FilterOptions } from '../src/core/filter/filter.ts'
import { buildPcap } from './capture-builder.ts'
import { FILTER_EXPRESSIONS } from './filter-expressions.ts'
import { FILTER_LINK_TYPES, filterPackets, type FilterPacket } from './filter-packets.ts'
import { Chance, randomFilter } from './random-filter.ts'
import { readRecords } from './read-records.ts'

const IS_LONG = process.env.SYNFIN_FILTER_LONG === '1'
const HAS_TCPDUMP =
  spawnSync('tcpdump', ['--version'], { encoding: 'utf8' }).stderr.includes('libpcap version 1.10.3') ||
  spawnSync('tcpdump', ['--version'], { encoding: 'utf8' }).stdout.includes('libpcap version 1.10.3')
const SHARED = join('..', 'shared')
const SHARED_FOLDERS = ['captures', 'corpus/tcpdump', 'corpus/zeek', 'corpus/hostile', 'fixtures/tcpdump/captures']
const SAMPLES = 'samples'
/** Packets of captures per link type in the short run; each file gives a few. */
const SHORT_PACKETS = 1500
const SHORT_PACKETS_PER_FILE = 3
const RANDOM_EXPRESSIONS = IS_LONG ? 4000 : 250
const SEED = 20221119
/** Runs of one shell. */
const BATCH = 200
/** Longer packets say nothing new about filters. */
const MAX_BYTES_PER_PACKET = 65535

/** A file of packets of one link type, the packet's number being its time in microseconds. */
class PacketFile {
  readonly linkType: number
  readonly packets: readonly FilterPacket[]
  readonly path: string

  constructor(folder: string, linkType: number, packets: readonly FilterPacket[]) {
    this.linkType = linkType
    this.packets = packets
    this.path = join(folder, `${linkType}.pcap`)
    writeFileSync(this.path, pcapOf(linkType, packets))
    chmodSync(this.path, 0o644)
  }
}

function pcapOf(linkType: number, packets: readonly FilterPacket[]): Uint8Array {
  return buildPcap(
    packets.map(({ data, wireLen }, i) => ({ seconds: Math.floor(i / 1_000_000), fraction: i % 1_000_000, data, wireLen })),
    { network: linkType, snaplen: 262_144 },
  )
}

/** One run of tcpdump: its words, and what it said. */
interface Run {
  readonly words: readonly string[]
}

interface RunResult {
  readonly status: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs tcpdump many times from one shell: starting it from here would take longer than its work. */
function runAll(folder: string, runs: readonly Run[]): RunResult[] {
  const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
  const lines = runs.map(({ words }, i) => `tcpdump ${words.map(quoted).join(' ')} >o${i} 2>e${i}; echo $? >s${i}`)
  writeFileSync(join(folder, 'runs.sh'), lines.join('\n'))
  const { error } = spawnSync('sh', ['runs.sh'], { cwd: folder })
  if (error !== undefined) throw error
  return runs.map((_, i) => {
    const [stdout, stderr, status] = ['o', 'e', 's'].map((name) => readFileSync(join(folder, `${name}${i}`)))
    for (const name of ['o', 'e', 's']) rmSync(join(folder, `${name}${i}`))
    return { status: Number(status.toString()), stdout, stderr: stderr.toString('latin1') }
  })
}

/** The numbers of the packets that tcpdump wrote, or why it would not. */
function tcpdumpMatches({ status, stdout, stderr }: RunResult): readonly number[] | string {
  if (status !== 0) return refusalOf(stderr)
  const numbers: number[] = []
  for (let at = 24; at + 16 <= stdout.length; at += 16 + stdout.readUInt32LE(at + 8)) {
    numbers.push(stdout.readUInt32LE(at) * 1_000_000 + stdout.readUInt32LE(at + 4))
  }
  return numbers
}

function refusalOf(stderr: string): string {
  return /^tcpdump: ([\s\S]*)/mu.exec(stderr)?.[1].trim() ?? stderr
}

/** Our packets' numbers, by the fast way that `mayMakeCode` says, checked against the interpreter of the whole program. */
function ourMatches(file: PacketFile, expression: string, mayMakeCode: boolean): readonly number[] | string {
  const result = compileFilter(expression, optionsFor(file.linkType, { mayMakeCode }))
  if (!result.ok) return result.error.message.trim()
  const { program, matches } = result.filter
  const numbers: number[] = []
  file.packets.forEach(({ data, wireLen }, i) => {
    const isMatch = matches(data, 0, data.length, wireLen)
    assert.equal(isMatch, interpret(program, data, 0, data.length, wireLen) !== 0, `${expression}: packet ${i} of ${file.path}`)
    if (isMatch) numbers.push(i)
  })
  return numbers
}

function optionsFor(linkType: number, more: Partial<FilterOptions>): FilterOptions {
  return { linkType, neverMatching: 'allow', ...more }
}

function captureFiles(): string[] {
  const folders = [SAMPLES, ...SHARED_FOLDERS.map((folder) => join(SHARED, folder))]
  return folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
}

/** Packets of captures by link type; in the short run a few of each file, from its middle too. */
function capturedPackets(): Map<number, FilterPacket[]> {
  const packets = new Map<number, FilterPacket[]>()
  for (const path of captureFiles()) {
    if (!/\.(pcap|pcapng|cap|trace|dump)(\.gz)?$/u.test(path)) continue
    const raw = readFileSync(path)
    const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw
    const { records } = readRecords(new Uint8Array(bytes))
    const step = IS_LONG ? 1 : Math.max(1, Math.floor(records.length / SHORT_PACKETS_PER_FILE))
    for (let i = 0; i < records.length; i += step) {
      const { data, wireLen, linkType } = records[i]
      if (data.length > MAX_BYTES_PER_PACKET) continue
      const list = packets.get(linkType) ?? []
      packets.set(linkType, list)
      if (IS_LONG || list.length < SHORT_PACKETS) list.push({ data, wireLen })
    }
  }
  return packets
}

describe('filters and tcpdump', { skip: HAS_TCPDUMP ? false : 'tcpdump with libpcap 1.10.3 is not installed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'synfin-filter-'))
  chmodSync(folder, 0o755)
  const files: PacketFile[] = []

  before(() => {
    if (!existsSync(SHARED)) console.log('skipped: the public captures, because ../shared is not there')
    const captured = capturedPackets()
    for (const linkType of FILTER_LINK_TYPES)
      files.push(new PacketFile(folder, linkType, [...filterPackets(linkType), ...(captured.get(linkType) ?? [])]))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Compares every expression on the files that `filesOf` gives for it. */
  function compareAll(expressions: readonly string[], filesOf: (i: number) => readonly PacketFile[]): void {
    const cases = expressions.flatMap((expression, i) => filesOf(i).map((file) => ({ expression, file })))
    const faults: string[] = []
    let undefinedPrograms = 0
    for (let from = 0; from < cases.length; from += BATCH) {
      const batch = cases.slice(from, from + BATCH)
      const results = runAll(
        folder,
        batch.map(({ expression, file }) => ({
          words: ['-O', '-r', file.path, '-w', '-', '--', ...(expression === '' ? [] : [expression])],
        })),
      )
      batch.forEach(({ expression, file }, i) => {
        if (readsUnsetScratch(expression, file.linkType)) undefinedPrograms++
        else faults.push(...difference(file, expression, tcpdumpMatches(results[i]), ourMatches(file, expression, i % 2 === 0)))
      })
    }
    assert.deepEqual(faults, [])
    console.log(
      `${cases.length} runs compared, ${undefinedPrograms} of them left out, for libpcap's program reads memory that it did not set`,
    )
  }

  const otherFile = (i: number): PacketFile => files[1 + (i % (files.length - 1))]

  test('accept the same packets, and refuse in the same words', () => {
    assert.ok(FILTER_EXPRESSIONS.length >= 400)
    compareAll(FILTER_EXPRESSIONS, (i) => (IS_LONG ? files : i % 3 === 0 ? [files[0], otherFile(i / 3)] : [files[0]]))
  })

  test('accept the same packets for expressions made by chance', () => {
    const chance = new Chance(SEED)
    const expressions = Array.from({ length: RANDOM_EXPRESSIONS }, () => randomFilter(chance))
    compareAll(expressions, (i) => (IS_LONG && i % 10 === 0 ? files : i % 3 === 0 ? [otherFile(i / 3)] : [files[0]]))
  })

  test('are printed the same as programs', () => {
    const step = IS_LONG ? 1 : 4
    const linkTypeOf = (i: number): number => FILTER_LINK_TYPES[i % FILTER_LINK_TYPES.length]
    const expressions = FILTER_EXPRESSIONS.filter((_, i) => i % step === 0)
    const results = runAll(
      folder,
      expressions.map((expression, i) => ({
        words: ['-O', '-d', '-y', linkTypeName(linkTypeOf(i)).name, '--', ...(expression === '' ? [] : [expression])],
      })),
    )
    const faults: string[] = []
    expressions.forEach((expression, i) => {
      const { status, stdout, stderr } = results[i]
      const expected = status === 0 ? stdout.toString('latin1') : refusalOf(stderr)
      const result = compileFilter(expression, optionsFor(linkTypeOf(i), { source: 'none' }))
      const actual = result.ok ? programText(result.filter.program) : result.error.message.trim()
      if (actual !== expected)
        faults.push(`${linkTypeName(linkTypeOf(i)).name} ${expression}: ${actual.slice(0, 200)} instead of ${expected.slice(0, 200)}`)
    })
    assert.deepEqual(faults, [])
  })
})

/**
 * Whether the program can read scratch memory that it has not set: with `geneve or …` libpcap makes such programs, and what they do is
 * chance. (Here the memory is zero; a kernel does not take them.)
 */
function readsUnsetScratch(expression: string, linkType: number): boolean {
  const result = compileFilter(expression, optionsFor(linkType, { mayMakeCode: false }))
  if (!result.ok || !expression.includes('geneve')) return false
  const { program } = result.filter
  /** For each instruction the words that are set on every way to it, as bits; undefined where no way leads yet. */
  const setAt: (number | undefined)[] = [0]
  return program.some(({ code, jt, jf, k }, at) => {
    let set = setAt[at]
    if (set === undefined) return false
    if ((code === BPF.ldMem || code === BPF.ldxMem) && (set & (1 << k)) === 0) return true
    if (code === BPF.st || code === BPF.stx) set |= 1 << k
    const isTest = (code & 0x07) === BPF.ja && code !== BPF.ja
    const targets = code === BPF.retK ? [] : isTest ? [at + 1 + jt, at + 1 + jf] : [at + 1 + (code === BPF.ja ? k | 0 : 0)]
    for (const target of targets) setAt[target] = (setAt[target] ?? -1) & set
    return false
  })
}

function difference(
  file: PacketFile,
  expression: string,
  expected: readonly number[] | string,
  actual: readonly number[] | string,
): string[] {
  const name = `${linkTypeName(file.linkType).name} ${expression}`
  if (typeof expected === 'string' || typeof actual === 'string')
    return expected === actual ? [] : [`${name}: ${brief(actual)} instead of ${brief(expected)}`]
  const theirs = new Set(expected)
  const ours = new Set(actual)
  const extra = actual.filter((i) => !theirs.has(i))
  const missing = expected.filter((i) => !ours.has(i))
  if (extra.length + missing.length === 0) return []
  return [`${name}: packets ${extra.slice(0, 5).join(' ')} too many, ${missing.slice(0, 5).join(' ')} missing`]
}

function brief(result: readonly number[] | string): string {
  return typeof result === 'string' ? result : `${result.length} packets`
}
