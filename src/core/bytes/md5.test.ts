/** Tests of MD5 with the values of RFC 1321 §A.5. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { md5 } from './md5.ts'

const digestOf = (text: string): string => Buffer.from(md5(new TextEncoder().encode(text))).toString('hex')

test('the test suite of RFC 1321', () => {
  assert.equal(digestOf(''), 'd41d8cd98f00b204e9800998ecf8427e')
  assert.equal(digestOf('abc'), '900150983cd24fb0d6963f7d28e17f72')
  assert.equal(digestOf('message digest'), 'f96b697d7cb7938d525a2f31aaf161d0')
  assert.equal(digestOf('1234567890'.repeat(8)), '57edf4a22be3c955ac49da2e2107b67a')
})
