/** ICMP errors with their quotes, and neighbour discovery, decoded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decoded, hex, ipv4, ipv6, join, tcp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { formatIpv6, quotedDestinationText, quotedSourceText, sourceText } from './address-text.ts'
import { KIND, type Packet, PROBLEM } from './packet.ts'

const QUOTED4 = ipv4(tcp(hex(''), hex(''), 0x02), { source: [10, 0, 0, 9], destination: [10, 0, 0, 8] })
const QUOTED6 = ipv6(tcp(hex(''), hex(''), 0x02))

function error4(type: number, code: number, quote: Uint8Array, rest = '00000000'): Packet {
  return decoded(LINK_TYPE.raw, ipv4(join([type, code, 0, 0], hex(rest), quote), { protocol: 1 }))
}

function error6(type: number, code: number, quote: Uint8Array, rest = '00000000'): Packet {
  return decoded(LINK_TYPE.raw, ipv6(join([type, code, 0, 0], hex(rest), quote), 58))
}

test('an error quotes a segment from its first eight bytes on', () => {
  for (const type of [3, 4, 5, 11, 12]) {
    for (let there = 28; there <= 40; there++) {
      const packet = error4(type, 1, QUOTED4.slice(0, there))
      assert.deepEqual(
        [packet.kind, packet.icmpType, packet.icmpCode, packet.quotedIpVersion, packet.quotedProtocol],
        [KIND.icmpError, type, 1, 4, 6],
      )
      assert.deepEqual([packet.quotedSrcPort, packet.quotedDstPort, packet.quotedSeq >>> 0], [40000, 80, 0xf0000001])
      assert.deepEqual([packet.quotedTtl, packet.quotedIpId, packet.quotedFlags], [63, 0x1234, there < 34 ? -1 : 2])
      assert.deepEqual([sourceText(packet), quotedSourceText(packet), quotedDestinationText(packet)], ['10.0.0.1', '10.0.0.9', '10.0.0.8'])
    }
  }
})

test('of a shorter quote, what is there counts', () => {
  const ports = error4(3, 1, QUOTED4.slice(0, 24))
  assert.deepEqual([ports.quotedSrcPort, ports.quotedSeq, ports.problem, ports.problemLayer], [40000, 0, PROBLEM.malformed, 'quote'])
  const addresses = error4(3, 1, QUOTED4.slice(0, 20))
  assert.deepEqual([addresses.quotedIpVersion, addresses.quotedProtocol, addresses.quotedSrcPort], [4, 6, 0])
  const nothing = error4(3, 1, QUOTED4.slice(0, 19))
  assert.deepEqual([nothing.kind, nothing.quotedIpVersion, nothing.quotedFlags], [KIND.icmpError, 0, -1])
  const cut = decoded(LINK_TYPE.raw, ipv4(hex('0301'), { protocol: 1, totalLength: 56 }), { wireLen: 56 })
  assert.deepEqual([cut.kind, cut.icmpCode, cut.problem], [KIND.icmpError, 1, PROBLEM.cut])
})

test('the MTU of the next hop', () => {
  assert.equal(error4(3, 4, QUOTED4, '00000578').icmpMtu, 1400)
  assert.equal(error4(3, 1, QUOTED4, '00000578').icmpMtu, 0)
  assert.equal(error6(2, 0, QUOTED6, '00000500').icmpMtu, 1280)
})

test('ICMPv6 errors', () => {
  for (const type of [1, 2, 3, 4]) {
    const packet = error6(type, 4, QUOTED6)
    assert.deepEqual([packet.kind, packet.icmpType, packet.quotedIpVersion, packet.quotedProtocol], [KIND.icmpError, type, 6, 6])
    assert.deepEqual([packet.quotedSrcPort, packet.quotedDstPort, packet.quotedSeq >>> 0, packet.quotedFlags], [40000, 80, 0xf0000001, 2])
    assert.deepEqual([quotedSourceText(packet), packet.quotedTtl], ['2001:db8::1', 62])
  }
})

test('a quoted segment behind extension headers', () => {
  const headers = hex('3c 00 0104 00000000 2c 00 0104 00000000 06 00 0001 00000007')
  const packet = error6(3, 0, ipv6(join(headers, tcp()), 0))
  assert.deepEqual([packet.quotedProtocol, packet.quotedSrcPort, packet.quotedFlags], [6, 40000, 0x10])
})

test('a quoted later fragment has no ports', () => {
  const four = error4(11, 1, ipv4(tcp(), { fragment: 0x2001 }))
  const six = error6(3, 1, ipv6(join(hex('06 00 0009 00000007'), tcp()), 44))
  for (const packet of [four, six])
    assert.deepEqual([packet.kind, packet.quotedProtocol, packet.quotedSrcPort, packet.quotedSeq], [KIND.icmpError, 6, 0, 0])
})

test('a quoted UDP datagram has ports and no sequence number', () => {
  const packet = error4(3, 3, ipv4(hex('c350 0035 0008 0000'), { protocol: 17 }))
  assert.deepEqual([packet.quotedProtocol, packet.quotedSrcPort, packet.quotedDstPort, packet.quotedSeq], [17, 50000, 53, 0])
})

test('other messages', () => {
  const echo = error4(8, 0, hex(''))
  assert.deepEqual([echo.kind, echo.icmpType, echo.icmpCode], [KIND.icmpOther, 8, 0])
  assert.equal(error6(128, 0, hex('')).kind, KIND.icmpOther)
  assert.equal(error6(137, 0, QUOTED6).kind, KIND.icmpOther)
})

test('neighbour discovery', () => {
  const target = hex('fe800000000000000000000000000007')
  for (const [type, operation] of [
    [135, 1],
    [136, 2],
  ] as const) {
    const packet = error6(type, 0, target)
    assert.deepEqual([packet.kind, packet.neighbourOperation, packet.ipVersion], [KIND.neighbour, operation, 6])
    assert.equal(formatIpv6(packet.bytes, packet.neighbourTargetOffset), 'fe80::7')
  }
  assert.equal(error6(135, 0, target.slice(1)).kind, KIND.icmpOther)
})
