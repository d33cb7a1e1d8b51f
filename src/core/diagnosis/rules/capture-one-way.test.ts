/** When `capture-one-way` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

describe('capture-one-way', () => {
  test('is a client that acknowledges what nobody sent', () => {
    const oneWay = `
      0 ms    client > server S  0:0(0)       win 64240
      + 20 ms client > server .  1:1(0) ack 1
      + 1 ms  client > server P. 1:6(5) ack 1
      + 20 ms client > server .  6:6(0) ack 11
    `
    const { id, finding } = verdictOf(oneWay)
    assert.equal(id, 'capture-one-way')
    assert.equal(finding.values['unseen'], 'server')
    assert.equal(finding.values['ackedBytes'], 10)
    assert.deepEqual(verdictsInOtherNumbers(oneWay), ['capture-one-way'])
  })

  test('is a server whose client is not seen', () => {
    const { id, finding } = verdictOf(`
      0 ms    server > client S. 0:0(0)  ack 1 win 65160
      + 25 ms server > client .  1:1(0)  ack 6
      + 1 ms  server > client P. 1:11(10) ack 6
    `)
    assert.equal(id, 'capture-one-way')
    assert.equal(finding.values['unseen'], 'client')
  })

  test('is not a SYN without answer', () => {
    assert.notEqual(
      verdictOf(`
      0 ms  client > server S 0:0(0) win 64240
      + 1 s client > server S 0:0(0) win 64240
    `).id,
      'capture-one-way',
    )
  })

  test('is not quite a sender that repeats itself and acknowledges nothing new', () => {
    assert.equal(
      verdictOf(`
      0 ms     client > server P. 5:9(4) ack 7
      + 220 ms client > server P. 5:9(4) ack 7
      + 440 ms client > server P. 5:9(4) ack 7
    `).id,
      'capture-mid-stream',
    )
  })
})
