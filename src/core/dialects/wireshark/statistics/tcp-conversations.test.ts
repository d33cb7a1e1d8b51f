/** The counting of TCP conversations: directions, ports used again, packets that are not counted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildPcap } from '../../../../../test/capture-builder.ts'
import { LAYER_CAPTURES, type LayerCapture } from '../../../../../test/layer-captures.ts'
import { ethernet, hex, ipv4, ipv6, recordOf, tcp } from '../../../../../test/packet-bytes.ts'
import { pcapngOf } from '../../../../../test/pcapng-of.ts'
import { readRecords } from '../../../../../test/read-records.ts'
import { DetectingReader } from '../../../capture/format.ts'
import { LINK_TYPE } from '../../../capture/link-type.ts'
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6 } from '../../../wire/ether-type.ts'
import { FLAG } from '../../../wire/tcp.ts'
import type { ConversationRow } from './conversation-rows.ts'
import { TcpConversations } from './tcp-conversations.ts'

const CLIENT = [10, 0, 0, 1]
const SERVER = [10, 0, 0, 2]

/** A segment from port 40000 to port 80 (or back) with this sequence number. */
function segment(flags: number, seq: number, isBack = false, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = tcp(undefined, payload, flags)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, isBack ? 80 : 40_000)
  view.setUint16(2, isBack ? 40_000 : 80)
  view.setUint32(4, seq)
  return ethernet(ETHER_TYPE_IPV4, ipv4(bytes, { source: isBack ? SERVER : CLIENT, destination: isBack ? CLIENT : SERVER }))
}

function rowsOf(conversations: TcpConversations): ConversationRow[] {
  const rows: ConversationRow[] = []
  for (const piece of conversations.rows(
    (row) => {
      rows.push(row)
      return ''
    },
    false,
    undefined,
  ))
    assert.equal(piece.length, 0)
  return rows
}

test('both directions are one row; a SYN with another number begins another', () => {
  const conversations = new TcpConversations()
  const take = (bytes: Uint8Array, timeNs: number): void => conversations.takeRecord(recordOf(LINK_TYPE.ethernet, bytes, { timeNs }))
  take(segment(FLAG.syn, 1000), 0)
  take(segment(FLAG.syn | FLAG.ack, 5000, true), 10)
  take(segment(FLAG.syn, 1000), 20)
  take(segment(FLAG.syn, 7000), 30)
  take(segment(FLAG.rst | FLAG.ack, 0, true), 40)
  const rows = rowsOf(conversations)
  assert.deepEqual(
    rows.map(({ first, second, framesForth, framesBack, startNs, stopNs }) => [first, second, framesForth, framesBack, startNs, stopNs]),
    [
      ['10.0.0.1:40000', '10.0.0.2:80', 2, 1, 0, 20],
      ['10.0.0.1:40000', '10.0.0.2:80', 1, 1, 30, 40],
    ],
  )
  assert.equal(rows[0].bytesForth, 108)
})

test('the plain rows are those that the text of rows makes', () => {
  const conversations = new TcpConversations()
  for (let i = 0; i < 300; i++) {
    const bytes = segment(FLAG.ack, 1, i % 3 === 0)
    bytes[29] = i & 0xff
    conversations.takeRecord(recordOf(LINK_TYPE.ethernet, bytes, { timeNs: i * 1_003_000, wireLen: 54 + i * 997 }))
  }
  conversations.takeRecord(recordOf(LINK_TYPE.ethernet, ethernet(ETHER_TYPE_IPV6, ipv6(tcp())), { timeNs: 5 }))
  const decoder = new TextDecoder()
  const text = (pieces: Iterable<string | Uint8Array>): string =>
    [...pieces].map((piece) => (typeof piece === 'string' ? piece : decoder.decode(piece.slice()))).join('')
  let plain = ''
  for (const piece of conversations.rows(() => assert.fail('a row without need of text'), true, undefined)) plain += text([piece])
  assert.equal(plain.split('\n').length - 1, rowsOf(conversations).length)
  assert.match(plain, /^10\.0\.0\.\d+:\d+ +<-> 10\.0\.0\.\d+:\d+ +\d+ \d+ (bytes|kB) .* 0\.\d{4}$/m)
})

test('what cannot be read is not counted, and nothing throws', () => {
  const conversations = new TcpConversations()
  const whole = segment(FLAG.syn, 1)
  for (let length = 0; length < whole.length; length++) conversations.takeRecord(recordOf(LINK_TYPE.ethernet, whole.slice(0, length)))
  conversations.takeRecord(recordOf(LINK_TYPE.ethernet, ethernet(ETHER_TYPE_IPV4, ipv4(hex('9c400050'), {}))))
  conversations.takeRecord(recordOf(LINK_TYPE.nfLog, whole))
  assert.deepEqual(rowsOf(conversations), [])
  conversations.takeRecord(recordOf(LINK_TYPE.ethernet, whole), false)
  assert.deepEqual(rowsOf(conversations), [])
})

/** The packets of a capture on Ethernet or of raw IP, all on Ethernet. */
function onEthernet({ linkType, packets }: LayerCapture): readonly Uint8Array[] {
  if (linkType === LINK_TYPE.ethernet) return packets
  const isRaw = linkType === LINK_TYPE.raw
  return isRaw ? packets.map((bytes) => ethernet(bytes[0] >>> 4 === 6 ? ETHER_TYPE_IPV6 : ETHER_TYPE_IPV4, bytes)) : []
}

test('packets taken from the file are counted as they are one by one', () => {
  let left = 0
  let all = 0
  const flags = fc.constantFrom(FLAG.syn, FLAG.syn | FLAG.ack, FLAG.ack, FLAG.rst)
  const ours = fc.tuple(flags, fc.constantFrom(1000, 7000), fc.boolean()).map(([bits, seq, isBack]) => segment(bits, seq, isBack))
  const odd = fc.constantFrom(...LAYER_CAPTURES.flatMap(onEthernet))
  const cut = fc.tuple(fc.oneof(ours, odd), fc.nat(80)).map(([bytes, length]) => bytes.slice(0, length))
  const packets = fc.array(fc.record({ data: fc.oneof(ours, odd, cut), seconds: fc.nat(9), more: fc.nat(99) }), {
    maxLength: 700,
    size: 'max',
  })
  fc.assert(
    fc.property(packets, fc.option(fc.nat(15), { nil: undefined }), (some, seed) => {
      const pcap = buildPcap(some.map(({ data, seconds, more }) => ({ data, seconds, fraction: 0, wireLen: data.length + more })))
      const bytes = seed === undefined ? pcap : pcapngOf(pcap, seed)
      const single = new TcpConversations()
      const scanned = new TcpConversations()
      readRecords(bytes, [], (sink) => new DetectingReader((record) => (sink(record), single.takeRecord(record))))
      let ones = 0
      readRecords(bytes, [], () => new DetectingReader((record) => (ones++, scanned.takeRecord(record)), scanned))
      left += ones
      all += some.length
      assert.deepEqual(rowsOf(scanned), rowsOf(single))
    }),
    { numRuns: 60 },
  )
  assert.ok(left < all, 'the loop took none')
})
