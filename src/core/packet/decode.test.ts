/** Properties of decoding: any bytes, any link type, any history. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decoded, ethernet, hex, ipv4, ipv6, join, recordOf, tcp, udp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { Decoder } from './decode.ts'
import { KIND, Packet } from './packet.ts'
import { checksumState } from './tcp-checksum.ts'

const LINK_TYPES = [...Object.values(LINK_TYPE), 12, 14, 149, 258, 9999]

/** Headers inside each other, mostly as they should be. */
const { frame, network } = fc.letrec<{ frame: Uint8Array; network: Uint8Array; transport: readonly [number, Uint8Array] }>((tie) => ({
  frame: fc.oneof(
    { depthSize: 'small' },
    tie('network').map((inner) => ethernet(inner[0] >> 4 === 6 ? 0x86dd : 0x0800, inner)),
    fc
      .tuple(
        fc.constantFrom(
          '8100 0005 0800',
          '88a8 0005 8100 0006 0800',
          '8847 00011140',
          '8864 1100 0001 0039 0021',
          '0041 aaaa03 000000 0800',
        ),
        tie('network'),
      )
      .map(([tags, inner]) => join(hex('020000000002 020000000001'), hex(tags), inner)),
    fc.tuple(fc.constantFrom(0x0806, 0x88cc, 0x0026), fc.uint8Array({ maxLength: 50 })).map(([type, inner]) => ethernet(type, inner)),
  ),
  network: fc.oneof(
    { depthSize: 'small' },
    tie('transport').map(([protocol, inner]) => ipv4(inner, { protocol })),
    tie('transport').map(([protocol, inner]) => ipv6(inner, protocol)),
    fc
      .tuple(tie('transport'), fc.constantFrom(0, 0x2000, 0x0003, 0x2003), fc.constantFrom('', '01010101', '8307040000000000'), fc.nat(60))
      .map(([[protocol, inner], fragment, options, totalLength]) =>
        ipv4(inner, { protocol, fragment, options: hex(options), totalLength: totalLength > 40 ? undefined : totalLength }),
      ),
    fc
      .tuple(tie('transport'), fc.constantFrom(0, 43, 44, 60, 51), fc.uint8Array({ minLength: 6, maxLength: 6 }))
      .map(([[protocol, inner], header, body]) => ipv6(join([protocol, 0], body, inner), header)),
  ),
  transport: fc.oneof(
    { depthSize: 'small' },
    fc
      .tuple(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 20 }), fc.nat(255))
      .map(([options, data, flags]) => [6, tcp(options.slice(0, options.length & ~3), data, flags)] as const),
    fc
      .tuple(
        fc.constantFrom([4789, '0800000000002a00'] as const, [6081, '0000655800000000'] as const, [2152, '30ff000000000000'] as const),
        tie('frame'),
      )
      .map(([[port, header], inner]) => [17, udp(port, join(hex(header), inner))] as const),
    fc
      .tuple(fc.constantFrom(3, 11, 2, 135, 8), fc.uint8Array({ minLength: 7, maxLength: 7 }), tie('network'))
      .map(([type, rest, inner]) => [type === 2 || type === 135 ? 58 : 1, join([type], rest, inner)] as const),
    fc
      .tuple(
        fc.constantFrom(
          '0000 6558',
          '2000 6558 00000001',
          '1000 88be 00000001 1001000100000000',
          '1000 22eb 00000001 200100010000000000000001',
        ),
        tie('frame'),
      )
      .map(([header, inner]) => [47, join(hex(header), inner)] as const),
    fc.tuple(fc.constantFrom(4, 41, 97, 137, 51), tie('network')).map(([protocol, inner]) => [protocol, inner] as const),
  ),
}))

/** What a record may hold, with its link type. */
const content = fc.oneof(
  { weight: 4, arbitrary: frame.map((bytes) => [LINK_TYPE.ethernet as number, bytes] as const) },
  { weight: 2, arbitrary: network.map((bytes) => [LINK_TYPE.raw as number, bytes] as const) },
  fc
    .tuple(fc.constantFrom<number>(...LINK_TYPES), fc.uint8Array({ maxLength: 20 }), network)
    .map(([linkType, header, bytes]) => [linkType, join(header, bytes)] as const),
)

