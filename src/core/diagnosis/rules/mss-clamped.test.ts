/** Tests of `mss-clamped`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf } from './drawn-verdict.ts'

const CLAMPED = EXCHANGE.replace('win 65160 <mss 1460', 'win 65160 <mss 1200')

describe('mss-clamped', () => {
  test('is a far end that asks for less than Ethernet carries', () => {
    const { id, finding } = verdictOf(CLAMPED)
    assert.equal(id, 'mss-clamped')
    assert.deepEqual(
      [finding.certainty, finding.values['far'], finding.values['farMss'], finding.values['nearMss']],
      ['possible', 'server', 1200, 1460],
    )
    assert.equal(verdictOf(CLAMPED, { ipVersion: 6 }).id, 'mss-clamped')
  })

  test('is not the same MSS at both ends', () => assert.equal(verdictOf(EXCHANGE).all.has('mss-clamped'), false))

  test('is not quite the near end that asks for less', () => {
    assert.equal(verdictOf(EXCHANGE.replace('win 64240 <mss 1460', 'win 64240 <mss 1200')).all.has('mss-clamped'), false)
  })
})
