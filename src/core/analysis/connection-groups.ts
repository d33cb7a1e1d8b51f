/**
 * Counts connections without data by who opened them and by whom they were meant for: what scans and floods are seen by.
 *
 * Fed with each finished connection; nothing is kept of a single one but its number. The tables are bounded, in sets of four: a newcomer
 * takes the place of the one with the fewest connections in its set, so that whoever goes on stays, and a flood of forged sources does not
 * grow memory. Who was seen once waits for the second time in a short record that the next one may take over: a million of those is what
 * a flood is, and all that is read for them are the keys, which fit into the nearest cache. Counting allocates nothing.
 */
import { OPTION } from '../packet/packet.ts'
import { type AttemptGroup, AttemptGroups } from './attempt-groups.ts'
import type { Connection, ConnectionName } from './connection.ts'
import { PROBE, probeKind } from './probe.ts'
import { Suspects } from './suspects.ts'
import { type RebindingGroup, Rebindings } from './rebindings.ts'

/** Sources and targets that are followed at a time. */
const SOURCES = 4096
const TARGETS = 256
/** The place of a source that has none. */
const NOBODY = SOURCES
const WAYS = 4
/** Connections of a group that are listed by number; of the rest only the count is told. */
export const MOST_LISTED = 100
/** Packets that are shown of them. */
const MOST_SHOWN = 16
/** Different targets of a source (host and port) that are told apart exactly. */
export const MOST_DISTINCT = 32
/** Different sources of a target are counted by the bits that their hashes set. */
const SOURCE_BITS = 1024
/** Beyond, nearly all bits are set, and the count is only a lower bound. */
export const MOST_SOURCES = 4000

// — the short record of a source that was seen once —
const HEAD = 8
const HEAD_VERSION = 0
const HEAD_HOST = 1
const HEAD_PORT = 2
const HEAD_ID = 3
const HEAD_PACKET = 4
const HEAD_SORT = 5

// — the record of a source from its second connection on, and of a target —
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

/** What else is counted of a source's connection: bits above its `PROBE`. */
const SORT = { bare: 8, silent: 16, halfOpened: 32, refused: 64 } as const

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
  /** About how many different addresses they came from; at most `MOST_SOURCES`, which stands for all above. */
  readonly sources: number
  readonly spanNs: number
  readonly connections: readonly number[]
  readonly packets: readonly [number, ...number[]]
}

/** Connections that belong together by their source, by their target, or by both. */
export type ConnectionGroup = SourceGroup | TargetGroup | AttemptGroup | RebindingGroup

/** With so many half-open handshakes a target is flooded: the sources are forged, and counting them would tell nothing of anybody. */
const FLOODED = 1000
/** Fewer connections are no group. */
const FEWEST = 3

/** Counts finished connections; see the file header. */
export class ConnectionGroups {
  /** Addresses of those that were seen once, and what is known of that one time. */
  readonly #onceKeys = new Int32Array(SOURCES)
  readonly #once = new Int32Array(SOURCES * HEAD)
  readonly #onceTimes = new Float64Array(SOURCES)
  /** Addresses of the records, and hashes of the targets', to be looked through first. */
  readonly #sourceKeys = new Int32Array(SOURCES)
  readonly #sourceVersions = new Uint8Array(SOURCES)
  readonly #targetKeys = new Int32Array(TARGETS)
  /** Row of each source's record: given out in turn, so that no more memory is touched than is needed. Row 0 stands for nobody. */
  readonly #sourceRows = new Int16Array(SOURCES + 1)
  #rowsGiven = 0
  readonly #sources = new Int32Array((SOURCES + 1) * ENTRY)
  readonly #targets = new Int32Array(TARGETS * ENTRY)
  readonly #sourceTimes = new Float64Array(SOURCES * 2)
  readonly #targetTimes = new Float64Array(TARGETS * 2)
  readonly #firstId: number
  readonly #attempts: AttemptGroups
  readonly #rebindings: Rebindings
  readonly #suspects: Suspects
  #used = 0

  /**
   * @param firstId what to add to a connection's number to have the report's
   * @param suspects is told who they are: served connections of others need not be handed on
   */
  constructor(firstId = 0, suspects = new Suspects()) {
    this.#firstId = firstId
    this.#suspects = suspects
    this.#attempts = new AttemptGroups(firstId)
    this.#rebindings = new Rebindings(firstId)
  }

