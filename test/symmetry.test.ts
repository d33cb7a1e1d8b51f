/** What no verdict may depend on: where sequence numbers begin, what the clock says, how hosts are numbered, what else is in the capture. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ConnectionTracker } from '../src/core/analysis/connection-tracker.ts'
import { DetectingReader } from '../src/core/capture/format.ts'
import type { PacketRecord } from '../src/core/capture/record.ts'
import { diagnose } from '../src/core/diagnosis/diagnose.ts'
import { Decoder } from '../src/core/packet/decode.ts'
import { KIND, Packet } from '../src/core/packet/packet.ts'
import { checksumState } from '../src/core/packet/tcp-checksum.ts'
import { capturesIn } from './captures-in.ts'

/** Changes a decoded packet in a way that no verdict may notice. */
type Change = (p: Packet) => void

/** All verdict and finding ids of a capture, connection by connection, after a change of every packet. */
function verdictsOf(
  bytes: Uint8Array,
  change: Change,
  between?: (tracker: ConnectionTracker, after: Packet) => void,
  isCut = false,
): string[] {
  const verdicts: string[] = []
  const tracker = new ConnectionTracker((c) => {
    if (c.serverPort !== STRANGER_PORT)
      verdicts.push(
        `${c.firstPacket}: ${diagnose(c)
          .map(({ rule }) => rule.id)
          .join(' ')}`,
      )
  })
  const decoder = new Decoder()
  const packet = new Packet()
  let number = 0
  const reader = new DetectingReader((record: PacketRecord) => {
    decoder.decode(record, packet)
    if (isCut && packet.kind === KIND.tcp && packet.payloadLen > 0) {
      record.capLen = Math.min(record.capLen, packet.payloadOffset - record.from)
      decoder.decode(record, packet)
    }
    packet.number = ++number
    // The change leaves the bytes alone, so the checksum is judged before it, and the bytes are then out of reach.
    if (packet.kind === KIND.tcp && packet.headerCut === 0 && packet.malformed === 0) packet.checksum = checksumState(packet)
    change(packet)
    packet.tcpOffset = 0
    tracker.packet(packet)
    between?.(tracker, packet)
  })
  reader.push(bytes)
  reader.end()
  tracker.end()
  return verdicts.sort()
}

const STRANGER_PORT = 7
const unchanged: Change = () => undefined

/** Adds to the numbers of the end with the lower address and port, and to what is acknowledged to it; the other end likewise. */
function shiftNumbers(lower: number, upper: number): Change {
  return (p) => {
    if (p.kind === KIND.tcp) {
      const fromLower = isLower(p.srcAddr, p.srcPort, p.dstAddr, p.dstPort)
      const own = fromLower ? lower : upper
      const peer = fromLower ? upper : lower
      // A reset of a socket that never existed has no number of its own (RFC 9293 §3.5.2), and a segment without ACK acknowledges nothing.
      const stateless = (p.flags & 0x04) !== 0 && p.seq === 0
      if (!stateless) p.seq = (p.seq + own) | 0
      if (p.flags & 0x10) p.ack = (p.ack + peer) | 0
      for (let i = 0; i < p.sackCount * 2; i++) p.sack[i] = (p.sack[i] + peer) | 0
    } else if (p.kind === KIND.icmpError) {
      const own = isLower(p.quotedSrcAddr, p.quotedSrcPort, p.quotedDstAddr, p.quotedDstPort) ? lower : upper
      p.quotedSeq = (p.quotedSeq + own) | 0
    }
  }
}

function isLower(srcAddr: number, srcPort: number, dstAddr: number, dstPort: number): boolean {
  return srcAddr === dstAddr ? srcPort < dstPort : srcAddr >>> 0 < dstAddr >>> 0
}

function shiftClock(ns: number): Change {
  return (p) => {
    p.timeNs += ns
  }
}

