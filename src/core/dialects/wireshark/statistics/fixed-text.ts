/** Numbers with a fixed number of decimals, as C prints them. */

const NS_PER_S = 1e9
const NS_PER_US = 1e3
const US_PER_S = 1e6

/** Nanoseconds as seconds, computed as tshark does: the whole seconds and the rest apart. */
export function secondsOf(timeNs: number): number {
  if (Math.abs(timeNs) > Number.MAX_SAFE_INTEGER) {
    // Beyond 104 days a double has no single nanoseconds; microseconds, which most clocks have, are still exact.
    const us = Math.round(timeNs / NS_PER_US)
    const whole = Math.trunc(us / US_PER_S)
    return whole + ((us - whole * US_PER_S) * NS_PER_US) / NS_PER_S
  }
  const seconds = Math.trunc(timeNs / NS_PER_S)
  return seconds + (timeNs - seconds * NS_PER_S) / NS_PER_S
}

/** `value` with `decimals` decimals. Where two texts are equally near, C takes the one with the even digit, `toFixed` the larger one. */
export function fixedText(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  // Only a fraction of few binary digits can lie exactly between two texts.
  if (!Number.isInteger(value * 2 ** (decimals + 1)) || Number.isInteger(value * 2 ** decimals)) return text
  const scaled = Math.abs(value) * 10 ** decimals
  if (scaled - Math.floor(scaled) !== 0.5 || Math.floor(scaled) % 2 !== 0) return text
  return `${value < 0 ? '-' : ''}${(Math.floor(scaled) / 10 ** decimals).toFixed(decimals)}`
}