  /** Takes a finished connection. */
  add(c: Connection): void {
    const kind = probeKind(c)
    if (kind === PROBE.none) {
      this.#rebindings.add(c)
      // Traffic speaks for its source, where that is already under suspicion.
      if (this.#used === 0) return
      this.#withData(c)
      if (c.client.establishingAck !== 0) this.#attempts.addOpened(c)
      return
    }
    this.#used++
    if (this.#countTarget(c, kind) > FLOODED) return
    if (kind === PROBE.syn || (kind === PROBE.connect && c.server.rstCount !== 0)) {
      this.#suspects.addPair(c)
      this.#attempts.addFailed(c)
    } else if (kind === PROBE.connect) this.#attempts.addOpened(c)
    const hasSyn = kind === PROBE.syn || kind === PROBE.connect
    const fromClient = hasSyn || c.client.firstPacket === c.firstPacket
    this.#countSource(c, hasSyn ? kind | synSort(c) : kind, fromClient, c.firstTimeNs)
  }

  /** Takes a finished connection that came up, carried data and was closed by both sides. */
  addServed(c: ConnectionName): void {
    if (!this.#suspects.has(c)) return
    this.#withData(c)
    this.#attempts.addOpened(c)
  }

  /** Takes a finished connection whose first SYN was refused with a RST, and that had no other packets. */
  addRefused(c: ConnectionName): void {
    this.#used++
    this.#suspects.addPair(c)
    this.#attempts.addRefused(c)
    this.#countSource(c, PROBE.syn | SORT.refused | (isBare(c.openingOptions) ? SORT.bare : 0), true, c.openedAtNs)
  }

  /** Who counted enough connections to be looked at; the one with the most first, then the repeated attempts. */
  groups(addressText: (key: number, ipVersion: number) => string): ConnectionGroup[] {
    const groups: (SourceGroup | TargetGroup)[] = []
    for (let entry = 0; entry < SOURCES; entry++)
      if (this.#sources[this.#sourceAt(entry) + COUNT] >= FEWEST) groups.push(this.#sourceGroup(entry, addressText))
    for (let entry = 0; entry < TARGETS; entry++)
      if (this.#targets[entry * ENTRY + COUNT] >= FEWEST) groups.push(this.#targetGroup(entry, addressText))
    return [
      ...groups.sort((a, b) => countOf(b) - countOf(a)),
      ...this.#rebindings.groups(addressText),
      ...this.#attempts.groups(addressText),
    ]
  }

  #withData(c: ConnectionName): void {
    const key = c.clientKey
    const entry = this.#findSource(hash(key, -1), key, c.ipVersion)
    // Nobody's is counted as well: what is met for the first time after a million packets makes the engine throw all of this away.
    this.#sources[this.#sourceAt(entry) + WITH_DATA]++
  }

  /** Where the record of a source begins; nobody's for a place that no source has. */
  #sourceAt(entry: number): number {
    return this.#sourceRows[entry] * ENTRY
  }

  /** The place of a source, or nobody's. */
  #findSource(hashed: number, key: number, version: number): number {
    const keys = this.#sourceKeys
    const versions = this.#sourceVersions
    const set = hashed & (SOURCES - WAYS)
    for (let entry = set; entry < set + WAYS; entry++) if (((keys[entry] ^ key) | (versions[entry] ^ version)) === 0) return entry
    return NOBODY
  }

  #countSource(c: ConnectionName, sort: number, fromClient: boolean, timeNs: number): void {
    const key = fromClient ? c.clientKey : c.serverKey
    const host = fromClient ? c.serverKey : c.clientKey
    const port = fromClient ? c.serverPort : c.clientPort
    const id = this.#firstId + c.id
    const version = c.ipVersion
    const hashed = hash(key, -1)
    const entry = this.#findSource(hashed, key, version)
    if (entry !== NOBODY) {
      stretch(this.#sourceTimes, entry, timeNs)
      this.#addToSource(entry, host, port, id, c.firstPacket, sort)
      return
    }
    const slot = hashed & (SOURCES - 1)
    const head = slot * HEAD
    const once = this.#once
    if (this.#onceKeys[slot] === key && once[head + HEAD_VERSION] === version) {
      const made = this.#makeSource(hashed, key, version, slot)
      stretch(this.#sourceTimes, made, timeNs)
      this.#addToSource(made, host, port, id, c.firstPacket, sort)
      once[head + HEAD_VERSION] = 0
      return
    }
    this.#onceKeys[slot] = key
    this.#onceTimes[slot] = timeNs
    once[head + HEAD_VERSION] = version
    once[head + HEAD_HOST] = host
    once[head + HEAD_PORT] = port
    once[head + HEAD_ID] = id
    once[head + HEAD_PACKET] = c.firstPacket
    once[head + HEAD_SORT] = sort
  }

  /** Makes a record of what was seen once, in the place of the smallest of its set. */
  #makeSource(hashed: number, key: number, version: number, slot: number): number {
    const words = this.#sources
    const entry = this.#smallestSource(hashed & (SOURCES - WAYS))
    if (this.#sourceRows[entry] === 0) this.#sourceRows[entry] = ++this.#rowsGiven
    const at = this.#sourceAt(entry)
    for (let i = 0; i < LISTED_FROM; i++) words[at + i] = 0
    this.#suspects.add(key)
    this.#sourceKeys[entry] = words[at + KEY] = key
    this.#sourceVersions[entry] = version
    const once = this.#once
    const head = slot * HEAD
    words[at + FIRST_HOST] = once[head + HEAD_HOST]!
    words[at + FIRST_PORT] = once[head + HEAD_PORT]!
    this.#sourceTimes[entry * 2] = this.#sourceTimes[entry * 2 + 1] = this.#onceTimes[slot]!
    this.#addToSource(
      entry,
      once[head + HEAD_HOST],
      once[head + HEAD_PORT],
      once[head + HEAD_ID],
      once[head + HEAD_PACKET],
      once[head + HEAD_SORT],
    )
    return entry
  }

  /** The place with the fewest connections of the set that begins at `set`. */
  #smallestSource(set: number): number {
    const words = this.#sources
    let least = set
    for (let entry = set + 1; entry < set + WAYS; entry++)
      if (words[this.#sourceAt(entry) + COUNT] < words[this.#sourceAt(least) + COUNT]) least = entry
    return least
  }

  #addToSource(entry: number, host: number, port: number, id: number, packet: number, sort: number): void {
    const words = this.#sources
    const at = this.#sourceAt(entry)
    list(words, at, id, packet)
    words[at + BY_KIND + (sort & 7)]++
    if (words[at + FIRST_HOST] === host) words[at + SAME_HOST]++
    if (words[at + FIRST_PORT] === port) words[at + SAME_PORT]++
    if (sort & SORT.bare) words[at + BARE_SYNS]++
    if (sort & SORT.silent) words[at + SILENT]++
    if (sort & SORT.halfOpened) words[at + HALF_OPENED]++
    if (sort & SORT.refused) words[at + REFUSED]++
    this.#spread(at, hash(host, port))
  }

  /** Counts a target of a source once, as far as they are kept. */
  #spread(at: number, hashed: number): void {
    const words = this.#sources
    const known = Math.min(words[at + DISTINCT], MOST_DISTINCT)
    for (let i = 0; i < known; i++) if (words[at + SPREAD_FROM + i] === hashed) return
    if (known < MOST_DISTINCT) words[at + SPREAD_FROM + known] = hashed
    words[at + DISTINCT]++
  }

  /** Counts a handshake that nothing came of with whom it was meant for. Returns how many of that target there are by now; 0 for any other. */
  #countTarget(c: Connection, kind: number): number {
    const { client, server } = c
    if (kind !== PROBE.syn || (server.rstCount | c.icmpErrors) !== 0) return 0
    const words = this.#targets
    const version = c.ipVersion
    const shape = client.synWindow | (client.synOptionBits << 16)
    const port = c.serverPort
    const key = c.serverKey
    const hashed = hash(key, port)
    let entry = this.#findTarget(hashed, key, version, port)
    const timeNs = c.firstTimeNs
    if (entry < 0) {
      entry = this.#makeTarget(hashed, key, version, port)
      words[entry * ENTRY + SHAPE] = shape
      this.#targetTimes[entry * 2] = this.#targetTimes[entry * 2 + 1] = timeNs
    } else stretch(this.#targetTimes, entry, timeNs)
    const at = entry * ENTRY
    list(words, at, this.#firstId + c.id, c.firstPacket)
    if (client.synCount === 1) words[at + ONCE]++
    if (words[at + SHAPE] === shape) words[at + SAME_SHAPE]++
    if (server.packets !== 0) words[at + ANSWERED]++
    const bit = hash(c.clientKey, 0) & (SOURCE_BITS - 1)
    words[at + SPREAD_FROM + (bit >> 5)] |= 1 << (bit & 31)
    return words[at + COUNT]
  }

  /** The record of a target, or -1. */
  #findTarget(hashed: number, key: number, version: number, port: number): number {
    const words = this.#targets
    const set = hashed & (TARGETS - WAYS)
    for (let entry = set; entry < set + WAYS; entry++) {
      if (this.#targetKeys[entry] !== hashed) continue
      const at = entry * ENTRY
      if (words[at + KEY] === key && words[at + PORT] === port && words[at + VERSION] === version) return entry
    }
    return -1
  }

  #makeTarget(hashed: number, key: number, version: number, port: number): number {
    const words = this.#targets
    const entry = smallestTarget(words, hashed & (TARGETS - WAYS))
    const at = entry * ENTRY
    words.fill(0, at, at + ENTRY)
    this.#targetKeys[entry] = hashed
    words[at + KEY] = key
    words[at + VERSION] = version
    words[at + PORT] = port
    return entry
  }

  #sourceGroup(entry: number, addressText: (key: number, ipVersion: number) => string): SourceGroup {
    const words = this.#sources
    const at = this.#sourceAt(entry)
    const version = this.#sourceVersions[entry]
    const probes = words[at + COUNT]
    return {
      role: 'source',
      source: addressText(words[at + KEY], version),
      host: words[at + SAME_HOST] === probes ? addressText(words[at + FIRST_HOST], version) : undefined,
      port: words[at + SAME_PORT] === probes ? words[at + FIRST_PORT] : undefined,
      targets: words[at + DISTINCT],
      byKind: [...words.subarray(at + BY_KIND, at + BY_KIND + 8)],
      probes,
      withData: words[at + WITH_DATA],
      halfOpened: words[at + HALF_OPENED],
      bareSyns: words[at + BARE_SYNS],
      refused: words[at + REFUSED],
      silent: words[at + SILENT],
      spanNs: this.#sourceTimes[entry * 2 + 1] - this.#sourceTimes[entry * 2],
      ...listed(words, at),
    }
  }

