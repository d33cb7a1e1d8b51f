/**
 * IP fragments put together again (RFC 791 §3.2, RFC 8200 §4.5), within bounds.
 *
 * The packet that completes a datagram describes all of it. A first fragment waits for the others, unless the capture shows none:
 * a filter such as `tcp port 80` passes first fragments only, and then each speaks for itself.
 */
import { type Extent, stop } from './extent.ts'
import { type Packet, PROBLEM } from './packet.ts'

/** Datagrams that may be incomplete at a time; the one that was begun first makes room. */
const MOST_DATAGRAMS = 64
/** No datagram is longer: the length field has 16 bits. */
const MOST_BYTES = 65535
/** Fragment offsets count in units of 8 bytes. */
const UNIT_BYTES = 8
/** Room for the longest IPv4 header in front of the payload. */
const HEADER_ROOM = 60
const IPV6_HEADER_BYTES = 40
const SMALLEST_BUFFER_BYTES = 4096
/** Linux gives a datagram so long to become whole (`ipfrag_time`); after it the identification may mean another. */
const PATIENCE_NS = 30e9

/** What became of a fragment. */
export const FRAGMENT = {
  /** Its datagram is not complete (or never will be). */
  waiting: 0,
  /** It was the last one missing: packet and extent now stand for the whole datagram. */
  completed: 1,
  /** A first fragment that need not wait, since its input has no others. */
  alone: 2,
} as const

/** A datagram that is not complete yet. */
class Datagram {
  live = false
  /** Begin of the key: the rest are the addresses in `bytes`. */
  ipVersion = 0
  id = 0
  protocol = 0
  firstTimeNs = NaN
  /** The IP header before `HEADER_ROOM`, the payload from there on. */
  bytes = new Uint8Array(SMALLEST_BUFFER_BYTES)
  view = new DataView(this.bytes.buffer)
  headerLen = 0
  /** One bit for each 8 bytes of payload that came. */
  readonly units = new Uint8Array((MOST_BYTES + 1) / UNIT_BYTES / 8)
  unitCount = 0
  /** Bytes of payload, or -1 until the last fragment came. */
  payloadLen = -1
  /** Payload from here on may not have been captured. */
  cutAt = MOST_BYTES
}

/** The incomplete datagrams of one input. */
export class Fragments {
  private readonly ring: (Datagram | undefined)[] = []
  private next = 0
  /** Has any fragment been seen that was not the first? */
  private laterSeen = false
  private firstSeen = false

  /**
   * Takes the fragment whose payload begins at `extent.at`; it stands at `offset` in the payload of datagram `id` of the addresses
   * in `packet`. Gives one of `FRAGMENT`.
   */
  add(packet: Packet, extent: Extent, id: number, protocol: number, offset: number, more: boolean): number {
    let datagram = this.find(packet, id, protocol)
    if (offset > 0) this.laterSeen = true
    else if (this.firstSeen && !this.laterSeen && datagram === undefined) return FRAGMENT.alone
    else this.firstSeen = true
    const length = extent.wireEnd - extent.at
    if (length <= 0 || offset + length > MOST_BYTES) {
      stop(packet, extent, PROBLEM.malformed, 'fragment', UNIT_BYTES)
      return FRAGMENT.waiting
    }
    datagram ??= this.begin(packet, id, protocol)
    keepHeader(datagram, packet, extent, offset)
    keepPayload(datagram, packet, extent, offset, length)
    markUnits(datagram, offset, length, more)
    if (datagram.payloadLen < 0 || datagram.unitCount < Math.ceil(datagram.payloadLen / UNIT_BYTES)) return FRAGMENT.waiting
    datagram.live = false
    describe(datagram, packet, extent)
    return FRAGMENT.completed
  }

  private find(packet: Packet, id: number, protocol: number): Datagram | undefined {
    for (const datagram of this.ring) {
      if (
        datagram === undefined ||
        !datagram.live ||
        datagram.id !== id ||
        datagram.protocol !== protocol ||
        datagram.ipVersion !== packet.ipVersion
      )
        continue
      if (!sameAddresses(datagram, packet)) continue
      if (packet.timeNs - datagram.firstTimeNs > PATIENCE_NS) {
        datagram.live = false
        return undefined
      }
      return datagram
    }
    return undefined
  }

