/** Holds the rows of `conn-json`, as the text of `conn-log` has them, against the connection logs of Zeek's own tests, where they lie beside the project. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { connLogHeader, connLogLine } from '../src/core/dialects/zeek/conn-log-text.ts'
import { ZeekPipeline } from '../src/core/report/zeek-pipeline.ts'

const FOLDER = join('..', 'shared', 'corpus', 'zeek')
const TABLE = join(FOLDER, 'ZEEK_CONN.tsv')
const missing = existsSync(TABLE) ? false : 'the connection logs are not there (../shared)'

const FIELDS = [
  'conn_state',
  'history',
  'duration',
  'orig_bytes',
  'resp_bytes',
  'missed_bytes',
  'orig_pkts',
  'orig_ip_bytes',
  'resp_pkts',
  'resp_ip_bytes',
] as const
/** Class of the runs, and the least part of values that must be the same; `docs/zeek.md` explains the rest. */
const CLASSES = [
  ['default', 0.99],
  ['bare', 0.99],
] as const
const GZIP_MAGIC = 0x1f
const MOST_SHOWN = 20
/** The fields of the log, as its header names them. */
const NAMES = /#fields\t(.*)/.exec(connLogHeader(''))![1].split('\t')

type Cells = Record<string, string>

/** The table's rows for one class, by run and capture. Rows without addresses say only what the run's rows have in common. */
function expectedRuns(kind: string): Map<string, Cells[]> {
  const [head, ...lines] = readFileSync(TABLE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
  const runs = new Map<string, Cells[]>()
  for (const line of lines) {
    const row: Cells = Object.fromEntries(head.map((name, i) => [name, line[i] ?? '']))
    if (row['class'] !== kind || row['tunneled'] === 'T') continue
    const run = `${row['run']} ${row['capture']}`
    runs.set(run, [...(runs.get(run) ?? []), row])
  }
  return runs
}

function answer(capture: string): Cells[] {
  const rows: Cells[] = []
  const pipeline = new ZeekPipeline((row) => {
    const values = connLogLine(row).trimEnd().split('\t')
    rows.push(Object.fromEntries(NAMES.map((name, i) => [name, values[i]])))
  })
  const bytes = readFileSync(join(FOLDER, capture))
  pipeline.reader.push(bytes[0] === GZIP_MAGIC ? gunzipSync(bytes) : bytes)
  pipeline.reader.end()
  pipeline.finish()
  return rows
}

const plainHistory = (text: string): string => text.replaceAll(/[xX]/g, '')

function isSame(field: string, want: Cells, got: Cells): boolean {
  const value = got[field]
  return field === 'history' ? plainHistory(want[field]) === plainHistory(value) : want[field] === value
}

const ENDPOINTS = ['id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p'] as const
const hasAddresses = (row: Cells): boolean => ENDPOINTS.every((name) => row[name] !== '')
const endpoints = (row: Cells): string => ENDPOINTS.map((name) => row[name]).join(' ')

/** Takes out of `left` the row that stands for `want`: by addresses and ports, else by what is the same. */
function takeMatch(want: Cells, left: Cells[]): Cells | undefined {
  const at = hasAddresses(want)
    ? left.findIndex((row) => endpoints(row) === endpoints(want))
    : left.findIndex((row) => FIELDS.every((field) => want[field] === '' || isSame(field, want, row)))
  return at < 0 ? undefined : left.splice(at, 1)[0]
}

for (const [kind, least] of CLASSES) {
  test(`the connection logs of Zeek's ${kind} runs`, { skip: missing }, (t) => {
    const answers = new Map<string, Cells[]>()
    const shown: string[] = []
    let same = 0
    let all = 0
    for (const [run, wanted] of expectedRuns(kind)) {
      const capture = run.slice(run.indexOf(' ') + 1)
      if (!answers.has(capture)) answers.set(capture, answer(capture))
      const left = [...answers.get(capture)!]
      for (const want of [...wanted.filter(hasAddresses), ...wanted.filter((row) => !hasAddresses(row))]) {
        const got = takeMatch(want, left)
        all++
        if (got !== undefined) same++
        else shown.push(`${run}: no row for ${endpoints(want)} ${want['history']}`)
        if (got === undefined) continue
        for (const field of FIELDS) {
          if (want[field] === '') continue
          all++
          if (isSame(field, want, got)) same++
          else shown.push(`${run} ${endpoints(want)} ${field}: ${want[field]}, here ${got[field]}`)
        }
      }
    }
    for (const line of shown.slice(0, MOST_SHOWN)) t.diagnostic(line)
    t.diagnostic(`${same} of ${all} values are the same`)
    assert.ok(same / all >= least, `${same} of ${all}`)
  })
}
