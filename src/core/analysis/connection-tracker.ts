/**
 * From packets to connections: opens, continues, splits and ends them, and hands each finished one on.
 *
 * Hot path: one table look-up a packet, then `SegmentTracker.observe`. A connection of which only the opening was seen stays parked in
 * its table record. Memory follows the open connections: who ended, or fell silent past its limit, is handed to the sink and forgotten.
 * The limits are measured in the time of the capture, so a file and a live interface give the same answer.
 */
import { HEAP, type TableMemory } from '../bytes/table-memory.ts'
import { AddressTable } from '../flow/address-table.ts'
import {
  BITS,
  CLIENT_ADDR,
  ID,
  LAST_TIME_F,
  QUIET,
  SERVER_ADDR,
  SECOND_PARKED,
  SECOND_TIME_F,
  SYN_PARKED,
  SYN_TIME_F,
  TRACK,
  WORDS,
  PARKED_WORDS,
} from '../flow/flow-record.ts'
import { BIT, FlowTable } from '../flow/flow-table.ts'
import { Neighbours } from '../flow/neighbours.ts'
import { UnmatchedErrors } from '../flow/unmatched-errors.ts'
import { park, parkedIpId, parkedSeq, unpark } from '../flow/parked-segment.ts'
import { refusesSyn, senderIsClient } from '../flow/roles.ts'
import { CHECKSUM, FLAG, KIND, KNOWN, PROBLEM, Packet } from '../packet/packet.ts'
import { checksumState } from '../packet/tcp-checksum.ts'
import { CaptureFacts } from './capture-facts.ts'
import { Connection, type ConnectionName } from './connection.ts'
import { EventLog, eventKind } from './event-log.ts'
import { QuietConnections } from './quiet-connections.ts'
import { endedByReset, sentBothFins, wasRefused } from './quiet-course.ts'
import { ECHO_NS, SAME_ID_NS } from './recent-segments.ts'
import { SegmentTracker } from './segment-tracker.ts'
import {
  CHECKSUMMED_SEGMENTS,
  CLOSED_SILENCE_NS,
  HAND,
  LARGEST_SUMMED,
  LINGER_AT,
  LINGER_COUNT,
  MOST_LINGERING,
  MOST_LIVE,
  OPENING_SILENCE_NS,
  RING,
  TURN_WORDS,
} from './turn-layout.ts'
import { BITS as SIDE_BITS, ISN, NXT_POS_F, NXT_RAW, PACKETS, SIDE_BIT, SYN_COUNT } from './side-layout.ts'
import {
  ICMP_ERRORS,
  PENDING_CHALLENGE,
  PENDING_CHALLENGE_ACK,
  PENDING_SYN,
  PREVIOUS,
  PREVIOUS_END,
  TRACK_WORDS,
  sideDoubles,
  sideWords,
} from './track-store.ts'

const SECOND_NS = 1e9
/** An idle connection may live for hours: keepalive starts after 2 h (RFC 9293 §3.8.4), NATs must wait 2 h 4 min (RFC 5382 REQ-5). */
const ESTABLISHED_SILENCE_NS = 8100 * SECOND_NS
/** A SYN of a connection that both ends have closed is late for a moment; after that, the same number begins another connection. */
const SAME_ISN_NS = SECOND_NS
const ICMP_EVENT = eventKind('icmp')
const SYN_INSIDE = eventKind('syn-inside')
const LATE_SEGMENT = eventKind('late-segment')

/** A SYN inside a connection until its meaning is known; the ACK that answered it stands in the track. */
interface PendingOpening {
  readonly syn: Int32Array
  readonly synTimeNs: number
}

/** Whether a SYN is the pending one, captured twice, and not sent again. */
function isCopyOf({ syn, synTimeNs }: PendingOpening, p: Packet): boolean {
  const id = parkedIpId(syn, 0)
  return p.timeNs - synTimeNs < ECHO_NS || (id !== 0 && id === p.ipId && p.timeNs - synTimeNs < SAME_ID_NS)
}

/** Says whether it is enough to know of a connection that was quiet to the end which it was, and what became of it (bits of `COURSE`). */
export type QuietSink = (connection: ConnectionName, course: number) => boolean

/** What a tracker may be told. */
export interface TrackerOptions {
  /** Any int32 that senders of packets cannot know; keeps table collisions out of their hands. */
  readonly seed?: number
  /** Connections to expect, from the size of the input; only saves growing. */
  readonly expectedConnections?: number
  /** Which checksums to compute: those of all segments, which costs 0.3 ns a byte, or (default) of a few small ones of each connection. */
  readonly checksums?: 'all' | 'sample'
  /** Keeps every notable packet: for single connections that somebody looks at, not for inputs of unknown size. */
  readonly keepsAllEvents?: boolean
  /**
   * Asked of each finished connection that was quiet to the end; the sink gets it if that is not enough. The object is valid during the
   * call only. Without this, all connections are followed in full.
   */
  readonly quiet?: QuietSink
  /** Where the tables that a compiled loop works on too are to lie. */
  readonly memory?: TableMemory
}

