/** When `snaplen-cut` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CaptureFacts } from '../../analysis/capture-facts.ts'
import { snaplenCut } from './snaplen-cut.ts'

function cut(packets: number, unread = 0): CaptureFacts {
  const capture = new CaptureFacts()
  capture.packets = capture.tcpPackets = 10
  capture.cutPackets = packets
  capture.malformedTcp = unread
  return capture
}

test('is packets that are shorter than they were', () => {
  assert.equal(snaplenCut.holds(cut(4)), true)
  assert.deepEqual(snaplenCut.explain(cut(4), String).values, { cut: 4, unread: 0, packets: 10 })
  assert.deepEqual(
    snaplenCut.explain(cut(4, 3), String).evidence.map(({ point }) => point),
    ['cut', 'unread'],
  )
})

test('is not whole packets', () => assert.equal(snaplenCut.holds(cut(0)), false))

test('is nearly packets with impossible lengths: nothing was cut off those', () => assert.equal(snaplenCut.holds(cut(0, 3)), false))
