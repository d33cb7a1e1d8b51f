/** Tests of `options-stripped`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const STRIPPED = EXCHANGE.replace('win 65160 <mss 1460,sackOK,TS val 9000 ecr 1000,wscale 7>', 'win 64240 <mss 1460>').replace(
  / <TS[^>]*>/g,
  '',
)

describe('options-stripped', () => {
  test('is a Linux server that answers no option', () => {
    const { id, finding } = verdictOf(STRIPPED)
    assert.equal(id, 'options-stripped')
    assert.deepEqual([finding.certainty, finding.evidence.map(({ packets }) => packets)], ['possible', [[1], [2]]])
    assert.deepEqual(verdictsInOtherNumbers(STRIPPED), ['options-stripped'])
  })

  test('is not a server that answers them', () => assert.equal(verdictOf(EXCHANGE).all.has('options-stripped'), false))

  test('is not quite a server of another kind', () => {
    assert.equal(
      verdictOf(STRIPPED.replace('win 64240 <mss 1460> {ttl 57', 'win 8192 <mss 1460> {ttl 120')).all.has('options-stripped'),
      false,
    )
  })
})
