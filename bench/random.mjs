// A small deterministic random source (mulberry32), so that every machine makes the same inputs.

/**
 * @param {number} seed any 32-bit number
 * @returns {{ next: () => number, below: (limit: number) => number, between: (low: number, high: number) => number, chance: (p: number) => boolean, word: () => number }}
 */
export function randomSource(seed) {
  let state = seed >>> 0
  const word = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const next = () => word() / 0x1_0000_0000
  const below = (limit) => Math.floor(next() * limit)
  const between = (low, high) => low + below(high - low + 1)
  const chance = (p) => next() < p
  return { next, below, between, chance, word }
}
