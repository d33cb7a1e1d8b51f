/** A connection as the rules and the report see it: a view over its columns, valid until the next one is bound. */
import type { AddressTable } from '../flow/address-table.ts'
import { BITS, CLIENT_ADDR, FIRST_PACKET, ID, PORTS, SERVER_ADDR, SYN_PARKED, SYN_TIME_F, WORDS } from '../flow/flow-record.ts'
import { BIT, type FlowTable } from '../flow/flow-table.ts'
import { parkedOptionBits } from '../flow/parked-segment.ts'
import { formatIpv4, formatIpv6 } from '../packet/address-text.ts'
import type { CaptureFacts } from './capture-facts.ts'
import { Endpoint } from './endpoint.ts'
import type { TrackedEvent } from './event-log.ts'
import type { SegmentTracker } from './segment-tracker.ts'
import { EVENT_KINDS_SEEN, ICMP_ERRORS, LAST_PACKET, LOST_EVENTS, PENDING_SYN, PREVIOUS, PREVIOUS_END, TRACK_WORDS } from './track-store.ts'

/**
 * How far the opening got, as far as the capture shows it; every rule says for which of these it speaks.
 *
 * - `syn-only`: SYNs of the client, and nothing in the server's name
 * - `answered`: the server's name answered, but no handshake was completed: RST, SYN-ACK without ACK, unexpected ACK
 * - `open`: the handshake was seen, or at least the SYN of one side and traffic of both
 * - `mid-stream`: no SYN was seen
 */
export type Phase = 'syn-only' | 'answered' | 'open' | 'mid-stream'

/** How the connection before on the same 4-tuple ended. */
export type PreviousEnd = keyof typeof PREVIOUS
const PREVIOUS_ENDS = Object.keys(PREVIOUS) as PreviousEnd[]

const NO_EVENTS: readonly TrackedEvent[] = []

/** Which connection it is, without anything that happened to it. */
export type ConnectionName = Pick<
  Connection,
  'id' | 'ipVersion' | 'clientKey' | 'clientPort' | 'serverKey' | 'serverPort' | 'firstPacket' | 'openedAtNs' | 'openingOptions'
>

/** One incarnation of a 4-tuple. */
export class Connection {
  readonly client: Endpoint
  readonly server: Endpoint
  readonly capture: CaptureFacts
  // Private by TypeScript's word only, as in `Endpoint`.
  private readonly flows: FlowTable
  private readonly segments: SegmentTracker
  private readonly addresses: AddressTable
  private words: Int32Array
  private flowWords: Int32Array
  private record = 0
  private base = 0
  private track = 0
  private keptEvents: readonly TrackedEvent[] | undefined
  /** Questions that were asked of this connection and their answers, `asked` of them: few, so that looking through them is quickest. */
  private readonly questions: ((c: Connection) => unknown)[] = []
  private readonly answers: unknown[] = []
  private asked = 0
  /** What became of it, as bits of `COURSE`, where it was quiet to the end; 0 otherwise. */
  quietCourse = 0

  constructor(flows: FlowTable, segments: SegmentTracker, addresses: AddressTable, capture: CaptureFacts) {
    this.words = segments.store.words
    this.flowWords = flows.words
    this.flows = flows
    this.segments = segments
    this.addresses = addresses
    this.capture = capture
    this.client = new Endpoint(segments, 0)
    this.server = new Endpoint(segments, 1)
  }

  /** Shows another connection, of which no more than its `ConnectionName` is to be asked: index in the flow table. */
  bindName(index: number): void {
    this.flowWords = this.flows.words
    this.record = index * WORDS
  }

  /** Shows another connection: index in the flow table, number of the track. */
  bind(index: number, track: number): void {
    this.bindName(index)
    this.words = this.segments.store.words
    this.track = track
    this.base = track * TRACK_WORDS
    this.client.bind(track)
    this.server.bind(track)
    this.keptEvents = undefined
    this.asked = 0
  }

  /**
   * What `compute` says of this connection, computed when it is first asked for: rules that need the same answer ask in turn.
   *
   * @param compute the same function each time, not a closure made for the call
   */
  once<T>(compute: (c: Connection) => T): T {
    // What stands beside a function is what that function gave.
    for (let i = 0; i < this.asked; i++) if (this.questions[i] === compute) return this.answers[i] as T
    const answer = compute(this)
    // Now, because the question may have asked others itself.
    this.questions[this.asked] = compute
    this.answers[this.asked++] = answer
    return answer
  }

