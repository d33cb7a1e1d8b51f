/** Tests of lines that show an application's message: which connection they belong to, and how much they carried. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeApplicationLines } from './application-lines.ts'
import type { PacketFacts } from './packet-facts.ts'

const ROW = { style: 'wireshark', form: 'list', offset: 0, block: 0, run: 0 } as const

function segment(from: string, to: string, ports: readonly [number, number], seq: number, ack: number, payload = 0): PacketFacts {
  const [sourcePort, destinationPort] = ports
  const tcp = { sourcePort, destinationPort, numbering: 'relative', flags: 0x10, seq, ack, payload } as const
  return { ...ROW, ip: { version: 4, source: from, destination: to }, tcp: { ...tcp, options: [] } }
}

const line = (from: string, to: string, frameLength: number): PacketFacts => ({
  ...ROW,
  ip: { version: 4, source: from, destination: to },
  frameLength,
  overTcp: true,
})

/** Ports and payload that the lines without a segment of their own got. */
function completed(packets: PacketFacts[]): unknown[] {
  const lines = packets.filter(({ tcp }) => tcp === undefined)
  completeApplicationLines(packets)
  return lines.map(({ tcp }) => tcp && [tcp.sourcePort, tcp.destinationPort, tcp.payload])
}

test('of several connections, the one whose next acknowledgment or segment counts the bytes', () => {
  const first = segment('a', 'b', [1, 80], 1, 1)
  const second = segment('a', 'b', [2, 80], 1, 1)
  const get = line('a', 'b', 154)
  assert.deepEqual(completed([first, second, get, segment('b', 'a', [80, 1], 1, 1), segment('b', 'a', [80, 2], 1, 101)]), [[2, 80, 100]])
  assert.deepEqual(completed([first, second, line('a', 'b', 154), segment('a', 'b', [1, 80], 101, 1)]), [[1, 80, 100]])
  assert.deepEqual(completed([first, second, line('a', 'b', 154)]), [undefined])
})

test('two lines alike go to two connections', () => {
  const packets = [segment('a', 'b', [1, 80], 1, 1), segment('a', 'b', [2, 80], 1, 1), line('a', 'b', 154), line('a', 'b', 154)]
  assert.deepEqual(completed([...packets, segment('b', 'a', [80, 1], 1, 101), segment('b', 'a', [80, 2], 1, 101)]), [
    [1, 80, 100],
    [2, 80, 100],
  ])
})

test('lines that one acknowledgment covers together', () => {
  const packets = [segment('a', 'b', [1, 80], 1, 1), segment('a', 'b', [2, 80], 1, 1), line('a', 'b', 154), line('a', 'b', 104)]
  assert.deepEqual(completed([...packets, segment('b', 'a', [80, 2], 1, 151)]), [
    [2, 80, 100],
    [2, 80, 50],
  ])
})

test('one host that speaks to itself: numbers tell the direction', () => {
  const packets = [segment('lo', 'lo', [1, 80], 1, 1), line('lo', 'lo', 154), segment('lo', 'lo', [80, 1], 1, 101), line('lo', 'lo', 84)]
  assert.deepEqual(completed([...packets, segment('lo', 'lo', [1, 80], 101, 31)]), [
    [1, 80, 100],
    [80, 1, 30],
  ])
})

test("the link layer's header is as long as a SYN shows", () => {
  const syn = segment('a', 'b', [1, 80], 0, 0)
  syn.tcp!.flags = 2
  syn.tcp!.options = [
    { kind: 2, data: [5, 180] },
    { kind: 4, data: [] },
    { kind: 8, data: [0, 0, 0, 1, 0, 0, 0, 0] },
    { kind: 3, data: [7] },
  ]
  for (const [header, frame] of [
    [14, 74],
    [16, 76],
    [0, 60],
  ] as const) {
    syn.frameLength = frame
    // A frame of Ethernet's least length may be padded, and tells nothing.
    assert.deepEqual(completed([syn, line('a', 'b', 166)]), [[1, 80, 166 - (frame > 60 ? header : 14) - 52]], `${frame}`)
  }
})