  #targetGroup(entry: number, addressText: (key: number, ipVersion: number) => string): TargetGroup {
    const words = this.#targets
    const at = entry * ENTRY
    let bits = 0
    for (let i = 0; i < SOURCE_BITS / 32; i++) bits += bitsIn(words[at + SPREAD_FROM + i])
    // Linear counting: the fewer bits are left, the more sources share one.
    const sources = Math.min(
      MOST_SOURCES,
      words[at + COUNT],
      Math.round(-SOURCE_BITS * Math.log(Math.max(1, SOURCE_BITS - bits) / SOURCE_BITS)),
    )
    return {
      role: 'target',
      host: addressText(words[at + KEY], words[at + VERSION]),
      port: words[at + PORT],
      halfOpen: words[at + COUNT],
      once: words[at + ONCE],
      sameShape: words[at + SAME_SHAPE],
      answered: words[at + ANSWERED],
      sources,
      spanNs: this.#targetTimes[entry * 2 + 1] - this.#targetTimes[entry * 2],
      ...listed(words, at),
    }
  }
}

function countOf(group: SourceGroup | TargetGroup): number {
  return group.role === 'source' ? group.probes : group.halfOpen
}

function listed(
  words: Int32Array,
  at: number,
): { readonly connections: readonly number[]; readonly packets: readonly [number, ...number[]] } {
  const count = words[at + COUNT]
  const connections = [...words.subarray(at + LISTED_FROM, at + LISTED_FROM + Math.min(count, MOST_LISTED))].sort((a, b) => a - b)
  const [first = 1, ...rest] = [...words.subarray(at + SHOWN_FROM, at + SHOWN_FROM + Math.min(count, MOST_SHOWN))].sort((a, b) => a - b)
  return { connections, packets: [first, ...rest] }
}

