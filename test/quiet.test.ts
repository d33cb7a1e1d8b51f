/** What the summary says of quiet connections without following them in full: the same as of all others, in every capture. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinedBytes } from '../src/core/bytes/joined-bytes.ts'
import type { ScanFormat } from '../src/core/capture/record-scan.ts'
import { verdictRule } from '../src/core/diagnosis/diagnose.ts'
import { isToldByCourse } from '../src/core/diagnosis/plain-course.ts'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { type CourseSink, ReportRun } from '../src/core/report/pipeline.ts'
import { QuietScan } from '../src/core/report/quiet-scan.ts'
import { VerdictTally, keepsUpTo } from '../src/core/report/verdict-tally.ts'
import { LINK_TYPE } from '../src/core/capture/link-type.ts'
import { onesComplementSum } from '../src/core/wire/checksum.ts'
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6 } from '../src/core/wire/ether-type.ts'
import { PcapngBlocks, buildPcap, concatenate } from './capture-builder.ts'
import { conversationsOf, pcapOfSegments } from './wandering-segments.ts'
import { ethernet, ipv4, ipv6, tcp } from './packet-bytes.ts'
import { capturesIn } from './captures-in.ts'
import { pcapngOf } from './pcapng-of.ts'

const CAPTURES = /\.pcap(ng)?$/

/** Counts the packets that the compiled loop takes. */
class CountingScan extends QuietScan {
  static packets = 0

  override take(start: number, end: number, format: ScanFormat | undefined): number {
    const stop = super.take(start, end, format)
    CountingScan.packets += this.taken
    return stop
  }
}

/** How connections are read: all in full; quiet ones only counted; these taken from the file by the compiled loop. */
type Way = 'full' | 'quiet' | 'compiled'

/**
 * @param chunkBytes the inputs come in pieces of so many bytes
 * @param isPipe their size is not known before
 */
function feed(run: ReportRun, inputs: readonly Uint8Array[], chunkBytes = Infinity, isPipe = false): void {
  for (const [i, bytes] of inputs.entries()) {
    const pipeline = run.open(String(i), isPipe ? undefined : bytes.length)
    for (let at = 0; at < bytes.length; at += chunkBytes) pipeline.reader.push(bytes.subarray(at, at + chunkBytes))
    pipeline.reader.end()
    run.close(pipeline)
  }
}

/** Everything that a summary says: all that is not a connection, the counts, and the whole reports of the examples. */
function summaryOf(inputs: readonly Uint8Array[], way: Way, checksums: 'all' | 'sample' = 'all', chunkBytes?: number, isPipe?: boolean) {
  const tally = new VerdictTally((c, context) => connectionReport(c, context), keepsUpTo(1))
  let quiet = 0
  const courses: CourseSink = {
    addQuiet(course) {
      const isEnough = tally.addQuiet(course)
      if (isEnough) quiet++
      return isEnough
    },
    addMoreQuiet(course, count) {
      tally.addMoreQuiet(course, count)
      quiet += count
    },
  }
  const run = new ReportRun(
    (c, context) => {
      const kept = tally.add(c, context)
      if (kept !== undefined) run.consider(kept)
    },
    { seed: 7, checksums, ...(way === 'full' ? {} : { courses }), ...(way === 'compiled' ? { quietScan: CountingScan } : {}) },
  )
  feed(run, inputs, chunkBytes, isPipe)
  const { connections, problems, counts } = tally
  const said = counts.map(({ rule, count, kept }) => ({ id: rule.id, count, kept })).sort((a, b) => (a.id < b.id ? -1 : 1))
  return { said: { rest: run.rest(), all: run.connections, connections, problems, said }, quiet }
}

/** Verdict by course, over everything that these tests see: one each, or a course does not tell the verdict. */
const verdictOfCourse = new Map<number, string>()

