/** The table of metrics: both directions, only rows with something in them, both languages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionTracker } from '../analysis/connection-tracker.ts'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { connectionReport } from '../report/connection-report.ts'
import type { ConnectionReport } from '../report/report.ts'
import { metricsTable } from './metrics-table.ts'
import { displayWidth } from './text-layout.ts'

/** Loss beyond the capture point, loss before it, a shut window, a loss of the capture, and a probe after the last segment. */
const DRAWN = `
  0 ms client > server S 0:0(0) win 64240 <mss 1460,sackOK,wscale 7>
  + 40 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,wscale 7>
  + 50 us client > server . 1:1(0) ack 1 win 502
  + 10 ms client > server P. 1:101(100) ack 1 win 502
  + 40 ms server > client . 1:1001(1000) ack 101 win 509
  + 100 us server > client . 2001:3001(1000) ack 101 win 509
  + 100 us client > server . 101:101(0) ack 1001 win 502 <sack 2001:3001>
  + 100 us server > client . 3001:4001(1000) ack 101 win 509
  + 100 us client > server . 101:101(0) ack 1001 win 502 <sack 2001:4001>
  + 100 us server > client . 4001:5001(1000) ack 101 win 509
  + 100 us client > server . 101:101(0) ack 1001 win 502 <sack 2001:5001>
  + 40 ms server > client . 1001:2001(1000) ack 101 win 509
  + 100 us client > server . 101:101(0) ack 5001 win 0
  + 500 ms client > server . 101:101(0) ack 5001 win 502
  + 40 ms server > client P. 5001:6001(1000) ack 101 win 509
  + 100 us client > server . 101:101(0) ack 7001 win 502
  + 3 s client > server P. 101:201(100) ack 7001 win 502
  + 300 ms client > server P. 101:201(100) ack 7001 win 502
  + 40 ms server > client . 7001:7001(0) ack 201 win 509`

function drawnReport(): ConnectionReport {
  return reportOf(DRAWN)
}

function reportOf(drawn: string): ConnectionReport {
  let report: ConnectionReport | undefined
  const context = { input: 0, firstId: 0, info: { startNs: undefined, hostNames: new Map<string, string>() }, zeekOf: () => undefined }
  const tracker = new ConnectionTracker((c) => (report = connectionReport(c, context)))
  for (const packet of drawnPackets(drawn)) tracker.packet(packet)
  tracker.end()
  assert.ok(report !== undefined)
  return report
}

test('the metrics of a drawn connection', () => {
  const { metrics } = drawnReport()
  assert.equal(metrics.vantage, 'client-side')
  assert.deepEqual(metrics.handshake, { toServer: 0.04, toClient: 0.00005 })
  assert.deepEqual(metrics.losses, {
    client: { beforeCapture: 0, beyondCapture: 1, byCaptureBytes: 0 },
    server: { beforeCapture: 1, beyondCapture: 0, byCaptureBytes: 1000 },
  })
  assert.equal(metrics.retransmissions.server.fast, 1)
  assert.equal(metrics.retransmissions.client.timeout + metrics.retransmissions.client.probe, 1)
  assert.deepEqual(metrics.outOfOrderSegments, { client: 0, server: 1 })
  assert.deepEqual(metrics.mostBytesInFlight, { client: 100, server: 4000 })
  assert.equal(metrics.zeroWindowSeconds.client, 0.5)
  assert.equal(metrics.zeroWindowSeconds.server, 0)
  assert.deepEqual(metrics.longestSilence?.turn, 'client')
  assert.deepEqual(metrics.longestSilence?.packets, [15, 17])
})

test('the table shows them, and aligns both directions', () => {
  const report = drawnReport()
  for (const language of ['en', 'zh'] as const) {
    const lines = metricsTable(report, language)
    const table = lines.slice(4)
    assert.equal(new Set(table.map(displayWidth)).size, 1, table.join('\n'))
    assert.doesNotMatch(lines.join('\n'), /undefined|NaN|null/)
  }
  const text = metricsTable(report, 'en').join('\n')
  assert.match(
    text,
    /^Connection 0: 10\.0\.0\.1:40000 → 10\.0\.0\.2:80\n {2}captured at the client\n {2}handshake 40 ms: 40 ms from here to the server/,
  )
  assert.match(text, /longest silence 3 s, the client's turn, packets 15 to 17/)
  assert.match(text, /its window was shut +500 ms +-\n/)
  assert.match(text, /lost before the capture +0 +1\n/)
  assert.match(text, /lost by the capture +- +1,000 bytes$/)
  assert.doesNotMatch(text, /tail loss probe +0 +0|duplicates/)
})

test('an unknown capture point, no times and no names are said, not guessed', () => {
  const report = drawnReport()
  const { metrics } = report
  const blind = {
    ...metrics,
    vantage: 'unknown' as const,
    vantageReason: 'nothing' as const,
    handshakeRtt: null,
    handshake: { toServer: null, toClient: null },
    longestSilence: null,
  }
  const text = metricsTable({ ...report, client: { address: null, port: null }, metrics: blind }, 'en').join('\n')
  assert.match(text, /^Connection 0: \? → 10\.0\.0\.2:80\n {2}capture point unknown\n {2}handshake not measured\n/)
})

test('of a long series of repeats each is counted by its cause, though few are remembered one by one', () => {
  const CYCLES = 60
  let drawn = `
    0 ms client > server S 0:0(0) win 64240
    + 40 ms server > client S. 0:0(0) ack 1 win 65160
    + 50 us client > server . 1:1(0) ack 1 win 502`
  for (let i = 0; i < CYCLES; i++) {
    const at = 1 + i * 3000
    drawn += `
    + 10 ms client > server . ${at}:${at + 1000}(1000) ack 1 win 502
    + 100 us client > server . ${at + 1000}:${at + 2000}(1000) ack 1 win 502
    + 100 us client > server . ${at + 2000}:${at + 3000}(1000) ack 1 win 502
    + 40 ms server > client . 1:1(0) ack ${at} win 509 <sack ${at + 1000}:${at + 2000}>
    + 100 us server > client . 1:1(0) ack ${at} win 509 <sack ${at + 1000}:${at + 3000}>
    + 100 us client > server . ${at}:${at + 1000}(1000) ack 1 win 502
    + 40 ms server > client . 1:1(0) ack ${at + 3000} win 509`
  }
  const { retransmissions, retransmittedSegments, losses } = reportOf(drawn).metrics
  assert.equal(retransmittedSegments.client, CYCLES)
  assert.deepEqual(
    { fast: retransmissions.client.fast, unclassified: retransmissions.client.unclassified },
    { fast: CYCLES, unclassified: 0 },
  )
  assert.deepEqual(losses.client, { beforeCapture: 0, beyondCapture: CYCLES, byCaptureBytes: 0 })
})
