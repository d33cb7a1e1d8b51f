/** Tests of `checksum-offload`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf } from './drawn-verdict.ts'

describe('checksum-offload', () => {
  test('is a sum left to the card, told besides the verdict', () => {
    const { id, all } = verdictOf(EXCHANGE)
    assert.notEqual(id, 'checksum-offload')
    assert.deepEqual(all.get('checksum-offload')?.evidence, [{ point: 'partial', packets: [1] }])
  })

  test('is not a whole sum', () => {
    assert.ok(!verdictOf(EXCHANGE.replaceAll('cksum partial', 'cksum ok')).all.has('checksum-offload'))
  })

  test('is nearly a wrong sum', () => {
    assert.ok(!verdictOf(EXCHANGE.replaceAll('cksum partial', 'cksum bad')).all.has('checksum-offload'))
  })
})
