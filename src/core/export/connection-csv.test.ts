/** CSV: what RFC 4180 asks, and nothing that a spreadsheet would run. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REFUSED_IN_FULL } from '../../../test/made-report.ts'
import type { ConnectionReport } from '../report/report.ts'
import { csvHeader, csvRecord } from './connection-csv.ts'
import { ROW_COLUMNS } from './connection-row.ts'

/** Reads one record as RFC 4180 §2 describes it. */
function fields(record: string): string[] {
  assert.ok(record.endsWith('\r\n'))
  const found: string[] = []
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (const [, quoted, plain] of record.matchAll(pattern)) found.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
  return found
}

function cells(more: Partial<ConnectionReport> = {}, input = 'a.pcap'): Record<string, string> {
  const names = fields(csvHeader())
  const values = fields(csvRecord({ report: { ...REFUSED_IN_FULL, ...more }, input, language: 'en' }))
  assert.equal(values.length, names.length)
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}

test('a time has two columns, every other column one, and all names differ', () => {
  const names = fields(csvHeader())
  assert.equal(names.length, ROW_COLUMNS.length + 1)
  assert.equal(new Set(names).size, names.length)
  assert.ok(names.every((name) => /^[a-z][a-z0-9_]*$/.test(name)))
})

test('values of a connection', () => {
  const row = cells()
  assert.equal(row.start_utc, '2026-11-21 07:54:22.201981')
  assert.equal(row.start_epoch_s, '1795247662.201981000')
  assert.deepEqual([row.client_port, row.verdict, row.blame, row.client_state], ['4000', 'refused-by-rst', 'server', 'CLOSED'])
  assert.equal(row.client_rtt_min_s, '', 'unknown is empty')
  assert.equal(row.server_lost_beyond_capture, '2')
})

test('quotes, commas and line ends stay inside their field', () => {
  assert.equal(cells({}, 'a "b", c.pcap').input, 'a "b", c.pcap')
  assert.equal(cells({}, 'a\r\nb\x1b[2J').input, 'a??b?[2J', 'what a terminal obeys is shown')
})

test('text is no formula', () => {
  for (const name of ['=HYPERLINK("http://x")', '+1', '-1+2', '@SUM(A1)', ' =1', '＝1']) assert.match(cells({}, name).input, /^'/, name)
  assert.equal(cells({ client: { address: '-x', port: 1 } }).client_address, "'-x")
  assert.equal(cells({ duration: -0.5 }).duration_s, '-0.5', 'a number stays one')
})
