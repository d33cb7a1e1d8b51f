/** Tests of the encoding of mails. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QuotedPrintable } from './quoted-printable.ts'

function decoded(lines: readonly string[]): (string | undefined)[] {
  const reader = new QuotedPrintable()
  return [...lines.map((line) => reader.line(line)), reader.rest()]
}

test('bytes and soft breaks are undone', () => {
  assert.deepEqual(decoded(['a =E2=86=92 b Seq=3D0 Len=', '=3D5', 'next']), [undefined, 'a \xe2\x86\x92 b Seq=0 Len=5', 'next', ''])
})

test('a text that is not encoded stays as it is', () => {
  const plain = ['x=', 'Seq=0 Win=64240 =', 'a=1 b=2C']
  assert.deepEqual(decoded(plain), [...plain, ''])
})

test('a line that never ends is given at the end, and one that grows without end before', () => {
  assert.deepEqual(decoded(['Seq=3D0 =']), [undefined, 'Seq=0 '])
  const endless = decoded(['=3D=', ...Array.from({ length: 500 }, () => `${'x'.repeat(70)}=`)])
  assert.ok(endless.some((line) => line !== undefined && line.length > 4000 && line.length < 5000))
})

test('a line that is as long as a mail allows and ends with a break goes on', () => {
  const start = 'x'.repeat(75)
  assert.deepEqual(decoded([`${start}=`, 'y']), [undefined, `${start}y`, ''])
  assert.deepEqual(decoded([`${start}xx=`, 'y']), [`${start}xx=`, 'y', ''])
})
