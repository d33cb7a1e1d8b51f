/**
 * Counts the failed attempts of one client to connect to one port: with new ports, or on the same with new initial sequence numbers.
 *
 * Bounded like the other groups: sets of four, where a newcomer takes the place of the one with the fewest attempts; of each group the
 * first attempts are kept with their times. Nothing is allocated before the first failed attempt. One that failed between two that came up
 * is an accident, not part of a series.
 */
import type { Connection, ConnectionName } from './connection.ts'

/** Pairs of client and server port that are followed at a time. */
const PAIRS = 1024
const WAYS = 4
/** Attempts of a pair that are kept with time, port and packet; of the rest only the count is told. */
export const MOST_ATTEMPTS_KEPT = 16
/** One attempt is none of a series. */
const FEWEST = 2

const CLIENT = 0
const SERVER = 1
const PORT = 2
/** IP version, 0 for a free place. */
const VERSION = 3
const COUNT = 4
const SILENT = 5
const REFUSED = 6
const REJECTED = 7
const HALF_OPEN = 8
const ABORTED = 9
const KEPT_FROM = 10
/** Of each attempt: connection, packet, client port, the counter of how it ended, and the next connection that did come up, plus 1. */
const KEPT = 5
const ENDED = 3
const OPENED = 4
const ENTRY = KEPT_FROM + MOST_ATTEMPTS_KEPT * KEPT

/** One failed attempt. */
export interface Attempt {
  readonly connection: number
  readonly packet: number
  readonly clientPort: number
  /** NaN without times. */
  readonly timeNs: number
}

/** Failed attempts of one client to reach one port. */
export interface AttemptGroup {
  readonly role: 'attempts'
  readonly source: string
  readonly host: string
  readonly port: number
  /** How many there were; how they ended stands in the counters below. */
  readonly count: number
  /** No TCP answer at all. */
  readonly silent: number
  /** Refused with RST. */
  readonly refused: number
  /** Turned away with ICMP. */
  readonly rejected: number
  /** Answered with a SYN-ACK that did not lead to a connection. */
  readonly halfOpen: number
  /** Accepted, and reset before any data. */
  readonly aborted: number
  /** The first connection of the same client to the same port that came up after the last of them, where one was seen. */
  readonly succeeded: number | undefined
  /** The first of them, in the order in which they began. */
  readonly attempts: readonly [Attempt, ...Attempt[]]
}

/** Counts attempts; see the file header. */
export class AttemptGroups {
  #words = new Int32Array(0)
  /** Hashes of the entries, never 0 for one in use: a set is one look into the nearest cache, and most connections are in none. */
  readonly #keys = new Int32Array(PAIRS)
  #times = new Float64Array(0)
  readonly #firstId: number

  /** @param firstId what to add to a connection's number to have the report's */
  constructor(firstId: number) {
    this.#firstId = firstId
  }

  /** Takes a connection that did not come up, or was reset before any data. */
  addFailed(c: Connection): void {
    this.#add(c, outcomeOf(c), c.client.synPacket || c.firstPacket, c.firstTimeNs)
  }

  /** Takes a connection whose first SYN was refused with a RST, and that had no other packets. */
  addRefused(c: ConnectionName): void {
    this.#add(c, REFUSED, c.firstPacket, c.openedAtNs)
  }

