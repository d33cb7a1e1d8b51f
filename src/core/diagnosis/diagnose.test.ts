/** Whatever was captured, some rule holds, every rule can say why, and the quiet ones need no noted packet. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Connection } from '../analysis/connection.ts'
import { ConnectionTracker } from '../analysis/connection-tracker.ts'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { FLAG, KIND, Packet } from '../packet/packet.ts'
import { RULES } from './catalogue.ts'
import { diagnose, kindsNeeded, verdictRule } from './diagnose.ts'
import { isPlain } from './plain-course.ts'

const { syn, ack, fin, rst, psh } = FLAG
/** Segments that could belong to one connection, and some that could not; small numbers meet often. */
const segment = fc.record({
  fromClient: fc.boolean(),
  flags: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(syn, syn | ack, ack, ack | psh, ack | fin, rst, rst | ack) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x1ff }) },
  ),
  seq: fc.integer({ min: -1, max: 5 }),
  ack: fc.integer({ min: -1, max: 5 }),
  len: fc.constantFrom(0, 0, 1, 2, 1400),
  window: fc.constantFrom(0, 502, 65535),
  stepNs: fc.constantFrom(0, 1e3, 1e6, 4e7, 1e9, 7e10, NaN),
  ttl: fc.constantFrom(64, 64, 57, 255),
  ipId: fc.integer({ min: 0, max: 20 }),
  icmp: fc.option(fc.constantFrom([3, 3], [3, 1], [3, 4], [11, 0], [5, 0]), { freq: 12 }),
  known: fc.constantFrom(-1, -1, -1, 0, 0x1600),
})
const segments = fc.array(segment, { minLength: 1, maxLength: 14 })
/** Few enough that often nothing is notable. */
const fewSegments = fc.array(segment, { minLength: 1, maxLength: 3 })

function packetsOf(
  drawn: readonly {
    fromClient: boolean
    flags: number
    seq: number
    ack: number
    len: number
    window: number
    stepNs: number
    ttl: number
    ipId: number
    icmp: readonly [number, number] | null
    known: number
  }[],
): Packet[] {
  let timeNs = 0
  return drawn.map((s, i) => {
    const p = new Packet()
    const ends = [
      [0x0a000001, 40000],
      [0x0a000002, 80],
    ] as const
    const [from, to] = s.fromClient ? ends : [ends[1], ends[0]]
    timeNs += Number.isNaN(s.stepNs) ? 0 : s.stepNs
    Object.assign(p, {
      kind: KIND.tcp,
      number: i + 1,
      timeNs: Number.isNaN(s.stepNs) ? NaN : timeNs,
      ipVersion: 4,
      srcAddr: from[0],
      dstAddr: to[0],
      srcPort: from[1],
      dstPort: to[1],
    })
    Object.assign(p, {
      flags: s.flags,
      seq: s.seq,
      ack: s.ack,
      payloadLen: s.len,
      window: s.window,
      ttl: s.ttl,
      ipId: s.ipId,
      known: s.known,
      wireLen: 60,
      capLen: 60,
    })
    if (s.icmp !== null) {
      Object.assign(p, {
        kind: KIND.icmpError,
        icmpType: s.icmp[0],
        icmpCode: s.icmp[1],
        srcAddr: 0x0a0000fe,
        quotedProtocol: 6,
        quotedIpVersion: 4,
      })
      Object.assign(p, { quotedSrcAddr: from[0], quotedDstAddr: to[0], quotedSrcPort: from[1], quotedDstPort: to[1], quotedSeq: s.seq })
    }
    return p
  })
}

function forEachConnection(packets: readonly Packet[], look: (c: Connection) => void): number {
  let connections = 0
  const tracker = new ConnectionTracker((c) => {
    connections++
    look(c)
  })
  for (const p of packets) tracker.packet(p)
  tracker.end()
  return connections
}

test('every connection gets a verdict with packets of its own, and the counted verdict is the explained one', () => {
  fc.assert(
    fc.property(segments, (drawn) => {
      forEachConnection(packetsOf(drawn), (c) => {
        const found = diagnose(c)
        assert.equal(found[0].rule.id, verdictRule(c).id)
        for (const { rule, finding } of found) {
          for (const { point, packets } of finding.evidence) {
            assert.ok(packets.length > 0, `${rule.id}: ${point} shows no packet`)
            for (const packet of packets)
              assert.ok(packet >= 1 && packet <= drawn.length, `${rule.id}: ${point} names packet ${packet} of ${drawn.length}`)
          }
        }
      })
    }),
    { numRuns: 3000 },
  )
})

