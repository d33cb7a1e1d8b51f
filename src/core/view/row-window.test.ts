/** Tests of the window over a long list. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isScaled, listTopPx, rowsSeen, scrollHeightPx, scrollTopPx, topShowing } from './row-window.ts'

const SHORT = { rows: 100, rowPx: 20, viewPx: 400 }
const LONG = { rows: 10_000_000, rowPx: 22, viewPx: 600 }

test('a short list scrolls pixel by pixel', () => {
  assert.equal(isScaled(SHORT), false)
  assert.equal(scrollHeightPx(SHORT), 2000)
  assert.deepEqual(rowsSeen(SHORT, 30), { from: 1, to: 22, offsetPx: -10 })
  assert.deepEqual(rowsSeen(SHORT, 1600), { from: 80, to: 100, offsetPx: 0 })
})

test('a list that no browser could draw reaches its first and its last row', () => {
  assert.equal(isScaled(LONG), true)
  assert.ok(scrollHeightPx(LONG) < 17_000_000)
  assert.equal(rowsSeen(LONG, listTopPx(LONG, 0)).from, 0)
  assert.equal(rowsSeen(LONG, listTopPx(LONG, scrollHeightPx(LONG) - LONG.viewPx)).to, LONG.rows)
})

test('a row that is seen stays where it is, another comes to the middle', () => {
  assert.equal(topShowing(SHORT, 100, 10), 100)
  assert.equal(topShowing(SHORT, 100, 50), 50 * 20 - 190)
  assert.equal(topShowing(SHORT, 100, 0), 0)
  assert.equal(topShowing(SHORT, 0, 99), 1600)
})

test('whatever row is asked for is among those seen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
      const area = { rows, rowPx: 22, viewPx: 700 }
      const row = Math.floor(share * (rows - 1))
      const top = topShowing(area, 0, row)
      const { from, to } = rowsSeen(area, top)
      assert.ok(from <= row && row < to)
      assert.ok(Math.abs(listTopPx(area, scrollTopPx(area, top)) - top) < 1)
    }),
    { numRuns: 200 },
  )
})
