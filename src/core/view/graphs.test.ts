/** Graphs of drawn connections: segments and their looks, acknowledgments and window, round trips, flight, throughput. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { drawnColumns } from '../analysis/drawn-columns.ts'
import type { PacketColumns } from '../analysis/packet-columns.ts'
import { flight, roundTrips, throughput } from './flow-series.ts'
import { axisStep, GRAPH_KINDS, graphScene, nearestMark } from './graph-scene.ts'
import { timeSequence } from './time-sequence.ts'

const OPENED = `
   0 ms   client > server  S      0:0(0)        win 64240 <mss 1460,sackOK,wscale 7>
+ 20 ms   server > client  S.     0:0(0)  ack 1 win 65160 <mss 1460,sackOK,wscale 7>
+  0 ms   client > server  .      1:1(0)  ack 1 win 502
`
/** The second of three segments is lost, reported by SACK, and sent again. */
const LOST = drawnColumns(`${OPENED}
+ 10 ms   client > server  .      1:1001(1000)     ack 1 win 502
+  1 ms   client > server  .      1001:2001(1000)  ack 1 win 502
+  1 ms   client > server  P.     2001:3001(1000)  ack 1 win 502
+ 18 ms   server > client  .      1:1(0)  ack 1001 win 500
+  2 ms   server > client  .      1:1(0)  ack 1001 win 500 <sack 2001:3001>
+  1 ms   client > server  .      1001:2001(1000)  ack 1 win 502
+ 20 ms   server > client  .      1:1(0)  ack 3001 win 480
`)

describe('timeSequence', () => {
  const graph = timeSequence(LOST, 0)
  test('has each segment where its bytes are, and says what it did', () => {
    assert.deepEqual(
      graph.segments.map(({ from, to, look, packet }) => [packet, from, to, look]),
      [
        [1, 0, 1, 'open-close'],
        [4, 1, 1001, 'data'],
        [5, 1001, 2001, 'data'],
        [6, 2001, 3001, 'data'],
        [9, 1001, 2001, 'repeated'],
      ],
    )
  })
  test('has acknowledgments, the edge of the scaled window, and SACK', () => {
    assert.deepEqual(graph.acks.values, [1, 1001, 1001, 3001])
    assert.deepEqual(graph.windowEdge.values, [1 + 65160, 1001 + 500 * 128, 1001 + 500 * 128, 3001 + 480 * 128])
    assert.deepEqual(
      graph.sacks.map(({ from, to, packet }) => [packet, from, to]),
      [[8, 2001, 3001]],
    )
  })
  test('of the other direction has nothing of this one', () => {
    assert.deepEqual(
      timeSequence(LOST, 1).segments.map(({ packet }) => packet),
      [2],
    )
  })
})

describe('roundTrips', () => {
  test('are from a segment to the acknowledgment of its last byte, and none of bytes that were sent twice', () => {
    const { seconds, values, packets } = roundTrips(LOST, 0)
    assert.deepEqual(packets, [2, 7])
    assert.deepEqual(
      values.map((value) => Math.round(value * 1000)),
      [20, 20],
    )
    assert.equal(seconds.length, 2)
  })
})

describe('flight', () => {
  test('grows with what is sent, and falls with what is acknowledged', () => {
    const { inFlight, window } = flight(LOST, 0)
    assert.deepEqual(inFlight.values, [0, 0, 1000, 2000, 3000, 2000, 2000, 2000, 0])
    assert.deepEqual(window.values, [65160, 64000, 64000, 61440])
  })
})

describe('throughput', () => {
  test('counts payload once, and the wire with everything', () => {
    const { intervalSeconds, goodput, wire } = throughput({ ...LOST, wireBytes: LOST.payloadBytes.map((bytes) => bytes + 54) }, 0)
    const bits = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * intervalSeconds, 0)
    assert.equal(Math.round(bits(goodput.values)), 3000 * 8)
    assert.equal(Math.round(bits(wire.values)), (4000 + 6 * 54) * 8)
  })
})

test('a paste without times draws nothing, and throws nothing', () => {
  const timeless: PacketColumns = { ...LOST, timeNs: LOST.timeNs.map(() => NaN) }
  assert.deepEqual(timeSequence(timeless, 0).segments, [])
  assert.deepEqual(roundTrips(timeless, 0).values, [])
  assert.deepEqual(flight(timeless, 0).inFlight.values, [])
  assert.equal(throughput(timeless, 0).goodput.values.length, 1)
})

describe('graphScene', () => {
  test('of each kind holds all marks in its ranges', () => {
    for (const kind of GRAPH_KINDS)
      for (const sender of [0, 1] as const) {
        const { layers, secondsRange, valueRange } = graphScene(kind, LOST, sender)
        for (const layer of layers)
          for (let i = 0; i < layer.seconds.length; i++) {
            assert.ok(layer.seconds[i] >= secondsRange[0] && layer.seconds[i] <= secondsRange[1], kind)
            assert.ok(layer.low[i] >= valueRange[0] && layer.high[i] <= valueRange[1], kind)
            assert.ok(i === 0 || layer.seconds[i] >= layer.seconds[i - 1], `${kind}: in order of time`)
          }
      }
  })
  test('finds the mark under the pointer, and nothing far away', () => {
    const scene = graphScene('tcptrace', LOST, 0)
    const repeated = scene.layers.find(({ id }) => id === 'repeated')
    assert.ok(repeated !== undefined)
    const found = nearestMark(scene, repeated.seconds[0], 1500, 0.0005, 10)
    assert.equal(found?.layer.id, 'repeated')
    assert.equal(found.layer.packets[found.index], 9)
    assert.equal(nearestMark(scene, 99, 1500, 0.01, 100), undefined)
  })
  test('of nothing has a range all the same', () => {
    assert.deepEqual(graphScene('rtt', { ...LOST, count: 0 }, 0), { unit: 'seconds', secondsRange: [0, 1], valueRange: [0, 1], layers: [] })
  })
})

test('axisStep gives round steps', () => {
  assert.deepEqual([axisStep(0, 1, 5), axisStep(0, 9, 5), axisStep(0, 3000, 6), axisStep(0, 0.07, 7)], [0.2, 2, 500, 0.01])
})
