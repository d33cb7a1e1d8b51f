/** Walks the packets of a block of the ring: each becomes a record where it lies, with nothing copied but the few bytes that the kernel took off. */
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { CHECKSUM_NOTE, type CaptureInfo, DIRECTION, PacketRecord, type RecordSink } from '../core/capture/record.ts'
import type { PacketTest } from '../core/filter/filter.ts'
import type { LiveDirection } from './live-capture.ts'
import { BLOCK, FRAME, PACKET_TYPE, STATUS } from './ring-layout.ts'

const NS_PER_S = 1e9
const SLL_BYTES = 16
const SLL2_BYTES = 20
/** Addresses in a cooked header have room for eight bytes. */
const MAX_ADDRESS_BYTES = 8
/** Where a VLAN tag stands, by link type: before the type of what follows. The second cooked header has no place for it. */
const TAG_PLACES: ReadonlyMap<number, number> = new Map([
  [LINK_TYPE.ethernet, 12],
  [LINK_TYPE.linuxSll, 14],
])
const VLAN_TAG_BYTES = 4
const ETHER_TYPE_VLAN = 0x8100

/**
 * So many packets are looked at in one call of the loop over packets. A block would be thousands in one call, and ten calls a second: too few
 * for the engine to compile it as a whole, so that every block would begin in the interpreter.
 */
export const SLICE_PACKETS = 64

/** What a walk has to know of its capture. */
export interface BlockWalkOptions {
  readonly linkType: number
  readonly snaplen: number
  readonly direction: LiveDirection
  /** Index of the loopback interface, on which the kernel shows every packet twice. */
  readonly loopbackIndex: number
  /** The filter, where the kernel could not be given it. */
  readonly test: PacketTest | undefined
}

/** Turns blocks into records. */
export class BlockWalk {
  /** Packets handed over. */
  captured = 0
  /** Those of the loopback interface. */
  loopback = 0
  /** Packets that the filter did not want, where it is ours to ask. */
  rejected = 0
  readonly #options: BlockWalkOptions
  readonly #info: CaptureInfo
  readonly #sink: RecordSink
  readonly #record = new PacketRecord()
  #startSeconds = 0.5
  #startNanoseconds = 0.5

  constructor(options: BlockWalkOptions, info: CaptureInfo, sink: RecordSink) {
    this.#options = options
    this.#info = info
    this.#sink = sink
    this.#record.linkType = options.linkType
  }

  /**
   * Hands each packet of the block at `start` to the sink. The bytes are changed: headers are put in front of packets.
   *
   * @param view the same memory as `bytes`, same offset 0
   */
  walk(bytes: Uint8Array, view: DataView, start: number): void {
    let at = start + view.getUint32(start + BLOCK.firstPacket, true)
    let left = view.getUint32(start + BLOCK.packetCount, true)
    for (; left > 0; left -= SLICE_PACKETS) at = this.#slice(bytes, view, at, Math.min(left, SLICE_PACKETS))
  }

  /** Some packets from `at` on; gives where the next one is. */
  #slice(bytes: Uint8Array, view: DataView, at: number, packetCount: number): number {
    const { linkType, snaplen, direction, loopbackIndex, test } = this.#options
    const record = this.#record
    const sink = this.#sink
    record.bytes = bytes
    record.view = view
    const isCooked = linkType === LINK_TYPE.linuxSll || linkType === LINK_TYPE.linuxSll2
    const tagPlace = tagPlaceOf(linkType)
    for (let left = packetCount; left > 0; left--) {
      const frame = at
      at += view.getUint32(frame + FRAME.next, true)
      const packetType = view.getUint8(frame + FRAME.packetType)
      if (packetType === PACKET_TYPE.outgoing) {
        if (direction === 'in' || view.getInt32(frame + FRAME.interfaceIndex, true) === loopbackIndex) continue
        record.direction = DIRECTION.out
      } else {
        if (direction === 'out') continue
        record.direction = packetType === PACKET_TYPE.otherHost ? DIRECTION.unknown : DIRECTION.in
      }
      const status = view.getUint32(frame + FRAME.status, true)
      record.checksumNote =
        (status & STATUS.checksumPending) !== 0
          ? CHECKSUM_NOTE.pending
          : (status & STATUS.checksumVerified) !== 0
            ? CHECKSUM_NOTE.verified
            : CHECKSUM_NOTE.unknown
      let from = frame + view.getUint16(frame + FRAME.packetOffset, true)
      let capLen = view.getUint32(frame + FRAME.capLen, true)
      let wireLen = view.getUint32(frame + FRAME.wireLen, true)
      const seconds = view.getUint32(frame + FRAME.seconds, true)
      const nanoseconds = view.getUint32(frame + FRAME.nanoseconds, true)
      let added = 0
      if (isCooked) added = linkType === LINK_TYPE.linuxSll2 ? this.#putSll2(view, frame, from) : this.#putSll(view, frame, from)
      if (tagPlace > 0 && (status & STATUS.vlanValid) !== 0 && capLen + added >= tagPlace)
        added += putVlanTag(bytes, view, frame, from - added, tagPlace)
      from -= added
      capLen += added
      wireLen += added
      if (capLen > snaplen) capLen = snaplen
      if (test !== undefined && !test(record.bytes, from, capLen, wireLen)) {
        this.rejected++
        continue
      }
      if (view.getInt32(frame + FRAME.interfaceIndex, true) === loopbackIndex) this.loopback++
      if (this.captured++ === 0) this.#start(seconds, nanoseconds)
      record.from = from
      record.capLen = capLen
      record.wireLen = wireLen
      record.timeNs = (seconds - this.#startSeconds) * NS_PER_S + (nanoseconds - this.#startNanoseconds)
      sink(record)
    }
    return at
  }

