import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decoded, ethernet, hex, ipv4, ipv6, join, recordOf, tcp, udp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { Decoder } from './decode.ts'
import { KIND, Packet } from './packet.ts'
import { checksumState } from './tcp-checksum.ts'

const LINK_TYPES = [...Object.values(LINK_TYPE), 12, 14, 149, 258, 9999]

/** Bytes that begin well: headers inside each other, of which some bytes are then changed. */
const packetBytes: fc.Arbitrary<Uint8Array> = fc.letrec<{
  link: Uint8Array
  network: Uint8Array
  transport: readonly [number, Uint8Array]
}>((tie) => ({
  link: fc.oneof(
    tie('network'),
    tie('network').map((inner) => ethernet(inner[0] >> 4 === 6 ? 0x86dd : 0x0800, inner)),
    fc
      .tuple(fc.constantFrom(0x8100, 0x8847, 0x8864, 0x0806, 0x0040, 0x6558), fc.uint8Array({ maxLength: 12 }), tie('network'))
      .map(([type, tag, inner]) => ethernet(type, join(tag, inner))),
    fc.tuple(fc.uint8Array({ maxLength: 20 }), tie('network')).map(([header, inner]) => join(header, inner)),
    fc.uint8Array({ maxLength: 80 }),
  ),
  network: fc.oneof(
    { maxDepth: 4 },
    fc
      .tuple(tie('transport'), fc.constantFrom(0x4000, 0, 0x2000, 0x0003, 0x2003), fc.constantFrom('', '01010101', '83070400'))
      .map(([[protocol, inner], fragment, options]) => ipv4(inner, { protocol, fragment, options: hex(options) })),
    tie('transport').map(([protocol, inner]) => ipv6(inner, protocol)),
    fc
      .tuple(tie('transport'), fc.constantFrom(0, 43, 44, 60, 51), fc.uint8Array({ minLength: 6, maxLength: 6 }))
      .map(([[protocol, inner], header, body]) => ipv6(join([protocol, 0], body, inner), header)),
  ),
  transport: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(fc.uint8Array({ maxLength: 10 }), fc.uint8Array({ maxLength: 20 }), fc.nat(255))
      .map(([options, data, flags]) => [6, tcp(options.slice(0, options.length & ~3), data, flags)] as const),
    fc
      .tuple(fc.constantFrom(4789, 6081, 2152, 53), fc.uint8Array({ maxLength: 8 }), tie('link'))
      .map(([port, header, inner]) => [17, udp(port, join(header, inner))] as const),
    fc
      .tuple(fc.constantFrom(3, 11, 2, 135, 8), fc.uint8Array({ minLength: 7, maxLength: 7 }), tie('network'))
      .map(([type, rest, inner]) => [type === 2 || type === 135 ? 58 : 1, join([type], rest, inner)] as const),
    fc
      .tuple(fc.constantFrom(0, 0x2000, 0xb000, 0x3081), fc.constantFrom(0x0800, 0x86dd, 0x6558, 0x88be, 0x22eb, 0x880b), tie('link'))
      .map(([flags, type, inner]) => [47, join([flags >> 8, flags & 255, type >> 8, type & 255], inner)] as const),
    fc.tuple(fc.constantFrom(4, 41, 97, 137, 51), tie('network')).map(([protocol, inner]) => [protocol, inner] as const),
  ),
})).link

/** A packet, some of its bytes changed, cut somewhere. */
const capture = fc
  .record({
    bytes: packetBytes,
    changes: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
    keep: fc.oneof(fc.constant(1e6), fc.nat(120)),
    isSnapped: fc.boolean(),
    linkType: fc.oneof({ weight: 3, arbitrary: fc.constant<number>(LINK_TYPE.ethernet) }, fc.constantFrom<number>(...LINK_TYPES)),
  })
  .map(({ bytes, changes, keep, isSnapped, linkType }) => {
    const changed = bytes.slice()
    for (const [at, value] of changes) if (at < changed.length) changed[at] = value
    const kept = changed.slice(0, keep)
    return { bytes: kept, linkType, wireLen: isSnapped ? changed.length : kept.length }
  })

