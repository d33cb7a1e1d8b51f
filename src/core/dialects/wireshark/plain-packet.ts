/** The packets that captures are full of, an Ethernet frame with a whole TCP segment in one IP packet, found without making items. */
import { LINK_TYPE } from '../../capture/link-type.ts'
import type { PacketRecord } from '../../capture/record.ts'
import type { TcpSegmentInput } from './tcp/tcp-layer.ts'

const ETHERNET_BYTES = 14
const IPV4_BYTES = 20
const IPV6_BYTES = 40
const IPV4_ADDRESS_BYTES = 4
const IPV6_ADDRESS_BYTES = 16
const TCP_BYTES = 20
const SMALLEST_BYTES = ETHERNET_BYTES + IPV4_BYTES + TCP_BYTES
const SMALLEST_IPV6_BYTES = ETHERNET_BYTES + IPV6_BYTES + TCP_BYTES
/** EtherType and the first byte of the header: IPv4, five words long. */
const IPV4_START = 0x080045
/** The same for IPv6, without the lower half of the byte. */
const IPV6_START = 0x86dd60
const UPPER_HALF = 0xfffff0
const PROTOCOL_TCP = 6
/** More fragments, and the offset of a fragment. */
const FRAGMENT_BITS = 0x3fff
const SYN = 0x02
/** Two NOPs, kind and length of a timestamp option: what most segments have (RFC 7323 §A). */
const PADDED_TIMESTAMPS = 0x0101080a
/** The length of a header with nothing but that. */
const TIMESTAMPS_HEADER_BYTES = TCP_BYTES + 12
const NOP = 1
/** Lengths of the options that only a SYN has, and of timestamps; 0 for other kinds. */
const SYN_LENGTHS = [0, 0, 4, 3, 2]
const SACK = 5
const TIMESTAMPS = 8
const TIMESTAMPS_BYTES = 10
const ETHERNET_ADDRESS_BYTES = 6
/** The bit of an address's first byte that makes it that of a group. */
const GROUP_BIT = 0x01
/** What is shorter is padded (IEEE 802.3 §3.2.8), without the check sequence, which captures leave out. */
const SHORTEST_FRAME_BYTES = 60
/** A time to live below this is remarked on. */
const SMALL_TTL = 5
/** The first byte of multicast addresses, and of all above them. */
const FIRST_MULTICAST = 224
/** Longer than any frame: eight times it are a number of 32 bits. */
const MAX_WIRE_BYTES = 2 ** 28
/** Half of what a double has whole, so that the moment within the second of the capture's start can be added. */
const MAX_TIME_NS = 2 ** 52
const SACK_BLOCK_BYTES = 8
const OPTION_BYTES = 2

/** Where the parts of a plain packet stand. One object is reused. */
export class PlainPacket {
  number = 0
  bytes: Uint8Array = new Uint8Array(0)
  /** The offsets of the frame, of the IP header, of the segment in `bytes`. */
  frame = 0
  ip = 0
  isIpv6 = false
  /** Where the addresses of the IP header stand. */
  source = 0
  destination = 0
  wireLength = 0
  capturedLength = 0
  interfaceIndex = 0
  timeNs = 0
  /** Since the packet before. */
  sincePreviousNs = 0
  /** Since the packet that was shown before. */
  sinceDisplayedNs = 0
  /** The bytes of the segment's payload that were captured. */
  capturedPayload = 0
  /** Which options the segment has, as `OPTION_CODE`s, four bits each, the first in the highest; `LAYOUT.long` where they are too many. */
  layout: number = LAYOUT.none
  /**
   * Zeros behind the packet that make the frame as long as the shortest. -1 for anything else behind it, and for headers below TCP that there
   * is something to remark on: the lines of TCP are as usual then, those before are not.
   */
  padding = 0
  /** There are options from which a stream learns, or could have learned. */
  hasTellingOptions = false
  /** For `TcpDissector.follow`. */
  readonly input: TcpSegmentInput = {
    bytes: this.bytes,
    offset: 0,
    capturedEnd: 0,
    reportedLength: undefined,
    source: new Uint8Array(IPV4_ADDRESS_BYTES),
    destination: new Uint8Array(IPV4_ADDRESS_BYTES),
    frameNumber: 0,
    timeNs: 0,
    quoted: false,
    fragment: false,
  }

