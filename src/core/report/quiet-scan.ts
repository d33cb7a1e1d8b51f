/**
 * Everyday segments of connections on which nothing happens, taken from the file itself by a compiled loop (`assembly/quiet-loop.ts`) that
 * works on the tracker's tables; the tracker takes all others, as it would take these.
 */
import { ConnectionTracker, type QuietSink, type TrackerOptions } from '../analysis/connection-tracker.ts'
import type { Connection } from '../analysis/connection.ts'
import {
  TALLY_BYTES,
  TALLY_CONNECTIONS,
  TALLY_CUT,
  TALLY_DOUBLES,
  TALLY_IS_END,
  TALLY_PACKETS,
  TALLY_TIME,
} from '../analysis/tally-layout.ts'
import { COURSES } from '../analysis/quiet-layout.ts'
import { Suspects } from '../analysis/suspects.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { type RecordLoop, type RecordScan, type ScanFormat, tellFormat } from '../capture/record-scan.ts'
import { QUIET_LOOP_CODE } from '../compiled/code/quiet-loop.ts'
import { CompiledMemory, CompiledRoom, type CompiledLoop, checkByteOrder, instantiate } from '../compiled/compiled-module.ts'
import { WORDS } from '../flow/flow-record.ts'
import type { Packet } from '../packet/packet.ts'
import type { CourseSink } from './pipeline.ts'

/** What `assembly/quiet-loop.ts` exports, and says of it there. */
interface QuietLoop extends CompiledLoop, RecordLoop {
  place(...tables: readonly number[]): void
  takeRecords(start: number, end: number, numberBefore: number): number
}

/** A record's header, IPv4's, and TCP's up to the flags: no record that opens a connection is smaller. */
const FEWEST_RECORD_BYTES = 50
/** So much is taken at a time: room is made for all connections that it could hold, and large tables leave the nearest cache. */
const STRETCH_BYTES = 32 * 1024
/** Connections that one packet can add: its own, and one that is replayed for it. With twice as many addresses, for it can quote a packet. */
const ROOM_FOR_ONE = 2
/**
 * What a connection may need of memory at most: a record in a table whose size is a power of two, four slots, and two IPv6 addresses with
 * theirs, again with the smaller tables that were there before.
 */
const CONNECTION_BYTES = 2 * (WORDS * 4 + 4 * 8 + 2 * 24)
/** For what does not grow with the input, and some growth. */
const FIRST_BYTES = 32 * 2 ** 20
const MOST_FIRST_BYTES = 2 ** 31
/** Makes a tracker, and takes for it what it can of a file in pcap or pcapng. */
export class QuietScan implements RecordScan {
  readonly tracker: ConnectionTracker
  /** Clients whose connections the loop does not count by itself. */
  readonly suspects: Suspects
  readonly room: CompiledRoom
  taken = 0
  readonly #loop: QuietLoop
  readonly #memory: CompiledMemory
  readonly #packet: Packet
  readonly #seed: number
  #tally = new Float64Array(TALLY_DOUBLES)
  #tallyAt = 0
  readonly #courses: CourseSink
  /** How many of each course the loop has counted (`COURSES`), and those that it may count. */
  #counted = new Int32Array(COURSES)
  #countedAt = 0
  readonly #known: number[] = []
  /** Which changes of the memory the loop knows. */
  #knownChanges = 0