test('a rule holds only where a packet of the kinds that it needs was noted', () => {
  let spared = 0
  fc.assert(
    fc.property(fc.oneof(segments, fewSegments), (drawn) => {
      forEachConnection(packetsOf(drawn), (c) => {
        for (const rule of RULES) {
          const kinds = kindsNeeded(rule)
          if (kinds === 0 || (kinds & c.eventKinds) !== 0 || !rule.phases.includes(c.phase)) continue
          spared++
          assert.equal(rule.holds(c), false, rule.id)
        }
      })
    }),
    { numRuns: 5000 },
  )
  assert.ok(spared > 10_000, `only ${spared} questions were spared`)
})

test('the one look at a plain connection gives the verdict that all rules give', () => {
  const drawn = fc.record({
    rttMs: fc.constantFrom(0, 20, 199, 210),
    thinkMs: fc.constantFrom(0, 30, 190, 250, 1500),
    pauseMs: fc.constantFrom(0, 45, 190, 600),
    asked: fc.constantFrom(0, 1, 100, 1400),
    answered: fc.constantFrom(0, 1, 500, 1400, 60_000),
    options: fc.constantFrom('mss 1460,sackOK,wscale 7', 'mss 1400,sackOK,wscale 7', 'mss 1460', 'mss 1460,sackOK,wscale 7,fo'),
    close: fc.constantFrom('three', 'four', 'cross', 'half', 'none', 'reset'),
    finId: fc.constantFrom('', '{id 400}'),
    bannerFirst: fc.boolean(),
  })
  let plain = 0
  let asked = 0
  fc.assert(
    fc.property(drawn, (v) => {
      const [a, b] = [1 + v.asked, 1 + v.answered]
      const closes: Readonly<Record<string, string>> = {
        three: `+ 1 ms client > server F. ${a}:${a}(0) ack ${b} ${v.finId}\n+ ${v.rttMs} ms server > client F. ${b}:${b}(0) ack ${a + 1}\n+ 0 ms client > server . ${a + 1}:${a + 1}(0) ack ${b + 1}`,
        four: `+ 1 ms client > server F. ${a}:${a}(0) ack ${b}\n+ ${v.rttMs} ms server > client . ${b}:${b}(0) ack ${a + 1}\n+ ${v.thinkMs} ms server > client F. ${b}:${b}(0) ack ${a + 1}\n+ 0 ms client > server . ${a + 1}:${a + 1}(0) ack ${b + 1}`,
        cross: `+ 1 ms client > server F. ${a}:${a}(0) ack ${b}\n+ 1 ms server > client F. ${b}:${b}(0) ack ${a}\n+ 0 ms client > server . ${a + 1}:${a + 1}(0) ack ${b + 1}\n+ 1 ms server > client . ${b + 1}:${b + 1}(0) ack ${a + 1}`,
        half: `+ 1 ms client > server F. ${a}:${a}(0) ack ${b}\n+ ${v.rttMs} ms server > client . ${b}:${b}(0) ack ${a + 1}`,
        none: '',
        reset: `+ 1 ms client > server R. ${a}:${a}(0) ack ${b}`,
      }
      const request =
        v.asked === 0 ? '' : `+ 1 ms client > server P. 1:${a}(${v.asked}) ack 1\n+ ${v.rttMs} ms server > client . 1:1(0) ack ${a}`
      const answer =
        v.answered === 0
          ? ''
          : `+ ${v.thinkMs} ms server > client P. 1:${b}(${v.answered}) ack ${v.bannerFirst ? 1 : a}\n+ 0 ms client > server . ${v.bannerFirst ? '1:1' : `${a}:${a}`}(0) ack ${b}`
      const text = `0 ms client > server S 0:0(0) <mss 1460,sackOK,wscale 7>
        + ${v.rttMs} ms server > client S. 0:0(0) ack 1 <${v.options}>
        + 0 ms client > server . 1:1(0) ack 1
        ${v.bannerFirst ? `${answer}\n${request}` : `${request}\n${answer}`}
        + ${v.pauseMs} ms client > server . ${a}:${a}(0) ack ${b}
        ${closes[v.close]}`
      forEachConnection(drawnPackets(text), (c) => {
        asked++
        if (isPlain(c)) plain++
        assert.equal(verdictRule(c).id, diagnose(c)[0].rule.id, text)
      })
    }),
    { numRuns: 1500 },
  )
  assert.ok(plain > 20 && asked - plain > 100, `${plain} of ${asked} connections were plain`)
})
