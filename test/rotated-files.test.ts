/** A capture that was cut into files as it grew: the parts of a connection know of each other. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import type { ConnectionReport } from '../src/core/report/report.ts'
import { pcapOf, pcapRecords } from './pcap-records.ts'

const WHOLE = pcapRecords(readFileSync('samples/half-close-data.client.pcap'))

/** All connections of several files, one behind the other. */
function explained(...files: readonly Uint8Array[]): ConnectionReport[] {
  const connections: ConnectionReport[] = []
  const run = new ReportRun((c, context) => connections.push(connectionReport(c, context)))
  for (const [i, bytes] of files.entries()) {
    const pipeline = run.open(`part${i}.pcap`, bytes.length)
    pipeline.reader.push(bytes)
    pipeline.reader.end()
    run.close(pipeline)
  }
  return connections
}

function part(from: number, to?: number): Uint8Array {
  return pcapOf({ ...WHOLE, packets: WHOLE.packets.slice(from, to) })
}

/** The same packets with another initial sequence number of everybody: bytes 38 to 41 of an Ethernet frame with IPv4. */
function renumbered(from: number): Uint8Array {
  const packets = WHOLE.packets.slice(from).map((packet) => {
    const data = packet.data.slice()
    data[38] ^= 0x40
    return { ...packet, data }
  })
  return pcapOf({ ...WHOLE, packets })
}

test('a connection that goes on in the next file is told to do so', () => {
  assert.ok(WHOLE.packets.length > 10)
  const [first, second, ...others] = explained(part(0, 6), part(6))
  assert.deepEqual(others, [])
  assert.deepEqual([first?.id, first?.continues, second?.id, second?.continues], [0, undefined, 1, 0])
  assert.deepEqual([second?.input, second?.firstPacket], [1, 1])
})

test('through three files, each part continues the one before', () => {
  assert.deepEqual(
    explained(part(0, 5), part(5, 8), part(8)).map(({ continues }) => continues),
    [undefined, 0, 1],
  )
})

test('a connection with other numbers, or after one that was closed, begins anew', () => {
  assert.equal(explained(part(0, 6), renumbered(6))[1]?.continues, undefined)
  assert.equal(explained(part(0), part(6))[1]?.continues, undefined)
  assert.equal(explained(part(6), part(0, 6))[1]?.continues, undefined)
})