function isBare(synOptionBits: number): boolean {
  return (synOptionBits & USUAL_OPTIONS) === 0
}

/** What is counted of a connection that began with a SYN, besides its kind. */
function synSort(c: Connection): number {
  const { client, server } = c
  const bare = isBare(client.synOptionBits) ? SORT.bare : 0
  if (client.establishingAck !== 0) return bare
  if (server.packets === 0) return bare | SORT.silent
  if (server.sentSynAck) return client.rstCount !== 0 ? bare | SORT.halfOpened : bare
  return server.rstCount !== 0 ? bare | SORT.refused : bare
}

/** Counts a connection, and keeps its numbers while there is room. */
function list(words: Int32Array, at: number, id: number, packet: number): void {
  const count = words[at + COUNT]++
  if (count < MOST_LISTED) words[at + LISTED_FROM + count] = id
  if (count < MOST_SHOWN) words[at + SHOWN_FROM + count] = packet
}

function stretch(times: Float64Array, entry: number, timeNs: number): void {
  if (timeNs < times[entry * 2]) times[entry * 2] = timeNs
  else if (timeNs > times[entry * 2 + 1]) times[entry * 2 + 1] = timeNs
}

/** The same for targets. */
function smallestTarget(words: Int32Array, set: number): number {
  let least = set
  for (let entry = set + 1; entry < set + WAYS; entry++) if (words[entry * ENTRY + COUNT] < words[least * ENTRY + COUNT]) least = entry
  return least
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
