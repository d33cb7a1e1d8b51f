/** Fragments in every order, and the bounds of their table. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decoded, hex, ipv4, ipv6, join, tcp, udp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { Decoder } from './decode.ts'
import { KIND, type Packet, PROBLEM } from './packet.ts'

const MORE = 0x2000
const PAYLOAD = Uint8Array.from({ length: 100 }, (_, i) => i)
const SEGMENT = tcp(hex(''), PAYLOAD)

/** Datagram `id` in fragments of `size` bytes. */
function fragments4(id: number, size: number, payload: Uint8Array = SEGMENT, protocol = 6): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < payload.length; at += size) {
    const more = at + size < payload.length ? MORE : 0
    parts.push(ipv4(payload.slice(at, at + size), { id, fragment: more | (at / 8), protocol }))
  }
  return parts
}

function fragments6(id: number, size: number): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < SEGMENT.length; at += size) {
    const more = at + size < SEGMENT.length ? 1 : 0
    parts.push(ipv6(join([6, 0, at >> 8, (at & 0xf8) | more, 0, 0, 0, id], SEGMENT.slice(at, at + size)), 44))
  }
  return parts
}

function isWhole(packet: Packet, what: string): void {
  assert.deepEqual(
    [packet.kind, packet.reassembled, packet.srcPort, packet.payloadLen, packet.problem],
    [KIND.tcp, 1, 40000, 100, PROBLEM.none],
    what,
  )
  assert.deepEqual(packet.bytes.slice(packet.payloadOffset, packet.payloadOffset + 100), PAYLOAD, what)
  assert.equal(packet.to, packet.payloadOffset + 100, what)
}

test('the fragment that completes a datagram stands for it, in any order', () => {
  for (const parts of [fragments4(7, 24), fragments6(7, 24), fragments4(7, 8), fragments4(7, 112)]) {
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (order) => {
        const decoder = new Decoder()
        const packets = order.map((bytes) => decoded(LINK_TYPE.raw, bytes, { decoder }))
        isWhole(packets.pop()!, 'the last')
        for (const packet of packets) assert.equal(packet.kind, KIND.fragment)
      }),
      { numRuns: 20 },
    )
  }
})

test('the header of the whole is that of the first fragment', () => {
  const decoder = new Decoder()
  const [first, second] = fragments4(7, 64)
  decoded(LINK_TYPE.raw, second, { decoder })
  const packet = decoded(LINK_TYPE.raw, first, { decoder })
  isWhole(packet, 'whole')
  assert.deepEqual([packet.ipId, packet.ipLen, packet.bytes[packet.ipOffset]], [7, 140, 0x45])
})

test('datagrams are told apart', () => {
  const decoder = new Decoder()
  const [a1, a2] = fragments4(7, 64)
  const [b1, b2] = fragments4(8, 64)
  const [c1, c2] = fragments6(7, 64)
  const kinds = [a1, a2, b1, c1, b2, c2].map((bytes) => decoded(LINK_TYPE.raw, bytes, { decoder }).kind)
  assert.deepEqual(kinds, [KIND.fragment, KIND.tcp, KIND.fragment, KIND.fragment, KIND.tcp, KIND.tcp])
})

test('fragments that came twice, or overlap, count once', () => {
  const decoder = new Decoder()
  const [first, second, third] = fragments4(7, 48)
  const wide = ipv4(SEGMENT.slice(40, 96), { id: 7, fragment: MORE | 5 })
  for (const bytes of [first, first, second, wide]) assert.equal(decoded(LINK_TYPE.raw, bytes, { decoder }).kind, KIND.fragment)
  isWhole(decoded(LINK_TYPE.raw, third, { decoder }), 'whole')
})

test('where the capture has first fragments only, each speaks for itself', () => {
  const decoder = new Decoder()
  const firsts = [7, 8, 9].map((id) => decoded(LINK_TYPE.raw, fragments4(id, 64)[0], { decoder }))
  assert.deepEqual(
    firsts.map(({ kind }) => kind),
    [KIND.fragment, KIND.tcp, KIND.tcp],
  )
  assert.deepEqual([firsts[1].firstFragment, firsts[1].payloadLen], [1, 44])
  assert.equal(decoded(LINK_TYPE.raw, ipv4(SEGMENT), { decoder }).firstFragment, 0)
})

test('a tunnel in fragments', () => {
  const decoder = new Decoder()
  const inner = join(hex('0800000000000100 020000000002 020000000001 0800'), ipv4(SEGMENT))
  const parts = fragments4(7, 80, udp(4789, inner), 17).map((bytes) => decoded(LINK_TYPE.raw, bytes, { decoder }))
  isWhole(parts.at(-1)!, 'whole')
  assert.equal(parts.at(-1)!.tunnelDepth, 1)
})

test('a cut fragment cuts the whole', () => {
  const decoder = new Decoder()
  const [first, second] = fragments4(7, 64)
  decoded(LINK_TYPE.raw, first.slice(0, 70), { decoder, wireLen: first.length })
  const packet = decoded(LINK_TYPE.raw, second, { decoder })
  assert.deepEqual([packet.kind, packet.payloadLen, packet.to - packet.payloadOffset], [KIND.tcp, 100, 30])
})

test('half a datagram is forgotten after half a minute', () => {
  const decoder = new Decoder()
  const [first, second] = fragments4(7, 64)
  decoded(LINK_TYPE.raw, second, { decoder, timeNs: 0 })
  assert.equal(decoded(LINK_TYPE.raw, first, { decoder, timeNs: 31e9 }).kind, KIND.fragment)
})

test('a datagram beyond 64 KiB is malformed', () => {
  const packet = decoded(LINK_TYPE.raw, ipv4(SEGMENT, { fragment: 0x1ff8 }))
  assert.deepEqual([packet.kind, packet.problem], [KIND.fragment, PROBLEM.malformed])
})

test('only so many datagrams wait', () => {
  const decoder = new Decoder()
  decoded(LINK_TYPE.raw, fragments4(0, 64)[1], { decoder })
  for (let id = 1; id <= 64; id++) decoded(LINK_TYPE.raw, fragments4(id, 64)[1], { decoder })
  assert.equal(decoded(LINK_TYPE.raw, fragments4(0, 64)[0], { decoder }).kind, KIND.fragment)
  assert.equal(decoded(LINK_TYPE.raw, fragments4(64, 64)[0], { decoder }).kind, KIND.tcp)
})