/** Holds the ways of reading against each other, compiled in pieces of `chunkBytes`. Returns how many connections were told by their course alone. */
function holdAgainst(inputs: readonly Uint8Array[], name: string, chunkBytes = 997): number {
  const { said, quiet } = summaryOf(inputs, 'quiet')
  assert.deepEqual(said, summaryOf(inputs, 'full').said, name)
  const sampled = summaryOf(inputs, 'full', 'sample').said
  const compiled = summaryOf(inputs, 'compiled', 'sample', chunkBytes)
  assert.deepEqual(compiled.said, sampled, `${name}, compiled`)
  assert.ok(compiled.quiet >= quiet, `${name}: the compiled loop finds fewer quiet connections`)
  // Each of them once more in full: what its course is taken to say must hold for it, not only for the first of its kind.
  const run = new ReportRun(
    (c) => {
      if (c.quietCourse === 0) return
      assert.ok(isToldByCourse(c), `${name}: connection ${c.id} was quiet and is not plain`)
      const verdict = verdictRule(c).id
      const known = verdictOfCourse.get(c.quietCourse)
      assert.equal(verdict, known ?? verdict, `${name}: connection ${c.id} took the course ${c.quietCourse.toString(2)}`)
      verdictOfCourse.set(c.quietCourse, verdict)
    },
    { seed: 7, courses: { addQuiet: () => false, addMoreQuiet: () => assert.fail() } },
  )
  feed(run, inputs)
  return quiet
}

test('the samples say the same, one by one and all together', () => {
  const inputs = capturesIn('samples', CAPTURES).map((path) => [path, readFileSync(path)] as const)
  assert.ok(inputs.length > 20)
  for (const [path, bytes] of inputs) holdAgainst([bytes], path)
  assert.ok(
    holdAgainst(
      [...inputs, ...inputs, ...inputs].map(([, bytes]) => bytes),
      'all samples',
      Infinity,
    ) > 5,
  )
})

const sharedCaptures = capturesIn('../shared/captures', CAPTURES)
test('so do the captures', { skip: sharedCaptures.length === 0 && 'the captures are not there (../shared)' }, () => {
  const inputs = sharedCaptures.map((path) => readFileSync(path))
  assert.ok(inputs.length > 200)
  assert.ok(holdAgainst([...inputs, ...inputs], 'all captures') > 20)
})

test('conversations that do everything wrong now and then say the same', () => {
  for (let seed = 1; seed <= 60; seed++) holdAgainst([pcapOfSegments(conversationsOf(seed, 400))], `seed ${seed}`)
})

test('what is written as pcapng says the same, and the compiled loop takes most of it as well', () => {
  const packets = capturesIn('samples', /\.pcap$/).map((path) => readFileSync(path))
  const before = CountingScan.packets
  for (const seed of [0, 3, 5, 10, 15]) {
    for (const bytes of packets) holdAgainst([pcapngOf(bytes, seed), pcapngOf(bytes, seed)], `samples, seed ${seed}`)
    const wandering = pcapngOf(pcapOfSegments(conversationsOf(seed, 400)), seed)
    holdAgainst([wandering], `wandering, seed ${seed}`)
    for (let at = 40; at < wandering.length; at += 997) {
      wandering[at] ^= 1 << (at & 7)
      if (at % 5 === 0) holdAgainst([wandering], `damaged at ${at}, seed ${seed}`)
      wandering[at] ^= 1 << (at & 7)
    }
  }
  assert.ok(CountingScan.packets - before > 500, `it took ${CountingScan.packets - before} packets`)
})

interface Step {
  readonly side: 0 | 1
  readonly len: number
  readonly fin: boolean
  readonly waitMs: number
  readonly odd: 'no' | 'seq' | 'ack' | 'flags' | 'window' | 'id' | 'again' | 'stamp'
}