test('segments of the connection tell best how long its headers are', () => {
  const data = { ...segment('b', 'a', [80, 1], 1, 1, 100), frameLength: 156 }
  assert.deepEqual(completed([data, line('a', 'b', 166)]), [[1, 80, 110]])
  // A shortened row without its length is an ACK, unless a smaller one comes.
  const bare = { ...segment('b', 'a', [80, 1], 1, 1), frameLength: 66 }
  delete bare.tcp!.payload
  assert.deepEqual(completed([bare, line('a', 'b', 166)]), [[1, 80, 100]])
  assert.deepEqual(completed([{ ...bare, frameLength: 60 }, line('a', 'b', 166)]), [[1, 80, 112]])
})

test("another protocol's packet counts only when numbers tell of exactly its bytes", () => {
  const other = (): PacketFacts => ({ ...line('a', 'b', 154), overTcp: false })
  const first = segment('a', 'b', [1, 80], 1, 1)
  assert.deepEqual(completed([first, other(), segment('b', 'a', [80, 1], 1, 101)]), [[1, 80, 100]])
  assert.deepEqual(completed([first, other(), segment('b', 'a', [80, 1], 1, 1)]), [undefined])
  assert.deepEqual(completed([first, other(), segment('b', 'a', [80, 1], 1, 501)]), [undefined])
  const both = [first, segment('a', 'b', [2, 80], 1, 1), other(), other()]
  assert.deepEqual(completed([...both, segment('b', 'a', [80, 1], 1, 101), segment('b', 'a', [80, 2], 1, 101)]), [
    [1, 80, 100],
    [2, 80, 100],
  ])
  assert.deepEqual(completed([first, other(), other(), segment('b', 'a', [80, 1], 1, 201)]), [
    [1, 80, 100],
    [1, 80, 100],
  ])
})

test('a line whose bytes and one more are acknowledged is the end of the stream', () => {
  const first = segment('a', 'b', [1, 80], 1, 1)
  const flagsOf = (...behind: PacketFacts[]): unknown => {
    const last = line('a', 'b', 154)
    completeApplicationLines([first, segment('b', 'a', [80, 1], 1, 1, 7), last, ...behind])
    if (last.tcp?.flags !== undefined) assert.equal(last.tcp.ack, 8)
    return last.tcp?.flags
  }
  const acknowledged = segment('b', 'a', [80, 1], 1, 102)
  assert.equal(flagsOf(acknowledged), 0x11)
  assert.equal(flagsOf(segment('b', 'a', [80, 1], 1, 101)), undefined)
  assert.equal(flagsOf(line('a', 'b', 55), acknowledged), undefined)
  // What comes behind another SYN is another showing, or another connection.
  const syn = segment('a', 'b', [1, 80], 0, 0)
  syn.tcp!.flags = 2
  assert.equal(flagsOf(acknowledged, syn, line('a', 'b', 154)), 0x11)
  assert.equal(flagsOf(segment('a', 'b', [1, 80], 101, 1, 1), acknowledged), undefined)
})

test('a retransmission tells that its bytes were sent before', () => {
  const again = segment('a', 'b', [2, 80], 1, 1, 100)
  again.tcp!.repeated = true
  const packets = [segment('a', 'b', [1, 80], 1, 1), segment('a', 'b', [2, 80], 1, 1), line('a', 'b', 154)]
  assert.deepEqual(completed([...packets, again]), [[2, 80, 100]])
})

test('a line that comes first stands where the next segment says', () => {
  const again = segment('a', 'b', [1, 80], 4161, 1, 100)
  again.tcp!.repeated = true
  const first = line('a', 'b', 154)
  completeApplicationLines([first, again])
  assert.equal(first.tcp?.likelySeq, 4161)
})

test('a RST without timestamps does not tell that the data had none', () => {
  const stamped = segment('a', 'b', [1, 80], 1, 1)
  stamped.tcp!.options = [{ kind: 8, data: [0, 0, 0, 1, 0, 0, 0, 2] }]
  const reset = segment('a', 'b', [1, 80], 101, 1)
  reset.tcp!.flags = 4
  assert.deepEqual(completed([stamped, line('a', 'b', 166), reset]), [[1, 80, 100]])
})
