/** The time column: `-t` and its styles. */
import { wholeNs } from '../elapsed.ts'
import { UTC, type LocalTime } from '../local-time.ts'
import type { PacketTimes } from '../field-item.ts'

/** The styles of `tshark -t`, by their letters. */
export const TIME_STYLES = ['a', 'ad', 'adoy', 'd', 'dd', 'e', 'r', 'u', 'ud', 'udoy'] as const
/** One of them. */
export type TimeStyle = (typeof TIME_STYLES)[number]

const NS_PER_S = 1_000_000_000
const NANO_DIGITS = 9
const MS_PER_S = 1000
const MS_PER_DAY = 86_400_000

/**
 * The text of a packet's time column.
 *
 * @param times The packet's times.
 * @param style A style of `-t`; tshark's default is `r`.
 * @param localTime The zone of the styles that begin with `a`.
 */
export function timeColumn(times: PacketTimes, style: TimeStyle, localTime: LocalTime): string {
  if (style === 'r') return seconds(times.timeNs, times.digits)
  if (style === 'd') return seconds(times.sincePreviousNs, times.digits)
  if (style === 'dd') return seconds(times.sinceDisplayedNs, times.digits)
  if (times.startNs === undefined || Number.isNaN(times.timeNs)) return ''
  const timeNs = times.startNs + wholeNs(times.timeNs)
  const nsPerS = BigInt(NS_PER_S)
  const rest = ((timeNs % nsPerS) + nsPerS) % nsPerS
  const whole = (timeNs - rest) / nsPerS
  const fraction = String(rest).padStart(NANO_DIGITS, '0').slice(0, times.digits)
  if (style === 'e') return `${whole}.${fraction}`
  const unixSeconds = Number(whole)
  const zone = style.startsWith('a') ? localTime : UTC
  const moment = new Date((unixSeconds + zone(unixSeconds).offsetSeconds) * MS_PER_S)
  if (Number.isNaN(moment.getTime())) return ''
  const clock = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}:${two(moment.getUTCSeconds())}.${fraction}`
  const year = String(moment.getUTCFullYear()).padStart(4, '0')
  if (style === 'ad' || style === 'ud') return `${year}-${two(moment.getUTCMonth() + 1)}-${two(moment.getUTCDate())} ${clock}`
  if (style === 'adoy' || style === 'udoy') return `${year}/${dayOfYear(moment)} ${clock}`
  return clock
}

/** Seconds with `digits` digits after the point, the rest cut off, as Wireshark does. */
function seconds(timeNs: number, digits: number): string {
  if (Number.isNaN(timeNs)) return ''
  const size = Math.abs(Math.round(timeNs))
  const rest = size % NS_PER_S
  const sign = timeNs < 0 ? '-' : ''
  return `${sign}${(size - rest) / NS_PER_S}.${String(rest).padStart(NANO_DIGITS, '0').slice(0, digits)}`
}

function dayOfYear(moment: Date): string {
  const firstOfYear = Date.UTC(moment.getUTCFullYear(), 0, 1)
  return String(Math.floor((moment.getTime() - firstOfYear) / MS_PER_DAY) + 1).padStart(3, '0')
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
