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

test('answered by the host itself, which resets what it never asked for', () => {
  const answered = `${LAND}
    + 50 us 10.0.0.9:80 > 10.0.0.9 S. 70000:70000(0) ack 1 win 65476
    + 10 us 10.0.0.9:80 > 10.0.0.9 R  1:1(0) {id 0}
  `
  const { id, findings } = verdictOf(answered)
  assert.equal(id, 'land-attack')
  assert.deepEqual(findings, [])
})

test('nearly: a socket that connects to itself and goes on', () => {
  const connected = `${LAND}
    + 50 us 10.0.0.9:80 > 10.0.0.9 S. 0:0(0) ack 1 win 512
    + 10 us 10.0.0.9:80 > 10.0.0.9 P. 1:6(5) ack 1 win 512
    + 10 us 10.0.0.9:80 > 10.0.0.9 R. 6:6(0) ack 6 win 512
  `
  assert.equal(verdictOf(connected).all.has('land-attack'), false)
})
