/** Single facts of the folded segments of a quiet connection, its block beginning at `at` of `words` (`quiet-layout.ts`). */
import { PARKED_WORDS } from '../flow/flow-record.ts'
import { COUNT, HEAD, PLACE, SIDES } from './quiet-layout.ts'

/** Where a segment is folded. */
export function placeOf(at: number, index: number): number {
  return at + HEAD + index * PLACE
}

/** Which side sent a segment. */
export function sideOf(words: Int32Array, at: number, index: number): number {
  return (words[at + SIDES] >>> index) & 1
}

/** When a segment was captured; `doubles` is the same memory as the words. */
export function timeOf(doubles: Float64Array, at: number, index: number): number {
  return doubles[(placeOf(at, index) + PARKED_WORDS) >> 1]
}

/** Which segment is the last of a side. Asserts that there is one: the block begins with one of the client, and a server with data has one. */
export function lastOf(words: Int32Array, at: number, side: number): number {
  for (let i = words[at + COUNT] - 1; i >= 0; i--) if (sideOf(words, at, i) === side) return i
  throw new Error('both sides of a quiet connection have segments')
}
