/** TCP segments: whole, cut, malformed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decoded, hex, ipv4, join, tcp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { KNOWN } from '../capture/record.ts'
import { FLAG, KIND, OPTION, PROBLEM } from './packet.ts'

const OPTIONS = hex('0101 080a 00000001 00000002 0101 0512 00000010 00000020 fffffff0 00000005')
const WHOLE = ipv4(tcp(OPTIONS, hex('aabbccdd'), 0x18))
const TCP_AT = 20

test('a whole segment', () => {
  const packet = decoded(LINK_TYPE.raw, WHOLE)
  assert.equal(packet.kind, KIND.tcp)
  assert.deepEqual([packet.srcPort, packet.dstPort, packet.seq >>> 0, packet.ack >>> 0], [40000, 80, 0xf0000001, 0x0a0b0c0d])
  assert.deepEqual([packet.flags, packet.window, packet.tcpHeaderLen, packet.payloadLen], [FLAG.ack | FLAG.psh, 502, 52, 4])
  assert.deepEqual([packet.optionBits, packet.sackCount, packet.tsVal, packet.tsEcr], [OPTION.timestamps | OPTION.sack, 2, 1, 2])
  assert.deepEqual([packet.problem, packet.malformed, packet.headerCut], [PROBLEM.none, 0, 0])
  assert.equal(packet.payloadOffset, packet.from + 72)
})

test('a payload that the capture cut has its length on the wire', () => {
  const packet = decoded(LINK_TYPE.raw, WHOLE.slice(0, 73), { wireLen: WHOLE.length })
  assert.deepEqual([packet.payloadLen, packet.problem, packet.to - packet.payloadOffset], [4, PROBLEM.none, 1])
})

test('of a header that the capture cut, everything that is there counts', () => {
  for (let there = 0; there < 52; there++) {
    const packet = decoded(LINK_TYPE.raw, WHOLE.slice(0, TCP_AT + there), { wireLen: WHOLE.length })
    const what = `${there} bytes`
    assert.deepEqual([packet.problem, packet.problemLayer, packet.problemAvailable], [PROBLEM.cut, 'tcp', there], what)
    if (there < 4) {
      assert.deepEqual([packet.kind, packet.otherName], [KIND.other, 'tcp without ports'], what)
      continue
    }
    assert.deepEqual([packet.kind, packet.srcPort, packet.dstPort, packet.malformed], [KIND.tcp, 40000, 80, 0], what)
    assert.equal(packet.seq >>> 0, there >= 8 ? 0xf0000001 : 0, what)
    assert.equal(packet.ack, there >= 12 ? 0x0a0b0c0d : 0, what)
    assert.equal(packet.flags, there >= 14 ? 0x18 : 0, what)
    assert.equal(packet.headerCut, there >= 14 ? 0 : 1, what)
    assert.equal(packet.payloadLen, there >= 14 ? 4 : 0, what)
    assert.equal((packet.known & KNOWN.window) !== 0, there < 14 || there >= 16, what)
    assert.equal(packet.known & KNOWN.options, 0, what)
    assert.notEqual(packet.optionBits & OPTION.broken, 0, what)
    assert.equal((packet.optionBits & OPTION.timestamps) !== 0, there >= 32, what)
  }
})

test('a data offset below 5 is malformed', () => {
  const bytes = ipv4(tcp(hex(''), hex('aabb')))
  bytes[TCP_AT + 12] = 0x40
  const packet = decoded(LINK_TYPE.raw, bytes)
  assert.deepEqual(
    [packet.kind, packet.malformed, packet.payloadLen, packet.problem, packet.srcPort],
    [KIND.tcp, 1, 0, PROBLEM.malformed, 40000],
  )
})

test('a data offset beyond the datagram is malformed, whatever follows it', () => {
  const bytes = ipv4(tcp(hex(''), hex('aabb')))
  bytes[TCP_AT + 12] = 0xf0
  for (const packet of [decoded(LINK_TYPE.raw, bytes), decoded(LINK_TYPE.raw, join(bytes, new Uint8Array(100)))]) {
    assert.deepEqual([packet.malformed, packet.payloadLen, packet.problem, packet.optionBits], [1, 0, PROBLEM.malformed, 0])
  }
})

test('a datagram too small for the header is the sender’s fault', () => {
  for (const there of [4, 8, 14, 16, 19]) {
    const packet = decoded(LINK_TYPE.raw, ipv4(tcp().slice(0, there)))
    assert.deepEqual(
      [packet.kind, packet.malformed, packet.headerCut, packet.problem, packet.payloadLen],
      [KIND.tcp, 1, 0, PROBLEM.malformed, 0],
      `${there}`,
    )
  }
})
