/** Tests of collecting: each connection comes with all its packets, within the limits, and notable packets keep their kinds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventOf } from '../analysis/packet-columns.ts'
import { ConnectionTracker } from '../analysis/connection-tracker.ts'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { type CollectorLimits, ConnectionCollector } from './connection-collector.ts'
import type { CapturedConnection } from './two-captures.ts'

const OPENED = `
   0 ms  client > server  S   0:0(0)       win 64240 <mss 1460,sackOK>
+ 20 ms  server > client  S.  0:0(0) ack 1 win 65160 <mss 1460,sackOK>
+  0 ms  client > server  .   1:1(0) ack 1 win 64240`
/** More repeats than the log of a connection keeps. */
const REPEATS = 60
const REPEATED = `${OPENED}\n+ 1 ms client > server P. 1:11(10) ack 1${'\n+ 300 ms client > server P. 1:11(10) ack 1'.repeat(REPEATS)}`

function collect(
  drawing: string,
  limits: Partial<CollectorLimits> = {},
): { captured: CapturedConnection[]; collector: ConnectionCollector } {
  const captured: CapturedConnection[] = []
  const collector = new ConnectionCollector((each) => captured.push(each), { connections: 10, packets: 1000, areKept: false, ...limits })
  const context = { input: 0, firstId: 0, info: { startNs: 5n, hostNames: new Map<string, string>() }, zeekOf: () => undefined }
  const tracker = new ConnectionTracker((c) => collector.ended(c, context))
  for (const packet of drawnPackets(drawing)) {
    tracker.packet(packet)
    collector.taken(packet, tracker)
  }
  tracker.end()
  return { captured, collector }
}

test('a connection comes with all its packets, and its beginning', () => {
  const { captured, collector } = collect(OPENED)
  assert.deepEqual(
    captured.map(({ columns, startNs }) => [columns.count, [...columns.pos], startNs]),
    [[3, [0, 0, 1], 5n]],
  )
  assert.ok(collector.isComplete)
})

test('every repeat is one, though the log of the connection keeps only the first', () => {
  const [{ columns }] = collect(REPEATED).captured
  const kinds = Array.from({ length: columns.count }, (_, i) => eventOf(columns, i))
  assert.equal(kinds.filter((kind) => kind === 'retransmission').length, REPEATS)
  // What was noted of the opening late, or of no packet, is not said of the wrong one.
  assert.deepEqual(kinds.slice(0, 4), [undefined, undefined, undefined, undefined])
})

test('beyond the limits packets and connections are left out, and it says so', () => {
  const few = collect(REPEATED, { packets: 10 })
  assert.deepEqual([few.captured[0].columns.count, few.collector.isComplete], [10, false])
  const none = collect(OPENED, { connections: 0 })
  assert.deepEqual([none.captured.length, none.collector.isComplete], [0, false])
})
