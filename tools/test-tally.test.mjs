/** The tally: what counts as passed, failed and skipped. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TestTally } from './test-tally.mjs'

const FILE = '/somewhere/a.test.mjs'

/** The tally of a file with these events; each is the event's type and what differs from a plain passed test. */
function tallyOf(t, ...events) {
  t.mock.method(console, 'log', () => {})
  const tally = new TestTally()
  for (const [type, data] of events) {
    tally.take({ type, data: { name: 'adds', file: FILE, nesting: 0, details: { duration_ms: 1 }, ...data } }, () => 'a.test.ts')
  }
  return { passed: tally.passed, failed: tally.failed, skipped: tally.skipped, failures: tally.failures }
}

test('a passed test counts, its suite does not', (t) => {
  const tally = tallyOf(t, ['test:pass', {}], ['test:pass', { details: { type: 'suite' } }], ['test:complete', { name: FILE }])
  assert.deepEqual(tally, { passed: 1, failed: 0, skipped: 0, failures: [] })
})

test('a failed test says where and why; the parent that fails with it does not count', (t) => {
  const parent = { name: 'parent', details: { error: { failureType: 'subtestsFailed' } } }
  const tally = tallyOf(t, ['test:fail', { details: { error: { failureType: 'testCodeFailure', cause: 'why' } } }], ['test:fail', parent])
  assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0, failures: ['a.test.ts: adds\n        why'] })
})

test('skipped and unfinished tests are neither passed nor failed', (t) => {
  const tally = tallyOf(t, ['test:pass', { skip: 'no tshark' }], ['test:fail', { todo: true }])
  assert.deepEqual(tally, { passed: 0, failed: 0, skipped: 2, failures: [] })
})

test('a file that breaks, and one without tests, is a failure', (t) => {
  assert.equal(tallyOf(t, ['test:fail', { name: FILE, details: { error: 'exit code 1' } }]).failed, 1)
  assert.deepEqual(tallyOf(t, ['test:pass', { name: FILE }]).failures, ['a.test.ts: the file holds no test'])
})
