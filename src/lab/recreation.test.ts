/** Scenarios derived from observed cases. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaseFigures } from './case-figures.ts'
import { recreate } from './recreation.ts'
import { linksOf } from './scenario.ts'

const FIGURES: CaseFigures = {
  verdict: 'close-4way',
  findings: [],
  version: 6,
  rttMs: 80,
  clientBytes: 300,
  serverBytes: 7000,
  icmp: undefined,
  vantage: 'server-side',
  closer: 'server',
}

test('distance, amounts, version and who closes come from the observed case', () => {
  const made = recreate(FIGURES)
  assert.ok(made !== undefined)
  const { scenario } = made
  assert.equal(scenario.version, 6)
  assert.equal(linksOf(scenario)[0]?.delayMs, 40)
  const ops = (program: string) => (scenario.programs[program] ?? []).map((step) => step.op)
  assert.deepEqual(
    scenario.programs.client?.find(({ op }) => op === 'send'),
    { op: 'send', bytes: 300 },
  )
  assert.deepEqual(ops('server').slice(-2), ['send', 'close'])
  assert.deepEqual(ops('client').slice(-4), ['receive', 'sleep', 'close', 'sleep'])
})

test('a refusal with ICMP comes from the scenario with the same type and code', () => {
  const made = recreate({ ...FIGURES, verdict: 'reject-icmp', version: 4, icmp: '3/10', closer: undefined })
  assert.equal(made?.from, 'reject-icmp-host-prohib')
})

test('a case that no scenario shows is not recreated', () => {
  assert.equal(recreate({ ...FIGURES, verdict: 'no-such-verdict' }), undefined)
})