  /** The place behind the last one is taken, so that a datagram just completed keeps its bytes while its inside is decoded. */
  private begin(packet: Packet, id: number, protocol: number): Datagram {
    const datagram = (this.ring[this.next] ??= new Datagram())
    this.next = (this.next + 1) % MOST_DATAGRAMS
    datagram.live = true
    datagram.ipVersion = packet.ipVersion
    datagram.id = id
    datagram.protocol = protocol
    datagram.firstTimeNs = packet.timeNs
    datagram.headerLen = 0
    datagram.units.fill(0)
    datagram.unitCount = 0
    datagram.payloadLen = -1
    datagram.cutAt = MOST_BYTES
    return datagram
  }
}

function addressesOffset(ipVersion: number): number {
  return ipVersion === 4 ? 12 : 8
}

function sameAddresses(datagram: Datagram, packet: Packet): boolean {
  const words = packet.ipVersion === 4 ? 2 : 8
  const own = HEADER_ROOM - datagram.headerLen + addressesOffset(packet.ipVersion)
  const others = packet.ipOffset + addressesOffset(packet.ipVersion)
  for (let i = 0; i < words; i++) if (datagram.view.getInt32(own + i * 4) !== packet.view.getInt32(others + i * 4)) return false
  return true
}

/** Keeps the header of the first fragment, and until it comes that of another. IPv6 keeps its fixed header. */
function keepHeader(datagram: Datagram, packet: Packet, extent: Extent, offset: number): void {
  if (offset !== 0 && datagram.headerLen !== 0) return
  const length = packet.ipVersion === 4 ? Math.min(extent.at - packet.ipOffset, HEADER_ROOM) : IPV6_HEADER_BYTES
  datagram.headerLen = length
  datagram.bytes.set(packet.bytes.subarray(packet.ipOffset, packet.ipOffset + length), HEADER_ROOM - length)
}

function keepPayload(datagram: Datagram, packet: Packet, extent: Extent, offset: number, length: number): void {
  const captured = Math.min(length, extent.end - extent.at)
  if (captured < length) datagram.cutAt = Math.min(datagram.cutAt, offset + captured)
  const needed = HEADER_ROOM + offset + captured
  if (needed > datagram.bytes.length) {
    const larger = new Uint8Array(Math.min(HEADER_ROOM + MOST_BYTES, Math.max(needed, datagram.bytes.length * 2)))
    larger.set(datagram.bytes)
    datagram.bytes = larger
    datagram.view = new DataView(larger.buffer)
  }
  datagram.bytes.set(packet.bytes.subarray(extent.at, extent.at + captured), HEADER_ROOM + offset)
}

function markUnits(datagram: Datagram, offset: number, length: number, more: boolean): void {
  const first = offset / UNIT_BYTES
  // Only the last fragment may end within a unit.
  const end = more ? first + Math.floor(length / UNIT_BYTES) : first + Math.ceil(length / UNIT_BYTES)
  for (let unit = first; unit < end; unit++) {
    const bit = 1 << (unit & 7)
    if (datagram.units[unit >> 3] & bit) continue
    datagram.units[unit >> 3] |= bit
    datagram.unitCount++
  }
  if (!more) datagram.payloadLen = offset + length
}

/** Makes packet and extent stand for the whole datagram, in the bytes kept here. */
function describe(datagram: Datagram, packet: Packet, extent: Extent): void {
  const wireEnd = HEADER_ROOM + datagram.payloadLen
  packet.bytes = datagram.bytes
  packet.view = datagram.view
  packet.from = packet.ipOffset = HEADER_ROOM - datagram.headerLen
  packet.ipLen = datagram.headerLen + datagram.payloadLen
  packet.reassembled = 1
  extent.at = HEADER_ROOM
  extent.wireEnd = wireEnd
  extent.end = packet.to = Math.min(wireEnd, HEADER_ROOM + datagram.cutAt, datagram.bytes.length)
}
