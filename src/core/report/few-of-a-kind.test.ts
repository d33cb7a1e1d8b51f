/** No kind of finding floods a report. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fewOfAKind } from './few-of-a-kind.ts'

const many = (id: 'scan-syn' | 'repeated-attempts', count: number) => Array.from({ length: count }, (_, number) => ({ id, number }))
const shapeOf = (findings: ReturnType<typeof many>) => fewOfAKind(findings).map(({ finding, more }) => [finding.id, finding.number, more])

test('five of a kind are told, the last says how many more there are', () => {
  assert.deepEqual(shapeOf([...many('repeated-attempts', 7), ...many('scan-syn', 1)]), [
    ['repeated-attempts', 0, 0],
    ['repeated-attempts', 1, 0],
    ['repeated-attempts', 2, 0],
    ['repeated-attempts', 3, 0],
    ['repeated-attempts', 4, 2],
    ['scan-syn', 0, 0],
  ])
})

test('nearly too many are all told', () => {
  assert.deepEqual(
    shapeOf(many('scan-syn', 5)).map(([, , more]) => more),
    [0, 0, 0, 0, 0],
  )
  assert.deepEqual(shapeOf([]), [])
})
