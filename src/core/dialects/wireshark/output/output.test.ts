/** Tests of the outputs that need no capture: settings of `-E`, dumps, time columns. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UTC } from '../local-time.ts'
import { FIELDS_DEFAULTS, readFieldsOption } from './fields-text.ts'
import { dumpText } from './hex-text.ts'
import { timeColumn } from './time-column.ts'

test('settings of -E', () => {
  assert.equal(readFieldsOption(FIELDS_DEFAULTS, 'header=y')?.header, true)
  assert.equal(readFieldsOption(FIELDS_DEFAULTS, 'separator=/s')?.separator, ' ')
  assert.equal(readFieldsOption(FIELDS_DEFAULTS, 'separator=,')?.separator, ',')
  assert.equal(readFieldsOption(FIELDS_DEFAULTS, 'occurrence=l')?.occurrence, 'l')
  for (const wrong of ['header', 'header=', 'header=x', 'occurrence=b', 'quote=x', 'nothing=y']) {
    assert.equal(readFieldsOption(FIELDS_DEFAULTS, wrong), undefined, wrong)
  }
})

test('a dump shows offset, bytes and characters, and no control characters', () => {
  assert.equal(dumpText(Uint8Array.of(0x41, 0x1b, 0x7f, 0x20)), '0000  41 1b 7f 20                                       A.. \n')
  assert.equal(dumpText(new Uint8Array(0)), '')
  assert.ok(dumpText(new Uint8Array(0x10001)).startsWith('00000  '))
})

test('time columns', () => {
  const times = {
    startNs: 1_700_000_000_000_000_000n,
    timeNs: 1_500_000_000,
    sincePreviousNs: -250_000_000,
    sinceDisplayedNs: 0,
    digits: 6,
  }
  assert.equal(timeColumn(times, 'r', UTC), '1.500000')
  assert.equal(timeColumn(times, 'd', UTC), '-0.250000')
  assert.equal(timeColumn(times, 'e', UTC), '1700000001.500000')
  assert.equal(timeColumn(times, 'u', UTC), '22:13:21.500000')
  assert.equal(
    timeColumn(times, 'adoy', () => ({ offsetSeconds: 7200, name: 'EET' })),
    '2023/319 00:13:21.500000',
  )
  assert.equal(timeColumn({ ...times, digits: 9 }, 'r', UTC), '1.500000000')
  assert.equal(timeColumn({ ...times, timeNs: NaN }, 'r', UTC), '')
})
