/**
 * Counts connections without data by who opened them and by whom they were meant for: what scans and floods are seen by.
 *
 * Fed with each finished connection; nothing is kept of a single one but its number. Both tables are bounded, in sets of four: a newcomer
 * takes the place of the one with the fewest connections in its set, so that whoever goes on stays, and a flood of forged sources does not
 * grow memory. Counting allocates nothing.
 */
import { OPTION } from '../packet/packet.ts'
import type { Connection } from './connection.ts'
import { PROBE, probeKind } from './probe.ts'

/** Sources and targets that are followed at a time. */
const SOURCES = 4096
const TARGETS = 256
const WAYS = 4
/** Connections of a group that are listed by number; of the rest only the count is told. */
export const MOST_LISTED = 100
/** Packets that are shown of them. */
const MOST_SHOWN = 16
/** Different targets of a source (host and port) that are told apart exactly. */
export const MOST_DISTINCT = 32
/** Different sources of a target are counted by the bits that their hashes set. */
const SOURCE_BITS = 1024

const KEY = 0
/** IP version, 0 for a free place. */
const VERSION = 1
/** All connections counted here. */
const COUNT = 2
const LISTED_FROM = 32
const SHOWN_FROM = LISTED_FROM + MOST_LISTED
const SPREAD_FROM = SHOWN_FROM + MOST_SHOWN
const ENTRY = SPREAD_FROM + 32

// — of a source —
const FIRST_HOST = 3
const FIRST_PORT = 4
const SAME_HOST = 5
const SAME_PORT = 6
const DISTINCT = 7
const WITH_DATA = 8
const HALF_OPENED = 9
const BARE_SYNS = 10
const REFUSED = 11
const SILENT = 12
/** Eight counters, by `PROBE`. */
const BY_KIND = 13

// — of a target —
const PORT = 3
const ONCE = 4
const SHAPE = 5
const SAME_SHAPE = 6
const ANSWERED = 7

/** No option that every current system offers. */
const USUAL_OPTIONS = OPTION.sackPermitted | OPTION.timestamps | OPTION.windowScale

/** One source and its connections without data. */
export interface SourceGroup {
  readonly role: 'source'
  readonly source: string
  /** The one host that was probed; undefined when there were several. */
  readonly host: string | undefined
  /** The one port that was probed; undefined when there were several. */
  readonly port: number | undefined
  /** Different targets (host and port), exact up to `MOST_DISTINCT`. */
  readonly targets: number
  /** How many connections were which kind of probe, by `PROBE`. */
  readonly byKind: readonly number[]
  readonly probes: number
  /** Connections of the source that carried data, as far as they ended after its first probe. */
  readonly withData: number
  /** SYN-ACKs that were answered with a reset instead of an ACK. */
  readonly halfOpened: number
  /** SYNs without any of the options that every system offers. */
  readonly bareSyns: number
  readonly refused: number
  readonly silent: number
  readonly spanNs: number
  readonly connections: readonly number[]
  readonly packets: readonly [number, ...number[]]
}

/** One target and the handshakes that were begun with it and never completed. */
export interface TargetGroup {
  readonly role: 'target'
  readonly host: string
  readonly port: number
  readonly halfOpen: number
  /** Of them, those whose SYN came only once: whoever wants to connect repeats it after a second. */
  readonly once: number
  /** Of them, those with the window and options of the first. */
  readonly sameShape: number
  /** Of them, those that the target answered with a SYN-ACK. */
  readonly answered: number
  /** About how many different addresses they came from. */
  readonly sources: number
  readonly spanNs: number
  readonly connections: readonly number[]
  readonly packets: readonly [number, ...number[]]
}

export type ConnectionGroup = SourceGroup | TargetGroup

/** Fewer connections are no group. */
const FEWEST = 3

/** Counts finished connections; see the file header. */
export class ConnectionGroups {
  readonly #sources = new Int32Array(SOURCES * ENTRY)
  readonly #targets = new Int32Array(TARGETS * ENTRY)
  readonly #sourceTimes = new Float64Array(SOURCES * 2)
  readonly #targetTimes = new Float64Array(TARGETS * 2)
  readonly #firstId: number
  #used = 0

  /** @param firstId what to add to a connection's number to have the report's */
  constructor(firstId = 0) {
    this.#firstId = firstId
  }

