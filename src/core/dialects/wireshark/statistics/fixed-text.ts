/** Numbers with a fixed number of decimals, as C prints them. */

const NS_PER_S = 1e9

/** Nanoseconds as seconds, computed as tshark does: the whole seconds and the rest apart. */
export function secondsOf(timeNs: number): number {
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