/** A record, some of its bytes changed, cut somewhere, or with padding behind it. */
const capture = fc
  .record({
    content,
    changes: fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 3 }),
    keep: fc.oneof(fc.constant(1e6), fc.nat(120)),
    padding: fc.uint8Array({ maxLength: 6 }),
    isSnapped: fc.boolean(),
  })
  .map(({ content: [linkType, bytes], changes, keep, padding, isSnapped }) => {
    const changed = join(bytes, padding)
    for (const [at, value] of changes) if (at < changed.length) changed[at] = value
    const kept = changed.slice(0, keep)
    return { bytes: kept, linkType, wireLen: isSnapped ? changed.length : kept.length }
  })

function fieldsOf(names: string): readonly (keyof Packet)[] {
  return names.trim().split(/\s+/) as (keyof Packet)[]
}

const RECORD = fieldsOf('kind timeNs known capLen wireLen direction linuxInterface from to vlan tunnelDepth reassembled problem ipVersion')
const IP = fieldsOf('ipOffset srcAddr dstAddr ttl tos ipId dontFragment flowLabel ipLen firstFragment sourceRouted')
const TCP = fieldsOf(`tcpOffset srcPort dstPort seq ack flags window urgentPointer tcpHeaderLen payloadLen payloadOffset
  optionBits mss windowScale tsVal tsEcr sackCount checksum malformed headerCut`)
const ICMP = fieldsOf(`icmpType icmpCode icmpMtu quotedIpVersion quotedIpOffset quotedSrcAddr quotedDstAddr quotedProtocol
  quotedSrcPort quotedDstPort quotedSeq quotedTtl quotedIpId quotedFlags`)
const NEIGHBOUR = fieldsOf('neighbourOperation neighbourTarget neighbourTargetOffset srcAddr dstAddr')
const PROBLEM_FIELDS = fieldsOf('problemLayer problemOffset problemNeeded problemAvailable')

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
  const segment = fc.record({
    options: fc.uint8Array({ maxLength: 40 }),
    data: fc.uint8Array({ maxLength: 30 }),
    cut: fc.oneof(fc.constant(0), fc.nat(100)),
    padding: fc.uint8Array({ maxLength: 8 }),
    isIpv6: fc.boolean(),
    dataOffset: fc.option(fc.nat(15)),
    ipLength: fc.option(fc.integer({ min: 20, max: 100 })),
  })
  fc.assert(
    fc.property(segment, ({ options, data, cut, padding, isIpv6, dataOffset, ipLength }) => {
      const inner = tcp(options.slice(0, options.length & ~3), data)
      if (dataOffset !== null) inner[12] = dataOffset << 4
      const packet = join(isIpv6 ? ipv6(inner, 6, ipLength ?? undefined) : ipv4(inner, { totalLength: ipLength ?? undefined }), padding)
      const kept = packet.slice(0, Math.max(isIpv6 ? 40 : 20, packet.length - cut))
      const short = saidBy(decoded(LINK_TYPE.ethernet, ethernet(isIpv6 ? 0x86dd : 0x0800, kept), { wireLen: packet.length + 14 }))
      // Inside a tunnel there is no short way.
      const tunnel = ipv4(kept, { protocol: isIpv6 ? 41 : 4, totalLength: packet.length + 20 })
      const long = saidBy(decoded(LINK_TYPE.raw, tunnel, { wireLen: packet.length + 20 }))
      for (const field of ['to', 'ipOffset', 'tcpOffset', 'payloadOffset', 'capLen', 'wireLen', 'problemOffset']) {
        if (field in long) long[field] = Number(long[field]) - 6
      }
      assert.deepEqual({ ...short, tunnelDepth: 1 }, long)
    }),
    { numRuns: 1000 },
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