  readonly #source4 = this.input.source
  readonly #destination4 = this.input.destination
  readonly #source6 = new Uint8Array(IPV6_ADDRESS_BYTES)
  readonly #destination6 = new Uint8Array(IPV6_ADDRESS_BYTES)

  /** Takes a record; false when it is no plain packet, or when anything about it is odd. */
  read(record: PacketRecord, number: number): boolean {
    const { bytes, from, capLen, wireLen, timeNs } = record
    if (record.linkType !== LINK_TYPE.ethernet || capLen < SMALLEST_BYTES || capLen > wireLen || wireLen > MAX_WIRE_BYTES) return false
    if (!(timeNs >= 0 && timeNs <= MAX_TIME_NS && Math.floor(timeNs) === timeNs)) return false
    const ip = from + ETHERNET_BYTES
    const start = (bytes[ip - 2] << 16) | (bytes[ip - 1] << 8) | bytes[ip]
    const isIpv6 = (start & UPPER_HALF) === IPV6_START
    let totalLength = 0
    if (isIpv6) {
      const payloadLength = (bytes[ip + 4] << 8) | bytes[ip + 5]
      if (bytes[ip + 6] !== PROTOCOL_TCP || payloadLength === 0 || capLen < SMALLEST_IPV6_BYTES) return false
      totalLength = IPV6_BYTES + payloadLength
    } else {
      if (start !== IPV4_START || bytes[ip + 9] !== PROTOCOL_TCP) return false
      if ((((bytes[ip + 6] << 8) | bytes[ip + 7]) & FRAGMENT_BITS) !== 0) return false
      totalLength = (bytes[ip + 2] << 8) | bytes[ip + 3]
    }
    const headerBytes = isIpv6 ? IPV6_BYTES : IPV4_BYTES
    const segment = ip + headerBytes
    const headerLength = (bytes[segment + 12] >>> 4) * 4
    const length = totalLength - headerBytes
    const capturedEnd = Math.min(from + capLen, ip + totalLength)
    if (headerLength < TCP_BYTES || length < headerLength || totalLength + ETHERNET_BYTES > wireLen) return false
    if (segment + headerLength > capturedEnd) return false
    let layout: number = LAYOUT.none
    if (
      headerLength === TIMESTAMPS_HEADER_BYTES &&
      ((bytes[segment + 20] << 24) | (bytes[segment + 21] << 16) | (bytes[segment + 22] << 8) | bytes[segment + 23]) === PADDED_TIMESTAMPS
    )
      layout = LAYOUT.paddedTimestamps
    else if (headerLength > TCP_BYTES) layout = layoutOf(bytes, segment, headerLength)
    if (layout === LAYOUT.unusual) return false
    this.layout = layout
    this.hasTellingOptions = (layout !== LAYOUT.none && layout !== LAYOUT.paddedTimestamps) || (bytes[segment + 13] & SYN) !== 0
    this.number = number
    this.bytes = bytes
    this.frame = from
    this.ip = ip
    this.wireLength = wireLen
    this.capturedLength = capLen
    this.interfaceIndex = record.interfaceIndex
    this.timeNs = timeNs
    this.capturedPayload = capturedEnd - segment - headerLength
    const { input } = this
    input.bytes = bytes
    input.offset = segment
    input.capturedEnd = capturedEnd
    input.reportedLength = length
    input.frameNumber = number
    input.timeNs = timeNs
    const addresses = isIpv6 ? ip + 8 : ip + 12
    const source = isIpv6 ? this.#source6 : this.#source4
    const destination = isIpv6 ? this.#destination6 : this.#destination4
    const addressBytes = source.length
    for (let i = 0; i < addressBytes; i++) {
      source[i] = bytes[addresses + i]
      destination[i] = bytes[addresses + addressBytes + i]
    }
    this.padding = this.#isRemarkable(isIpv6) ? -1 : paddingOf(bytes, from, capLen, ETHERNET_BYTES + totalLength)
    this.isIpv6 = isIpv6
    this.source = addresses
    this.destination = addresses + addressBytes
    input.source = source
    input.destination = destination
    return true
  }

