/** Tests of the questions for neighbours. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { AddressTable } from './address-table.ts'
import { type NeighbourQuestion, Neighbours } from './neighbours.ts'

function questions(text: string, ipVersion: 4 | 6 = 4): NeighbourQuestion[] {
  const neighbours = new Neighbours(new AddressTable(1))
  for (const packet of drawnPackets(text, { ipVersion })) neighbours.observe(packet)
  return neighbours.questions()
}

test('questions are counted by address, with their packets', () => {
  for (const ipVersion of [4, 6] as const) {
    const [first, second, ...others] = questions('0 ms client asks server\n 10 ms client asks 10.0.0.9\n 1 s client asks server', ipVersion)
    assert.deepEqual(others, [])
    assert.deepEqual([first?.requests, first?.packets, first?.lastTimeNs, first?.answers], [2, [1, 3], 1e9, 0])
    assert.deepEqual([second?.requests, second?.packets], [1, [2]])
  }
})

test('a question that the capture has twice is one, and its answer is not measured from the copy', () => {
  const [asked] = questions('0 ms client asks server\n + 60 us client asks server\n 1 s client asks server')
  assert.deepEqual([asked?.requests, asked?.packets], [2, [1, 3]])
  const [told] = questions('0 ms client asks server\n + 60 us client asks server\n + 1 us server tells client')
  assert.equal(told?.fastestAnswerNs, 61_000)
})

test('the fastest answer is kept; what comes much later is none', () => {
  const [question] = questions(
    '0 ms client asks server\n 90 us server tells client\n 2 s client asks server\n + 40 us server tells client\n 9 s server tells client',
  )
  assert.equal(question?.answers, 3)
  assert.equal(question.fastestAnswerNs, 40_000)
})

test('a host that asks for its own address asks nobody', () => {
  assert.deepEqual(questions('0 ms server asks server'), [])
})