/** Follows all connections of one input; see the file header. */
export class ConnectionTracker {
  readonly capture: CaptureFacts
  readonly addresses: AddressTable
  readonly flows: FlowTable
  readonly segments: SegmentTracker
  readonly #neighbours: Neighbours
  readonly #unmatched = new UnmatchedErrors()
  readonly #sink: (connection: Connection) => void
  readonly #isEnough: QuietSink | undefined
  readonly quiet: QuietConnections
  readonly #sumsAll: boolean
  readonly #view: Connection
  readonly #scratch = new Packet()
  readonly #pending = new Map<number, PendingOpening>()
  /** Whose turn it is to go (`turn-layout.ts`). */
  #turns = new Int32Array(0)
  /** Where the turns begin in their memory. */
  turnsAt = 0

  /** @param sink takes each finished connection; the object is a view that is valid during the call only */
  constructor(sink: (connection: Connection) => void, options: TrackerOptions = {}) {
    this.#sink = sink
    const expected = options.expectedConnections ?? 0
    this.segments = new SegmentTracker(new EventLog(options.keepsAllEvents), expected)
    const { memory = HEAP } = options
    this.capture = new CaptureFacts(memory)
    this.quiet = new QuietConnections(options.quiet === undefined ? 0 : expected, memory)
    memory.allocate(TURN_WORDS * 4, this.#placeTurns)
    this.#isEnough = options.quiet
    this.#sumsAll = options.checksums === 'all'
    this.addresses = new AddressTable(options.seed ?? 0, memory)
    this.flows = new FlowTable(options.seed ?? 0, Math.min(expected, MOST_LIVE), memory)
    this.#neighbours = new Neighbours(this.addresses)
    this.#view = new Connection(this.flows, this.segments, this.addresses, this.capture)
  }

  readonly #placeTurns = (buffer: ArrayBuffer, at: number): void => {
    this.#turns = new Int32Array(buffer, at, TURN_WORDS)
    this.turnsAt = at
  }

  /** Takes a decoded packet. */
  packet(p: Packet): void {
    const capture = this.capture
    capture.packets++
    capture.bytes += p.wireLen
    capture.knownAlways &= p.known
    if (p.timeNs >= capture.lastTimeNs) capture.lastTimeNs = p.timeNs
    else this.#timeStep(p)
    switch (p.kind) {
      case KIND.tcp:
        capture.tcpPackets++
        this.#segment(p)
        this.#sweep()
        return
      case KIND.icmpError:
        capture.icmpErrors++
        capture.icmpSeen = true
        this.#icmpError(p)
        return
      case KIND.neighbour:
        this.#neighbours.observe(p)
        this.#other(p.ipVersion === 6 ? 'icmp6' : 'arp')
        return
      case KIND.icmpOther:
        capture.icmpSeen = true
        this.#other('icmp')
        return
      case KIND.udp:
        this.#other('udp')
        return
      case KIND.fragment:
        this.#other('fragment')
        return
      default:
        this.#other(p.otherName)
    }
  }

  /**
   * The connection that `packet` was taken into last: a TCP segment, or an ICMP error about one. Sets `flows.direction` to its sender (for
   * an ICMP error: to the sender of the quoted packet): 0 client, 1 server.
   *
   * @returns the id, or -1 when the packet belongs to no connection
   */
  connectionOf(packet: Packet): number {
    const { flows, addresses } = this
    let index = -1
    if (packet.kind === KIND.tcp) {
      if (packet.headerCut !== 0 || packet.malformed !== 0) return -1
      const { view, ipOffset } = packet
      index =
        packet.ipVersion === 6
          ? flows.find(addresses.idOf(view, ipOffset + 8), addresses.idOf(view, ipOffset + 24), packet.srcPort, packet.dstPort, BIT.ipv6)
          : flows.find(packet.srcAddr, packet.dstAddr, packet.srcPort, packet.dstPort, 0)
    } else if (packet.kind === KIND.icmpError && packet.quotedProtocol === 6) {
      const { view, quotedIpOffset, quotedSrcPort, quotedDstPort } = packet
      index =
        packet.quotedIpVersion === 6
          ? flows.find(
              addresses.idOf(view, quotedIpOffset + 8),
              addresses.idOf(view, quotedIpOffset + 24),
              quotedSrcPort,
              quotedDstPort,
              BIT.ipv6,
            )
          : flows.find(packet.quotedSrcAddr, packet.quotedDstAddr, quotedSrcPort, quotedDstPort, 0)
    }
    return index < 0 ? -1 : flows.words[index * WORDS + ID]
  }

