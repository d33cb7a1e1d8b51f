/** The bytes of both ends in the order in which they were meant: each once, and what came early waits for what was in front of it. */
import type { StreamPiece } from './protocol.ts'

/** A piece that waits for bytes in front of it. */
interface EarlyPiece {
  readonly pos: number
  /** Where what was sent ends; less may have been captured. */
  readonly end: number
  readonly packet: number
  readonly bytes: Uint8Array
}

/** Puts pieces in order. Sides are 0 for the client and 1 for the server; positions count the first byte of data as 1. */
export class StreamOrder {
  readonly pieces: StreamPiece[] = []
  /** How many bytes the pieces hold, those that still wait as well. */
  byteCount = 0
  /** The position that each side's stream is to go on with; NaN before anything is known of it. */
  readonly #next = [NaN, NaN]
  /** The position up to which each side's bytes were captured: packets can be cut. */
  readonly #captured = [NaN, NaN]
  readonly #early: readonly [EarlyPiece[], EarlyPiece[]] = [[], []]

  /** The stream of `side` begins with position `pos`: its SYN was seen. */
  begin(side: number, pos: number): void {
    if (Number.isNaN(this.#next[side])) this.#next[side] = this.#captured[side] = pos
  }

  /** A packet of `side` brings `bytes` from position `pos` on; more may have been sent than was captured: up to `end`. */
  add(side: number, pos: number, end: number, packet: number, bytes: Uint8Array): void {
    this.begin(side, pos)
    if (pos > this.#next[side]) {
      this.#early[side].push({ pos, end, packet, bytes })
      this.byteCount += bytes.length
      return
    }
    if (end <= this.#next[side]) return
    this.#put(side, { pos, end, packet, bytes })
    this.#putEarly(side, NaN)
  }

  /** The peer of `side` has everything before `pos`: what is not there by now is not in the capture. */
  acknowledge(side: number, pos: number): void {
    if (this.#early[side].length > 0 && pos > this.#next[side]) this.#putEarly(side, pos)
  }

  /** There are no more packets: what waits is shown, and what is missing before it said. */
  end(): void {
    for (const side of [0, 1]) this.#putEarly(side, Infinity)
  }

  /** Shows what waited for bytes that are there now, or that (before `ackedPos`) will not come. */
  #putEarly(side: number, ackedPos: number): void {
    const early = this.#early[side].sort((a, b) => a.pos - b.pos)
    let count = 0
    for (const piece of early) {
      if (piece.pos > this.#next[side] && !(piece.pos < ackedPos)) break
      this.byteCount -= piece.bytes.length
      this.#put(side, piece)
      count++
    }
    early.splice(0, count)
  }

  #put(side: number, { pos, end, packet, bytes }: EarlyPiece): void {
    const next = this.#next[side]
    if (end <= next) return
    const rest = bytes.subarray(Math.max(0, next - pos))
    const from = Math.max(pos, next)
    const missingBefore = Math.max(0, from - this.#captured[side])
    this.pieces.push({ from: side === 0 ? 'client' : 'server', packet, bytes: rest, missingBefore })
    this.byteCount += rest.length
    this.#next[side] = end
    this.#captured[side] = from + rest.length
  }
}
