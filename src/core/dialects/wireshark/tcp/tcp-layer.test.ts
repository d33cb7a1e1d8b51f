/** The TCP layer: marks and their thresholds, what a wish list leaves out, and bytes that mean harm. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FieldItem } from '../field-item.ts'
import { TcpDissector, type TcpLayerResult } from './tcp-layer.ts'
import { defaultTcpPreferences } from './tcp-preferences.ts'

const CLIENT = new Uint8Array([10, 0, 0, 1])
const SERVER = new Uint8Array([10, 0, 0, 2])
const FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 }
const MS = 1_000_000

/** What a test says of a segment; the rest is usual. */
interface Drawn {
  from: 'client' | 'server'
  seq: number
  ack?: number
  flags?: number
  window?: number
  options?: readonly number[]
  length?: number
  atMs: number
}

/** A capture of one connection. */
class Stage {
  readonly dissector: TcpDissector
  frame = 0

  constructor(wanted?: ReadonlySet<string>, epochNs?: number) {
    this.dissector = new TcpDissector(defaultTcpPreferences(), wanted, epochNs)
  }

  /** Sends a segment by. */
  show(drawn: Drawn): TcpLayerResult {
    return this.showBytes(bytesOf(drawn), drawn.from === 'client', drawn.atMs * MS)
  }

  showBytes(
    bytes: Uint8Array,
    isClient: boolean,
    timeNs: number,
    reportedLength: number | undefined = bytes.length,
    quoted = false,
  ): TcpLayerResult {
    this.frame++
    return this.dissector.dissect({
      bytes,
      offset: 0,
      capturedEnd: bytes.length,
      reportedLength,
      source: isClient ? CLIENT : SERVER,
      destination: isClient ? SERVER : CLIENT,
      frameNumber: this.frame,
      timeNs,
      quoted,
      fragment: false,
    })
  }

  /** SYN, SYN-ACK, ACK: client from 1000, server from 5000, 10 ms. */
  open(): void {
    this.show({ from: 'client', seq: 1000, ack: 0, flags: FLAGS.syn, atMs: 0 })
    this.show({ from: 'server', seq: 5000, ack: 1001, flags: FLAGS.syn | FLAGS.ack, atMs: 5 })
    this.show({ from: 'client', seq: 1001, ack: 5001, atMs: 10 })
  }
}

function bytesOf({ from, seq, ack = 0, flags = FLAGS.ack, window = 1000, options = [], length = 0 }: Drawn): Uint8Array {
  const bytes = new Uint8Array(20 + options.length + length).fill(0x61)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, from === 'client' ? 40_000 : 80)
  view.setUint16(2, from === 'client' ? 80 : 40_000)
  view.setUint32(4, seq)
  view.setUint32(8, ack)
  view.setUint16(12, ((5 + options.length / 4) << 12) | flags)
  view.setUint16(14, window)
  view.setUint32(16, 0)
  bytes.set(options, 20)
  return bytes
}

function valuesOf(result: TcpLayerResult): Map<string, unknown> {
  const values = new Map<string, unknown>()
  const walk = (item: FieldItem) => {
    values.set(item.field.name, item.value)
    item.children.forEach(walk)
  }
  result.items.forEach(walk)
  return values
}

test('later than 3 ms is no reordering, as long as the round trip is not known', () => {
  for (const [gapMs, mark] of [
    [2.9, 'Out-Of-Order'],
    [3, 'Retransmission'],
  ] as const) {
    const stage = new Stage()
    stage.show({ from: 'client', seq: 1000, ack: 1, length: 100, atMs: 0 })
    stage.show({ from: 'client', seq: 1200, ack: 1, length: 100, atMs: 10 })
    const { info } = stage.show({ from: 'client', seq: 1100, ack: 1, length: 100, atMs: 10 + gapMs })
    assert.ok(info.startsWith(`[TCP ${mark}] `), info)
  }
})

test('a fast retransmission comes within 20 ms of the second duplicate ACK', () => {
  for (const [gapMs, mark] of [
    [19, 'Fast Retransmission'],
    [20, 'Retransmission'],
  ] as const) {
    const stage = new Stage()
    stage.open()
    stage.show({ from: 'client', seq: 1001, ack: 5001, length: 100, atMs: 20 })
    stage.show({ from: 'client', seq: 1101, ack: 5001, length: 100, atMs: 20 })
    const first = stage.show({ from: 'server', seq: 5001, ack: 1001, atMs: 31 })
    assert.ok(first.info.startsWith('[TCP Dup ACK 2#1] '), first.info)
    const second = stage.show({ from: 'server', seq: 5001, ack: 1001, atMs: 32 })
    assert.ok(second.info.startsWith('[TCP Dup ACK 2#2] '), second.info)
    const { info } = stage.show({ from: 'client', seq: 1001, ack: 5001, length: 100, atMs: 32 + gapMs })
    assert.ok(info.startsWith(`[TCP ${mark}] `), info)
  }
})

test('round trips, bytes in flight and completeness are those of the stream', () => {
  const stage = new Stage()
  stage.open()
  const data = valuesOf(stage.show({ from: 'client', seq: 1001, ack: 5001, length: 100, flags: FLAGS.ack | FLAGS.psh, atMs: 20 }))
  assert.equal(data.get('tcp.analysis.initial_rtt'), 10 * MS)
  assert.equal(data.get('tcp.analysis.bytes_in_flight'), 100)
  assert.equal(data.get('tcp.seq'), 1)
  assert.equal(data.get('tcp.nxtseq'), 101)
  assert.equal(data.get('tcp.completeness'), 7)
  const answer = valuesOf(stage.show({ from: 'server', seq: 5001, ack: 1101, atMs: 29 }))
  assert.equal(answer.get('tcp.analysis.acks_frame'), 4)
  assert.equal(answer.get('tcp.analysis.ack_rtt'), 9 * MS)
  assert.equal(answer.get('tcp.completeness'), 15)
})

