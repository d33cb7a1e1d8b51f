/** Durations as people say them: `44 µs`, `20 ms`, `1.02 s`, `10 min 36 s`. */
import type { Language } from './language.ts'

const MICROSECOND_NS = 1e3
const MILLISECOND_NS = 1e6
const SECOND_NS = 1e9
const MINUTE_NS = 60 * SECOND_NS
const HOUR_NS = 60 * MINUTE_NS
const ROUNDED_UP = 1.0005

interface UnitWords {
  readonly unknown: string
  readonly ns: string
  readonly us: string
  readonly ms: string
  readonly s: string
  readonly min: string
  readonly h: string
}

const UNITS: Readonly<Record<Language, UnitWords>> = {
  en: { unknown: 'an unknown time', ns: ' ns', us: ' µs', ms: ' ms', s: ' s', min: ' min', h: ' h' },
  zh: { unknown: '未知时长', ns: ' 纳秒', us: ' 微秒', ms: ' 毫秒', s: ' 秒', min: ' 分', h: ' 小时' },
}

/** A duration in nanoseconds with about three digits; NaN, the duration between packets without times, says that it is unknown. */
export function formatDuration(ns: number, language: Language): string {
  const unit = UNITS[language]
  if (Number.isNaN(ns)) return unit.unknown
  // What would be rounded up to the next unit is said in that unit.
  const size = Math.abs(ns) * ROUNDED_UP
  if (size < MICROSECOND_NS) return digits(ns) + unit.ns
  if (size < MILLISECOND_NS) return digits(ns / MICROSECOND_NS) + unit.us
  if (size < SECOND_NS) return digits(ns / MILLISECOND_NS) + unit.ms
  if (size < MINUTE_NS) return digits(ns / SECOND_NS) + unit.s
  if (size < HOUR_NS) return inTwo(ns, MINUTE_NS, unit.min, SECOND_NS, unit.s)
  return inTwo(ns, HOUR_NS, unit.h, MINUTE_NS, unit.min)
}

function inTwo(ns: number, largeNs: number, large: string, smallNs: number, small: string): string {
  const smalls = Math.round(ns / smallNs)
  const perLarge = largeNs / smallNs
  const rest = smalls % perLarge
  const first = `${Math.trunc(smalls / perLarge)}${large}`
  return rest === 0 ? first : `${first} ${rest}${small}`
}

/** Three significant digits, and no zeros behind the point. */
function digits(amount: number): string {
  const size = Math.abs(amount)
  const text = amount.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
