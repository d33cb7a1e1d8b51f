/** Numbers and sizes as text. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedText, secondsOf } from './fixed-text.ts'
import { sizeText } from './size-text.ts'

test('numbers are rounded as C rounds them: halves to the even digit', () => {
  assert.equal(fixedText(0.03125, 4), '0.0312')
  assert.equal(fixedText(0.09375, 4), '0.0938')
  assert.equal(fixedText(0.5, 0), '0')
  assert.equal(fixedText(1.5, 0), '2')
  assert.equal(fixedText(-0.03125, 4), '-0.0312')
  assert.equal(fixedText(4.1125, 3), '4.112')
  assert.equal(fixedText(0.348, 2), '0.35')
  assert.equal(fixedText(12, 4), '12.0000')
})

test('nanoseconds as seconds', () => {
  assert.equal(secondsOf(1_500_000_000), 1.5)
  assert.equal(secondsOf(-500_000_000), -0.5)
})

test('sizes keep four digits of a unit, cut', () => {
  assert.equal(sizeText(0), '0 bytes')
  assert.equal(sizeText(9999), '9999 bytes')
  assert.equal(sizeText(10_000), '10 kB')
  assert.equal(sizeText(246_999_999), '246 MB')
  assert.equal(sizeText(9_999_999_999), '9999 MB')
  assert.equal(sizeText(25_000_000_000_000), '25 TB')
})
