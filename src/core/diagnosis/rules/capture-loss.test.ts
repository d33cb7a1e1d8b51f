/** When `capture-loss` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CaptureFacts } from '../../analysis/capture-facts.ts'
import { captureLoss } from './capture-loss.ts'

function dropped(packets: number): CaptureFacts {
  const capture = new CaptureFacts()
  capture.packets = 100
  capture.droppedPackets = packets
  return capture
}

test('is a drop counter above zero', () => {
  assert.equal(captureLoss.holds(dropped(1)), true)
  assert.deepEqual(captureLoss.explain(dropped(7), String).values, { dropped: 7, packets: 100 })
})

test('is not a counter of zero', () => assert.equal(captureLoss.holds(dropped(0)), false))

test('is nearly a capture that was cut: that lost no packet', () => {
  const capture = dropped(0)
  capture.cutPackets = 5
  assert.equal(captureLoss.holds(capture), false)
})
