/** Every link layer in front of the same segment. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decoded, ethernet, hex, ipv4, ipv6, join, tcp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { DIRECTION } from '../capture/record.ts'
import { KIND, type Packet, PROBLEM } from './packet.ts'

const SEGMENT4 = ipv4(tcp(hex('0101080a0000000100000002'), hex('aabbcc')))
const SEGMENT6 = ipv6(tcp(hex(''), hex('aabbcc')))

function isSegment(packet: Packet, what: string, ipVersion = 4): void {
  assert.equal(packet.kind, KIND.tcp, `${what}: ${packet.otherName}`)
  assert.deepEqual(
    [packet.ipVersion, packet.srcPort, packet.dstPort, packet.seq >>> 0, packet.payloadLen],
    [ipVersion, 40000, 80, 0xf0000001, 3],
    what,
  )
  assert.deepEqual([...packet.bytes.subarray(packet.payloadOffset, packet.payloadOffset + 3)], [0xaa, 0xbb, 0xcc], what)
}

test('every way to an IP header', () => {
  const cases: readonly (readonly [string, number, Uint8Array, number?])[] = [
    ['Ethernet', LINK_TYPE.ethernet, ethernet(0x0800, SEGMENT4)],
    ['Ethernet, IPv6', LINK_TYPE.ethernet, ethernet(0x86dd, SEGMENT6), 6],
    ['Ethernet, padded', LINK_TYPE.ethernet, ethernet(0x0800, join(SEGMENT4, hex('0000000000')))],
    ['VLAN', LINK_TYPE.ethernet, ethernet(0x8100, join(hex('2064 0800'), SEGMENT4))],
    ['QinQ', LINK_TYPE.ethernet, ethernet(0x88a8, join(hex('0001 8100 0002 86dd'), SEGMENT6)), 6],
    ['QinQ, old', LINK_TYPE.ethernet, ethernet(0x9100, join(hex('0001 8100 0002 0800'), SEGMENT4))],
    ['PPPoE', LINK_TYPE.ethernet, ethernet(0x8864, join(hex('1100 0001 0039 0021'), SEGMENT4))],
    ['PPPoE, IPv6', LINK_TYPE.ethernet, ethernet(0x8864, join(hex('1100 0001 0041 0057'), SEGMENT6)), 6],
    ['MPLS', LINK_TYPE.ethernet, ethernet(0x8847, join(hex('00010040 00011140'), SEGMENT4))],
    ['MPLS, IPv6', LINK_TYPE.ethernet, ethernet(0x8847, join(hex('00002140'), SEGMENT6)), 6],
    ['MPLS pseudowire', LINK_TYPE.ethernet, ethernet(0x8847, join(hex('00011140 00000000'), ethernet(0x0800, SEGMENT4)))],
    ['SNAP', LINK_TYPE.ethernet, ethernet(0x0041, join(hex('aaaa03 000000 0800'), SEGMENT4))],
    ['LLC', LINK_TYPE.ethernet, ethernet(0x003c, join(hex('060603'), SEGMENT4))],
    ['RAW', LINK_TYPE.raw, SEGMENT4],
    ['RAW, IPv6', LINK_TYPE.raw, SEGMENT6, 6],
    ['DLT_RAW', 12, SEGMENT4],
    ['DLT_RAW of OpenBSD', 14, SEGMENT6, 6],
    ['IPV4', LINK_TYPE.ipv4, SEGMENT4],
    ['IPV6', LINK_TYPE.ipv6, SEGMENT6, 6],
    ['SLL', LINK_TYPE.linuxSll, join(hex('0004 0001 0006 020000000001 0000 0800'), SEGMENT4)],
    ['SLL2', LINK_TYPE.linuxSll2, join(hex('86dd 0000 00000003 0001 00 06 0200000000010000'), SEGMENT6), 6],
    ['SLL with VLAN', LINK_TYPE.linuxSll, join(hex('0000 0001 0006 020000000001 0000 8100 0005 0800'), SEGMENT4)],
    ['NULL, little-endian', LINK_TYPE.null, join(hex('02000000'), SEGMENT4)],
    ['NULL, big-endian', LINK_TYPE.null, join(hex('00000002'), SEGMENT4)],
    ['LOOP', LINK_TYPE.loop, join(hex('00000002'), SEGMENT4)],
    ...[24, 28, 30, 10, 23].map((family) => [`NULL, family ${family}`, LINK_TYPE.null, join([family, 0, 0, 0], SEGMENT6), 6] as const),
    ['LOOP, IPv6', LINK_TYPE.loop, join(hex('00000018'), SEGMENT6), 6],
    ['PPP', LINK_TYPE.ppp, join(hex('ff03 0021'), SEGMENT4)],
    ['PPP without address', LINK_TYPE.ppp, join(hex('0057'), SEGMENT6), 6],
    ['PPP with a short protocol', LINK_TYPE.pppHdlc, join(hex('ff03 21'), SEGMENT4)],
    ['PPP with MPLS', LINK_TYPE.ppp, join(hex('ff03 0281 00011140'), SEGMENT4)],
    ['PPP of pppd', LINK_TYPE.pppPppd, join(hex('01 03 0021'), SEGMENT4)],
    ['PPP with direction', LINK_TYPE.pppWithDir, join(hex('00 ff03 0021'), SEGMENT4)],
    ['PPP_ETHER', LINK_TYPE.pppEther, join(hex('1100 0001 0039 0021'), SEGMENT4)],
    ['C_HDLC', LINK_TYPE.cHdlc, join(hex('0f00 0800'), SEGMENT4)],
    ['C_HDLC in PPP', LINK_TYPE.pppHdlc, join(hex('0f00 86dd'), SEGMENT6), 6],
    ['FDDI', LINK_TYPE.fddi, join(hex('50 020000000002 020000000001 aaaa03 000000 0800'), SEGMENT4)],
    ['NFLOG', LINK_TYPE.nfLog, join(hex('02000000 0500 0a00 41000000 3b00 0900'), SEGMENT4)],
    ['PFLOG', LINK_TYPE.pfLog, join(hex('3d02'), new Uint8Array(62), SEGMENT4)],
    ['PKTAP', 258, join(hex('2c000000 01000000 65000000'), new Uint8Array(24), hex('02000000 00000000'), SEGMENT4)],
  ]
  for (const [what, linkType, bytes, ipVersion] of cases) isSegment(decoded(linkType, bytes), what, ipVersion)
})

test('padding is no payload', () => {
  const empty = decoded(LINK_TYPE.ethernet, ethernet(0x0800, join(ipv4(tcp()), hex('000000000000'))))
  assert.equal(empty.payloadLen, 0)
})

test('the innermost VLAN', () => {
  assert.equal(decoded(LINK_TYPE.ethernet, ethernet(0x0800, SEGMENT4)).vlan, -1)
  assert.equal(decoded(LINK_TYPE.ethernet, ethernet(0x88a8, join(hex('0001 8100 6fff 0800'), SEGMENT4))).vlan, 0xfff)
})

test('cooked headers tell the direction, and SLL2 the interface', () => {
  const direction = (packetType: string): number =>
    decoded(LINK_TYPE.linuxSll, join(hex(`${packetType} 0001 0006 0200000000010000 0800`), SEGMENT4)).direction
  assert.deepEqual(['0000', '0001', '0002', '0003', '0004', '0005'].map(direction), [
    DIRECTION.in,
    DIRECTION.in,
    DIRECTION.in,
    DIRECTION.in,
    DIRECTION.out,
    DIRECTION.unknown,
  ])
  const sll2 = decoded(LINK_TYPE.linuxSll2, join(hex('0800 0000 00000003 0001 04 06 0200000000010000'), SEGMENT4))
  assert.deepEqual([sll2.direction, sll2.linuxInterface], [DIRECTION.out, 3])
  assert.equal(decoded(LINK_TYPE.pppPppd, join(hex('00 03 0021'), SEGMENT4)).direction, DIRECTION.in)
})

test('other protocols have names', () => {
  const cases: readonly (readonly [string, number, Uint8Array])[] = [
    ['lldp', LINK_TYPE.ethernet, ethernet(0x88cc, hex('0207'))],
    ['ethertype 0x1234', LINK_TYPE.ethernet, ethernet(0x1234, hex('0207'))],
    ['stp', LINK_TYPE.ethernet, ethernet(0x0026, hex('424203 0000'))],
    ['cdp', LINK_TYPE.ethernet, ethernet(0x0026, hex('aaaa03 00000c 2000 0000'))],
    ['llc', LINK_TYPE.ethernet, ethernet(0x0026, hex('010203 0000'))],
    ['ppp-lcp', LINK_TYPE.ppp, hex('ff03 c021 0101')],
    ['pppoe-discovery', LINK_TYPE.ethernet, ethernet(0x8863, hex('1109'))],
    ['netlink', LINK_TYPE.linuxSll, hex('0004 0338 0000 0000000000000000 0000 0000')],
    ['IEEE802_11', LINK_TYPE.ieee80211, hex('0800')],
    ['link-type-9999', 9999, hex('0800')],
  ]
  for (const [name, linkType, bytes] of cases) {
    const packet = decoded(linkType, bytes)
    assert.deepEqual([packet.kind, packet.otherName], [KIND.other, name])
  }
})

test('a header that is cut says by whom', () => {
  const cut = decoded(LINK_TYPE.ethernet, hex('020000000002 0200'), { wireLen: 60 })
  assert.deepEqual([cut.kind, cut.otherName, cut.problem, cut.problemLayer], [KIND.other, 'ethernet', PROBLEM.cut, 'ethernet'])
  assert.deepEqual([cut.problemOffset - cut.from, cut.problemNeeded, cut.problemAvailable], [0, 14, 8])
  assert.equal(decoded(LINK_TYPE.ethernet, hex('020000000002 0200')).problem, PROBLEM.malformed)
})

test('labels and tags without end come to one', () => {
  assert.equal(decoded(LINK_TYPE.ethernet, ethernet(0x8847, new Uint8Array(1000))).problem, PROBLEM.tooDeep)
  const tags = ethernet(0x8100, join(...Array.from({ length: 200 }, () => hex('0001 8100'))))
  assert.equal(decoded(LINK_TYPE.ethernet, tags).problem, PROBLEM.tooDeep)
})
