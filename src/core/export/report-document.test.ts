/** Which connections a document shows: the worst, of each kind, bounded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEALTHY, REFUSED, reportRest, shownConnection, tallyOf } from '../../../test/made-report.ts'
import type { VerdictReport } from '../report/report.ts'
import { type ReportDocument, MOST_SECTIONS, documentOf, documentOfOne } from './report-document.ts'

const RARE: VerdictReport = { ...REFUSED, id: 'rst-injected' }

function count({ shown }: ReportDocument, id: string): number {
  return shown.filter(({ report }) => report.verdict.id === id).length
}

test('problems have sections, healthy connections are counted', () => {
  const document = documentOf(
    reportRest(REFUSED),
    tallyOf([
      [REFUSED, 3],
      [HEALTHY, 9],
    ]),
    false,
  )
  assert.equal(document.shown.length, 3)
  assert.deepEqual(
    document.counts.map((each) => [each.id, each.count, each.shown]),
    [
      ['refused-by-rst', 3, 3],
      ['open-normal', 9, 0],
    ],
  )
})

test('all: the healthy too, behind the problems', () => {
  const document = documentOf(
    reportRest(REFUSED),
    tallyOf([
      [REFUSED, 3],
      [HEALTHY, 9],
    ]),
    true,
  )
  assert.equal(document.shown.length, 12)
  assert.equal(document.shown[0].report.verdict.id, 'refused-by-rst')
})

test('a few healthy connections alone are shown', () => {
  assert.equal(documentOf(reportRest(HEALTHY), tallyOf([[HEALTHY, 3]]), false).shown.length, 3)
  assert.equal(documentOf(reportRest(HEALTHY), tallyOf([[HEALTHY, 4]]), false).shown.length, 0)
})

test('a frequent verdict hides no rare one, and no healthy connection takes the place of a problem', () => {
  const document = documentOf(
    reportRest(REFUSED),
    tallyOf([
      [REFUSED, 100_000],
      [RARE, 2],
      [HEALTHY, 1000],
    ]),
    true,
  )
  assert.equal(document.shown.length, MOST_SECTIONS)
  assert.deepEqual([count(document, RARE.id), count(document, REFUSED.id), count(document, HEALTHY.id)], [2, MOST_SECTIONS - 2, 0])
})

test('one connection is the whole document', () => {
  const document = documentOfOne(reportRest(HEALTHY), shownConnection(7, REFUSED))
  assert.deepEqual([document.headline?.id, document.connections, document.problems, document.isFull], ['refused-by-rst', 1, 1, true])
})