  /** Counts the connections of the input from 0, in the order of their first packets. */
  get id(): number {
    return this.flowWords[this.record + ID]
  }
  get ipVersion(): 4 | 6 {
    return this.flowWords[this.record + BITS] & BIT.ipv6 ? 6 : 4
  }
  get clientPort(): number {
    return this.flowWords[this.record + PORTS] >>> 16
  }
  get serverPort(): number {
    return this.flowWords[this.record + PORTS] & 0xffff
  }
  get clientAddress(): string {
    return this.addressOf(this.flowWords[this.record + CLIENT_ADDR])
  }
  get serverAddress(): string {
    return this.addressOf(this.flowWords[this.record + SERVER_ADDR])
  }
  /** Numbers that stand for the addresses: IPv4 as int32, IPv6 the id of the address. For grouping. */
  get clientKey(): number {
    return this.flowWords[this.record + CLIENT_ADDR]
  }
  get serverKey(): number {
    return this.flowWords[this.record + SERVER_ADDR]
  }
  /** No SYN told who the client is. */
  get rolesGuessed(): boolean {
    return (this.flowWords[this.record + BITS] & BIT.rolesGuessed) !== 0
  }
  /** Source and destination are the same address and port. */
  get toItself(): boolean {
    return this.clientKey === this.serverKey && this.clientPort === this.serverPort
  }
  get previousEnd(): PreviousEnd {
    return PREVIOUS_ENDS[this.words[this.base + PREVIOUS_END]]
  }

  get firstPacket(): number {
    return this.flowWords[this.record + FIRST_PACKET]
  }
  /** Time, and bits of `OPTION`, of the SYN that began the connection; only where the first packet was one. */
  get openedAtNs(): number {
    return this.flows.doubles[(this.record >> 1) + SYN_TIME_F]
  }
  get openingOptions(): number {
    return parkedOptionBits(this.flowWords, this.record + SYN_PARKED)
  }
  get lastPacket(): number {
    return this.words[this.base + LAST_PACKET]
  }
  /** Time of the connection's first packet; NaN when the input has no times. */
  get firstTimeNs(): number {
    const { client, server } = this
    if (client.packets === 0) return server.firstTimeNs
    if (server.packets === 0) return client.firstTimeNs
    return client.firstTimeNs > server.firstTimeNs ? server.firstTimeNs : client.firstTimeNs
  }
  get lastTimeNs(): number {
    const { client, server } = this
    if (client.packets === 0) return server.lastTimeNs
    if (server.packets === 0) return client.lastTimeNs
    return client.lastTimeNs < server.lastTimeNs ? server.lastTimeNs : client.lastTimeNs
  }
  /** How long the capture went on after the connection's last packet; NaN without times. */
  get silenceAfterNs(): number {
    return this.capture.lastTimeNs - this.lastTimeNs
  }

  get phase(): Phase {
    const { client, server } = this
    if (!client.isnSeen && !server.isnSeen) return 'mid-stream'
    // Asked of all: a question that is met late makes the engine throw compiled code away.
    const toItself = this.isOpenToItself
    if (server.packets === 0) return toItself ? 'open' : 'syn-only'
    if (client.establishingAck !== 0 || (server.establishingAck !== 0 && server.hasAcked && server.ackPos >= 1)) return 'open'
    // Both opened, and each has acknowledged the other's SYN: both are up without a further ACK (RFC 9293 §3.5, figure 7).
    if (client.sentBareSyn && server.sentBareSyn && client.ackPos >= 1 && server.ackPos >= 1) return 'open'
    return 'answered'
  }

  /** A socket that connected to itself: its own SYN met it, and was answered (RFC 9293 §3.5). Both directions look like one. */
  get isOpenToItself(): boolean {
    return this.toItself && this.client.sentBareSyn && this.client.sentSynAck
  }

  /** Everything of the handshake was seen: SYN, SYN-ACK and the client's ACK. */
  get handshakeSeen(): boolean {
    return this.client.sentBareSyn && this.server.sentSynAck && this.client.establishingAck !== 0
  }

  get icmpErrors(): number {
    return this.words[this.base + ICMP_ERRORS]
  }
  /** Packet number of a SYN inside the connection whose meaning stayed open, or 0. */
  get pendingSyn(): number {
    return this.words[this.base + PENDING_SYN]
  }
  /** One bit for each kind of noted packet (`eventKindBits`); 0 when nothing is notable. */
  get eventKinds(): number {
    return this.words[this.base + EVENT_KINDS_SEEN]
  }
  /** Whether there is anything in the log: cheaper than `events`. */
  get hasEvents(): boolean {
    return this.eventKinds !== 0
  }
  /** Notable packets in order; bounded, see `lostEvents`. */
  get events(): readonly TrackedEvent[] {
    if (!this.hasEvents) return NO_EVENTS
    this.keptEvents ??= this.segments.events.of(this.segments.store.words, this.track)
    return this.keptEvents
  }
  /** Events that were not kept. */
  get lostEvents(): number {
    return this.words[this.base + LOST_EVENTS]
  }

  /** Text of an address that an event names (`icmp`'s sender): its key and IP version. */
  addressText(key: number, ipVersion: number): string {
    return ipVersion === 6 ? formatIpv6(this.addresses.bytesOf(key), 0) : formatIpv4(key)
  }

  addressOf(key: number): string {
    return this.addressText(key, this.ipVersion)
  }
}
