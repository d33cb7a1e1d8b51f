/** A short fuzzing of the whole pipeline, from bytes to both kinds of report; `SYNFIN_FUZZ_MS` makes it longer, `SYNFIN_FUZZ_SEED` repeats a find. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { TextReport } from '../../src/cli/text-report.ts'
import { PLAIN } from '../../src/cli/style.ts'
import type { ShownConnection } from '../../src/core/view/shown-connection.ts'
import { displayWidth } from '../../src/core/view/text-layout.ts'
import { ReportJsonWriter } from '../../src/core/export/report-json.ts'
import { connectionReport } from '../../src/core/report/connection-report.ts'
import { ReportRun } from '../../src/core/report/pipeline.ts'
import type { Report, VerdictReport } from '../../src/core/report/report.ts'
import { VerdictTally } from '../../src/core/report/verdict-tally.ts'
import { ladderOf } from '../../src/core/view/ladder.ts'
import { interfaceZh } from '../../src/core/words/interface-zh.ts'
import { fuzz } from './fuzzer.ts'

const DURATION_MS = 4000
const SAMPLES = join(import.meta.dirname, '../../samples')
const COLUMNS = 80

/** The shipped samples: real packets of every everyday case, and pasted text. */
const SEEDS = readdirSync(SAMPLES)
  .filter((name) => /\.(pcap|pcapng|txt)$/.test(name))
  .map((name) => new Uint8Array(readFileSync(join(SAMPLES, name))))

/** The JSON report of an input that comes in chunks of `chunkBytes`. */
function jsonOf(bytes: Uint8Array, chunkBytes: number): string {
  let json = ''
  const writer = new ReportJsonWriter((text) => (json += text), 'object')
  const run = new ReportRun(
    (c, context) => {
      const report = connectionReport(c, context)
      run.consider(report)
      writer.connection(report)
    },
    { withZeek: true },
  )
  feed(run, bytes, chunkBytes)
  writer.end(run.rest())
  return json
}

/** The text report, in the language with the harder layout. */
function textOf(bytes: Uint8Array): string {
  let text = ''
  const tally = new VerdictTally<ShownConnection>((c, context) => {
    const report = connectionReport(c, context)
    return {
      report,
      ladder: ladderOf(
        c,
        report.verdict.evidence.flatMap(({ packets }) => packets),
      ),
    }
  })
  const run = new ReportRun((c, context) => {
    const kept = tally.add(c, context)
    if (kept !== undefined) run.consider(kept.report)
  })
  feed(run, bytes, bytes.length)
  new TextReport({ words: interfaceZh.report, language: 'zh', style: PLAIN, columns: COLUMNS }, (line) => (text += line)).write(
    run.rest(),
    tally,
    true,
  )
  return text
}

function feed(run: ReportRun, bytes: Uint8Array, chunkBytes: number): void {
  const pipeline = run.open('input')
  for (let at = 0; at < bytes.length; at += Math.max(1, chunkBytes)) pipeline.reader.push(bytes.slice(at, at + Math.max(1, chunkBytes)))
  pipeline.reader.end()
  run.close(pipeline)
}

function assertVerdict(verdict: VerdictReport, packets: number): void {
  assert.ok(verdict.summary.en !== '' && verdict.summary.zh !== '', `${verdict.id} has a summary`)
  for (const evidence of verdict.evidence) {
    assert.ok(evidence.en !== '' && evidence.zh !== '', `${verdict.id}: ${evidence.point} has words`)
    for (const number of evidence.packets) assert.ok(number >= 1 && number <= packets, `${verdict.id} names packet ${number} of ${packets}`)
  }
}

test('fuzzing: any bytes become a report', () => {
  const runs = fuzz(
    (bytes) => {
      const json = jsonOf(bytes, bytes.length)
      const report = JSON.parse(json) as Report
      const packets = report.inputs[0].packets
      assert.equal(new Set(report.connections.map(({ id }) => id)).size, report.connections.length, 'ids are unique')
      for (const { verdict, findings, firstPacket, lastPacket } of report.connections) {
        assert.ok(firstPacket >= 1 && firstPacket <= lastPacket && lastPacket <= packets, 'the connection lies in its input')
        for (const each of [verdict, ...findings]) assertVerdict(each, packets)
      }
      assert.equal(jsonOf(bytes, 1 + (bytes.length % 97)), json, 'the report does not depend on how the bytes are cut')
    },
    SEEDS,
    { durationMs: DURATION_MS },
  )
  assert.ok(runs > 100, `only ${runs} runs`)
})

test('fuzzing: any bytes become a text that fits the terminal and cannot steer it', () => {
  fuzz(
    (bytes) => {
      const text = textOf(bytes)
      assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
      // Commands to copy stay in one line, whatever their length.
      for (const line of text.split('\n')) assert.ok(line.startsWith('  $ ') || displayWidth(line) <= COLUMNS, `too wide: ${line}`)
    },
    SEEDS,
    { durationMs: DURATION_MS },
  )
})
