/** Tests of `land-attack`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictOf } from './drawn-verdict.ts'

const LAND = '0 ms 10.0.0.9:80 > 10.0.0.9 S 0:0(0) win 512'

test('source and destination are the same', () => {
  const { id, finding, findings } = verdictOf(LAND)
  assert.equal(id, 'land-attack')
  assert.deepEqual(findings, [])
  assert.deepEqual(finding.evidence, [{ point: 'same-ends', packets: [1] }])
  assert.equal(verdictOf(LAND, { ipVersion: 6 }).id, 'land-attack')
})

test('not: another port of the same host', () => {
  assert.equal(verdictOf(LAND.replace(':80 >', ':8080 >')).id, 'lone-syn')
})
