/** Looking at connections while they go on changes nothing, and a packet's connection can be asked for. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { connectionReport } from '../report/connection-report.ts'
import { type ConnectionReport } from '../report/report.ts'
import { ReportRun } from '../report/pipeline.ts'

const SAMPLES = join(import.meta.dirname, '../../../samples')

/** All reports of a capture; with `isPeeking`, all connections are explained after every packet too. */
function reports(file: string, isPeeking: boolean): { readonly found: ConnectionReport[]; readonly connections: number[] } {
  const found: ConnectionReport[] = []
  const connections: number[] = []
  const run = new ReportRun((c, context) => found.push(connectionReport(c, context)), {
    taken: (packet) => {
      connections.push(pipeline.tracker.connectionOf(packet))
      if (isPeeking) pipeline.tracker.peek((c) => connectionReport(c, pipeline), 100)
    },
  })
  const bytes = readFileSync(join(SAMPLES, file))
  const pipeline = run.open(file, bytes.length)
  pipeline.reader.push(bytes)
  pipeline.reader.end()
  run.close(pipeline)
  return { found, connections }
}

for (const file of readdirSync(SAMPLES).filter((name) => name.endsWith('.pcap'))) {
  test(`${file}: the same, looked at or not`, () => {
    const plain = reports(file, false)
    assert.deepEqual(reports(file, true).found, plain.found)
    // A SYN inside a connection and its challenge belong to it until it turns out that they began another: two packets at most.
    for (const { id, packets } of plain.found) {
      const own = plain.connections.filter((connection) => connection === id).length
      assert.ok(own > 0 && Math.abs(own - packets.client - packets.server - packets.icmp) <= 2, `connection ${id}: ${own}`)
    }
  })
}
