/** The table of conversations against a map with text as its key. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StreamTable } from './stream-table.ts'

const TUPLES = 5000
const IPV4_BYTES = 4
const IPV6_BYTES = 16

interface Tuple {
  source: Uint8Array
  destination: Uint8Array
  sourcePort: number
  destinationPort: number
}

/** Few values for each part, so that tuples differ in one of them only, and some have two ends that are the same. */
function tupleOf(roll: (below: number) => number): Tuple {
  const bytes = roll(2) === 0 ? IPV4_BYTES : IPV6_BYTES
  const address = () => {
    const made = new Uint8Array(bytes)
    made[0] = roll(2) * 0xff
    made[roll(bytes)] = roll(4)
    made[bytes - 1] = roll(6)
    return made
  }
  return { source: address(), destination: address(), sourcePort: roll(3) * 0x7fff, destinationPort: roll(3) * 0x7fff }
}

test('a conversation is found from both of its ends, and from no others', () => {
  let state = 11
  const roll = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 12) % below
  }
  const table = new StreamTable()
  const known = new Map<string, { index: number; first: string }>()
  let again = 0
  for (let i = 0; i < TUPLES; i++) {
    const { source, destination, sourcePort, destinationPort } = tupleOf(roll)
    const ends = [`${source.join('.')} ${sourcePort}`, `${destination.join('.')} ${destinationPort}`]
    const key = [...ends].sort().join(' - ')
    const found = table.find(source, destination, sourcePort, destinationPort)
    const expected = known.get(key)
    assert.equal(found, expected?.index ?? -1, key)
    assert.equal(table.isForward, expected === undefined || expected.first === ends[0] || ends[0] === ends[1], key)
    if (expected === undefined || roll(4) === 0) known.set(key, { index: table.begin(i), first: ends[0] })
    else again++
    assert.equal(table.isForward, known.get(key)?.first === ends[0] || ends[0] === ends[1], key)
  }
  assert.ok(again > 100, 'some tuples came again')
  assert.ok(known.size > 1500, 'the table grew')
})