/** Conversations in which every segment is right but the odd one, and which are mostly closed. */
const step: fc.Arbitrary<Step> = fc.record({
  side: fc.constantFrom(0 as const, 1 as const),
  len: fc.constantFrom(0, 0, 1, 100, 512, 1460),
  fin: fc.constantFrom(...Array<false>(15).fill(false), true),
  waitMs: fc.constantFrom(0, 0, 1, 1, 1, 1, 1, 10, 10, 10, 24, 25, 40, 199, 200, 3000),
  odd: fc.oneof(
    { weight: 40, arbitrary: fc.constant('no' as const) },
    fc.constantFrom('seq' as const, 'ack' as const, 'flags' as const, 'window' as const, 'id' as const, 'again' as const, 'stamp' as const),
  ),
})
const conversation = fc.record({
  steps: fc.oneof({ weight: 4, arbitrary: fc.array(step, { maxLength: 6 }) }, fc.array(step, { maxLength: 26 })),
  close: fc.constantFrom('three', 'three', 'four', 'four', 'cross', 'none', 'abort', 'server aborts'),
  /** What goes wrong: nothing, as a rule. */
  trouble: fc.constantFrom('no', 'no', 'no', 'refused', 'second SYN', 'third SYN', 'lost', 'lost', 'lost', 'lost last'),
  /** When a lost segment comes again, behind the last packet before. */
  mendMs: fc.constantFrom(0, 0, 0, 1, 2, 30, 150, 210, 250, 401),
  /** Whether its acknowledgment says that it was not lost. */
  twice: fc.constantFrom(false, false, false, true),
  /** What else may be odd of the RST that ends it. */
  reset: fc.constantFrom('no', 'no', 'no', 'ttl', 'nodf', 'seq', 'stamp'),
  rttMs: fc.constantFrom(0, 5, 5, 5, 190, 210),
  stamps: fc.boolean(),
  mss: fc.constantFrom(1460, 1460, 1460, 1400),
})
type Conversation = typeof conversation extends fc.Arbitrary<infer T> ? T : never

const FIN = 1
const SYN = 2
const RST = 4
const PSH = 8
const ACK = 16

