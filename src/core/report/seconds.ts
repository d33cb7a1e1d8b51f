/** Times and durations as the report has them. */

const NS_PER_S = 1_000_000_000n
const NS_PER_SECOND = 1e9

/** A duration in seconds, exact to the nanosecond where a double can be; null when it is unknown (NaN). */
export function durationSeconds(durationNs: number): number | null {
  return Number.isFinite(durationNs) ? durationNs / NS_PER_SECOND : null
}

/** A time as seconds since 1970 with nine decimals; null when the input has no date (`startNs`) or no time for it (NaN). */
export function timeText(startNs: bigint | undefined, timeNs: number): string | null {
  if (startNs === undefined || !Number.isFinite(timeNs)) return null
  const totalNs = startNs + BigInt(Math.round(timeNs))
  const absolute = totalNs < 0n ? -totalNs : totalNs
  const fraction = (absolute % NS_PER_S).toString().padStart(9, '0')
  return `${totalNs < 0n ? '-' : ''}${absolute / NS_PER_S}.${fraction}`
}

/** The last second that a `Date` can hold (ECMA-262, time values). */
const LAST_DATE_S = 8.64e12
const MS_PER_S = 1000

/** `2026-11-21 08:14:22.201981 UTC` of a time as `timeText` gives it; before 1970 and after the year 275760 the text itself. */
export function utcText(time: string): string {
  const [whole, fraction = ''] = time.split('.')
  const seconds = Number(whole)
  if (!(seconds >= 0 && seconds <= LAST_DATE_S) || whole.startsWith('-')) return time
  const date = new Date(seconds * MS_PER_S).toISOString().replace(/^\+/, '')
  // Nanoseconds only where the capture has them.
  return `${date.slice(0, -'.000Z'.length).replace('T', ' ')}.${fraction.replace(/000$/, '')} UTC`
}
