/** Tests of the timeline. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Timeline } from './timeline.ts'

test('columns double as the capture goes on, and no packet is lost', () => {
  const timeline = new Timeline()
  for (let i = 0; i < 10_000; i++) timeline.add(i * 1e6)
  const { packets, widthNs } = timeline.view([], [])
  assert.equal(
    packets.reduce((sum, count) => sum + count, 0),
    10_000,
  )
  assert.ok(packets.length > 256 && packets.length <= 512)
  assert.ok(widthNs * packets.length >= 1e10)
})

test('problems stand where their connections begin', () => {
  const timeline = new Timeline()
  timeline.add(0)
  timeline.add(9000)
  const { errors, warnings } = timeline.view([0, 9500], [NaN])
  assert.deepEqual([errors[0], errors[9], warnings[0]], [1, 1, 1])
})

test('packets without times, or from before the start, count in the first column', () => {
  const timeline = new Timeline()
  for (const timeNs of [NaN, -5, 0]) timeline.add(timeNs)
  assert.deepEqual(timeline.view([], []).packets, [3])
})