  /** Takes a finished connection. */
  add(c: Connection): void {
    const kind = probeKind(c)
    if (kind === PROBE.none) {
      // Traffic speaks for its source, where that is already under suspicion.
      if (this.#used !== 0) this.#withData(c)
      return
    }
    this.#used++
    this.#countSource(c, kind)
    if (kind === PROBE.syn && c.server.rstCount === 0 && c.icmpErrors === 0) this.#countTarget(c)
  }

  /** Who counted enough connections to be looked at; the one with the most first. */
  groups(addressText: (key: number, ipVersion: number) => string): ConnectionGroup[] {
    const groups: ConnectionGroup[] = []
    for (let entry = 0; entry < SOURCES; entry++) if (this.#sources[entry * ENTRY + COUNT]! >= FEWEST) groups.push(this.#sourceGroup(entry, addressText))
    for (let entry = 0; entry < TARGETS; entry++) if (this.#targets[entry * ENTRY + COUNT]! >= FEWEST) groups.push(this.#targetGroup(entry, addressText))
    return groups.sort((a, b) => countOf(b) - countOf(a))
  }

  #withData(c: Connection): void {
    const version = c.ipVersion
    const at = find(this.#sources, SOURCES, c.clientKey, version, -1)
    if (at >= 0) this.#sources[at + WITH_DATA]!++
  }

  #countSource(c: Connection, kind: number): void {
    const { client, server } = c
    const fromClient = client.firstPacket === c.firstPacket || kind === PROBE.syn || kind === PROBE.connect
    const key = fromClient ? c.clientKey : c.serverKey
    const host = fromClient ? c.serverKey : c.clientKey
    const port = fromClient ? c.serverPort : c.clientPort
    const words = this.#sources
    const version = c.ipVersion
    let at = find(words, SOURCES, key, version, -1)
    if (at < 0) {
      at = place(words, SOURCES, key, version, -1)
      words[at + FIRST_HOST] = host
      words[at + FIRST_PORT] = port
    }
    this.#count(words, this.#sourceTimes, at, c)
    words[at + BY_KIND + kind]!++
    if (words[at + FIRST_HOST] === host) words[at + SAME_HOST]!++
    if (words[at + FIRST_PORT] === port) words[at + SAME_PORT]!++
    this.#spread(at, hash(host, port))
    if (kind !== PROBE.syn && kind !== PROBE.connect) return
    if ((client.synOptionBits & USUAL_OPTIONS) === 0) words[at + BARE_SYNS]!++
    if (kind === PROBE.connect) return
    if (server.packets === 0) words[at + SILENT]!++
    else if (server.sentSynAck && client.rstCount !== 0) words[at + HALF_OPENED]!++
    else if (server.rstCount !== 0) words[at + REFUSED]!++
  }

  /** Counts a target of a source once, as far as they are kept. */
  #spread(at: number, hashed: number): void {
    const words = this.#sources
    const known = Math.min(words[at + DISTINCT]!, MOST_DISTINCT)
    for (let i = 0; i < known; i++) if (words[at + SPREAD_FROM + i] === hashed) return
    if (known < MOST_DISTINCT) words[at + SPREAD_FROM + known] = hashed
    words[at + DISTINCT]!++
  }

  #countTarget(c: Connection): void {
    const { client, server } = c
    const words = this.#targets
    const version = c.ipVersion
    const shape = client.synWindow | (client.synOptionBits << 16)
    let at = find(words, TARGETS, c.serverKey, version, c.serverPort)
    if (at < 0) {
      at = place(words, TARGETS, c.serverKey, version, c.serverPort)
      words[at + PORT] = c.serverPort
      words[at + SHAPE] = shape
    }
    this.#count(words, this.#targetTimes, at, c)
    if (client.synCount === 1) words[at + ONCE]!++
    if (words[at + SHAPE] === shape) words[at + SAME_SHAPE]!++
    if (server.packets !== 0) words[at + ANSWERED]!++
    const bit = hash(c.clientKey, 0) & (SOURCE_BITS - 1)
    words[at + SPREAD_FROM + (bit >> 5)]! |= 1 << (bit & 31)
  }

