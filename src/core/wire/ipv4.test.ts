/** The IPv4 header, field by field. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '../../../test/packet-bytes.ts'
import * as wire from './ipv4.ts'

/** A header of 24 bytes: TOS 0x12, length 60, ID 0xbeef, DF and MF, offset 8, TTL 64, TCP, its right checksum, no-operation options. */
const HEADER = hex('4612 003c beef 6001 40 06 0000 c0a80001 0a000002 01010100')
const view = new DataView(HEADER.buffer)

test('reads every field', () => {
  assert.equal(wire.ipv4Version(view, 0), 4)
  assert.equal(wire.ipv4HeaderLen(view, 0), 24)
  assert.equal(wire.ipv4Tos(view, 0), 0x12)
  assert.equal(wire.ipv4TotalLength(view, 0), 60)
  assert.equal(wire.ipv4Id(view, 0), 0xbeef)
  assert.equal(wire.ipv4DontFragment(view, 0), 1)
  assert.equal(wire.ipv4MoreFragments(view, 0), true)
  assert.equal(wire.ipv4FragmentOffset(view, 0), 8)
  assert.equal(wire.ipv4IsFragment(view, 0), true)
  assert.equal(wire.ipv4Ttl(view, 0), 64)
  assert.equal(wire.ipv4Protocol(view, 0), 6)
  assert.equal(wire.ipv4Source(view, 0) >>> 0, 0xc0a80001)
  assert.equal(wire.ipv4Destination(view, 0), 0x0a000002)
})

test('verifies the header checksum', () => {
  /** The header of the well-known example: b861 is right. */
  const example = hex('4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7')
  assert.equal(wire.ipv4ChecksumHolds(new DataView(example.buffer), 0, 20), true)
  example[8] = 0x3f
  assert.equal(wire.ipv4ChecksumHolds(new DataView(example.buffer), 0, 20), false)
})

test('a source route counts as long as hops are left', () => {
  const routed = (options: string): boolean => {
    const bytes = hex(options)
    return wire.ipv4SourceRouted(new DataView(bytes.buffer), 0, bytes.length)
  }
  assert.equal(routed('01 83 07 04 0a000009'), true)
  assert.equal(routed('89 07 04 0a000009 00'), true)
  assert.equal(routed('83 07 08 0a000009 00'), false)
  assert.equal(routed('94 04 0000'), false)
  assert.equal(routed('00 83 07 04 0a000009'), false)
  assert.equal(routed('83 00 04 0a'), false)
})
