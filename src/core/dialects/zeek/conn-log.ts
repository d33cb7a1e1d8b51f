/** Zeek's `conn.log`: connections by addresses and ports, with the boundaries that Zeek itself draws. */
import type { Packet } from '../../packet/packet.ts'
import { onesComplementSum } from '../../wire/checksum.ts'
import type { ZeekConnRow } from './conn-row.ts'
import { connUid } from './conn-uid.ts'
import { ZeekConnection, type ZeekOptions } from './connection.ts'
import { Deadlines } from './deadlines.ts'
import { type FourTuple, packetTuple, tupleKey } from './four-tuple.ts'
import { ParkedSyn } from './parked-syn.ts'
import { isReadable } from './readable.ts'

const NS_PER_MICROSECOND = 1000
const MICROSECONDS_PER_SECOND = 1e6
const IPV4_HEADER_MIN_BYTES = 20
/** Sum of a header that has its right checksum inside (RFC 1071). */
const IPV4_CHECKSUM_GOOD = 0xffff

/** Takes each row when Zeek would write it. */
export type ZeekRowSink = (row: ZeekConnRow) => void

/** What the log has to know of its input. */
export interface ZeekLogOptions extends ZeekOptions {
  /** Nanoseconds since 1970 of the capture's start, asked for with each row; undefined where it has no date. */
  readonly startNs?: () => bigint | undefined
  /** The name that stands for an address in the input, if any. */
  readonly nameOf?: (address: string) => string | undefined
}

interface Entry {
  readonly key: string
  readonly tuple: FourTuple
  connection: ZeekConnection | ParkedSyn
  scheduledNs: number
  isOpen: boolean
}

/** Follows all TCP connections of one input and gives a row for each. Memory: the connections that Zeek would have open. */
export class ZeekConnLog {
  readonly #sink: ZeekRowSink
  readonly #options: ZeekLogOptions
  readonly #open = new Map<string, Entry>()
  readonly #deadlines = new Deadlines<Entry>()
  #nowNs = -Infinity

  constructor(sink: ZeekRowSink, options: ZeekLogOptions = {}) {
    this.#sink = sink
    this.#options = options
  }

  /** Number of connections followed at the moment. */
  get openConnections(): number {
    return this.#open.size
  }

  /** Takes the next packet of the input; what is not TCP only moves the clock. */
  packet(packet: Packet): void {
    if (packet.timeNs > this.#nowNs) {
      this.#nowNs = packet.timeNs
      if (this.#deadlines.nextNs <= this.#nowNs) this.#forgetDue()
    }
    if (!isReadable(packet) || (this.#options.checkChecksums === true && hasBadIpHeader(packet))) return
    const tuple = packetTuple(packet)
    const key = tupleKey(tuple)
    const entry = this.#open.get(key)
    if (entry === undefined) {
      this.#add(key, tuple, packet)
      return
    }
    const connection = this.#connectionOf(entry)
    if (connection.isReuse(packet)) {
      this.#write(entry)
      this.#add(key, tuple, packet)
      return
    }
    connection.observe(packet, tuple.isFromA)
    const { dueNs } = connection.lifetime
    if (dueNs < entry.scheduledNs) this.#schedule(entry, dueNs)
  }

  /** The input is over: gives the rows of all connections that are still open, in the order of their first packets. */
  end(): void {
    for (const entry of this.#open.values()) this.#write(entry)
  }

  #add(key: string, tuple: FourTuple, packet: Packet): void {
    const connection = ParkedSyn.of(packet, tuple.isFromA, this.#options) ?? new ZeekConnection(this.#options)
    if (connection instanceof ZeekConnection) connection.observe(packet, tuple.isFromA)
    const entry: Entry = { key, tuple, connection, scheduledNs: Infinity, isOpen: true }
    this.#open.set(key, entry)
    this.#schedule(entry, connection instanceof ZeekConnection ? connection.lifetime.dueNs : connection.dueNs)
  }

  #connectionOf(entry: Entry): ZeekConnection {
    if (entry.connection instanceof ParkedSyn) entry.connection = entry.connection.connection(this.#options)
    return entry.connection
  }

  #schedule(entry: Entry, atNs: number): void {
    entry.scheduledNs = atNs
    this.#deadlines.add(atNs, entry)
  }

  #forgetDue(): void {
    const { nextNs } = this.#deadlines
    for (let atNs = nextNs; atNs <= this.#nowNs; atNs = this.#deadlines.nextNs) {
      const entry = this.#deadlines.take()!
      // An entry that was rescheduled to an earlier time has left this one behind.
      if (!entry.isOpen || entry.scheduledNs !== atNs) continue
      const connection = this.#connectionOf(entry)
      if (connection.isOver(this.#nowNs)) this.#write(entry)
      else this.#schedule(entry, connection.lifetime.dueNs)
    }
  }

  #write(entry: Entry): void {
    entry.isOpen = false
    this.#open.delete(entry.key)
    this.#sink(this.#row(entry, this.#connectionOf(entry)))
  }

  #row({ key, tuple }: Entry, connection: ZeekConnection): ZeekConnRow {
    const { a, portA, b, portB } = tuple
    const { originator, responder, originatorIsA, history } = connection
    const { startNs, lastNs } = connection.lifetime
    const ts = this.#seconds(startNs)
    const duration = Math.round((lastNs - startNs) / NS_PER_MICROSECOND) / MICROSECONDS_PER_SECOND
    return {
      ...(ts === undefined ? {} : { ts }),
      uid: connUid(`${key} ${ts ?? 0}`),
      'id.orig_h': this.#name(originatorIsA ? a : b),
      'id.orig_p': originatorIsA ? portA : portB,
      'id.resp_h': this.#name(originatorIsA ? b : a),
      'id.resp_p': originatorIsA ? portB : portA,
      proto: 'tcp',
      ...(lastNs > startNs ? { duration, orig_bytes: originator.bytes, resp_bytes: responder.bytes } : {}),
      conn_state: connection.connState,
      missed_bytes: connection.missedBytes,
      ...(history === '' ? {} : { history }),
      orig_pkts: originator.packets,
      orig_ip_bytes: originator.ipBytes,
      resp_pkts: responder.packets,
      resp_ip_bytes: responder.ipBytes,
      ip_proto: 6,
    }
  }

  #name(address: string): string {
    return this.#options.nameOf?.(address) ?? address
  }

  #seconds(timeNs: number): number | undefined {
    if (Number.isNaN(timeNs)) return undefined
    const captureNs = this.#options.startNs?.() ?? 0n
    const microseconds = (captureNs + BigInt(Math.round(timeNs))) / BigInt(NS_PER_MICROSECOND)
    return Number(microseconds) / MICROSECONDS_PER_SECOND
  }
}

/** Whether the IPv4 header's checksum is wrong: Zeek, when it checks, takes the packet for nothing. */
function hasBadIpHeader(packet: Packet): boolean {
  const { ipVersion, ipOffset, to, view } = packet
  if (ipVersion !== 4 || ipOffset + IPV4_HEADER_MIN_BYTES > to) return false
  const length = (view.getUint8(ipOffset) & 0xf) * 4
  return ipOffset + length <= to && onesComplementSum(view, ipOffset, length, 0) !== IPV4_CHECKSUM_GOOD
}
