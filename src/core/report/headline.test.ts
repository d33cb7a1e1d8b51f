/** Which verdict becomes the headline. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Headline } from './headline.ts'
import type { VerdictReport } from './report.ts'

function verdict(
  severity: VerdictReport['severity'],
  certainty: VerdictReport['certainty'] = 'proven',
  id: VerdictReport['id'] = 'open-normal',
): VerdictReport {
  const rule = { rule: id, question: '', sections: [] }
  return { id, severity, certainty, blame: 'nobody', ...rule, summary: { en: '', zh: '' }, evidence: [], alternatives: [], next: [] }
}

/** What wins of `[verdict, connection]`, as `severity certainty connection`. */
function winner(...shown: readonly (readonly [VerdictReport, number | null])[]): string {
  const headline = new Headline()
  for (const [each, connection] of shown) headline.consider(each, 0, connection)
  const best = headline.verdict
  return `${best?.severity} ${best?.certainty} ${best?.connection}`
}

test('the worst severity wins, then the surer verdict, then the earliest connection', () => {
  assert.equal(winner([verdict('ok'), 0], [verdict('warning'), 1], [verdict('info'), 2]), 'warning proven 1')
  assert.equal(winner([verdict('error', 'possible'), 0], [verdict('error', 'proven'), 1]), 'error proven 1')
  assert.equal(winner([verdict('error'), 5], [verdict('error'), 2], [verdict('error'), 3]), 'error proven 2')
})

test('a finding about the capture wins only when it is worse than every connection', () => {
  assert.equal(winner([verdict('ok'), 0], [verdict('error', 'possible'), null]), 'error possible null')
  assert.equal(winner([verdict('error', 'possible'), 0], [verdict('error'), null]), 'error possible 0')
  assert.equal(winner([verdict('warning'), null], [verdict('warning', 'likely'), 0]), 'warning likely 0')
})

test('without verdicts there is no headline', () => {
  assert.equal(new Headline().verdict, undefined)
})