  /**
   * @param packet the one that all others are decoded into: its number counts on
   * @param sink as the tracker's
   * @param options as the tracker's; with `quiet`, and without all checksums
   * @param courses what `quiet` asks: of a course that is enough to it the loop counts all that follow by itself
   */
  constructor(packet: Packet, sink: (connection: Connection) => void, options: TrackerOptions, courses: CourseSink) {
    checkByteOrder()
    this.#packet = packet
    this.#seed = options.seed ?? 0
    const finish = (index: number): void => {
      this.#count()
      this.tracker.finish(index)
    }
    const sweep = (index: number): void => {
      this.#count()
      this.tracker.sweep(index)
    }
    const byteCount = FIRST_BYTES + Math.min((options.expectedConnections ?? 0) * CONNECTION_BYTES, MOST_FIRST_BYTES)
    this.#loop = instantiate(QUIET_LOOP_CODE, { 'quiet-loop': { finish, sweep } }, byteCount) as QuietLoop
    this.#memory = new CompiledMemory(this.#loop)
    this.#memory.allocate(TALLY_DOUBLES * 8, this.#placeTally)
    this.#memory.allocate(COURSES * 4, this.#placeCounted)
    this.suspects = new Suspects(this.#memory)
    this.#courses = courses
    const quiet: QuietSink = (connection, course) => {
      if (options.quiet?.(connection, course) !== true) return false
      this.#mayCount(course)
      return true
    }
    this.tracker = new ConnectionTracker(sink, { ...options, quiet, memory: this.#memory })
    this.room = new CompiledRoom(this.#memory)
  }

  readonly #placeTally = (buffer: ArrayBuffer, at: number): void => {
    this.#tally = new Float64Array(buffer, at, TALLY_DOUBLES)
    this.#tallyAt = at
  }

  readonly #placeCounted = (buffer: ArrayBuffer, at: number): void => {
    this.#counted = new Int32Array(buffer, at, COURSES)
    this.#countedAt = at
  }

  /** Lets the loop count a course, if it is one that both ends closed. */
  #mayCount(course: number): void {
    if (course >= COURSES || this.#counted[course] !== 0) return
    this.#counted[course] = 1
    this.#known.push(course)
  }

  take(start: number, end: number, format: ScanFormat | undefined): number {
    this.taken = 0
    if (format?.linkType !== LINK_TYPE.ethernet) {
      this.#makeRoom(end - start)
      return start
    }
    tellFormat(this.#loop, format)
    this.#tally[TALLY_TIME] = this.tracker.capture.lastTimeNs
    let at = start
    let stretchBytes = STRETCH_BYTES
    for (;;) {
      const stretchEnd = Math.min(end, at + stretchBytes)
      const stop = this.#takeStretch(at, stretchEnd)
      if (this.#tally[TALLY_IS_END] === 0 || stretchEnd === end) return stop
      // A record that is larger than that.
      stretchBytes = stop === at ? stretchBytes * 2 : STRETCH_BYTES
      at = stop
    }
  }

  #takeStretch(start: number, end: number): number {
    this.#makeRoom(end - start)
    const { at } = this.room
    const stop = this.#loop.takeRecords(at + start, at + end, this.#packet.number)
    this.#count()
    return stop - at
  }

  /**
   * Makes room for all that the records of a stretch could add. Only here does the memory move, so that nobody looks at it meanwhile. The loop
   * needs half of it at most: enough is left for the few records that go the usual way before the next stretch.
   */
  #makeRoom(byteCount: number): void {
    const connections = Math.ceil(byteCount / FEWEST_RECORD_BYTES) * ROOM_FOR_ONE
    const { flows, addresses, quiet, capture, turnsAt } = this.tracker
    flows.makeRoom(connections)
    addresses.makeRoom(2 * connections)
    quiet.makeRoom(connections)
    if (this.#memory.changes === this.#knownChanges) return
    this.#knownChanges = this.#memory.changes
    const { at } = flows
    const { translations } = capture
    const ofFlows = [at.words, at.slots, at.head]
    const ofAddresses = [addresses.at.bytes, addresses.at.slots, addresses.at.head]
    const others = [
      quiet.at.words,
      quiet.at.head,
      translations.at.words,
      translations.at.times,
      turnsAt,
      this.#tallyAt,
      this.#countedAt,
      this.suspects.at,
    ]
    this.#loop.place(...ofFlows, ...ofAddresses, ...others, this.#seed)
  }

  #countCourses(): void {
    const counted = this.#counted
    for (const course of this.#known) {
      const count = counted[course] - 1
      if (count === 0) continue
      counted[course] = 1
      this.#courses.addMoreQuiet(course, count)
    }
  }

  /** Adds what the loop has taken since the last time to what is known of the capture. */
  #count(): void {
    const tally = this.#tally
    const packets = tally[TALLY_PACKETS]
    if (packets === 0) return
    this.#countCourses()
    const { capture } = this.tracker
    capture.packets += packets
    capture.tcpPackets += packets
    capture.bytes += tally[TALLY_BYTES]
    capture.cutPackets += tally[TALLY_CUT]
    capture.connections += tally[TALLY_CONNECTIONS]
    capture.lastTimeNs = tally[TALLY_TIME]
    this.taken += packets
    this.#packet.number += packets
    tally[TALLY_PACKETS] = tally[TALLY_BYTES] = tally[TALLY_CUT] = tally[TALLY_CONNECTIONS] = 0
  }
}
