/** The tracker against the model that remembers every byte. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FLAG, KIND, Packet } from '../packet/packet.ts'
import { type ModelSegment, modelCounts } from './segment-model.ts'
import { ConnectionTracker } from './connection-tracker.ts'

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
