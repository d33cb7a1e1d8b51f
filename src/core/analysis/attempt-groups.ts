/**
 * Counts the failed attempts of one client to connect to one port: with new ports, or on the same with new initial sequence numbers.
 *
 * Bounded like the other groups: sets of four, where a newcomer takes the place of the one with the fewest attempts; of each group the
 * first attempts are kept with their times. Nothing is allocated before the first failed attempt.
 */
import type { Connection } from './connection.ts'

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
/** Number of the first connection that did come up, plus 1. */
const SUCCEEDED = 10
const KEPT_FROM = 11
/** Connection, packet and client port of each. */
const KEPT = 3
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
  /** The first connection of the same client to the same port that came up, where one was seen after the first of these had ended. */
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
    if (this.#words.length === 0) {
      this.#words = new Int32Array(PAIRS * ENTRY)
      this.#times = new Float64Array(PAIRS * MOST_ATTEMPTS_KEPT)
    }
    const words = this.#words
    const found = this.#find(c)
    const entry = found < 0 ? this.#make(c) : found
    const at = entry * ENTRY
    const count = words[at + COUNT]++
    words[at + outcomeOf(c)]++
    if (count >= MOST_ATTEMPTS_KEPT) return
    const kept = at + KEPT_FROM + count * KEPT
    words[kept] = this.#firstId + c.id
    words[kept + 1] = c.client.synPacket || c.firstPacket
    words[kept + 2] = c.clientPort
    this.#times[entry * MOST_ATTEMPTS_KEPT + count] = c.firstTimeNs
  }

  /** Takes a connection that came up. */
  addOpened(c: Connection): void {
    if (this.#words.length === 0) return
    const entry = this.#find(c)
    if (entry >= 0 && this.#words[entry * ENTRY + SUCCEEDED] === 0) this.#words[entry * ENTRY + SUCCEEDED] = this.#firstId + c.id + 1
  }

  /** All series of at least two attempts, the longest first. */
  groups(addressText: (key: number, ipVersion: number) => string): AttemptGroup[] {
    const groups: AttemptGroup[] = []
    const words = this.#words
    for (let at = 0, entry = 0; at < words.length; at += ENTRY, entry++) {
      if (words[at + VERSION] === 0 || words[at + COUNT] < FEWEST) continue
      const version = words[at + VERSION]
      groups.push({
        role: 'attempts',
        source: addressText(words[at + CLIENT], version),
        host: addressText(words[at + SERVER], version),
        port: words[at + PORT],
        count: words[at + COUNT],
        silent: words[at + SILENT],
        refused: words[at + REFUSED],
        rejected: words[at + REJECTED],
        halfOpen: words[at + HALF_OPEN],
        aborted: words[at + ABORTED],
        succeeded: words[at + SUCCEEDED] === 0 ? undefined : words[at + SUCCEEDED] - 1,
        attempts: this.#attempts(entry),
      })
    }
    return groups.sort((a, b) => b.count - a.count || a.attempts[0].connection - b.attempts[0].connection)
  }

  /** The kept attempts of an entry, which has some. */
  #attempts(entry: number): readonly [Attempt, ...Attempt[]] {
    const words = this.#words
    const attempt = (i: number): Attempt => {
      const kept = entry * ENTRY + KEPT_FROM + i * KEPT
      return {
        connection: words[kept],
        packet: words[kept + 1],
        clientPort: words[kept + 2],
        timeNs: this.#times[entry * MOST_ATTEMPTS_KEPT + i],
      }
    }
    const count = Math.min(words[entry * ENTRY + COUNT], MOST_ATTEMPTS_KEPT)
    const all = Array.from({ length: count }, (_, i) => attempt(i)).sort((a, b) => a.connection - b.connection)
    const [first = attempt(0), ...rest] = all
    return [first, ...rest]
  }

  /** The entry of a connection's client and target, or -1. */
  #find(c: Connection): number {
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
  #make(c: Connection): number {
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