  /** Times are relative to the first packet; the halves keep the arithmetic in doubles, as in `core/capture/pcap.ts`. */
  #start(seconds: number, nanoseconds: number): void {
    this.#info.startNs = BigInt(seconds) * BigInt(NS_PER_S) + BigInt(nanoseconds)
    this.#startSeconds = seconds - 0.5
    this.#startNanoseconds = nanoseconds + NS_PER_S / 2
  }

  /** Writes a cooked header, version 2, before the packet (LINKTYPE_LINUX_SLL2); gives its length. */
  #putSll2(view: DataView, frame: number, from: number): number {
    const to = from - SLL2_BYTES
    const protocol = view.getUint16(frame + FRAME.protocol, false)
    const interfaceIndex = view.getInt32(frame + FRAME.interfaceIndex, true)
    const hardwareType = view.getUint16(frame + FRAME.hardwareType, true)
    const packetType = view.getUint8(frame + FRAME.packetType)
    const addressLen = view.getUint8(frame + FRAME.addressLen)
    const high = view.getUint32(frame + FRAME.address, false)
    const low = view.getUint32(frame + FRAME.address + 4, false)
    view.setUint16(to, protocol, false)
    view.setUint16(to + 2, 0, false)
    view.setInt32(to + 4, interfaceIndex, false)
    view.setUint16(to + 8, hardwareType, false)
    view.setUint8(to + 10, packetType)
    view.setUint8(to + 11, Math.min(addressLen, MAX_ADDRESS_BYTES))
    view.setUint32(to + 12, high, false)
    view.setUint32(to + 16, low, false)
    return SLL2_BYTES
  }

  /** Writes a cooked header, version 1, before the packet (LINKTYPE_LINUX_SLL); gives its length. */
  #putSll(view: DataView, frame: number, from: number): number {
    const to = from - SLL_BYTES
    const protocol = view.getUint16(frame + FRAME.protocol, false)
    const hardwareType = view.getUint16(frame + FRAME.hardwareType, true)
    const packetType = view.getUint8(frame + FRAME.packetType)
    const addressLen = view.getUint8(frame + FRAME.addressLen)
    const high = view.getUint32(frame + FRAME.address, false)
    const low = view.getUint32(frame + FRAME.address + 4, false)
    view.setUint16(to, packetType, false)
    view.setUint16(to + 2, hardwareType, false)
    view.setUint16(to + 4, addressLen, false)
    view.setUint32(to + 6, high, false)
    view.setUint32(to + 10, low, false)
    view.setUint16(to + 14, protocol, false)
    return SLL_BYTES
  }
}

/** Where a VLAN tag stands in packets of a link type, in bytes from their start; 0 where there is no place for one. */
export function tagPlaceOf(linkType: number): number {
  return TAG_PLACES.get(linkType) ?? 0
}

/**
 * Puts the VLAN tag that the kernel took off back before the byte at `place` of the packet at `from`, moving what comes before it; gives its
 * length.
 */
export function putVlanTag(bytes: Uint8Array, view: DataView, frame: number, from: number, place: number): number {
  const tci = view.getUint32(frame + FRAME.vlanTci, true) & 0xffff
  const hasTpid = (view.getUint32(frame + FRAME.status, true) & STATUS.vlanTpidValid) !== 0
  const tpid = hasTpid ? view.getUint16(frame + FRAME.vlanTpid, true) : ETHER_TYPE_VLAN
  bytes.copyWithin(from - VLAN_TAG_BYTES, from, from + place)
  const to = from - VLAN_TAG_BYTES + place
  view.setUint16(to, tpid, false)
  view.setUint16(to + 2, tci, false)
  return VLAN_TAG_BYTES
}
