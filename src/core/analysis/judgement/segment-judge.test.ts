/** The judge under hostile and long input: it never throws, its memory is bounded, and chance changes nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { KIND, Packet } from '../../packet/packet.ts'
import { judgementEn } from '../../words/judgement-en.ts'
import { judgementZh } from '../../words/judgement-zh.ts'
import { drawnPackets } from '../drawn-segments.ts'
import { ByteRanges } from './byte-ranges.ts'
import { SegmentJudge } from './segment-judge.ts'
import { SentSegments } from './sent-segments.ts'

/** A packet with numbers near the edges of 32 bits, where anything can follow anything. */
const anyPacket = fc.record({
  seq: fc.oneof(fc.integer({ min: -3000, max: 3000 }), fc.integer()),
  ack: fc.oneof(fc.integer({ min: -3000, max: 3000 }), fc.integer()),
  flags: fc.oneof(fc.constantFrom(0x02, 0x12, 0x10, 0x18, 0x11, 0x04, 0x14), fc.integer({ min: 0, max: 0x1ff })),
  payloadLen: fc.oneof(fc.constantFrom(0, 1, 1000), fc.integer({ min: 0, max: 65535 })),
  window: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 65535 })),
  optionBits: fc.integer({ min: 0, max: 0x3ff }),
  windowScale: fc.integer({ min: 0, max: 255 }),
  sack: fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 8, maxLength: 8 }),
  sackCount: fc.integer({ min: 0, max: 4 }),
  ipId: fc.integer({ min: 0, max: 65535 }),
  tsVal: fc.integer(),
  timeNs: fc.oneof(fc.integer({ min: -1e9, max: 1e12 }), fc.constant(NaN)),
  fromFirst: fc.boolean(),
  kind: fc.constantFrom(KIND.tcp, KIND.tcp, KIND.tcp, KIND.icmpError, KIND.other),
})

test('whatever comes, nothing throws, and everything can be said', () => {
  fc.assert(
    fc.property(fc.array(anyPacket, { maxLength: 60 }), (drawn) => {
      const judge = new SegmentJudge()
      const judged = drawn.map(({ fromFirst, sack, ...fields }, i) => {
        const p = Object.assign(new Packet(), fields)
        p.number = i + 1
        p.ipVersion = 4
        p.srcAddr = fromFirst ? 1 : 2
        p.dstAddr = fromFirst ? 2 : 1
        p.srcPort = p.dstPort = 80
        p.quotedProtocol = 6
        p.quotedSrcAddr = p.srcAddr
        p.quotedDstAddr = p.dstAddr
        p.quotedSrcPort = p.quotedDstPort = 80
        p.sack.set(sack)
        return judge.packet(p)
      })
      for (const { judgements, reason, earlier } of judged) {
        for (const judgement of judgements) {
          assert.ok(judgement.earlier < judgement.frame && judgement.earlier >= 0)
          for (const words of [judgementEn, judgementZh]) assert.doesNotMatch(words.judged(judgement), /undefined/)
        }
        assert.doesNotMatch(judgementEn.ordinary(reason, earlier), /undefined/)
      }
    }),
    { numRuns: 400 },
  )
})

test('the judgement does not depend on where the numbers begin', () => {
  const drawing = `
    0 ms client > server S 0:0(0) win 64240 <mss 1460,sackOK,wscale 7>
    + 20 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,wscale 7>
    + 100 us client > server . 1:1(0) ack 1 win 502
    + 80 ms server > client . 1:1001(1000) ack 1 win 509
    + 100 us server > client . 2001:3001(1000) ack 1 win 509
    + 20 ms client > server . 1:1(0) ack 1001 win 502 <sack 2001:3001>
    + 300 ms server > client . 1001:2001(1000) ack 1 win 509
    + 300 ms server > client . 2001:3001(1000) ack 1 win 509
    + 20 ms client > server . 1:1(0) ack 3001 win 0`
  const told = (clientIsn: number, serverIsn: number, ipVersion: 4 | 6): unknown => {
    const judge = new SegmentJudge()
    return drawnPackets(drawing, { clientIsn, serverIsn, ipVersion }).map((p) => {
      const { judgements, reason, earlier } = judge.packet(p)
      return { judgements: judgements.map(({ kind, earlier: frame, evidence: { cause } }) => ({ kind, frame, cause })), reason, earlier }
    })
  }
  const expected = told(1000, 2000, 4)
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (client, server) => assert.deepEqual(told(client, server, 4), expected)),
    { numRuns: 50 },
  )
  assert.deepEqual(told(-1, -2, 4), expected)
})

