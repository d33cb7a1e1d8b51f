/** Which verdict becomes the headline. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Headline } from './headline.ts'
import type { ConnectionReport, GroupFindingReport, VerdictReport } from './report.ts'

function verdict(
  severity: VerdictReport['severity'],
  certainty: VerdictReport['certainty'] = 'proven',
  id: VerdictReport['id'] = 'open-normal',
): VerdictReport {
  const rule = { rule: id, question: '', sections: [] }
  return {
    id,
    severity,
    certainty,
    doubts: [],
    blame: 'nobody',
    ...rule,
    summary: { en: '', zh: '' },
    evidence: [],
    refutedBy: { en: '', zh: '' },
    alternatives: [],
    next: [],
  }
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

/** A connection of an address, as far as the headline looks at it. */
function connection(id: number, address: string, bytes: number, shown: VerdictReport): ConnectionReport {
  const ends = { client: { address, port: 40000 }, server: { address: 'S', port: 80 } }
  return { id, input: 0, ...ends, payloadBytes: { client: bytes, server: 0 }, verdict: shown } as unknown as ConnectionReport
}

test('a scan leads over the refused connections that it is made of, not over worse that befell others', () => {
  const scan: GroupFindingReport = {
    ...verdict('warning', 'likely', 'scan-syn'),
    input: 0,
    source: 'A',
    target: null,
    connections: [0, 1],
    connectionCount: 2,
  }
  const headlineOf = (...shown: readonly ConnectionReport[]): string | undefined => {
    const headline = new Headline()
    for (const each of shown) headline.considerConnection(each)
    headline.considerGroup(scan)
    headline.considerGroup({ ...scan, source: 'Z' })
    return headline.verdict?.id
  }
  const refused = verdict('error', 'proven', 'refused-by-rst')
  assert.equal(headlineOf(connection(0, 'A', 0, refused), connection(1, 'A', 0, refused)), 'scan-syn')
  assert.equal(headlineOf(connection(0, 'A', 0, refused), connection(1, 'B', 9, verdict('error', 'likely', 'loss-rto'))), 'loss-rto')
  assert.equal(headlineOf(connection(0, 'B', 0, refused)), 'refused-by-rst')
  assert.equal(headlineOf(connection(0, 'Z', 0, refused)), 'scan-syn', 'another scan is made of it')
  assert.equal(headlineOf(connection(0, 'A', 0, refused), connection(1, 'B', 9, verdict('ok'))), 'scan-syn')
})

test('without verdicts there is no headline', () => {
  assert.equal(new Headline().verdict, undefined)
})
