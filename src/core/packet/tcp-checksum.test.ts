/** The states of a TCP checksum. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decoded, hex, ipv4, ipv6, join, tcp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { CHECKSUM_NOTE, KNOWN, KNOWN_ALL } from '../capture/record.ts'
import { CHECKSUM } from './packet.ts'
import { checksumState } from './tcp-checksum.ts'

/** One's-complement sum, slow and obvious. */
function sum(...parts: readonly (Uint8Array | readonly number[])[]): number {
  const bytes = join(...parts)
  let total = 0
  for (let i = 0; i < bytes.length; i += 2) {
    total += bytes[i] * 256 + (bytes[i + 1] ?? 0)
    if (total > 0xffff) total -= 0xffff
  }
  return total
}

type Version = 4 | 6
type Field = 'right' | 'pseudo' | 'pseudo without length' | 'wrong'

/** A packet whose checksum field is filled in as asked. */
function packetWith(version: Version, payload: Uint8Array, field: Field): Uint8Array {
  const segment = tcp(hex('01010101'), payload)
  const packet = version === 4 ? ipv4(segment) : ipv6(segment)
  const addresses = version === 4 ? packet.slice(12, 20) : packet.slice(8, 40)
  const pseudo = sum(addresses, [0, 6, segment.length >> 8, segment.length & 0xff])
  const right = 0xffff - sum(addresses, [0, 6, segment.length >> 8, segment.length & 0xff], segment)
  const value = field === 'right' ? right : field === 'pseudo' ? pseudo : field === 'wrong' ? right ^ 0x0100 : sum(addresses, [0, 6])
  const at = packet.length - segment.length + 16
  packet[at] = value >> 8
  packet[at + 1] = value & 0xff
  return packet
}

const version = fc.constantFrom<Version>(4, 6)
const payload = fc.uint8Array({ maxLength: 70 })

test('right, left to the card, and wrong', () => {
  fc.assert(
    fc.property(version, payload, (ip, data) => {
      const state = (field: Field): number => checksumState(decoded(LINK_TYPE.raw, packetWith(ip, data, field)))
      assert.equal(state('right'), CHECKSUM.correct)
      const pseudo = state('pseudo')
      // One time in 65536 the pseudo-header's sum is the right one.
      assert.ok(pseudo === CHECKSUM.partial || pseudo === CHECKSUM.correct)
      assert.notEqual(state('wrong'), CHECKSUM.correct)
    }),
  )
  assert.equal(checksumState(decoded(LINK_TYPE.raw, packetWith(4, hex('01'), 'pseudo without length'))), CHECKSUM.partial)
  assert.equal(checksumState(decoded(LINK_TYPE.raw, packetWith(4, hex(''), 'pseudo without length'))), CHECKSUM.bad)
  assert.equal(checksumState(decoded(LINK_TYPE.raw, packetWith(6, hex('0102'), 'wrong'))), CHECKSUM.bad)
})

test('unknown where it cannot be judged', () => {
  const bytes = packetWith(4, hex('010203'), 'right')
  assert.equal(checksumState(decoded(LINK_TYPE.raw, bytes.slice(0, -1), { wireLen: bytes.length })), CHECKSUM.unknown)
  assert.equal(checksumState(decoded(LINK_TYPE.raw, bytes, { known: KNOWN_ALL & ~KNOWN.checksum })), CHECKSUM.unknown)
  assert.equal(checksumState(decoded(LINK_TYPE.raw, bytes, { known: KNOWN_ALL & ~KNOWN.absoluteNumbers })), CHECKSUM.unknown)
  const routed = ipv6(join(hex('06 02 00 01 00000000 20010db8000000000000000000000009'), tcp()), 43)
  assert.equal(checksumState(decoded(LINK_TYPE.raw, routed)), CHECKSUM.unknown)
  assert.equal(checksumState(decoded(LINK_TYPE.raw, hex('00'))), CHECKSUM.unknown)
})

test('padding behind the datagram does not count', () => {
  assert.equal(checksumState(decoded(LINK_TYPE.raw, join(packetWith(4, hex('0102'), 'right'), hex('deadbeef')))), CHECKSUM.correct)
})

test('what the capturing kernel says counts, also of a packet that was cut', () => {
  const bytes = packetWith(4, hex('010203'), 'wrong')
  const packet = decoded(LINK_TYPE.raw, bytes.slice(0, -1), { wireLen: bytes.length })
  packet.checksumNote = CHECKSUM_NOTE.pending
  assert.equal(checksumState(packet), CHECKSUM.partial)
  packet.checksumNote = CHECKSUM_NOTE.verified
  assert.equal(checksumState(packet), CHECKSUM.unknown)
  assert.equal(decoded(LINK_TYPE.raw, bytes).checksumNote, CHECKSUM_NOTE.unknown)
})
