/** The text of `conn.log`: every line as many values as there are fields. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connLogEnd, connLogHeader, connLogLine } from './conn-log-text.ts'
import type { ZeekConnRow } from './conn-row.ts'

const ROW: ZeekConnRow = {
  ts: 1258531221.486539,
  uid: 'Cabc',
  'id.orig_h': '192.0.2.1',
  'id.orig_p': 4000,
  'id.resp_h': '2001:db8::1',
  'id.resp_p': 80,
  proto: 'tcp',
  duration: 0.5,
  orig_bytes: 0,
  resp_bytes: 12,
  conn_state: 'SF',
  missed_bytes: 0,
  history: 'ShADadFf',
  orig_pkts: 4,
  orig_ip_bytes: 300,
  resp_pkts: 3,
  resp_ip_bytes: 200,
  ip_proto: 6,
}

function values(row: ZeekConnRow): Record<string, string> {
  const [, ...names] = /#fields\t(.*)\n/.exec(connLogHeader('2026-11-21-08-14-22'))![0].trimEnd().split('\t')
  const found = connLogLine(row).slice(0, -1).split('\t')
  assert.equal(found.length, names.length)
  return Object.fromEntries(names.map((name, i) => [name, found[i]]))
}

test('the lines above and below', () => {
  const lines = connLogHeader('2026-11-21-08-14-22').split('\n')
  assert.deepEqual(lines.slice(0, 6), [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    '#path\tconn',
    '#open\t2026-11-21-08-14-22',
  ])
  assert.equal(lines[6].split('\t').length, lines[7].split('\t').length)
  assert.match(lines[7], /^#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount/)
  assert.equal(connLogEnd('2026-11-21-08-14-23'), '#close\t2026-11-21-08-14-23\n')
})

test('times and intervals have six decimals, counts none, what is unset a hyphen', () => {
  const row = values(ROW)
  assert.deepEqual([row.ts, row.duration, row.orig_bytes, row.service, row.ip_proto], ['1258531221.486539', '0.500000', '0', '-', '6'])
  const { ts, duration, orig_bytes, ...rest } = ROW
  assert.ok(ts !== undefined && duration !== undefined && orig_bytes !== undefined)
  assert.deepEqual([values(rest).ts, values(rest).duration, values(rest).orig_bytes], ['-', '-', '-'])
})

test('a name cannot end its value, its line, or look like a mark of the format', () => {
  const named = (name: string): string => values({ ...ROW, 'id.orig_h': name })['id.orig_h']
  assert.equal(named('a\tb\nc\\d'), 'a\\x09b\\x0ac\\x5cd')
  assert.equal(named('-'), '\\x2d')
  assert.equal(named('(empty)'), '\\x28\\x65\\x6d\\x70\\x74\\x79\\x29')
  assert.equal(named(''), '(empty)')
  assert.equal(named('héllo'), 'héllo')
})
