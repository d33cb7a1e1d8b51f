/** Differences of times. */

const NS_PER_US = 1000

/**
 * The nanoseconds from one time to another, both counted from the start of the capture. Beyond 104 days a double has no single
 * nanoseconds; microseconds, which most clocks have, are still told exactly.
 */
export function elapsedNs(fromNs: number, toNs: number): number {
  return exactNs(toNs - fromNs, Math.abs(toNs) > Math.abs(fromNs) ? toNs : fromNs)
}

/** `timeNs`, without what is not exact of it because `scaleNs`, which it was computed from, is too large. */
export function exactNs(timeNs: number, scaleNs: number): number {
  return scaleNs > Number.MAX_SAFE_INTEGER || scaleNs < -Number.MAX_SAFE_INTEGER ? Math.round(timeNs / NS_PER_US) * NS_PER_US : timeNs
}

/** A time since the start of the capture as a whole number, exact as far as a double can say. */
export function wholeNs(timeNs: number): bigint {
  if (Math.abs(timeNs) <= Number.MAX_SAFE_INTEGER) return BigInt(Math.round(timeNs))
  return BigInt(Math.round(timeNs / NS_PER_US)) * BigInt(NS_PER_US)
}