test('another SYN on the same ports begins another stream', () => {
  const stage = new Stage()
  stage.open()
  const again = stage.show({ from: 'client', seq: 77_000, flags: FLAGS.syn, atMs: 50 })
  assert.equal(again.streamIndex, 1)
  assert.ok(again.info.startsWith('[TCP Port numbers reused] '), again.info)
  assert.equal(stage.show({ from: 'client', seq: 77_000, flags: FLAGS.syn, atMs: 90 }).streamIndex, 1)
})

test('a SYN that comes again takes back the numbers behind a hole', () => {
  const stage = new Stage()
  stage.show({ from: 'client', seq: 1000, flags: FLAGS.syn, atMs: 0 })
  stage.show({ from: 'server', seq: 5000, ack: 9000, atMs: 40 })
  stage.show({ from: 'client', seq: 9000, flags: FLAGS.rst, atMs: 41 })
  const again = stage.show({ from: 'client', seq: 1000, flags: FLAGS.syn, atMs: 52 })
  assert.match(again.info, /^\[TCP Retransmission\] /)
  stage.show({ from: 'server', seq: 7000, ack: 1001, flags: FLAGS.syn | FLAGS.ack, atMs: 90 })
  const data = stage.show({ from: 'client', seq: 1001, ack: 7001, length: 3, atMs: 200 })
  assert.doesNotMatch(data.info, /Retransmission|Out-Of-Order/)
})

test('a number half the circle ahead is behind a hole, and before what was seen', () => {
  const stage = new Stage()
  stage.open()
  stage.show({ from: 'client', seq: 1001, ack: 5001, length: 100, atMs: 20 })
  stage.show({ from: 'server', seq: 5001, ack: 1101, atMs: 30 })
  const { info } = stage.show({ from: 'client', seq: 1101 + 2 ** 31, ack: 5001, length: 12, atMs: 40 })
  assert.match(info, /^\[TCP Previous segment not captured\] \[TCP Spurious Retransmission\] /)
})

test('a SYN at the beginning of 1970 begins no round trip', () => {
  for (const [epochNs, rttNs] of [
    [0, undefined],
    [NaN, 10 * MS],
  ] as const) {
    const stage = new Stage(undefined, epochNs)
    stage.open()
    const values = valuesOf(stage.show({ from: 'client', seq: 1001, ack: 5001, length: 1, atMs: 20 }))
    assert.equal(values.get('tcp.analysis.initial_rtt'), rttNs)
  }
})

test('the second pass knows what a stream came to', () => {
  const stage = new Stage()
  stage.open()
  stage.dissector.finishFirstPass()
  stage.frame = 0
  const syn = valuesOf(stage.show({ from: 'client', seq: 1000, ack: 0, flags: FLAGS.syn, atMs: 0 }))
  assert.equal(syn.get('tcp.completeness'), 7)
})

test('a quote in an ICMP error shows raw numbers and does not disturb the analysis', () => {
  const stage = new Stage()
  stage.open()
  const bytes = bytesOf({ from: 'client', seq: 1000, flags: FLAGS.syn, atMs: 0 })
  const quote = valuesOf(stage.showBytes(bytes, true, 11 * MS, bytes.length, true))
  assert.equal(quote.get('tcp.seq'), 1000)
  assert.ok(!quote.has('tcp.len'))
  const short = valuesOf(stage.showBytes(bytes.subarray(0, 8), true, 12 * MS, 8, true))
  assert.equal(short.get('tcp.seq'), 1000)
  assert.ok(!short.has('tcp.stream'))
})

test('what nobody looks at is not made, and what is made is the same', () => {
  const wanted = new Set(['tcp.seq', 'tcp.stream', 'tcp.analysis.initial_rtt', 'tcp.options.mss_val'])
  const whole = new Stage()
  const sparing = new Stage(wanted)
  whole.open()
  sparing.open()
  const drawn: Drawn = { from: 'client', seq: 1001, ack: 5001, length: 9, options: [2, 4, 5, 180], atMs: 20 }
  const all = valuesOf(whole.show(drawn))
  const result = sparing.show(drawn)
  const some = valuesOf(result)
  for (const name of wanted) assert.deepEqual(some.get(name), all.get(name), name)
  assert.equal(result.info, '')
  assert.ok(!some.has('tcp.srcport') && !some.has('tcp.payload') && !some.has('tcp.flags.syn'))
})

test('no bytes make it throw, and cut ones say so', () => {
  const stage = new Stage()
  let state = 1
  const roll = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state % below
  }
  for (let round = 0; round < 3000; round++) {
    const bytes = Uint8Array.from({ length: roll(80) }, () => roll(256))
    const result = stage.showBytes(bytes, roll(2) === 0, round * MS, roll(3) === 0 ? bytes.length + roll(40) : bytes.length, roll(5) === 0)
    for (const value of valuesOf(result).values()) assert.notEqual(value, undefined)
  }
  const cut = stage.showBytes(bytesOf({ from: 'client', seq: 1, length: 0, atMs: 0 }).subarray(0, 14), true, 0, 20)
  assert.ok(cut.info.endsWith('[Packet size limited during capture]'), cut.info)
  const malformed = stage.showBytes(new Uint8Array(14), true, 0)
  assert.ok(malformed.info.endsWith('[Malformed Packet]'), malformed.info)
})