/** The packets of a conversation of one client port, from `startMs` on. */
function packetsOf({ steps, close, rttMs, stamps, mss, trouble, mendMs, twice, reset }: Conversation, port: number, startMs: number) {
  const packets: { ms: number; data: Uint8Array }[] = []
  const next = [1000 + port, 9_000_000 - port]
  const ids = [port, 7 * port]
  const hasClosed = [false, false]
  /** What each has acknowledged. */
  const acked = [0, 0]
  let ms = startMs
  let sack: readonly number[] = []
  const send = (side: 0 | 1, flags: number, len: number, waitMs: number, odd: Step['odd'] | Conversation['reset'] = 'no'): void => {
    ms += waitMs
    const isReset = (flags & RST) !== 0
    const isSyn = (flags & SYN) !== 0
    const stamp = (ms + (odd === 'stamp' ? -500 : 0)) >>> 0
    const options = [
      ...(isSyn ? [2, 4, ...word(side === 0 ? 1460 : mss).slice(2), 4, 2, 1, 1] : []),
      ...(stamps && !(isReset && odd === 'stamp') ? [1, 1, 8, 10, ...word(stamp), ...word(0)] : []),
      ...(sack.length > 0 ? [1, 1, 5, 10, ...sack.flatMap(word)] : []),
    ]
    const header = 20 + options.length
    const data = new Uint8Array(14 + 20 + header + len)
    const view = new DataView(data.buffer)
    ids[side] += odd === 'id' ? 9 : 1
    data.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0])
    view.setUint16(16, data.length - 14)
    view.setUint16(18, ids[side])
    data.set(
      [
        odd === 'nodf' ? 0 : 0x40,
        0,
        odd === 'ttl' ? 60 : 64,
        6,
        0,
        0,
        ...(side === 0 ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]),
      ],
      20,
    )
    view.setUint16(34, side === 0 ? port : 80)
    view.setUint16(36, side === 0 ? 80 : port)
    view.setUint32(38, (next[side] + (odd === 'seq' ? 1 : odd === 'again' ? -1 : 0)) >>> 0)
    view.setUint32(42, (flags & ACK) === 0 ? 0 : (next[1 - side] + (odd === 'ack' ? 1 : 0)) >>> 0)
    view.setUint16(46, ((header / 4) << 12) | (odd === 'flags' ? flags | 0x40 : flags))
    view.setUint16(48, odd === 'window' ? 0 : 512)
    data.set(options, 54)
    view.setUint16(50, checksumOf(view))
    packets.push({ ms, data })
    next[side] += len + (flags & (SYN | FIN) ? 1 : 0)
    if (flags & ACK) acked[side] = next[1 - side]
    if (flags & FIN) hasClosed[side] = true
  }
  /** The packet is not captured where it goes. */
  const back = (side: 0 | 1, len: number, flags = 0): void => {
    next[side] -= len + (flags & (SYN | FIN) ? 1 : 0)
  }
  send(0, SYN, 0, 0)
  if (trouble === 'refused') {
    next[1] = 0
    send(1, RST | ACK, 0, rttMs, reset)
    return packets
  }
  for (let i = trouble === 'third SYN' ? 2 : trouble === 'second SYN' ? 1 : 0; i > 0; i--) {
    back(0, 0, SYN)
    send(0, SYN, 0, 1000)
  }
  send(1, SYN | ACK, 0, rttMs)
  send(0, ACK, 0, 1)
  if (trouble === 'lost' || trouble === 'lost last') {
    // Two or three segments of the server, of which the first or the last does not arrive.
    send(0, PSH | ACK, 50, 1)
    const first = next[1]
    const count = trouble === 'lost' ? 3 : 2
    for (let i = 0; i < count; i++) send(1, i === count - 1 ? PSH | ACK : ACK, 400, 0)
    const end = next[1]
    const asking = trouble === 'lost' ? count - 1 : 0
    for (let i = 1; i <= asking; i++) {
      sack = [first + 400, first + 400 * (i + 1)]
      next[1] = first
      send(0, ACK, 0, i === 1 ? rttMs : 0)
    }
    sack = []
    next[1] = trouble === 'lost' ? first : end - 400
    send(1, PSH | ACK, 400, mendMs)
    next[1] = end
    if (twice) sack = [first, first + 400]
    send(0, ACK, 0, rttMs)
    sack = []
  }
  for (const { side, len, fin, waitMs, odd } of steps) {
    const says = !hasClosed[side] && (len > 0 || fin)
    if (says || acked[side] !== next[1 - side])
      send(side, says && fin ? FIN | ACK : says ? PSH | ACK : ACK, hasClosed[side] ? 0 : len, waitMs, odd)
  }
  const finish = (side: 0 | 1): void => {
    if (!hasClosed[side]) send(side, FIN | ACK, 0, 1)
  }
  if (close === 'cross' && !hasClosed[0] && !hasClosed[1]) {
    finish(0)
    // The server has not heard of it yet.
    next[0]--
    send(1, FIN | ACK, 0, 1)
    next[0]++
    send(0, ACK, 0, 1)
    send(1, ACK, 0, 1)
  } else if (close === 'abort') send(0, RST | ACK, 0, 10, reset)
  else if (close === 'server aborts') send(1, RST | ACK, 0, 10, reset)
  else if (close !== 'none') {
    finish(0)
    if (close === 'four') send(1, ACK, 0, 1)
    finish(1)
    send(0, ACK, 0, 1)
  }
  return packets
}

/** TCP's checksum of a frame of Ethernet and IPv4 (RFC 9293 §3.1): from the addresses on, with the protocol and the segment's length. */
function checksumOf(view: DataView): number {
  return ~onesComplementSum(view, 26, view.byteLength - 26, 6 + view.byteLength - 34) & 0xffff
}

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
}

test('conversations with a single thing wrong, or none, say the same', () => {
  let quiet = 0
  let all = 0
  fc.assert(
    fc.property(fc.array(conversation, { minLength: 1, maxLength: 12 }), (drawn) => {
      const packets = drawn.flatMap((one, i) => packetsOf(one, 20_000 + (i % 9), i * 7))
      packets.sort((a, b) => a.ms - b.ms)
      const bytes = buildPcap(
        packets.map(({ ms, data }) => ({ seconds: 1_700_000_000 + Math.floor(ms / 1000), fraction: (ms % 1000) * 1000, data })),
      )
      quiet += holdAgainst([bytes, bytes], 'drawn conversations')
      all += drawn.length * 2
    }),
    { numRuns: 400 },
  )
  assert.ok(quiet > all / 50, `${quiet} of ${all} connections were told by their course`)
  assert.ok(verdictOfCourse.size > 12, `${verdictOfCourse.size} courses were seen`)
  const verdicts = new Set(verdictOfCourse.values())
  for (const id of ['rst-abort', 'refused-by-rst', 'syn-retransmitted-then-ok', 'loss-fast-retransmit', 'loss-tail-probe'])
    assert.ok(verdicts.has(id), `no connection with the verdict ${id} was told by its course`)
})

