/** Every tunnel around the same segment. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decoded, ethernet, hex, ipv4, ipv6, join, tcp, udp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { sourceText } from './address-text.ts'
import { KIND, PROBLEM } from './packet.ts'

const SEGMENT = tcp(hex('0101080a0000000100000002'), hex('aabbcc'))
const INNER4 = ipv4(SEGMENT, { source: [192, 168, 0, 1] })
const INNER6 = ipv6(SEGMENT)
const FRAME = ethernet(0x0800, INNER4)
const VXLAN = hex('08000000 00002a00')

test('every tunnel', () => {
  const cases: readonly (readonly [string, Uint8Array, number?])[] = [
    ['IPIP', ipv4(INNER4, { protocol: 4 })],
    ['6in4', ipv4(INNER6, { protocol: 41 }), 6],
    ['4in6', ipv6(INNER4, 4)],
    ['6in6', ipv6(INNER6, 41), 6],
    ['GRE', ipv4(join(hex('0000 0800'), INNER4), { protocol: 47 })],
    ['GRE with all fields', ipv4(join(hex('b000 86dd 00000000 00000001 00000002'), INNER6), { protocol: 47 }), 6],
    ['GRE with Ethernet', ipv4(join(hex('2000 6558 00000001'), FRAME), { protocol: 47 })],
    ['PPTP', ipv4(join(hex('3081 880b 003b0001 00000001 00000002 ff03 0021'), INNER4), { protocol: 47 })],
    ['ERSPAN I', ipv4(join(hex('0000 88be'), FRAME), { protocol: 47 })],
    ['ERSPAN II', ipv4(join(hex('1000 88be 00000001 1001000100000000'), FRAME), { protocol: 47 })],
    ['ERSPAN III', ipv4(join(hex('1000 22eb 00000001 200100010000000000000000'), FRAME), { protocol: 47 })],
    ['ERSPAN III with more', ipv4(join(hex('1000 22eb 00000001 200100010000000000000001 0000000000000000'), FRAME), { protocol: 47 })],
    ['WCCP', ipv4(join(hex('0000 883e 00000000'), INNER4), { protocol: 47 })],
    ['EtherIP', ipv4(join(hex('3000'), FRAME), { protocol: 97 })],
    ['MPLS in IP', ipv4(join(hex('00011140'), INNER4), { protocol: 137 })],
    ['VXLAN', ipv4(udp(4789, join(VXLAN, FRAME)), { protocol: 17 })],
    ['VXLAN of Linux', ipv6(udp(8472, join(VXLAN, FRAME)), 17)],
    ['Geneve', ipv4(udp(6081, join(hex('0200 6558 00000100 0000000000000000'), FRAME)), { protocol: 17 })],
    ['GTP-U', ipv4(udp(2152, join(hex('30ff 0037 00000001'), INNER4)), { protocol: 17 })],
    ['GTP-U with extensions', ipv4(udp(2152, join(hex('36ff 0037 00000001 00010085 01000900'), INNER4)), { protocol: 17 })],
  ]
  for (const [what, bytes, ipVersion = 4] of cases) {
    const packet = decoded(LINK_TYPE.raw, bytes)
    assert.deepEqual(
      [packet.kind, packet.tunnelDepth, packet.ipVersion, packet.payloadLen],
      [KIND.tcp, 1, ipVersion, 3],
      `${what}: ${packet.otherName}`,
    )
    assert.equal(sourceText(packet), ipVersion === 4 ? '192.168.0.1' : '2001:db8::1', what)
  }
})

test('tunnels in tunnels count, and end', () => {
  let bytes = INNER4
  for (let depth = 1; depth < 8; depth++) {
    bytes = ipv4(bytes, { protocol: 4 })
    assert.deepEqual([decoded(LINK_TYPE.raw, bytes).kind, decoded(LINK_TYPE.raw, bytes).tunnelDepth], [KIND.tcp, depth])
  }
  const tooDeep = decoded(LINK_TYPE.raw, ipv4(bytes, { protocol: 4 }))
  assert.deepEqual([tooDeep.kind, tooDeep.otherName, tooDeep.problem], [KIND.other, 'ipv4', PROBLEM.tooDeep])
})

test('UDP that is no tunnel stays UDP', () => {
  for (const [port, payload] of [
    [53, '00'],
    [4789, '00000000 00000000'],
    [4789, '08'],
    [6081, 'c000 6558 00000000'],
    [6081, '0000 1234 00000000'],
    [2152, '3001 0000 00000000'],
    [2152, '30ff 0000 00000000 ff'],
  ] as const) {
    const packet = decoded(LINK_TYPE.raw, ipv4(udp(port, hex(payload)), { protocol: 17 }))
    assert.deepEqual([packet.kind, packet.srcPort, packet.dstPort], [KIND.udp, 50000, port], payload)
  }
})

test('GRE that is not followed has a name', () => {
  for (const gre of ['4000 0800 00000000', '0002 0800', '3001 880b 00000001 00000001']) {
    const packet = decoded(LINK_TYPE.raw, ipv4(hex(gre), { protocol: 47 }))
    assert.deepEqual([packet.kind, packet.otherName], [KIND.other, 'gre'], gre)
  }
})
