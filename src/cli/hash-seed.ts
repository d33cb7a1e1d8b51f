/** The seed of the tables in which connections are looked up. */

/** Seeds are int32. */
const SEED_LIMIT = 2 ** 31

/** Keeps hash collisions out of the hands of who sends packets; `node:crypto` would cost more time than a small capture. */
export function hashSeed(): number {
  return Math.floor(Math.random() * SEED_LIMIT)
}
