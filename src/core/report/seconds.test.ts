/** Times as text: nine decimals, before and after 1970, and unknown ones. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationSeconds, timeText, utcText } from './seconds.ts'

test('a time has nine decimals and loses no nanosecond', () => {
  assert.equal(timeText(1_795_247_662_201_981_000n, 0), '1795247662.201981000')
  assert.equal(timeText(1_795_247_662_999_999_999n, 2), '1795247663.000000001')
  assert.equal(timeText(0n, 5), '0.000000005')
  assert.equal(timeText(0n, -1_500_000_000), '-1.500000000')
})

test('an unknown time or date is null', () => {
  assert.equal(timeText(undefined, 0), null)
  assert.equal(timeText(1n, NaN), null)
  assert.equal(durationSeconds(NaN), null)
})

test('a duration is in seconds', () => {
  assert.equal(durationSeconds(44_000), 0.000044)
})

test('a time as people read it; what no calendar has stays a number', () => {
  assert.equal(utcText('1795247662.201981000'), '2026-11-21 07:54:22.201981 UTC')
  assert.equal(utcText('0.000000005'), '1970-01-01 00:00:00.000000005 UTC')
  for (const odd of ['-1.500000000', '-0.500000000', '99999999999999999.000000000']) assert.equal(utcText(odd), odd)
  assert.match(utcText('8640000000000.000000000'), /^275760-09-13/)
})
