/** The preferences of `-o`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultTcpPreferences, readPreference } from './tcp-preferences.ts'

test('a preference is set by its name of tshark', () => {
  const preferences = defaultTcpPreferences()
  assert.equal(readPreference(preferences, 'tcp.check_checksum:TRUE'), undefined)
  assert.equal(preferences.checkChecksum, true)
  assert.equal(readPreference(preferences, 'tcp.relative_sequence_numbers: false'), undefined)
  assert.equal(preferences.relativeSequenceNumbers, false)
  assert.equal(readPreference(preferences, 'tcp.default_window_scaling:7'), undefined)
  assert.equal(preferences.defaultWindowScaling, 7)
  assert.equal(readPreference(preferences, 'tcp.default_window_scaling:not-known'), undefined)
  assert.equal(preferences.defaultWindowScaling, -1)
})

test('what has no effect here is taken, what is unknown is not', () => {
  const preferences = defaultTcpPreferences()
  assert.equal(readPreference(preferences, 'tcp.try_heuristic_first:FALSE'), undefined)
  assert.deepEqual(preferences, defaultTcpPreferences())
  assert.match(readPreference(preferences, 'tcp.no_such:TRUE') ?? '', /unknown preference/)
  assert.match(readPreference(preferences, 'tcp.check_checksum') ?? '', /Invalid/)
  assert.match(readPreference(preferences, 'tcp.default_window_scaling:15') ?? '', /Invalid/)
})
