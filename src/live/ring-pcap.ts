/** Copies the packets of a block of the ring into records of a pcap file, in one pass: for a capture that is only written. */
import type { CaptureInfo } from '../core/capture/record.ts'
import type { PcapSink } from './live-capture.ts'
import { type BlockWalkOptions, SLICE_PACKETS, putVlanTag, tagPlaceOf } from './ring-block.ts'
import { BLOCK, FRAME, PACKET_TYPE, STATUS } from './ring-layout.ts'

const RECORD_HEADER_BYTES = 16
const BUFFER_BYTES = 256 * 1024
const NS_PER_S = 1_000_000_000n
const NS_PER_US = 1000
/** Packets up to this size are copied in a loop, in steps of that many bytes; for longer ones the engine's own copy is faster. */
const LONGEST_LOOP_BYTES = 160
const STEP_BYTES = 16

/**
 * What `BlockWalk` and a `PcapWriter` do together, for packets that keep their own link header and that the kernel has filtered. At two
 * hundred thousand packets a second this loop is most of what a capture costs.
 */
export class RingPcap {
  /** Packets handed over. */
  captured = 0
  /** Those of the loopback interface. */
  loopback = 0
  readonly #options: Omit<BlockWalkOptions, 'test'>
  readonly #info: CaptureInfo
  readonly #sink: PcapSink
  readonly #nsPerFraction: number
  #isLoopback = false
  /** Bytes and packets that are collected. */
  #used = 0
  #count = 0
  #out = new Uint8Array(BUFFER_BYTES)
  #outView = new DataView(this.#out.buffer)

  constructor(options: Omit<BlockWalkOptions, 'test'>, info: CaptureInfo, sink: PcapSink) {
    this.#options = options
    this.#info = info
    this.#sink = sink
    this.#nsPerFraction = sink.unit === 'nanoseconds' ? 1 : NS_PER_US
  }

  /**
   * Hands over the packets of the block at `start`. VLAN tags are put in front of packets in the block itself.
   *
   * @param view the same memory as `bytes`, same offset 0
   */
  walk(bytes: Uint8Array, view: DataView, start: number): void {
    let at = start + view.getUint32(start + BLOCK.firstPacket, true)
    let left = view.getUint32(start + BLOCK.packetCount, true)
    for (; left > 0; left -= SLICE_PACKETS) at = this.#slice(bytes, view, at, Math.min(left, SLICE_PACKETS))
    this.#handOver()
  }

  /** Some packets from `at` on; gives where the next one is. */
  #slice(bytes: Uint8Array, view: DataView, at: number, packetCount: number): number {
    const { linkType, snaplen, direction, loopbackIndex } = this.#options
    const nsPerFraction = this.#nsPerFraction
    const tagPlace = tagPlaceOf(linkType)
    const lastStep = view.byteLength - LONGEST_LOOP_BYTES
    let out = this.#out
    let outView = this.#outView
    let to = this.#used
    let count = this.#count
    for (let left = packetCount; left > 0; left--) {
      const frame = at
      at += view.getInt32(frame + FRAME.next, true)
      if (view.getUint8(frame + FRAME.packetType) === PACKET_TYPE.outgoing) {
        if (direction === 'in' || view.getInt32(frame + FRAME.interfaceIndex, true) === loopbackIndex) continue
      } else if (direction === 'out') continue
      let from = frame + view.getUint16(frame + FRAME.packetOffset, true)
      let capLen = view.getInt32(frame + FRAME.capLen, true)
      let wireLen = view.getInt32(frame + FRAME.wireLen, true)
      if ((view.getInt32(frame + FRAME.status, true) & STATUS.vlanValid) !== 0 && tagPlace > 0 && capLen >= tagPlace) {
        const added = putVlanTag(bytes, view, frame, from, tagPlace)
        from -= added
        capLen += added
        wireLen += added
      }
      if (capLen > snaplen) capLen = snaplen
      if (to + RECORD_HEADER_BYTES + capLen + STEP_BYTES > out.length) {
        this.#used = to
        this.#count = count
        this.#handOver()
        to = 0
        count = 0
        if (RECORD_HEADER_BYTES + capLen + STEP_BYTES > out.length) {
          out = this.#out = new Uint8Array(RECORD_HEADER_BYTES + capLen + STEP_BYTES)
          outView = this.#outView = new DataView(out.buffer)
        }
      }
      if (count++ === 0 && this.captured === 0) this.#begin(view, frame)
      outView.setInt32(to, view.getInt32(frame + FRAME.seconds, true), true)
      outView.setInt32(to + 4, (view.getInt32(frame + FRAME.nanoseconds, true) / nsPerFraction) | 0, true)
      outView.setInt32(to + 8, capLen, true)
      outView.setInt32(to + 12, wireLen, true)
      to += RECORD_HEADER_BYTES
      const end = to + capLen
      if (capLen <= LONGEST_LOOP_BYTES && from <= lastStep) {
        // The last step may copy more than there is of the packet: the next record overwrites it.
        for (; to < end; to += STEP_BYTES, from += STEP_BYTES) {
          outView.setInt32(to, view.getInt32(from, true), true)
          outView.setInt32(to + 4, view.getInt32(from + 4, true), true)
          outView.setInt32(to + 8, view.getInt32(from + 8, true), true)
          outView.setInt32(to + 12, view.getInt32(from + 12, true), true)
        }
      } else out.set(bytes.subarray(from, from + capLen), to)
      to = end
    }
    this.#used = to
    this.#count = count
    return at
  }

  /** A link type with a header of its own comes from one interface. */
  #begin(view: DataView, frame: number): void {
    this.#isLoopback = view.getInt32(frame + FRAME.interfaceIndex, true) === this.#options.loopbackIndex
    this.#info.startNs =
      BigInt(view.getUint32(frame + FRAME.seconds, true)) * NS_PER_S + BigInt(view.getUint32(frame + FRAME.nanoseconds, true))
  }

  #handOver(): void {
    const packetCount = this.#count
    if (packetCount === 0) return
    const records = this.#out.subarray(0, this.#used)
    this.#used = 0
    this.#count = 0
    this.captured += packetCount
    if (this.#isLoopback) this.loopback += packetCount
    this.#sink.take(records, packetCount)
  }
}