/** Every IPv4 host gets another number; who was equal stays equal. */
function renumber(p: Packet): void {
  const other = (address: number) => (address >>> 24 === 127 ? address : address ^ 0x00050a0f)
  p.srcAddr = other(p.srcAddr)
  p.dstAddr = other(p.dstAddr)
  p.quotedSrcAddr = other(p.quotedSrcAddr)
  p.quotedDstAddr = other(p.quotedDstAddr)
  p.neighbourTarget = other(p.neighbourTarget)
}

/** A host that counts all its packets together leaves gaps in the count of each connection. */
function countTogether(p: Packet): void {
  p.ipId = (p.ipId * 5) & 0xffff
}

/** A host that gives each packet a number at random, and none to those that had none. */
function numberAtRandom(p: Packet): void {
  if (p.ipId !== 0) p.ipId = ((Math.imul(p.ipId, 0x9e3779b1) ^ p.srcAddr) >>> 16) | 1
}

/** After every packet, one of another, long-lived connection. */
function stranger(tracker: ConnectionTracker, after: Packet): void {
  const p = new Packet()
  Object.assign(p, {
    kind: KIND.tcp,
    number: after.number,
    timeNs: after.timeNs,
    ipVersion: 4,
    srcAddr: 0x01010101,
    dstAddr: 0x02020202,
    srcPort: STRANGER_PORT,
    dstPort: 9,
  })
  Object.assign(p, {
    flags: 0x18,
    seq: after.number * 10,
    ack: 1,
    payloadLen: 10,
    window: 500,
    ttl: 60,
    ipId: after.number & 0xffff,
    wireLen: 64,
    capLen: 64,
  })
  tracker.packet(p)
}

/** Captures whose verdict stands on the checksum of a segment with data: without the data it cannot be known, and a weaker verdict is right. */
const NEEDS_PAYLOAD = /bad-checksum|syn-data-2/

/** Captures whose verdict stands on the sender's own count of its packets: only that tells that earlier ones went missing before this point. */
const NEEDS_COUNT = /(close-fin-lost-1|close-fin-retransmitted|pmtud-works-1|rto-retransmit-1)\.server/

const own = capturesIn('samples')
const shared = capturesIn('../shared/captures')

for (const [name, captures, least] of [
  ['samples', own, 20],
  ['shared captures', shared, 200],
] as const) {
  test(
    `no verdict of the ${name} depends on numbering, clocks, company or payload`,
    { skip: captures.length === 0 ? `no ${name} here` : false },
    () => {
      assert.ok(captures.length >= least, `only ${captures.length} captures`)
      const changes: [string, Change, ((tracker: ConnectionTracker, after: Packet) => void)?][] = [
        ['numbers shifted', shiftNumbers(0x12345678, -0x7654321)],
        ['numbers near the wrap', shiftNumbers(0x7fffffff, 0x7fffff00)],
        ['a later clock', shiftClock(86_400e9 * 30)],
        ['other addresses', renumber],
        ['among other traffic', unchanged, stranger],
      ]
      const differences: string[] = []
      for (const file of captures) {
        const bytes = readFileSync(file)
        const plain = verdictsOf(bytes, unchanged)
        const cut = verdictsOf(bytes, unchanged, undefined, true)
        if (cut.join('\n') !== plain.join('\n') && !NEEDS_PAYLOAD.test(file))
          differences.push(`${file}, cut to headers:\n  ${plain.join('\n  ')}\n  became\n  ${cut.join('\n  ')}`)
        const counts: typeof changes = [
          ['packets of a host counted together', countTogether],
          ['packets numbered at random', numberAtRandom],
        ]
        for (const [what, change, between] of NEEDS_COUNT.test(file) ? changes : [...changes, ...counts]) {
          const changed = verdictsOf(bytes, change, between)
          if (changed.join('\n') !== plain.join('\n'))
            differences.push(`${file}, ${what}:\n  ${plain.join('\n  ')}\n  became\n  ${changed.join('\n  ')}`)
        }
      }
      assert.equal(differences.length, 0, `${differences.length} differences\n${differences.slice(0, 6).join('\n')}`)
    },
  )
}
