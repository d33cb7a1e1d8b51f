/** Quantiles against a sorted list. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DurationHistogram } from './duration-histogram.ts'

test('a quantile is within 5 % of the true one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1000, max: 1e11 }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (durations, fraction) => {
        const histogram = new DurationHistogram()
        for (const ns of durations) histogram.add(ns)
        const sorted = [...durations].sort((a, b) => a - b)
        const exact = sorted[Math.max(1, Math.ceil(fraction * sorted.length)) - 1]
        const ratio = histogram.quantileNs(fraction) / exact
        assert.ok(ratio > 0.95 && ratio < 1.05, `${ratio}`)
      },
    ),
  )
})

test('nothing counted has no quantile; what is out of range is counted at the edge', () => {
  assert.ok(Number.isNaN(new DurationHistogram().quantileNs(0.5)))
  const histogram = new DurationHistogram()
  histogram.add(0)
  histogram.add(1e30)
  assert.ok(histogram.quantileNs(0.1) < 1100 && histogram.quantileNs(1) > 1e11)
})
