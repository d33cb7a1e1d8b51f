/** When `clock-step` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import { ConnectionTracker } from '../../analysis/connection-tracker.ts'
import { drawnPackets } from '../../analysis/drawn-segments.ts'
import { clockStep } from './clock-step.ts'

/** Three packets, the second so many milliseconds after the first, the third at the time of the second. */
function timed(stepMs: number): CaptureFacts {
  const tracker = new ConnectionTracker(() => undefined, { seed: 1 })
  const packets = drawnPackets('0 ms client > server S 0:0(0)\n+ 1 s client > server S 0:0(0)\n+ 0 ms client > server S 0:0(0)')
  for (const packet of packets) {
    if (packet.number > 1) packet.timeNs = packets[0].timeNs + stepMs * 1e6
    tracker.packet(packet)
  }
  tracker.end()
  return tracker.capture
}

test('is a packet that bears an earlier time than the one in front of it', () => {
  const capture = timed(-5000)
  assert.equal(clockStep.holds(capture), true)
  const { values, evidence } = clockStep.explain(capture, String)
  assert.equal(values.backNs, 5e9)
  assert.deepEqual(evidence[0].packets, [2])
})

test('is not time that goes on, nor one that stands still', () => {
  assert.equal(clockStep.holds(timed(5000)), false)
  assert.equal(clockStep.holds(timed(0)), false)
})

test('is nearly two interfaces that hand on their packets in another order', () => assert.equal(clockStep.holds(timed(-0.04)), false))
