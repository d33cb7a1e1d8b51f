/** When `half-closed-unfinished` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers, verdictsOf } from './drawn-verdict.ts'

const CLOSED_BY_CLIENT = `${EXCHANGE}
  + 1 ms  client > server F. 6:6(0)   ack 11
  + 60 ms server > client .  11:11(0) ack 7
`

describe('half-closed-unfinished', () => {
  test('is an end that closed and another that did not', () => {
    const { id, finding } = verdictOf(CLOSED_BY_CLIENT)
    assert.equal(id, 'half-closed-unfinished')
    assert.equal(finding.blame, 'server')
    assert.match(finding.next[0]?.command ?? '', /sport = :80/)
    assert.deepEqual(verdictsInOtherNumbers(CLOSED_BY_CLIENT), ['half-closed-unfinished'])
  })

  test('is sure when the capture went on', () => {
    const [finding] = verdictsOf(`${CLOSED_BY_CLIENT}
      + 30 s client:50000 > server S 0:0(0) win 64240
    `)
      .filter(({ id }) => id === 'half-closed-unfinished')
      .map((verdict) => verdict.finding)
    assert.equal(finding?.certainty, 'proven')
  })

  test('is not a complete close', () => {
    assert.equal(
      verdictOf(`${CLOSED_BY_CLIENT}
      + 1 s  server > client F. 11:11(0) ack 7
      + 0 ms client > server .  7:7(0)   ack 12
    `).all.has('half-closed-unfinished'),
      false,
    )
  })

  test('is only possible when the capture ends with the FIN', () => {
    const { id, finding } = verdictOf(CLOSED_BY_CLIENT.replace(/ \+ 60 ms.*/, ''))
    assert.deepEqual([id, finding.certainty], ['half-closed-unfinished', 'possible'])
  })

  test('is not said in mid-stream of an end that may have closed before the capture began', () => {
    const close = `
      0 ms    server > client F. 11:11(0) ack 7
      + 0 ms  client > server .  7:7(0)   ack 12
    `
    assert.equal(verdictOf(close).all.has('half-closed-unfinished'), false)
    assert.equal(verdictOf(`0 ms client > server P. 6:7(1) ack 11\n ${close.replace('0 ms', '+ 1 ms')}`).id, 'half-closed-unfinished')
  })

  test('is not said of an end whose direction was not captured', () => {
    const oneWay = CLOSED_BY_CLIENT.split('\n')
      .filter((line) => !line.includes('server > client'))
      .join('\n')
    const { id, all } = verdictOf(oneWay)
    assert.equal(id, 'capture-one-way')
    assert.equal(all.has('half-closed-unfinished'), false)
  })

  test('is not an end whose FIN the capture has missed, as its acknowledgment tells', () => {
    const { id, all } = verdictOf(`${CLOSED_BY_CLIENT}
      + 1 s  client > server . 7:7(0) ack 12
    `)
    assert.equal(id, 'capture-incomplete')
    assert.equal(all.has('half-closed-unfinished'), false)
  })

  test('is not quite an end that still sends', () => {
    assert.equal(
      verdictOf(`${CLOSED_BY_CLIENT}
      + 100 ms server > client P. 11:111(100) ack 7
      + 0 ms   client > server .  7:7(0)      ack 111
    `).id,
      'half-close-data',
    )
  })
})
