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
