/** Durations as people write them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDuration } from './durations.ts'

test('durations have three digits and the unit that fits', () => {
  const said: readonly (readonly [number, string, string])[] = [
    [0, '0 ns', '0 纳秒'],
    [44_000, '44 µs', '44 微秒'],
    [20e6, '20 ms', '20 毫秒'],
    [20_123_000, '20.1 ms', '20.1 毫秒'],
    [999.6e6, '1 s', '1 秒'],
    [1.0203e9, '1.02 s', '1.02 秒'],
    [59.99e9, '1 min', '1 分'],
    [64e9, '1 min 4 s', '1 分 4 秒'],
    [635.9e9, '10 min 36 s', '10 分 36 秒'],
    [7200e9, '2 h', '2 小时'],
    [NaN, 'an unknown time', '未知时长'],
  ]
  for (const [ns, en, zh] of said) assert.deepEqual([formatDuration(ns, 'en'), formatDuration(ns, 'zh')], [en, zh])
})