  #count(words: Int32Array, times: Float64Array, at: number, c: Connection): void {
    const count = words[at + COUNT]!++
    if (count < MOST_LISTED) words[at + LISTED_FROM + count] = this.#firstId + c.id
    if (count < MOST_SHOWN) words[at + SHOWN_FROM + count] = c.firstPacket
    const time = (at / ENTRY) * 2
    const timeNs = c.firstTimeNs
    if (count === 0) times[time] = times[time + 1] = timeNs
    else if (timeNs < times[time]!) times[time] = timeNs
    else if (timeNs > times[time + 1]!) times[time + 1] = timeNs
  }

  #sourceGroup(entry: number, addressText: (key: number, ipVersion: number) => string): SourceGroup {
    const words = this.#sources
    const at = entry * ENTRY
    const version = words[at + VERSION]!
    const probes = words[at + COUNT]!
    return {
      role: 'source',
      source: addressText(words[at + KEY]!, version),
      host: words[at + SAME_HOST] === probes ? addressText(words[at + FIRST_HOST]!, version) : undefined,
      port: words[at + SAME_PORT] === probes ? words[at + FIRST_PORT]! : undefined,
      targets: words[at + DISTINCT]!,
      byKind: [...words.subarray(at + BY_KIND, at + BY_KIND + 8)],
      probes,
      withData: words[at + WITH_DATA]!,
      halfOpened: words[at + HALF_OPENED]!,
      bareSyns: words[at + BARE_SYNS]!,
      refused: words[at + REFUSED]!,
      silent: words[at + SILENT]!,
      spanNs: this.#sourceTimes[entry * 2 + 1]! - this.#sourceTimes[entry * 2]!,
      ...listed(words, at),
    }
  }

  #targetGroup(entry: number, addressText: (key: number, ipVersion: number) => string): TargetGroup {
    const words = this.#targets
    const at = entry * ENTRY
    let bits = 0
    for (let i = 0; i < SOURCE_BITS / 32; i++) bits += bitsIn(words[at + SPREAD_FROM + i]!)
    // Linear counting: the fewer bits are left, the more sources share one.
    const sources = Math.min(words[at + COUNT]!, Math.round(-SOURCE_BITS * Math.log(Math.max(1, SOURCE_BITS - bits) / SOURCE_BITS)))
    return {
      role: 'target',
      host: addressText(words[at + KEY]!, words[at + VERSION]!),
      port: words[at + PORT]!,
      halfOpen: words[at + COUNT]!,
      once: words[at + ONCE]!,
      sameShape: words[at + SAME_SHAPE]!,
      answered: words[at + ANSWERED]!,
      sources,
      spanNs: this.#targetTimes[entry * 2 + 1]! - this.#targetTimes[entry * 2]!,
      ...listed(words, at),
    }
  }
}

function countOf(group: ConnectionGroup): number {
  return group.role === 'source' ? group.probes : group.halfOpen
}

function listed(words: Int32Array, at: number): { readonly connections: readonly number[]; readonly packets: readonly [number, ...number[]] } {
  const count = words[at + COUNT]!
  const connections = [...words.subarray(at + LISTED_FROM, at + LISTED_FROM + Math.min(count, MOST_LISTED))].sort((a, b) => a - b)
  const [first = 1, ...rest] = [...words.subarray(at + SHOWN_FROM, at + SHOWN_FROM + Math.min(count, MOST_SHOWN))].sort((a, b) => a - b)
  return { connections, packets: [first, ...rest] }
}

/** The offset of an entry, or -1. A port of -1 is none. */
function find(words: Int32Array, entries: number, key: number, version: number, port: number): number {
  const set = (hash(key, port) & (entries / WAYS - 1)) * WAYS
  for (let way = 0; way < WAYS; way++) {
    const at = (set + way) * ENTRY
    if (words[at + KEY] === key && words[at + VERSION] === version && (port < 0 || words[at + PORT] === port)) return at
  }
  return -1
}

/** Makes an entry, in the place of the smallest of its set. */
function place(words: Int32Array, entries: number, key: number, version: number, port: number): number {
  const set = (hash(key, port) & (entries / WAYS - 1)) * WAYS
  let at = set * ENTRY
  for (let way = 1; way < WAYS; way++) {
    const other = (set + way) * ENTRY
    if (words[other + COUNT]! < words[at + COUNT]!) at = other
  }
  // Listed numbers behind the counts need no cleaning: the counts say how many of them count.
  for (let i = 0; i < LISTED_FROM; i++) words[at + i] = 0
  if (port >= 0) for (let i = SPREAD_FROM; i < ENTRY; i++) words[at + i] = 0
  words[at + KEY] = key
  words[at + VERSION] = version
  return at
}

function hash(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b + 1, 0x85ebca6b), 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return h ^ (h >>> 13)
}

function bitsIn(word: number): number {
  let bits = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) bits++
  return bits
}
