/** The runner: a run that finds no test fails, and says its counts in the last line. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './tree.mjs'

test('a run without a test fails', () => {
  // The variable would make Node think that this is a test inside a test.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const words = [join(ROOT, 'tools/test.mjs'), '--quick', 'no-file-has-this-name']
  const { status, stdout } = spawnSync(process.execPath, words, { env, encoding: 'utf8' })
  assert.equal(status, 1)
  assert.match(stdout, /\n0 passed, 1 failed, 0 skipped\n$/)
})
