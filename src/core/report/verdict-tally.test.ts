/** The tally counts all, and keeps what it is told to keep. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '../analysis/connection.ts'
import type { Rule } from '../diagnosis/rule.ts'
import type { ConnectionContext } from './connection-report.ts'
import { type Keeps, VerdictTally, keepsUpTo } from './verdict-tally.ts'

const REFUSED = { id: 'refused-by-rst', severity: 'error' } as Rule
const NORMAL = { id: 'open-normal', severity: 'ok' } as Rule

/** Counts `rules`, one connection each; what is kept of one is its number. */
function tallyOf(rules: readonly Rule[], keeps?: Keeps): VerdictTally<number> {
  const tally = new VerdictTally(({ id }) => id, keeps)
  for (const [id, rule] of rules.entries()) tally.add({ id } as Connection, {} as ConnectionContext, rule)
  return tally
}

const keptOf = (tally: VerdictTally<number>): unknown[] => tally.counts.map(({ rule, count, kept }) => [rule.id, count, kept])
const turns = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? NORMAL : REFUSED))

test('counts all, the worst first, and keeps ten of each', () => {
  const tally = tallyOf(turns)
  assert.deepEqual([tally.connections, tally.problems], [30, 15])
  assert.deepEqual(keptOf(tally), [
    ['refused-by-rst', 15, [1, 3, 5, 7, 9, 11, 13, 15, 17, 19]],
    ['open-normal', 15, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]],
  ])
})

test('keeps as many as it is told', () => {
  assert.deepEqual(keptOf(tallyOf(turns, keepsUpTo(2))), [
    ['refused-by-rst', 15, [1, 3]],
    ['open-normal', 15, [0, 2]],
  ])
})

test('asks with the connection counted already', () => {
  const asked: unknown[] = []
  tallyOf([NORMAL, REFUSED], ({ rule, count, kept }, { connections, problems }) => {
    asked.push([rule.id, count, kept.length, connections, problems])
    return false
  })
  assert.deepEqual(asked, [
    ['open-normal', 1, 0, 1, 0],
    ['refused-by-rst', 1, 0, 2, 1],
  ])
})
