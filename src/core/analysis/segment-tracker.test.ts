/** The tracker against the model that remembers every byte. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FLAG, KIND, Packet } from '../packet/packet.ts'
import { type ModelSegment, modelCounts } from './segment-model.ts'
import { ConnectionTracker } from './connection-tracker.ts'
import { drawnPackets } from './drawn-segments.ts'

const ISN = 0xffffff00 | 0

/** A segment with an IP ID of its own, so that it is never taken for a copy. */
function segment(number: number, { pos, len, fin }: ModelSegment): Packet {
  const p = new Packet()
  p.kind = KIND.tcp
  p.ipVersion = 4
  p.number = number
  p.timeNs = number * 1e6
  p.srcAddr = 1
  p.dstAddr = 2
  p.srcPort = 40000
  p.dstPort = 80
  p.ipId = number
  p.ttl = 64
  p.seq = (ISN + pos) | 0
  p.ack = 1
  p.window = 1000
  p.flags = FLAG.ack | (fin ? FLAG.fin : 0)
  p.payloadLen = len
  return p
}

test('positions, repeats, gaps and fills agree with the model', () => {
  // Lengths from 2 upward: one byte before the next is a keepalive, which the model does not know. The FIN comes last.
  const any = fc.array(fc.record({ pos: fc.integer({ min: 1, max: 120 }), len: fc.integer({ min: 2, max: 40 }) }), {
    minLength: 1,
    maxLength: 24,
  })
  fc.assert(
    fc.property(any, (drawn) => {
      // The first byte is there, so that the base is known.
      const segments: ModelSegment[] = [{ pos: 1, len: 2, fin: false }, ...drawn.map((s) => ({ ...s, fin: false }))]
      let counted: unknown
      const tracker = new ConnectionTracker((c) => {
        const { payloadBytes, retransmitted, outOfOrder, gaps, missingBytes, nxtPos } = c.client
        counted = { payloadBytes, retransmitted, outOfOrder, gaps, missingBytes, nxtPos }
      })
      segments.forEach((s, i) => tracker.packet(segment(i + 1, s)))
      tracker.end()
      assert.deepEqual(counted, modelCounts(segments))
    }),
    { numRuns: 500 },
  )
})

test('whatever the numbers, nothing throws and the counts stay finite', () => {
  const anything = fc.array(
    fc.record({
      seq: fc.integer(),
      ack: fc.integer(),
      flags: fc.integer({ min: 0, max: 0x1ff }),
      len: fc.integer({ min: 0, max: 65535 }),
      side: fc.boolean(),
      window: fc.integer({ min: 0, max: 65535 }),
      step: fc.constantFrom(0, 1, 1e9, -5, 3e11, NaN),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(anything, (drawn) => {
      let connections = 0
      const tracker = new ConnectionTracker((c) => {
        connections++
        assert.ok(Number.isFinite(c.client.nxtPos) && Number.isFinite(c.server.nxtPos))
        assert.ok(c.client.payloadBytes >= 0 && c.server.payloadBytes >= 0)
        assert.ok(c.events.length <= 64)
      })
      let timeNs = 0
      drawn.forEach((s, i) => {
        const p = segment(i + 1, { pos: 0, len: s.len, fin: false })
        timeNs += Number.isNaN(s.step) ? 0 : s.step
        p.timeNs = Number.isNaN(s.step) ? NaN : timeNs
        p.seq = s.seq
        p.ack = s.ack
        p.flags = s.flags
        p.window = s.window
        if (s.side) [p.srcAddr, p.dstAddr, p.srcPort, p.dstPort] = [p.dstAddr, p.srcAddr, p.dstPort, p.srcPort]
        tracker.packet(p)
      })
      tracker.end()
      assert.equal(tracker.flows.live, 0)
      assert.ok(drawn.length === 0 || connections > 0)
    }),
    { numRuns: 500 },
  )
})

test('a keystroke that is sent again is a retransmission, and a zero-window probe that is repeated is none', () => {
  const opening = `
    0 ms client > server S 0:0(0) win 64240
    + 10 ms server > client S. 0:0(0) ack 1 win 65160
    + 100 us client > server . 1:1(0) ack 1 win 502
    + 90 ms client > server P. 1:2(1) ack 1 win 502`
  const counts = (text: string): unknown => {
    let counted: unknown
    const tracker = new ConnectionTracker((c) => {
      const { retransmitted, keepalives } = c.client
      counted = { retransmitted, keepalives, inFlight: c.client.mostInFlightBytes(c.server.ackPos) }
    })
    for (const p of drawnPackets(opening + text)) tracker.packet(p)
    tracker.end()
    return counted
  }
  assert.deepEqual(counts('\n+ 300 ms client > server P. 1:2(1) ack 1 win 502\n+ 100 ms server > client . 1:1(0) ack 2 win 509'), {
    retransmitted: 1,
    keepalives: 0,
    inFlight: 1,
  })
  const shut = '\n+ 10 ms server > client . 1:1(0) ack 2 win 0\n+ 200 ms client > server . 2:3(1) ack 1 win 502\n'
  assert.deepEqual(counts(`${shut}+ 10 ms server > client . 1:1(0) ack 2 win 0\n+ 400 ms client > server . 2:3(1) ack 1 win 502`), {
    retransmitted: 0,
    keepalives: 0,
    inFlight: 1,
  })
})

test('bytes in flight are counted between sending and acknowledgment, without SYN and FIN', () => {
  let most: unknown
  const tracker = new ConnectionTracker(
    (c) => (most = [c.client.mostInFlightBytes(c.server.ackPos), c.server.mostInFlightBytes(c.client.ackPos)]),
  )
  const drawing = `
    0 ms client > server S 0:0(0) win 64240
    + 10 ms server > client S. 0:0(0) ack 1 win 65160
    + 100 us client > server P. 1:101(100) ack 1 win 502
    + 10 ms server > client . 1:1001(1000) ack 101 win 509
    + 100 us server > client . 1001:2001(1000) ack 101 win 509
    + 10 ms client > server . 101:101(0) ack 1001 win 502
    + 100 us server > client . 2001:3001(1000) ack 101 win 509
    + 100 us server > client F. 3001:3501(500) ack 101 win 509
    + 10 ms client > server F. 101:101(0) ack 3502 win 502`
  for (const p of drawnPackets(drawing)) tracker.packet(p)
  tracker.end()
  assert.deepEqual(most, [100, 2500])
})

test('a large segment measures the round trip by the acknowledgment of its first packet', () => {
  let measured: unknown
  const tracker = new ConnectionTracker((c) => (measured = [c.server.rttSamples, Math.round(c.server.rttMinNs / 1e3)]))
  const drawing = `
    0 ms client > server S 0:0(0) win 64240 <mss 1460>
    + 20 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460>
    + 100 us client > server . 1:1(0) ack 1 win 502
    + 80 ms server > client P. 1:20001(20000) ack 1 win 509
    + 20 ms client > server . 1:1(0) ack 2897 win 502
    + 5 ms client > server . 1:1(0) ack 20001 win 502`
  for (const p of drawnPackets(drawing)) tracker.packet(p)
  tracker.end()
  assert.deepEqual(measured, [1, 20_000])
})
