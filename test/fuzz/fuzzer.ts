/** Runs a fuzz target over mutations of seeds, repeatably, until the time is over. */

import { mutated, RandomNumbers } from './random-bytes.ts'

/** Takes any bytes, and throws only when a promise of the project is broken. */
export type FuzzTarget = (bytes: Uint8Array) => void

/** How long and from where to fuzz. */
export interface FuzzOptions {
  /** Milliseconds to spend. `SYNFIN_FUZZ_MS` in the environment overrides it. */
  readonly durationMs: number
  /** The first seed of the random numbers; each run counts it up. `SYNFIN_FUZZ_SEED` in the environment overrides it, to repeat a find. */
  readonly firstSeed?: number
  /** A run that takes longer than that hangs, as good as. */
  readonly maxRunMs?: number
}

const DEFAULT_MAX_RUN_MS = 1000

/** Runs `target` on each of `seeds` as it is, then on mutations of them. Returns the number of runs; throws with the seed of a find. */
export function fuzz(target: FuzzTarget, seeds: readonly Uint8Array[], options: FuzzOptions): number {
  const durationMs = numberFromEnvironment('SYNFIN_FUZZ_MS') ?? options.durationMs
  const maxRunMs = options.maxRunMs ?? DEFAULT_MAX_RUN_MS
  let seed = numberFromEnvironment('SYNFIN_FUZZ_SEED') ?? options.firstSeed ?? 1
  for (const whole of seeds) runOnce(target, whole, maxRunMs, 'an unchanged seed')
  const endMs = performance.now() + durationMs
  let runs = seeds.length
  do {
    const random = new RandomNumbers(Math.imul(seed, 0x9e3779b1))
    const bytes = mutated(seeds[random.below(seeds.length)], random)
    runOnce(target, bytes, maxRunMs, `SYNFIN_FUZZ_SEED=${seed}`)
    seed++
    runs++
  } while (performance.now() < endMs)
  return runs
}

function runOnce(target: FuzzTarget, bytes: Uint8Array, maxRunMs: number, origin: string): void {
  const startMs = performance.now()
  try {
    target(bytes)
  } catch (cause) {
    throw new Error(`fuzzing found something (${origin}, ${bytes.length} bytes: ${hexOf(bytes)})`, { cause })
  }
  const runMs = performance.now() - startMs
  if (runMs > maxRunMs) throw new Error(`a run of ${Math.round(runMs)} ms (${origin}, ${bytes.length} bytes: ${hexOf(bytes)})`)
}

function numberFromEnvironment(name: string): number | undefined {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : Number(value)
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