test('SACK ranges join, split and are bounded', () => {
  const ranges = new ByteRanges()
  assert.equal(ranges.add(10, 20), 10)
  assert.equal(ranges.add(30, 40), 10)
  assert.equal(ranges.add(15, 35), 10)
  assert.ok(ranges.covers(10, 40) && !ranges.covers(9, 12))
  ranges.dropBelow(25)
  assert.equal(ranges.bytes, 15)
  for (let i = 0; i < 1000; i++) ranges.add(100 + i * 10, 101 + i * 10)
  assert.ok(ranges.bytes <= 100)
})

test('segments are found by their bytes, acknowledged ones are forgotten, and all together are bounded', () => {
  const count = { segments: 0 }
  const sent = new SentSegments(count)
  const add = (pos: number, ackPos: number): void => {
    const last = { lastFrame: pos, lastTimeNs: 0, lastTsVal: 0, lastIpId: 0, sends: 1 }
    sent.add(
      { pos, end: pos + 10, frame: pos, timeNs: 0, tsVal: 0, hasTimestamp: false, ipId: 0, exceeds: false, isStale: false, ...last },
      ackPos,
    )
  }
  for (let pos = 1; pos < 100_001; pos += 10) add(pos, pos - 50)
  assert.ok(count.segments < 1100, String(count.segments))
  assert.equal(sent.holding(99_991)?.pos, 99_981)
  assert.equal(sent.overlapping(1, 11), undefined)
  assert.deepEqual(
    [...sent.allOverlapping(99_975, 99_985)].map(({ pos }) => pos),
    [99_971, 99_981],
  )
  for (let pos = 100_001; pos < 1_100_001; pos += 10) add(pos, 100_000)
  assert.ok(count.segments < 70_000)
  count.segments = 2e6
  for (let pos = 1_100_001; pos < 1_120_001; pos += 10) add(pos, 100_000)
  assert.ok(count.segments < 2e6 - 60_000)
  sent.clear()
  assert.equal(sent.overlapping(0, 1e9), undefined)
})

test('a forged SYN is challenged, and the connection that lives on shows what it was', () => {
  const judge = new SegmentJudge()
  const judged = drawnPackets(`
    0 ms client > server S 0:0(0) win 64240
    + 20 ms server > client S. 0:0(0) ack 1 win 65160
    + 100 us client > server . 1:1(0) ack 1 win 502
    + 80 ms client > server P. 1:11(10) ack 1 win 502
    + 20 ms server > client . 1:1(0) ack 11 win 509
    + 1 s client > server S 7000000:7000000(0) win 8192 {id 9999}
    + 100 us server > client . 1:1(0) ack 11 win 509
    + 1 s client > server P. 11:21(10) ack 1 win 502
    + 20 ms server > client . 1:1(0) ack 21 win 509`).map((p) => judge.packet(p))
  assert.deepEqual(
    judged.slice(5).map(({ connection, judgements, reason }) => [connection, judgements.map(({ kind }) => kind).join(), reason]),
    [
      [1, 'syn-inside', 'nothing-new'],
      [1, 'challenge-ack', 'nothing-new'],
      [0, '', 'in-order'],
      [0, '', 'acks'],
    ],
  )
  assert.equal(judged[5].judgements[0].evidence.settledBy, 8)
})

test('a packet behind a router is the packet before it', () => {
  const judge = new SegmentJudge()
  const [, , copy] = drawnPackets(`
    0 ms client > server S 0:0(0) win 64240 {id 7,ttl 64}
    + 1 ms server > client S. 0:0(0) ack 1 win 65160
    + 100 us client > server S 0:0(0) win 64240 {id 7,ttl 63}`).map((p) => judge.packet(p))
  assert.deepEqual(
    copy.judgements.map(({ kind, earlier, evidence: { ttlFell } }) => ({ kind, earlier, ttlFell })),
    [{ kind: 'network-copy', earlier: 1, ttlFell: 1 }],
  )
})
