/** IPv4 and IPv6, decoded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decoded, ethernet, hex, ipv4, ipv6, join, tcp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { destinationText, sourceText } from './address-text.ts'
import { KIND, PROBLEM } from './packet.ts'

const SEGMENT = tcp(hex(''), hex('aabbcc'))

test('IPv4 fields, on the short way and the long', () => {
  for (const packet of [decoded(LINK_TYPE.ethernet, ethernet(0x0800, ipv4(SEGMENT))), decoded(LINK_TYPE.raw, ipv4(SEGMENT))]) {
    assert.deepEqual([packet.kind, packet.ipVersion, sourceText(packet), destinationText(packet)], [KIND.tcp, 4, '10.0.0.1', '10.0.0.2'])
    assert.deepEqual([packet.ttl, packet.tos, packet.ipId, packet.dontFragment, packet.ipLen], [63, 0x10, 0x1234, 1, 43])
    assert.deepEqual([packet.payloadLen, packet.tunnelDepth, packet.firstFragment, packet.flowLabel], [3, 0, 0, 0])
  }
})

test('IPv6 fields, on the short way and the long', () => {
  for (const packet of [decoded(LINK_TYPE.ethernet, ethernet(0x86dd, ipv6(SEGMENT))), decoded(LINK_TYPE.raw, ipv6(SEGMENT))]) {
    assert.deepEqual(
      [packet.kind, packet.ipVersion, sourceText(packet), destinationText(packet)],
      [KIND.tcp, 6, '2001:db8::1', '2001:db8::2'],
    )
    assert.deepEqual([packet.ttl, packet.tos, packet.ipId, packet.dontFragment, packet.ipLen], [62, 0x10, 0, 0, 63])
    assert.deepEqual([packet.payloadLen, packet.tunnelDepth, packet.flowLabel, packet.srcAddr], [3, 0, 0x12345, 0])
  }
})

test('IPv4 options are passed', () => {
  const packet = decoded(LINK_TYPE.ethernet, ethernet(0x0800, ipv4(SEGMENT, { options: hex('94040000') })))
  assert.deepEqual([packet.kind, packet.payloadLen, packet.sourceRouted], [KIND.tcp, 3, 0])
  assert.equal(decoded(LINK_TYPE.raw, ipv4(SEGMENT, { options: hex('83070a0000090400').fill(4, 2, 3) })).sourceRouted, 1)
})

test('a length left to the network card is what was captured on the wire', () => {
  const large = ipv4(tcp(hex(''), new Uint8Array(100)), { totalLength: 0 })
  for (const packet of [
    decoded(LINK_TYPE.ethernet, ethernet(0x0800, large)),
    decoded(LINK_TYPE.raw, large.slice(0, 60), { wireLen: large.length }),
  ]) {
    assert.deepEqual([packet.kind, packet.payloadLen, packet.ipLen], [KIND.tcp, 100, 140])
  }
  const large6 = ipv6(tcp(hex(''), new Uint8Array(100)), 6, 0)
  assert.equal(decoded(LINK_TYPE.ethernet, ethernet(0x86dd, large6)).payloadLen, 100)
})

test('a length beyond what was on the wire is believed', () => {
  assert.equal(decoded(LINK_TYPE.ethernet, ethernet(0x0800, ipv4(SEGMENT, { totalLength: 140 }))).payloadLen, 100)
})

test('IPv6 extension headers', () => {
  const chains: readonly (readonly [string, number, string])[] = [
    ['hop-by-hop', 0, '06 00 0502 0000 0100'],
    ['destination options', 60, '06 00 0104 00000000'],
    ['routing, at its end', 43, '06 02 00 00 00000000 20010db8000000000000000000000009'],
    ['an atomic fragment', 44, '06 00 0000 00000007'],
    ['authentication', 51, '06 04 0000 00000001 00000002 00000003 00000004 00000005'],
    ['mobility', 135, '06 00 0000 00000000'],
    ['several', 0, '3c 00 0104 00000000 2b 00 0104 00000000 06 02 00 00 00000000 20010db8000000000000000000000009'],
  ]
  for (const [what, first, chain] of chains) {
    const packet = decoded(LINK_TYPE.raw, ipv6(join(hex(chain), SEGMENT), first))
    assert.deepEqual([packet.kind, packet.srcPort, packet.payloadLen, packet.sourceRouted], [KIND.tcp, 40000, 3, 0], what)
  }
})

test('a routing header with segments left, or a home address, moves the checksum’s addresses', () => {
  const routed = hex('06 02 00 01 00000000 20010db8000000000000000000000009')
  assert.equal(decoded(LINK_TYPE.raw, ipv6(join(routed, SEGMENT), 43)).sourceRouted, 1)
  const home = hex('06 02 0102 0000 c910 20010db8000000000000000000000009')
  assert.equal(decoded(LINK_TYPE.raw, ipv6(join(home, SEGMENT), 60)).sourceRouted, 1)
})

test('a jumbogram has its length in an option', () => {
  const payload = new Uint8Array(70_000)
  const packet = decoded(LINK_TYPE.raw, ipv6(join(hex('06 00 c204 0001118c'), tcp(hex(''), payload)), 0, 0))
  assert.deepEqual([packet.kind, packet.payloadLen], [KIND.tcp, 70_000])
})

test('an authentication header in IPv4', () => {
  const header = hex('06 04 0000 00000001 00000002 00000003 00000004 00000005')
  const packet = decoded(LINK_TYPE.raw, ipv4(join(header, SEGMENT), { protocol: 51 }))
  assert.deepEqual([packet.kind, packet.payloadLen], [KIND.tcp, 3])
})

test('extension headers without end come to one', () => {
  const chain = new Uint8Array(8 * 100)
  for (let at = 0; at < chain.length; at += 8) chain[at] = 60
  const packet = decoded(LINK_TYPE.raw, ipv6(chain, 60))
  assert.deepEqual([packet.kind, packet.otherName, packet.problem], [KIND.other, 'ipv6', PROBLEM.tooDeep])
})

test('other protocols have names', () => {
  const names = [1, 2, 50, 89, 132, 253].map((protocol) => {
    const { kind, otherName } = decoded(LINK_TYPE.raw, ipv4(hex('0800000000000000'), { protocol }))
    return kind === KIND.other ? otherName : kind
  })
  assert.deepEqual(names, [KIND.icmpOther, 'igmp', 'esp', 'ospf', 'sctp', 'ip-proto-253'])
  assert.equal(decoded(LINK_TYPE.raw, ipv6(hex(''), 59)).otherName, 'ipv6-no-next-header')
})

test('impossible headers', () => {
  const shortHeader = ipv4(SEGMENT)
  shortHeader[0] = 0x44
  const version7 = ipv4(SEGMENT)
  version7[0] = 0x75
  for (const bytes of [
    shortHeader,
    version7,
    ipv4(SEGMENT, { totalLength: 19 }),
    ipv4(SEGMENT, { options: hex('01010101'), totalLength: 22 }),
  ]) {
    const packet = decoded(LINK_TYPE.ethernet, ethernet(0x0800, bytes))
    assert.deepEqual([packet.kind, packet.otherName, packet.problem, packet.problemLayer], [KIND.other, 'ipv4', PROBLEM.malformed, 'ipv4'])
  }
  assert.deepEqual(decoded(LINK_TYPE.raw, hex('0000')).problem, PROBLEM.malformed)
})

test('a header that the capture cut is not the sender’s fault', () => {
  for (const whole of [ipv4(SEGMENT, { options: hex('01010101') }), ipv6(SEGMENT)]) {
    for (let there = 0; there < (whole[0] >> 4 === 4 ? 24 : 40); there++) {
      const packet = decoded(LINK_TYPE.raw, whole.slice(0, there), { wireLen: whole.length })
      assert.deepEqual([packet.kind, packet.problem], [KIND.other, PROBLEM.cut], `${there}`)
    }
  }
})