  /**
   * Shows connections that go on, as if the input ended here: for results while reading. Those of which only the opening was seen so far
   * are left out.
   *
   * @param look takes each in turn; the object is a view that is valid during the call only
   * @param most so many records of the table are looked at
   */
  peek(look: (connection: Connection) => void, most: number): void {
    const { flows } = this
    const end = Math.min(flows.used, most)
    for (let index = 0; index < end; index++) {
      const record = index * WORDS
      if ((flows.words[record + BITS] & BIT.live) === 0) continue
      if (flows.words[record + QUIET] !== 0) this.#promote(index)
      const track = flows.words[record + TRACK]
      if (track === 0) continue
      this.#view.bind(index, track - 1)
      look(this.#view)
    }
  }

  /**
   * Shows the connections that are followed at the moment, closed ones that linger included, in no particular order.
   *
   * @param take sees each; the object is valid during the call only, and the connection goes on
   * @param most connections of which only SYNs were seen are passed over when there are more than this in all: a flood is not looked at
   */
  visit(take: (connection: Connection) => void, most: number): void {
    const { flows } = this
    const isCrowded = flows.live > most
    for (let index = 0; index < flows.used; index++) {
      const record = index * WORDS
      if ((flows.words[record + BITS] & BIT.live) === 0) continue
      if (flows.words[record + TRACK] === 0) {
        if (isCrowded && flows.words[record + QUIET] === 0) continue
        this.#promote(index)
      }
      this.#view.bind(index, flows.words[record + TRACK] - 1)
      take(this.#view)
    }
  }

  /** The input is over: hands on what is left, in the order in which the connections began. */
  end(): void {
    this.capture.neighbours = this.#neighbours.questions()
    this.capture.unmatchedErrors = this.#unmatched.all()
    const { flows } = this
    // Where no record was used twice, they stand in order already.
    if (flows.created === flows.used) {
      for (let index = 0; index < flows.used; index++) if (flows.words[index * WORDS + BITS] & BIT.live) this.#report(index)
    } else for (const index of this.#inOrder()) this.#report(index)
    this.flows.clear()
  }

  /** Indexes of the live connections, in the order in which they began. */
  #inOrder(): number[] {
    const { words, used } = this.flows
    const live: number[] = []
    for (let index = 0; index < used; index++) if (words[index * WORDS + BITS] & BIT.live) live.push(index)
    return live.sort((a, b) => words[a * WORDS + ID] - words[b * WORDS + ID])
  }

  #timeStep(p: Packet): void {
    const capture = this.capture
    if (Number.isNaN(p.timeNs)) return
    if (Number.isNaN(capture.lastTimeNs)) capture.firstTimeNs = capture.lastTimeNs = p.timeNs
    else if ((p.known & KNOWN.order) !== 0) {
      capture.backwardSteps++
      const stepNs = capture.lastTimeNs - p.timeNs
      if (stepNs > capture.largestBackwardStepNs) {
        capture.largestBackwardStepNs = stepNs
        capture.largestBackwardStepPacket = p.number
      }
    }
  }

  #other(name: string): void {
    const others = this.capture.otherPackets
    // The names come from a fixed table of ours, so the map stays small.
    others.set(name, (others.get(name) ?? 0) + 1)
  }

  #segment(p: Packet): void {
    if (p.headerCut !== 0 || p.malformed !== 0) {
      this.capture.malformedTcp++
      return
    }
    let src = p.srcAddr
    let dst = p.dstAddr
    let ipv6 = 0
    if (p.ipVersion === 6) {
      ipv6 = BIT.ipv6
      src = this.addresses.idOf(p.view, p.ipOffset + 8)
      dst = this.addresses.idOf(p.view, p.ipOffset + 24)
    }
    const flows = this.flows
    let index = flows.find(src, dst, p.srcPort, p.dstPort, ipv6)
    let previous: number = PREVIOUS.none
    if (index >= 0) {
      const record = index * WORDS
      const bits = flows.words[record + BITS]
      const silentNs = p.timeNs - flows.doubles[(record >> 1) + LAST_TIME_F]
      if (silentNs > OPENING_SILENCE_NS && silentNs > this.#patienceNs(index)) {
        previous = this.#endOf(index)
        this.finish(index)
        index = -1
      } else if (flows.words[record + QUIET] !== 0) {
        if (this.#quietGoesOn(index, bits, p)) return
        if (this.#endsQuiet(index, bits, p)) previous = this.#endOf(index)
        else {
          this.#promote(index)
          previous = this.#splits(index, flows.direction, p)
        }
      } else if (flows.words[record + TRACK] === 0) {
        if (this.#parkedGoesOn(index, bits, p) || this.#turnsQuiet(index, bits, p) || this.#isQuietAnswer(index, bits, p)) return
        previous = this.#opensAnew(index, flows.direction, p)
        if (previous === PREVIOUS.none) {
          this.#checksum(p)
          this.#promote(index)
          // `promote` runs no look-up, so the direction still stands.
        }
      } else previous = this.#splits(index, flows.direction, p)
      if (previous === SPLIT_DONE) return
      if (previous !== PREVIOUS.none && index >= 0) {
        this.finish(index)
        index = -1
      }
    }
    if (index < 0) {
      index = this.#open(src, dst, ipv6, p)
      if (index < 0) return
      if (previous !== PREVIOUS.none) {
        this.#promoteIfParked(index)
        this.segments.store.words[(flows.words[index * WORDS + TRACK] - 1) * TRACK_WORDS + PREVIOUS_END] = previous
      }
      if (flows.words[index * WORDS + TRACK] === 0 || flows.words[index * WORDS + BITS] & BIT.observed) {
        flows.words[index * WORDS + BITS] &= ~BIT.observed
        return
      }
    }
    this.#observe(index, flows.direction, p)
  }

  #observe(index: number, side: number, p: Packet): void {
    const flows = this.flows
    const record = index * WORDS
    const track = flows.words[record + TRACK] - 1
    this.#sampleChecksum(p, this.segments.store.words[sideWords(track, side) + PACKETS])
    const bits = flows.words[record + BITS]
    if (bits & BIT.closed && (p.flags & FLAG.rst) === 0) this.#late(track, side, p)
    this.segments.observe(track, side, p)
    if (!(p.timeNs < flows.doubles[(record >> 1) + LAST_TIME_F])) flows.doubles[(record >> 1) + LAST_TIME_F] = p.timeNs
    if ((bits & BIT.closed) === 0 && this.segments.isClosed(track)) {
      flows.words[record + BITS] = bits | BIT.closed
      this.#linger(index)
    }
  }

  #late(track: number, side: number, p: Packet): void {
    // The last ACK closes; what comes behind it is late. A repeated FIN has an event of its own.
    if (p.flags & FLAG.fin) return
    this.segments.note(track, LATE_SEGMENT, side, p, NaN, 0, 0, 0)
  }

