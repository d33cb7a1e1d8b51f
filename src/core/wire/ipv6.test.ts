/** The IPv6 header and its extension headers, field by field. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, ipv6 } from '../../../test/packet-bytes.ts'
import * as wire from './ipv6.ts'

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer)
}

test('reads every field of the fixed header', () => {
  const view = viewOf(ipv6(hex('00'), 6, 0x8001))
  assert.equal(wire.ipv6Version(view, 0), 6)
  assert.equal(wire.ipv6TrafficClass(view, 0), 0x10)
  assert.equal(wire.ipv6FlowLabel(view, 0), 0x12345)
  assert.equal(wire.ipv6PayloadLength(view, 0), 0x8001)
  assert.equal(wire.ipv6NextHeader(view, 0), 6)
  assert.equal(wire.ipv6HopLimit(view, 0), 62)
})

test('reads a fragment header', () => {
  const view = viewOf(hex('06 00 0009 80000001'))
  assert.deepEqual(
    [wire.ipv6FragmentOffset(view, 0), wire.ipv6MoreFragments(view, 0), wire.ipv6FragmentId(view, 0) >>> 0],
    [8, true, 0x80000001],
  )
})

test('lengths of extension headers', () => {
  assert.equal(wire.ipv6ExtensionLen(viewOf(hex('06 02')), 0), 24)
  assert.equal(wire.authenticationHeaderLen(viewOf(hex('06 04')), 0), 24)
  assert.equal(wire.ipv6SegmentsLeft(viewOf(hex('06 02 00 03')), 0), 3)
})

test('finds a jumbo payload option among others', () => {
  const jumbo = hex('06 01 00 0102 0000 00 c204 00012345 0000')
  assert.equal(wire.ipv6JumboLength(viewOf(jumbo), 0, 16), 0x12345)
  assert.equal(wire.ipv6JumboLength(viewOf(jumbo), 0, 13), 0)
  const aligned = hex('06 00 c204 00012345')
  assert.equal(wire.ipv6JumboLength(viewOf(aligned), 0, 8), 0x12345)
  const behind = hex('06 01 00 0100 00 c204 00012345 00000000')
  assert.equal(wire.ipv6JumboLength(viewOf(behind), 0, 16), 0x12345)
  assert.equal(wire.ipv6JumboLength(viewOf(hex('06 00 0104 00000000')), 0, 8), 0)
})

test('finds a home address option', () => {
  assert.equal(wire.ipv6HasHomeAddress(viewOf(hex('06 02 0102 0000 c910 20010db8000000000000000000000009')), 0, 24), true)
  assert.equal(wire.ipv6HasHomeAddress(viewOf(hex('06 00 0104 c9c9c9c9')), 0, 8), false)
})
