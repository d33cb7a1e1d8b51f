/** The track records: what the analysis keeps of a connection beyond its opening, in two typed arrays with a free list. */
import { SIDE_DOUBLES, SIDE_WORDS, WSCALE } from './side-layout.ts'

/** Words shared by both sides, in front of them. */
export const SHARED_WORDS = 16
/** First entry of the connection's event log plus 1 (0: none), and the latest one. */
export const EVENTS_HEAD = 0
export const EVENTS_TAIL = 1
export const LOUD_EVENTS = 2
export const RARE_EVENTS = 3
/** Events that were not kept because the log is bounded. */
export const LOST_EVENTS = 4
/** `PREVIOUS` bits: how the connection before on this 4-tuple ended. */
export const PREVIOUS_END = 5
/** How the connection before on the same 4-tuple ended, as `PREVIOUS_END` keeps it. */
export const PREVIOUS = { none: 0, closed: 1, reset: 2, unfinished: 3, opening: 4 } as const
/** A SYN inside the connection that waits for its meaning: its packet number, or 0. */
export const PENDING_SYN = 6
/** Packet number of the ACK that answered the pending SYN. */
export const PENDING_CHALLENGE = 7
/** Raw acknowledgment number of that ACK: the sequence number of the RST that would follow (RFC 9293 §3.5.1). */
export const PENDING_CHALLENGE_ACK = 8
/** Number of ICMP errors that quoted this connection. */
export const ICMP_ERRORS = 9
export const LAST_PACKET = 11
/** Side of the latest data segment plus 1; 0 before any. */
export const LAST_DATA_SIDE = 12
/** One bit for each kind of event that was noted, by its number. */
export const EVENT_KINDS_SEEN = 13

/** Int32 words and float64 of one track. */
export const TRACK_WORDS = SHARED_WORDS + 2 * SIDE_WORDS
export const TRACK_DOUBLES = 2 * SIDE_DOUBLES

const FIRST_CAPACITY = 256
/** Room that is made at once for a large input. An array that is replaced later costs more than its copy: all code compiled for it is thrown away. */
const LARGEST_FIRST_CAPACITY = 4096

/** For how many of the `expected` connections room is made at once, at least `least`. */
export function firstCapacity(expected: number, least: number): number {
  return Math.min(Math.max(expected, least), LARGEST_FIRST_CAPACITY)
}

/** Track records by number. */
export class TrackStore {
  words: Int32Array
  doubles: Float64Array
  #capacity: number
  #used = 0
  #free: number[] = []

  /** @param expected connections of the input; untouched memory costs nothing */
  constructor(expected = 0) {
    this.#capacity = firstCapacity(expected, FIRST_CAPACITY)
    this.words = new Int32Array(this.#capacity * TRACK_WORDS)
    this.doubles = new Float64Array(this.#capacity * TRACK_DOUBLES)
  }

  /** A fresh track, all zero but for the unknown window scales. */
  take(): number {
    let track = this.#free.pop()
    if (track === undefined) {
      if (this.#used === this.#capacity) this.#grow()
      track = this.#used++
    } else {
      this.words.fill(0, track * TRACK_WORDS, (track + 1) * TRACK_WORDS)
      this.doubles.fill(0, track * TRACK_DOUBLES, (track + 1) * TRACK_DOUBLES)
    }
    this.words[track * TRACK_WORDS + SHARED_WORDS + WSCALE] = -1
    this.words[track * TRACK_WORDS + SHARED_WORDS + SIDE_WORDS + WSCALE] = -1
    return track
  }

  /** Gives a track back. */
  give(track: number): void {
    this.#free.push(track)
  }

  #grow(): void {
    this.#capacity *= 2
    const words = new Int32Array(this.#capacity * TRACK_WORDS)
    words.set(this.words)
    this.words = words
    const doubles = new Float64Array(this.#capacity * TRACK_DOUBLES)
    doubles.set(this.doubles)
    this.doubles = doubles
  }
}

/** First word of a side (0 client, 1 server) of a track. */
export function sideWords(track: number, side: number): number {
  return track * TRACK_WORDS + SHARED_WORDS + side * SIDE_WORDS
}

/** First double of a side of a track. */
export function sideDoubles(track: number, side: number): number {
  return track * TRACK_DOUBLES + side * SIDE_DOUBLES
}