  /** Computes the checksum of a segment if it is one of those that are looked at; `before` are the packets of its side so far. */
  #sampleChecksum(p: Packet, before: number): void {
    if (this.#sumsAll || p.flags & (FLAG.syn | FLAG.rst) || before < CHECKSUMMED_SEGMENTS) this.#checksum(p)
    else if (p.tcpOffset !== 0) p.checksum = CHECKSUM.unknown
  }

  #checksum(p: Packet): void {
    // A packet without bytes (drawn in a test) says itself what its checksum is.
    if (p.bytes.length > p.tcpOffset && p.tcpOffset !== 0)
      p.checksum = this.#sumsAll || p.payloadLen <= LARGEST_SUMMED ? checksumState(p) : CHECKSUM.unknown
  }

  /** Opens a record; a plain SYN is parked. Returns the index, with `flows.direction` set for the packet. */
  #open(src: number, dst: number, ipv6: number, p: Packet): number {
    const flows = this.flows
    if (flows.live >= MOST_LIVE) this.#evict()
    this.capture.connections++
    const synAck = (p.flags & (FLAG.syn | FLAG.ack)) === (FLAG.syn | FLAG.ack)
    const syn = (p.flags & FLAG.syn) !== 0
    const fromClient = syn ? !synAck : !refusesSyn(p) && senderIsClient(p.srcPort, p.dstPort)
    const index = fromClient
      ? flows.add(src, dst, p.srcPort, p.dstPort, ipv6, p.number)
      : flows.add(dst, src, p.dstPort, p.srcPort, ipv6, p.number)
    flows.direction = fromClient ? 0 : 1
    const record = index * WORDS
    flows.doubles[(record >> 1) + LAST_TIME_F] = p.timeNs
    if (syn && !synAck && (p.flags & (FLAG.fin | FLAG.rst)) === 0 && p.sackCount === 0) {
      this.#checksum(p)
      park(flows.words, record + SYN_PARKED, p)
      flows.doubles[(record >> 1) + SYN_TIME_F] = p.timeNs
      flows.words[record + BITS] |= BIT.syn
      this.capture.translations.observe(p, src, dst, flows.words[record + ID])
      return index
    }
    if (!syn) flows.words[record + BITS] |= BIT.rolesGuessed
    flows.words[record + TRACK] = this.segments.store.take() + 1
    return index
  }

  /** A parked SYN gets its SYN-ACK, or comes once more: both stay parked. Returns false when the connection needs a track. */
  #parkedGoesOn(index: number, bits: number, p: Packet): boolean {
    if ((bits & (BIT.synAck | BIT.synAgain)) !== 0 || (p.flags & (FLAG.syn | FLAG.fin | FLAG.rst)) !== FLAG.syn) return false
    const words = this.flows.words
    const record = index * WORDS
    const isn = parkedSeq(words, record + SYN_PARKED)
    const synAck = (p.flags & FLAG.ack) !== 0
    if (this.flows.direction === (synAck ? 0 : 1)) return false
    if (synAck ? p.payloadLen !== 0 || ((p.ack - isn - 1) | 0) !== 0 : p.seq !== isn) return false
    this.#checksum(p)
    park(words, record + SECOND_PARKED, p)
    this.flows.doubles[(record >> 1) + SECOND_TIME_F] = p.timeNs
    if (!(p.timeNs < this.flows.doubles[(record >> 1) + LAST_TIME_F])) this.flows.doubles[(record >> 1) + LAST_TIME_F] = p.timeNs
    words[record + BITS] = bits | (synAck ? BIT.synAck : BIT.synAgain)
    return true
  }

  /** The first segment behind SYN and SYN-ACK: the connection may be a quiet one. Returns false when it is not. */
  #turnsQuiet(index: number, bits: number, p: Packet): boolean {
    if (this.#isEnough === undefined || (bits & BIT.synAck) === 0 || (p.flags & (FLAG.syn | FLAG.rst)) !== 0) return false
    const { words, doubles } = this.flows
    const record = index * WORDS
    const block = this.quiet.open(words, doubles, record)
    if (block < 0) return false
    words[record + QUIET] = block + 1
    if (this.#quietGoesOn(index, bits, p)) return true
    words[record + QUIET] = 0
    this.quiet.release(block)
    return false
  }

  /** A parked SYN is refused, or answered when it came a second time: both may be all that is to be said of it. */
  #isQuietAnswer(index: number, bits: number, p: Packet): boolean {
    if (this.#isEnough === undefined || this.flows.direction === 0) return false
    return (p.flags & FLAG.rst) !== 0 ? this.#isRefused(index, bits, p) : this.#comesUpLate(index, bits, p)
  }

  /** A RST in answer to a parked SYN. Returns false when there is more to ask than who refused it. */
  #isRefused(index: number, bits: number, p: Packet): boolean {
    if ((bits & (BIT.synAck | BIT.synAgain)) !== 0) return false
    const { words, doubles } = this.flows
    const record = index * WORDS
    const last = (record >> 1) + LAST_TIME_F
    if (!(p.timeNs >= doubles[last])) return false
    this.#checksum(p)
    const block = this.quiet.refuse(words, record, p)
    if (block < 0) return false
    words[record + QUIET] = block + 1
    doubles[last] = p.timeNs
    words[record + BITS] = bits | BIT.closed
    this.#linger(index)
    return true
  }

  /** A SYN-ACK for a SYN that was repeated: the connection may be quiet from here on. Returns false when it is not. */
  #comesUpLate(index: number, bits: number, p: Packet): boolean {
    if ((bits & BIT.synAgain) === 0 || (p.flags & (FLAG.syn | FLAG.ack)) !== (FLAG.syn | FLAG.ack)) return false
    const { words, doubles } = this.flows
    const record = index * WORDS
    const last = (record >> 1) + LAST_TIME_F
    if (((p.ack - parkedSeq(words, record + SYN_PARKED) - 1) | 0) !== 0 || !(p.timeNs >= doubles[last])) return false
    this.#checksum(p)
    const block = this.quiet.openLate(words, doubles, record, p)
    if (block < 0) return false
    words[record + QUIET] = block + 1
    words[record + BITS] = (bits & ~BIT.synAgain) | BIT.synAck
    doubles[last] = p.timeNs
    return true
  }

  /** A quiet connection gets another segment. Returns false when it is not quiet with that one. */
  #quietGoesOn(index: number, bits: number, p: Packet): boolean {
    const { words, doubles, direction } = this.flows
    const record = index * WORDS
    const times = record >> 1
    const block = words[record + QUIET] - 1
    const quiet = this.quiet
    this.#sampleChecksum(p, quiet.packets(block, direction))
    if (!quiet.takes(block, direction, p, p.timeNs - doubles[times + SYN_TIME_F], p.timeNs - doubles[times + LAST_TIME_F])) return false
    doubles[times + LAST_TIME_F] = p.timeNs
    if (quiet.isClosed(block)) {
      words[record + BITS] = bits | BIT.closed
      this.#linger(index)
    }
    return true
  }

  /** Whether a segment begins another connection on the ports of one that was quiet to its close: as `#splits` says it of those with a track. */
  #endsQuiet(index: number, bits: number, p: Packet): boolean {
    if ((bits & BIT.closed) === 0 || (p.flags & (FLAG.syn | FLAG.ack | FLAG.rst)) !== FLAG.syn) return false
    const { words, doubles, direction } = this.flows
    const record = index * WORDS
    const course = this.quiet.course(words[record + QUIET] - 1)
    // Of a server that said no more than RST there is no SYN.
    if (wasRefused(course)) return direction === 0 && p.seq !== parkedSeq(words, record + SYN_PARKED)
    const isn = parkedSeq(words, record + (direction === 0 ? SYN_PARKED : SECOND_PARKED))
    return p.seq !== isn || (!endedByReset(course) && p.timeNs - doubles[(record >> 1) + LAST_TIME_F] > SAME_ISN_NS)
  }

  #promoteIfParked(index: number): void {
    if (this.flows.words[index * WORDS + TRACK] === 0) {
      this.#promote(index)
      this.flows.words[index * WORDS + BITS] |= BIT.observed
    }
  }

  /** Gives a parked or quiet connection its track, as if its segments came now. */
  #promote(index: number): void {
    const flows = this.flows
    const record = index * WORDS
    const track = this.segments.store.take()
    flows.words[record + TRACK] = track + 1
    const bits = flows.words[record + BITS]
    const scratch = this.#scratch
    scratch.ipVersion = bits & BIT.ipv6 ? 6 : 4
    const quiet = flows.words[record + QUIET]
    const late = quiet !== 0 && this.quiet.firstSyn(quiet - 1, scratch)
    if (late) this.segments.observe(track, 0, scratch)
    if (bits & BIT.syn) {
      unpark(flows.words, record + SYN_PARKED, scratch)
      scratch.timeNs = flows.doubles[(record >> 1) + SYN_TIME_F]!
      this.segments.observe(track, 0, scratch)
    }
    if (bits & (BIT.synAck | BIT.synAgain)) {
      unpark(flows.words, record + SECOND_PARKED, scratch)
      scratch.timeNs = flows.doubles[(record >> 1) + SECOND_TIME_F]!
      this.segments.observe(track, bits & BIT.synAck ? 1 : 0, scratch)
    }
    if (quiet === 0) return
    const block = quiet - 1
    const count = this.quiet.count(block)
    for (let i = 0; i < count; i++) this.segments.observe(track, this.quiet.segment(block, i, scratch), scratch)
    if (late) this.#putBackFirstSyn(record, block)
    flows.words[record + QUIET] = 0
    this.quiet.release(block)
  }

  /** The SYN of a connection's record is the first again. */
  #putBackFirstSyn(record: number, block: number): void {
    const { words, doubles } = this.flows
    const scratch = this.#scratch
    this.quiet.firstSyn(block, scratch)
    park(words, record + SYN_PARKED, scratch)
    doubles[(record >> 1) + SYN_TIME_F] = scratch.timeNs
  }

  /** Whether a SYN on a parked connection begins another one: another number, nothing but SYNs so far. */
  #opensAnew(index: number, direction: number, p: Packet): number {
    if ((p.flags & (FLAG.syn | FLAG.ack)) !== FLAG.syn || direction !== 0) return PREVIOUS.none
    return parkedSeq(this.flows.words, index * WORDS + SYN_PARKED) === p.seq ? PREVIOUS.none : PREVIOUS.opening
  }

  /**
   * Decides what a SYN or RST does to a connection with a track. (Here, and not where it is called: code that is met for the first time
   * after minutes of traffic makes the engine throw the whole function away.)
   *
   * @returns `PREVIOUS.none` to go on with the connection, another `PREVIOUS` to end it and begin anew, SPLIT_DONE when all is done
   */
  #splits(index: number, side: number, p: Packet): number {
    if ((p.flags & (FLAG.syn | FLAG.rst)) === 0) return PREVIOUS.none
    const words = this.segments.store.words
    const track = this.flows.words[index * WORDS + TRACK] - 1
    const base = track * TRACK_WORDS
    if (p.flags & FLAG.rst) {
      // RFC 9293 §3.5.1: the RST in answer to the challenge clears the old connection; the pending SYN begins the new one.
      if (
        side !== 0 ||
        words[base + PENDING_SYN] === 0 ||
        words[base + PENDING_CHALLENGE] === 0 ||
        p.seq !== words[base + PENDING_CHALLENGE_ACK]
      )
        return PREVIOUS.none
      this.#replay(index, track, p)
      return SPLIT_DONE
    }
    const own = words[sideWords(track, side) + SIDE_BITS]
    const peer = words[sideWords(track, 1 - side) + SIDE_BITS]
    const sameIsn = (own & SIDE_BIT.isnSeen) !== 0 && words[sideWords(track, side) + ISN] === p.seq
    if (p.flags & FLAG.ack) {
      // A SYN-ACK that takes up the pending SYN.
      const pending = this.#pending.get(track)
      if (pending !== undefined && ((p.ack - parkedSeq(pending.syn, 0) - 1) | 0) === 0) {
        this.#replay(index, track, undefined)
        this.#observe(this.#replayed, side, p)
        return SPLIT_DONE
      }
      // It answers this connection's SYN: a RST before it in the same name does not make it another connection's.
      if ((peer & SIDE_BIT.isnSeen) !== 0 && ((p.ack - words[sideWords(track, 1 - side) + ISN] - 1) | 0) === 0) return PREVIOUS.none
      if (sameIsn || (own & SIDE_BIT.seen) === 0) return PREVIOUS.none
      if (this.segments.isClosed(track)) return this.#endOf(index)
      return (own & SIDE_BIT.isnSeen) !== 0 && this.#hasGoneOn(track, side) ? this.#inside(index, track, side, p) : PREVIOUS.none
    }
    // The SYN that was answered already: the capture has the two directions in a wrong order.
    const isAnswered = (own & (SIDE_BIT.isnSeen | SIDE_BIT.seen | SIDE_BIT.based)) === SIDE_BIT.based && (peer & SIDE_BIT.synAck) !== 0
    if (isAnswered && words[sideWords(track, side) + ISN] === p.seq) return PREVIOUS.none
    // The number of a connection that both have closed may come again by chance, or from a counter that stands still.
    const isOver =
      (own & peer & SIDE_BIT.finAcked) !== 0 && p.timeNs - this.flows.doubles[((index * WORDS) >> 1) + LAST_TIME_F] > SAME_ISN_NS
    if (sameIsn && !isOver) return PREVIOUS.none
    if (this.segments.isClosed(track)) return this.#endOf(index)
    // Both SYNs cross (RFC 9293 §3.5): the other side has opened, and this one has said nothing yet.
    if ((own & SIDE_BIT.seen) === 0 && (peer & SIDE_BIT.bareSyn) !== 0 && side === 1) return PREVIOUS.none
    const peerUp = (peer & (SIDE_BIT.isnSeen | SIDE_BIT.acked)) !== 0
    if (!peerUp) return this.#endOf(index)
    // A server does not open a connection to its client on the same ports: such a SYN is forged, unless the roles are only a guess.
    const guessed = (this.flows.words[index * WORDS + BITS] & BIT.rolesGuessed) !== 0
    if (side === 1) return !guessed && this.#hasGoneOn(track, 1) ? this.#inside(index, track, 1, p) : this.#endOf(index)
    if ((own & SIDE_BIT.fin) !== 0 && (peer & SIDE_BIT.fin) !== 0) return this.#endOf(index)
    if (words[sideWords(track, 0) + PACKETS] === words[sideWords(track, 0) + SYN_COUNT]) return this.#endOf(index)
    const pending = this.#pending.get(track)
    if (pending !== undefined && parkedSeq(pending.syn, 0) === p.seq) {
      if (isCopyOf(pending, p)) {
        this.#touch(index, p)
        return SPLIT_DONE
      }
      // The same SYN again, unanswered: it means it. The old connection is left behind.
      this.#replay(index, track, undefined)
      this.#observe(this.#replayed, side, p)
      return SPLIT_DONE
    }
    this.#checksum(p)
    const opening: PendingOpening = { syn: new Int32Array(PARKED_WORDS), synTimeNs: p.timeNs }
    park(opening.syn, 0, p)
    this.#pending.set(track, opening)
    words[base + PENDING_SYN] = p.number
    words[base + PENDING_CHALLENGE] = 0
    this.segments.note(track, SYN_INSIDE, side, p, NaN, (p.seq - words[sideWords(track, side) + NXT_RAW]) | 0, 0, 0)
    this.#touch(index, p)
    return SPLIT_DONE
  }

  /** The side has said more than SYN: it is past the opening. */
  #hasGoneOn(track: number, side: number): boolean {
    const words = this.segments.store.words
    return words[sideWords(track, side) + PACKETS] > words[sideWords(track, side) + SYN_COUNT]
  }

  /** Notes a SYN that belongs to nobody: its numbers say nothing of the connection. */
  #inside(index: number, track: number, side: number, p: Packet): number {
    this.#checksum(p)
    this.segments.note(track, SYN_INSIDE, side, p, NaN, 0, 0, 0)
    this.segments.expectChallenge(track, 1 - side)
    this.#touch(index, p)
    return SPLIT_DONE
  }

  #replayed = -1

  /** Ends the connection and begins the one that its pending SYN, and the challenge if any, belong to. Then takes `p` (a RST) into it. */
  #replay(index: number, track: number, p: Packet | undefined): void {
    const flows = this.flows
    const pending = this.#pending.get(track)
    if (pending === undefined) throw new Error('a pending SYN has its facts kept')
    const record = index * WORDS
    const words = flows.words
    const client = words[record + CLIENT_ADDR]
    const server = words[record + SERVER_ADDR]
    const ports = words[record + 2]
    const ipv6 = words[record + BITS] & BIT.ipv6
    const challenged = this.segments.store.words[track * TRACK_WORDS + PENDING_CHALLENGE] !== 0
    const challengeAck = this.segments.store.words[track * TRACK_WORDS + PENDING_CHALLENGE_ACK]
    const challengePacket = this.segments.store.words[track * TRACK_WORDS + PENDING_CHALLENGE]
    // Its meaning is known: it was not a SYN inside the connection, but the beginning of the next.
    this.segments.store.words[track * TRACK_WORDS + PENDING_SYN] = 0
    this.finish(index)
    const scratch = this.#scratch
    unpark(pending.syn, 0, scratch)
    scratch.ipVersion = ipv6 ? 6 : 4
    scratch.timeNs = pending.synTimeNs
    this.capture.connections++
    const fresh = flows.add(client, server, ports >>> 16, ports & 0xffff, ipv6, scratch.number)
    this.#replayed = fresh
    const freshTrack = this.segments.store.take()
    flows.words[fresh * WORDS + TRACK] = freshTrack + 1
    this.segments.store.words[freshTrack * TRACK_WORDS + PREVIOUS_END] = PREVIOUS.unfinished
    this.segments.observe(freshTrack, 0, scratch)
    flows.doubles[((fresh * WORDS) >> 1) + LAST_TIME_F] = pending.synTimeNs
    if (challenged) {
      scratch.flags = FLAG.ack
      scratch.number = challengePacket
      scratch.seq = 0
      scratch.ack = challengeAck
      scratch.payloadLen = 0
      scratch.optionBits = 0
      scratch.checksum = 0
      scratch.timeNs = NaN
      this.segments.observe(freshTrack, 1, scratch)
    }
    if (p !== undefined) this.#observe(fresh, 0, p)
  }

  #touch(index: number, p: Packet): void {
    const at = ((index * WORDS) >> 1) + LAST_TIME_F
    if (p.timeNs > this.flows.doubles[at]) this.flows.doubles[at] = p.timeNs
  }

  #icmpError(p: Packet): void {
    if (p.quotedProtocol !== 6) return
    let src = p.quotedSrcAddr
    let dst = p.quotedDstAddr
    let ipv6 = 0
    if (p.quotedIpVersion === 6) {
      ipv6 = BIT.ipv6
      src = this.addresses.idOf(p.view, p.quotedIpOffset + 8)
      dst = this.addresses.idOf(p.view, p.quotedIpOffset + 24)
    }
    const flows = this.flows
    const index = flows.find(src, dst, p.quotedSrcPort, p.quotedDstPort, ipv6)
    if (index < 0) {
      this.capture.unmatchedIcmpErrors++
      this.#unmatched.add(p, p.ipVersion === 6 ? this.addresses.idOf(p.view, p.ipOffset + 8) : p.srcAddr, src, dst)
      return
    }
    const side = flows.direction
    if (flows.words[index * WORDS + TRACK] === 0) this.#promote(index)
    const track = flows.words[index * WORDS + TRACK] - 1
    const store = this.segments.store
    const s = sideWords(track, side)
    // A quote that was cut behind the ports has no sequence number; which connection it means is clear all the same.
    const pos =
      store.words[s + SIDE_BITS] & SIDE_BIT.based && (p.problem === PROBLEM.none || p.problemLayer !== 'quote')
        ? store.doubles[sideDoubles(track, side) + NXT_POS_F] + ((p.quotedSeq - store.words[s + NXT_RAW]) | 0)
        : NaN
    const from = p.ipVersion === 6 ? this.addresses.idOf(p.view, p.ipOffset + 8) : p.srcAddr
    store.words[track * TRACK_WORDS + ICMP_ERRORS]++
    this.segments.note(
      track,
      ICMP_EVENT,
      side,
      p,
      pos,
      (p.icmpType << 8) | p.icmpCode,
      from,
      (p.icmpMtu & 0xfffff) | (p.ipVersion === 6 ? 1 << 20 : 0),
    )
    this.#touch(index, p)
  }

  /** How long the connection may be silent before it counts as over. */
  #patienceNs(index: number): number {
    const record = index * WORDS
    const track = this.flows.words[record + TRACK]
    if (track === 0 && this.flows.words[record + QUIET] === 0) return OPENING_SILENCE_NS
    if (this.flows.words[record + BITS] & BIT.closed) return CLOSED_SILENCE_NS
    return ESTABLISHED_SILENCE_NS
  }

  #endOf(index: number): number {
    const quiet = this.flows.words[index * WORDS + QUIET]
    if (quiet !== 0) {
      const course = this.quiet.course(quiet - 1)
      if (endedByReset(course)) return PREVIOUS.reset
      return sentBothFins(course) ? PREVIOUS.closed : PREVIOUS.unfinished
    }
    const track = this.flows.words[index * WORDS + TRACK]
    if (track === 0) return PREVIOUS.opening
    const words = this.segments.store.words
    const client = words[sideWords(track - 1, 0) + SIDE_BITS]
    const server = words[sideWords(track - 1, 1) + SIDE_BITS]
    if ((client | server) & SIDE_BIT.rst) return PREVIOUS.reset
    if (client & server & SIDE_BIT.fin) return PREVIOUS.closed
    if ((server & SIDE_BIT.isnSeen) === 0 && (server & SIDE_BIT.acked) === 0) return PREVIOUS.opening
    return PREVIOUS.unfinished
  }

  /** Takes the connection at an index of the table out of it: its turn has come. */
  finish(index: number): void {
    this.#report(index)
    this.flows.remove(index)
  }

  /** Hands a connection on and forgets all of it but its record. */
  #report(index: number): void {
    const { words } = this.flows
    const record = index * WORDS
    const view = this.#view
    view.quietCourse = 0
    const quiet = words[record + QUIET]
    if (quiet !== 0 && this.quiet.isTold(quiet - 1)) {
      view.quietCourse = this.quiet.course(quiet - 1)
      view.bindName(index)
      if (this.#isEnough?.(view, view.quietCourse) === true) {
        words[record + QUIET] = 0
        this.quiet.release(quiet - 1)
        return
      }
    }
    if (words[record + TRACK] === 0) this.#promote(index)
    const track = words[record + TRACK] - 1
    view.bind(index, track)
    this.#sink(view)
    if (this.#pending.size !== 0) this.#pending.delete(track)
    this.segments.release(track)
  }

  #linger(index: number): void {
    const turns = this.#turns
    const at = turns[LINGER_AT]
    const place = RING + at * 2
    if (turns[LINGER_COUNT] === MOST_LINGERING) {
      const oldest = turns[place]
      const id = turns[place + 1]
      const words = this.flows.words
      if (words[oldest * WORDS + BITS] & BIT.live && words[oldest * WORDS + ID] === id) this.finish(oldest)
    } else turns[LINGER_COUNT]++
    turns[place] = index
    turns[place + 1] = this.flows.words[index * WORDS + ID]!
    turns[LINGER_AT] = (at + 1) % MOST_LINGERING
  }

  /** Looks at one record a packet, round and round: cheap, and every silent connection is found in time. */
  #sweep(): void {
    const flows = this.flows
    const turns = this.#turns
    if (turns[HAND] >= flows.used) {
      turns[HAND] = 0
      return
    }
    const index = turns[HAND]++
    const record = index * WORDS
    if ((flows.words[record + BITS] & BIT.live) === 0) return
    if (this.capture.lastTimeNs - flows.doubles[(record >> 1) + LAST_TIME_F] > CLOSED_SILENCE_NS) this.sweep(index)
  }

  /** Takes out a connection that was silent for long, if that is long enough for it. */
  sweep(index: number): void {
    const silentNs = this.capture.lastTimeNs - this.flows.doubles[((index * WORDS) >> 1) + LAST_TIME_F]
    if (silentNs > this.#patienceNs(index)) this.finish(index)
  }

  #evict(): void {
    const flows = this.flows
    for (;;) {
      const turns = this.#turns
      if (turns[HAND] >= flows.used) turns[HAND] = 0
      const index = turns[HAND]++
      if (flows.words[index * WORDS + BITS] & BIT.live) {
        this.finish(index)
        return
      }
    }
  }
}

/** `splits` has done everything itself. */
const SPLIT_DONE = -1