test('damaged captures say the same', () => {
  const inputs = capturesIn('samples', /\.pcap$/).map((path) => readFileSync(path))
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.constantFrom(...inputs), damage, fc.integer({ min: 1, max: 2000 }), (bytes, places, chunkBytes) => {
      const damaged = new Uint8Array(bytes)
      // Behind the header of the file: with another magic number or link type there would be nothing to compare.
      for (const [place, value] of places) damaged[24 + (place % (bytes.length - 24))] = value
      holdAgainst([damaged], 'damaged', chunkBytes)
    }),
    { numRuns: 300 },
  )
})

test('openings in masses, for which all tables grow while reading, say the same', () => {
  const frame = tcp(undefined, undefined, SYN)
  const v4 = ipv4(frame)
  const v6 = ipv6(frame)
  const kinds = [
    [LINK_TYPE.ethernet, ethernet(ETHER_TYPE_IPV4, v4), 14 + 12],
    [LINK_TYPE.ethernet, ethernet(ETHER_TYPE_IPV6, v6), 14 + 8],
    [LINK_TYPE.raw, v4, 12],
    [LINK_TYPE.raw, v6, 8],
  ] as const
  for (const [linkType, packet, addressAt] of kinds) {
    const records = Array.from({ length: 20_000 }, (_, i) => {
      const data = packet.slice()
      const view = new DataView(data.buffer)
      view.setUint32(addressAt, 0x0a000000 + i)
      view.setUint32(data.length - 16, i * 65_537)
      return { seconds: i >> 10, fraction: i & 1023, data, wireLen: data.length }
    })
    const inputs = [buildPcap(records, { network: linkType })]
    const before = CountingScan.packets
    const { said } = summaryOf(inputs, 'compiled', 'sample', 65_536)
    assert.deepEqual(said, summaryOf(inputs, 'full', 'sample').said)
    assert.equal(said.all, records.length)
    assert.equal(CountingScan.packets > before, linkType === LINK_TYPE.ethernet)
  }
})

test('inputs of unknown size, for which the memory itself has to grow, say the same', () => {
  const packet = ethernet(ETHER_TYPE_IPV4, ipv4(tcp(undefined, undefined, SYN)))
  const blocks = new PcapngBlocks()
  const records = Array.from({ length: 150_000 }, (_, i) => {
    const data = packet.slice()
    const view = new DataView(data.buffer)
    view.setUint32(14 + 12, 0x0a000000 + i)
    return { seconds: i >> 12, fraction: i & 4095, data, wireLen: data.length }
  })
  const asBlocks = joinedBytes(records.map(({ seconds, fraction, data }) => blocks.packet(0, BigInt(seconds * 1e6 + fraction), data)))
  const onEthernet = blocks.interface(LINK_TYPE.ethernet)
  const inputs = {
    pcap: buildPcap(records),
    'pcap with larger headers': buildPcap(records, { magic: 0xa1b2cd34, recordHeaderRest: new Uint8Array(8) }),
    pcapng: concatenate(blocks.section(), onEthernet, asBlocks),
    'pcapng of two interfaces': concatenate(blocks.section(), onEthernet, onEthernet, asBlocks),
  }
  for (const [name, bytes] of Object.entries(inputs)) {
    const { said } = summaryOf([bytes], 'compiled', 'sample', 65_536, true)
    assert.equal(said.connections, records.length, name)
    assert.deepEqual(said, summaryOf([bytes], 'full', 'sample', Infinity, true).said, name)
  }
})

test('the compiled loop took part in all this', () => assert.ok(CountingScan.packets > 10_000, `it took ${CountingScan.packets} packets`))