  /** A sender that is a group, a time to live that is nearly over, or one of a multicast, which has to be that of its group. */
  #isRemarkable(isIpv6: boolean): boolean {
    const { bytes, ip } = this
    if (bytes[this.frame + ETHERNET_ADDRESS_BYTES] & GROUP_BIT) return true
    return !isIpv6 && (bytes[ip + 8] < SMALL_TTL || bytes[ip + 16] >= FIRST_MULTICAST)
  }
}

/** What stands behind the packet in the captured part of the frame: no bytes, so many zeros up to the shortest frame, or -1 for all else. */
function paddingOf(bytes: Uint8Array, frame: number, capturedLength: number, used: number): number {
  if (capturedLength <= used) return 0
  if (capturedLength !== SHORTEST_FRAME_BYTES) return -1
  for (let at = frame + used; at < frame + capturedLength; at++) if (bytes[at] !== 0) return -1
  return capturedLength - used
}

/** The options that a plain packet may have; of a SACK option the code for one block, those for more follow. */
export const OPTION_CODE = { nop: 1, mss: 2, windowScale: 3, sackPermitted: 4, timestamps: 8, sack: 10 } as const
/** Bits of a code. */
export const CODE_BITS = 4
/** Layouts that have a name: such as no plain packet has; without options; two NOPs and timestamps; such as need items. */
export const LAYOUT = { unusual: -2, long: -1, none: 0, paddedTimestamps: 0x118 } as const
/** So many codes fit a small integer. */
const MAX_OPTIONS = 7
/** A word of so many NOPs is remarked on, by Wireshark's way of counting. */
const WIPED_NOPS = 4
const MSS = 2
const WINDOW_SCALE = 3
const MAX_SHIFT = 14

/** The layout of the options, when they are such as every system sends, whole, each where it belongs. */
function layoutOf(bytes: Uint8Array, segment: number, headerLength: number): number {
  const isSyn = (bytes[segment + 13] & SYN) !== 0
  const end = segment + headerLength
  let at = segment + TCP_BYTES
  let layout = 0
  let count = 0
  let nops = 0
  /** A bit for each kind that was there. */
  let kinds = 0
  let isLong = false
  while (at < end) {
    const kind = bytes[at]
    count++
    layout <<= CODE_BITS
    if (kind === NOP) {
      nops = nops === 0 || (at - segment) % WIPED_NOPS !== 0 ? nops + 1 : 0
      if (nops === WIPED_NOPS) isLong = true
      layout |= OPTION_CODE.nop
      at++
      continue
    }
    const length = at + 1 < end ? bytes[at + 1] : 0
    if (kind === TIMESTAMPS) {
      if (length !== TIMESTAMPS_BYTES) return LAYOUT.unusual
      layout |= OPTION_CODE.timestamps
    } else if (kind === SACK) {
      if (length <= OPTION_BYTES || (length - OPTION_BYTES) % SACK_BLOCK_BYTES !== 0) return LAYOUT.unusual
      layout |= OPTION_CODE.sack - 1 + (length - OPTION_BYTES) / SACK_BLOCK_BYTES
    } else if (!isSyn || kind >= SYN_LENGTHS.length || kind <= NOP || length !== SYN_LENGTHS[kind]) return LAYOUT.unusual
    else layout |= kind
    if (kinds & (1 << kind)) isLong = true
    kinds |= 1 << kind
    if (kind === WINDOW_SCALE && bytes[at + 2] > MAX_SHIFT) isLong = true
    at += length
  }
  if (at !== end) return LAYOUT.unusual
  const hasMss = (kinds & (1 << MSS)) !== 0
  return isLong || hasMss !== isSyn || count > MAX_OPTIONS ? LAYOUT.long : layout
}
