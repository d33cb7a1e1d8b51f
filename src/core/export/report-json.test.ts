/** The JSON writer: valid at every size, line by line when asked, and nothing hidden in it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectionReport, ReportRest } from '../report/report.ts'
import { ReportJsonWriter, type ReportLayout, jsonText } from './report-json.ts'

const REST: ReportRest = { schema: 'synfin/report@1', inputs: [], verdict: null, captureFindings: [], groupFindings: [] }

function connection(id: number): ConnectionReport {
  return { id } as ConnectionReport
}

function written(layout: ReportLayout, count: number): string[] {
  const pieces: string[] = []
  const writer = new ReportJsonWriter((text) => pieces.push(text), layout)
  for (let id = 0; id < count; id++) writer.connection(connection(id))
  writer.end(REST)
  return pieces
}

test('the object is one JSON value with any number of connections', () => {
  for (const count of [0, 1, 3]) {
    const report = JSON.parse(written('object', count).join('')) as { connections: { id: number }[]; schema: string }
    assert.deepEqual(
      report.connections.map(({ id }) => id),
      [...Array(count).keys()],
    )
    assert.equal(report.schema, 'synfin/report@1')
  }
})

test('each connection is written when it is produced', () => {
  const pieces = written('object', 3)
  assert.equal(pieces.length, 4)
  assert.match(pieces[1], /"id":1/)
})

test('lines: one per connection, then one with the rest', () => {
  const lines = written('lines', 2).join('').split('\n')
  assert.deepEqual(
    lines.map((line) => (line === '' ? '' : Object.keys(JSON.parse(line) as object)[0])),
    ['id', 'id', 'schema', ''],
  )
})

test('control characters, line separators and direction marks are escaped, and come back', () => {
  const hostile = '\x00\x1b[2J\x7f\x9b\u2028\u202e\u2066\ufeff"\\\n中文'
  const text = jsonText({ name: hostile })
  assert.doesNotMatch(text, /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]/)
  assert.match(text, /中文/)
  assert.deepEqual(JSON.parse(text), { name: hostile })
})
