/** Addresses as text, both ways. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hex } from '../../../test/packet-bytes.ts'
import { formatIpv4, formatIpv6, parseAddress } from './address-text.ts'

test('IPv4 addresses, signed or not', () => {
  assert.equal(formatIpv4(-1), '255.255.255.255')
  assert.equal(formatIpv4(0xc0a80001), '192.168.0.1')
  assert.equal(formatIpv4(0), '0.0.0.0')
})

test('IPv6 addresses as RFC 5952 writes them', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['20010db8 00000000 00000000 00000001', '2001:db8::1'],
    ['20010db8 00000000 00010000 00000001', '2001:db8::1:0:0:1'],
    ['20010db8 00000001 00010001 00010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000 00000001 00000000 00000001', '2001:0:0:1::1'],
    ['00000000 00000000 00000000 00000000', '::'],
    ['00000000 00000000 00000000 00000001', '::1'],
    ['fe800000 00000000 00000000 00000000', 'fe80::'],
    ['00000000 00000000 0000ffff c0000201', '::ffff:192.0.2.1'],
    ['00000000 00000000 00000000 c0000201', '::192.0.2.1'],
    ['0064ff9b 00000000 00000000 c0000201', '64:ff9b::c000:201'],
    ['00010002 00030004 00050006 00070008', '1:2:3:4:5:6:7:8'],
    ['ABCDEF01 00000000 00000000 ABCD0001', 'abcd:ef01::abcd:1'],
  ]
  for (const [bytes, text] of cases) assert.equal(formatIpv6(hex(`ff${bytes}`), 1), text)
})

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.array(fc.nat(15)), (bytes, zeros) => {
      for (const at of zeros) bytes[at] = 0
      assert.deepEqual(parseAddress(formatIpv6(bytes, 0)), bytes)
      const view = new DataView(bytes.buffer)
      assert.deepEqual(parseAddress(formatIpv4(view.getInt32(0))), bytes.slice(0, 4))
    }),
  )
})

test('other text is no address', () => {
  for (const text of ['', '1.2.3', '1.2.3.256', '1::2::3', 'example.org', '1:2:3:4:5:6:7:8:9', ':', '12345::'])
    assert.equal(parseAddress(text), undefined, text)
})
