/** Offset and name of the zone that `TZ` names. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localTime } from './local-time.ts'

/** In September 2001, and half a year later. */
const SUMMER = 1_000_000_000
const WINTER = 1_015_600_000

function momentsIn(zone: string): string[] {
  process.env['TZ'] = zone
  // Another moment first: what was told of the last one is kept.
  localTime(0)
  return [SUMMER, WINTER].map((seconds) => localTime(seconds)).map(({ offsetSeconds, name }) => `${offsetSeconds} ${name}`)
}

test('the zone is told by its short name, summer and winter', () => {
  assert.deepEqual(momentsIn('America/New_York'), ['-14400 EDT', '-18000 EST'])
  assert.deepEqual(momentsIn('Europe/London'), ['3600 GMT+1', '0 GMT'])
  for (const zone of ['UTC', 'Etc/UTC', 'Etc/Zulu']) assert.deepEqual(momentsIn(zone), ['0 UTC', '0 UTC'])
  assert.deepEqual(momentsIn('Etc/GMT'), ['0 GMT', '0 GMT'])
})

test('a moment beyond all dates is one of no zone', () => {
  assert.equal(localTime(1e15).name, 'UTC')
})