const RECORD = [
  'kind',
  'timeNs',
  'known',
  'capLen',
  'wireLen',
  'direction',
  'linuxInterface',
  'from',
  'to',
  'vlan',
  'tunnelDepth',
  'reassembled',
  'problem',
  'ipVersion',
] as const
const IP = [
  'ipOffset',
  'srcAddr',
  'dstAddr',
  'ttl',
  'tos',
  'ipId',
  'dontFragment',
  'flowLabel',
  'ipLen',
  'firstFragment',
  'sourceRouted',
] as const
const TCP = [
  'tcpOffset',
  'srcPort',
  'dstPort',
  'seq',
  'ack',
  'flags',
  'window',
  'urgentPointer',
  'tcpHeaderLen',
  'payloadLen',
  'payloadOffset',
  'optionBits',
  'mss',
  'windowScale',
  'tsVal',
  'tsEcr',
  'sackCount',
  'checksum',
  'malformed',
  'headerCut',
] as const
const ICMP = [
  'icmpType',
  'icmpCode',
  'icmpMtu',
  'quotedIpVersion',
  'quotedIpOffset',
  'quotedSrcAddr',
  'quotedDstAddr',
  'quotedProtocol',
  'quotedSrcPort',
  'quotedDstPort',
  'quotedSeq',
  'quotedTtl',
  'quotedIpId',
  'quotedFlags',
] as const
const NEIGHBOUR = ['neighbourOperation', 'neighbourTarget', 'neighbourTargetOffset', 'srcAddr', 'dstAddr'] as const
const PROBLEM_FIELDS = ['problemLayer', 'problemOffset', 'problemNeeded', 'problemAvailable'] as const

/** All that a packet of its kind says. */
function saidBy(packet: Packet): Record<string, unknown> {
  const fields: (keyof Packet)[] = [...RECORD]
  if (packet.problem !== 0) fields.push(...PROBLEM_FIELDS)
  if (packet.kind === KIND.neighbour) fields.push(...NEIGHBOUR)
  else if (packet.ipVersion !== 0) fields.push(...IP)
  if (packet.kind === KIND.other) fields.push('otherName')
  if (packet.kind === KIND.tcp) fields.push(...TCP)
  if (packet.kind === KIND.udp) fields.push('srcPort', 'dstPort')
  if (packet.kind === KIND.icmpError) fields.push(...ICMP)
  const said: Record<string, unknown> = Object.fromEntries(fields.map((field) => [field, packet[field]]))
  if (packet.kind === KIND.tcp) {
    said.sack = [...packet.sack.subarray(0, packet.sackCount * 2)]
    said.checksumState = checksumState(packet)
  }
  return said
}

test('any bytes of any link type decode, and only the record’s own bytes count', () => {
  const decoder = new Decoder()
  fc.assert(
    fc.property(capture, ({ bytes, linkType, wireLen }) => {
      const said = [0x00, 0x46, 0xff].map((filler) => {
        const packet = new Packet()
        new Decoder().decode(recordOf(linkType, bytes, { wireLen }, filler), packet)
        return saidBy(packet)
      })
      assert.deepEqual(said[1], said[0])
      assert.deepEqual(said[2], said[0])
      // A decoder that has seen much must not stumble either.
      decoder.decode(recordOf(linkType, bytes, { wireLen }), new Packet())
    }),
    { numRuns: 3000 },
  )
})

test('what a packet held before does not count', () => {
  const used = new Packet()
  fc.assert(
    fc.property(capture, ({ bytes, linkType, wireLen }) => {
      const fresh = decoded(linkType, bytes, { wireLen })
      new Decoder().decode(recordOf(linkType, bytes, { wireLen }), used)
      assert.deepEqual(saidBy(used), saidBy(fresh))
    }),
    { numRuns: 2000 },
  )
})

test('the short way says what the long way says', () => {
  const segment = fc.tuple(
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ maxLength: 30 }),
    fc.nat(255),
    fc.nat(100),
    fc.boolean(),
    fc.nat(3),
  )
  fc.assert(
    fc.property(segment, ([options, data, flags, cut, isIpv6, change]) => {
      const inner = tcp(options.slice(0, options.length & ~3), data, flags)
      if (change === 1) inner[12] ^= 0x70
      const packet = isIpv6 ? ipv6(inner) : ipv4(inner)
      const kept = packet.slice(0, Math.max(20, packet.length - cut))
      const short = saidBy(decoded(LINK_TYPE.ethernet, ethernet(isIpv6 ? 0x86dd : 0x0800, kept), { wireLen: packet.length + 14 }))
      const long = saidBy(
        decoded(LINK_TYPE.ethernet, ethernet(0x8100, join([0, 0], isIpv6 ? [0x86, 0xdd] : [8, 0], kept)), { wireLen: packet.length + 18 }),
      )
      for (const field of ['to', 'ipOffset', 'tcpOffset', 'payloadOffset', 'capLen', 'wireLen', 'problemOffset'])
        if (field in long) long[field] = Number(long[field]) - 4
      assert.deepEqual({ ...short, vlan: 0 }, long)
    }),
  )
})

test('every prefix of a packet decodes', () => {
  const whole = ethernet(
    0x0800,
    ipv4(join(hex('0000 6558'), ethernet(0x86dd, ipv6(tcp(hex('0101080a0000000100000002'), hex('aabb'))))), { protocol: 47 }),
  )
  for (let there = 0; there <= whole.length; there++) {
    const packet = decoded(LINK_TYPE.ethernet, whole.slice(0, there), { wireLen: whole.length })
    assert.equal(packet.kind === KIND.tcp, there >= whole.length - 34 + 4, `${there}`)
  }
})
