/** The ladder of a connection that was captured at both ends: where arrows begin and end, and which rows are notable. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Passage } from '../report/two-captures.ts'
import { joinedRow, notableRows } from './joined-ladder.ts'

const ARRIVED: Passage = {
  sender: 'client',
  fate: 'arrived',
  atClient: 4,
  atServer: 4,
  timeNs: 0,
  delayNs: 1e7,
  from: 1,
  payloadBytes: 100,
  flags: 0x18,
  ackPos: 1,
}

describe('joinedRow', () => {
  test('goes from end to end', () => {
    assert.deepEqual(joinedRow(ARRIVED), { from: 0, to: 100, look: 'data', label: 'P. 1:101(100) ack 1' })
    assert.deepEqual(joinedRow({ ...ARRIVED, sender: 'server', flags: 0x10, payloadBytes: 0 }), {
      from: 100,
      to: 0,
      look: 'plain',
      label: '. ack 1',
    })
  })
  test('goes from its sender when lost, and from the middle when nobody sent it', () => {
    assert.deepEqual(joinedRow({ ...ARRIVED, sender: 'server', fate: 'lost', flags: 4 }).from, 100)
    const forged = joinedRow({ ...ARRIVED, sender: 'server', fate: 'unsent', flags: 4, payloadBytes: 0 })
    assert.deepEqual([forged.from, forged.to, forged.look, forged.label], [50, 0, 'unsent', 'R seq 1 ack 1'])
    assert.equal(joinedRow({ ...ARRIVED, flags: 4 }).look, 'reset')
  })
})

describe('notableRows', () => {
  const fates = (text: string): Passage[] =>
    Array.from(text, (letter): Passage => ({ ...ARRIVED, fate: letter === 'x' ? 'lost' : letter === 'u' ? 'unsent' : 'arrived' }))
  test('are what did not arrive, with one neighbour on each side, each once', () => {
    assert.deepEqual(notableRows(fates('....x....')), [3, 4, 5])
    assert.deepEqual(notableRows(fates('x..u.x.')), [0, 1, 2, 3, 4, 5, 6])
    assert.deepEqual(notableRows(fates('xx......')), [0, 1, 2])
    assert.deepEqual(notableRows(fates('.....u')), [4, 5])
  })
  test('are none where everything arrived', () => {
    assert.deepEqual(notableRows(fates('....')), [])
    assert.deepEqual(notableRows([]), [])
  })
})