  #add(c: ConnectionName, outcome: number, packet: number, timeNs: number): void {
    if (this.#words.length === 0) {
      this.#words = new Int32Array(PAIRS * ENTRY)
      this.#times = new Float64Array(PAIRS * MOST_ATTEMPTS_KEPT)
    }
    const words = this.#words
    const found = this.#find(c)
    const entry = found < 0 ? this.#make(c) : found
    const at = entry * ENTRY
    const count = words[at + COUNT]++
    words[at + outcome]++
    if (count >= MOST_ATTEMPTS_KEPT) return
    const kept = at + KEPT_FROM + count * KEPT
    words[kept] = this.#firstId + c.id
    words[kept + 1] = packet
    words[kept + 2] = c.clientPort
    words[kept + ENDED] = outcome
    words[kept + OPENED] = 0
    this.#times[entry * MOST_ATTEMPTS_KEPT + count] = timeNs
  }

  /** Takes a connection that came up. */
  addOpened(c: ConnectionName): void {
    if (this.#words.length === 0) return
    const entry = this.#find(c)
    if (entry >= 0) this.#noteOpened(entry, this.#firstId + c.id)
  }

  /** Notes a connection that came up beside the last of the kept attempts that began before it; connections end in another order. */
  #noteOpened(entry: number, connection: number): void {
    const words = this.#words
    const from = entry * ENTRY + KEPT_FROM
    const to = from + Math.min(words[entry * ENTRY + COUNT], MOST_ATTEMPTS_KEPT) * KEPT
    let last = -1
    for (let kept = from; kept < to; kept += KEPT) if (words[kept] < connection && (last < 0 || words[kept] > words[last])) last = kept
    if (last < 0) return
    const before = words[last + OPENED]
    if (before === 0 || connection < before - 1) words[last + OPENED] = connection + 1
  }

  /** All series of at least two attempts, the longest first. */
  groups(addressText: (key: number, ipVersion: number) => string): AttemptGroup[] {
    const groups: AttemptGroup[] = []
    const words = this.#words
    for (let at = 0, entry = 0; at < words.length; at += ENTRY, entry++) {
      if (words[at + VERSION] === 0 || words[at + COUNT] < FEWEST) continue
      const kept = this.#keptOf(entry)
      const accidents = accidentsOf(words, kept)
      const told = kept.filter((place) => !accidents.has(place))
      const [first, ...rest] = told.map((place) => this.#attempt(entry, place))
      if (first === undefined || told.length < FEWEST) continue
      const version = words[at + VERSION]
      const ended = (counter: number): number =>
        words[at + counter] - [...accidents].filter((place) => words[place + ENDED] === counter).length
      const opened = words[told[told.length - 1] + OPENED]
      groups.push({
        role: 'attempts',
        source: addressText(words[at + CLIENT], version),
        host: addressText(words[at + SERVER], version),
        port: words[at + PORT],
        count: words[at + COUNT] - accidents.size,
        silent: ended(SILENT),
        refused: ended(REFUSED),
        rejected: ended(REJECTED),
        halfOpen: ended(HALF_OPEN),
        aborted: ended(ABORTED),
        succeeded: opened === 0 ? undefined : opened - 1,
        attempts: [first, ...rest],
      })
    }
    return groups.sort((a, b) => b.count - a.count || a.attempts[0].connection - b.attempts[0].connection)
  }

  /** Where the kept attempts of an entry stand, in the order in which they began. */
  #keptOf(entry: number): number[] {
    const words = this.#words
    const count = Math.min(words[entry * ENTRY + COUNT], MOST_ATTEMPTS_KEPT)
    return Array.from({ length: count }, (_, i) => entry * ENTRY + KEPT_FROM + i * KEPT).sort((a, b) => words[a] - words[b])
  }

  #attempt(entry: number, place: number): Attempt {
    const words = this.#words
    const index = (place - entry * ENTRY - KEPT_FROM) / KEPT
    return {
      connection: words[place],
      packet: words[place + 1],
      clientPort: words[place + 2],
      timeNs: this.#times[entry * MOST_ATTEMPTS_KEPT + index],
    }
  }

  /** The entry of a connection's client and target, or -1. */
  #find(c: ConnectionName): number {
    const words = this.#words
    const { clientKey, serverKey, serverPort, ipVersion } = c
    const key = keyOf(clientKey, serverKey, serverPort)
    const set = key & (PAIRS - WAYS)
    for (let entry = set; entry < set + WAYS; entry++) {
      const at = entry * ENTRY
      if (
        this.#keys[entry] === key &&
        words[at + CLIENT] === clientKey &&
        words[at + SERVER] === serverKey &&
        words[at + PORT] === serverPort &&
        words[at + VERSION] === ipVersion
      )
        return entry
    }
    return -1
  }

  /** An empty entry for a connection's client and target, in the place of the one with the fewest attempts. */
  #make(c: ConnectionName): number {
    const words = this.#words
    const key = keyOf(c.clientKey, c.serverKey, c.serverPort)
    const set = key & (PAIRS - WAYS)
    let least = set
    for (let entry = set + 1; entry < set + WAYS; entry++) if (words[entry * ENTRY + COUNT] < words[least * ENTRY + COUNT]) least = entry
    const at = least * ENTRY
    this.#keys[least] = key
    for (let i = 0; i < KEPT_FROM; i++) words[at + i] = 0
    words[at + CLIENT] = c.clientKey
    words[at + SERVER] = c.serverKey
    words[at + PORT] = c.serverPort
    words[at + VERSION] = c.ipVersion
    return least
  }
}

/** Those of the kept attempts that failed alone, between connections that came up. */
function accidentsOf(words: Int32Array, kept: readonly number[]): Set<number> {
  const accidents = new Set<number>()
  const opensAfter = (i: number): boolean => i >= 0 && words[kept[i] + OPENED] !== 0
  // What came up before the first is not known, what follows the last may not have ended yet: alone are those cut off by what is known.
  for (const [i, place] of kept.entries()) {
    const before = i === 0 || opensAfter(i - 1)
    const after = i === kept.length - 1 || opensAfter(i)
    if (before && after) accidents.add(place)
  }
  return accidents
}

/** Which counter a failed attempt belongs to. */
function outcomeOf(c: Connection): number {
  const { client, server } = c
  if (client.establishingAck !== 0) return ABORTED
  if (server.sentSynAck) return HALF_OPEN
  if (server.rstCount !== 0) return REFUSED
  return c.icmpErrors !== 0 ? REJECTED : SILENT
}

/** A hash of a client and its target, never 0; its middle bits say which set they belong to. */
function keyOf(client: number, server: number, port: number): number {
  let h = Math.imul(client ^ Math.imul(server + 1, 0x85ebca6b) ^ Math.imul(port + 1, 0xc2b2ae35), 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return (h ^ (h >>> 13)) | 1
}
