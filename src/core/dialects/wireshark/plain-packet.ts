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
  /** The bytes of the segment's payload that were captured. */
  capturedPayload = 0
  /** The segment has nothing but padded timestamps as options. */
  hasOnlyTimestamps = false
  /** All options of the segment are of few words: one line each and their values, with nothing to remark on. */
  hasShortOptions = false
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

  readonly #sources = [this.input.source, new Uint8Array(IPV6_ADDRESS_BYTES)] as const
  readonly #destinations = [this.input.destination, new Uint8Array(IPV6_ADDRESS_BYTES)] as const

  /** Takes a record; false when it is no plain packet, or when anything about it is odd. */
  read(record: PacketRecord, number: number): boolean {
    const { bytes, from, capLen, wireLen, timeNs } = record
    if (record.linkType !== LINK_TYPE.ethernet || capLen < SMALLEST_BYTES || capLen > wireLen) return false
    if (!(timeNs >= 0 && timeNs <= Number.MAX_SAFE_INTEGER)) return false
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
    this.hasOnlyTimestamps =
      headerLength === TIMESTAMPS_HEADER_BYTES &&
      ((bytes[segment + 20] << 24) | (bytes[segment + 21] << 16) | (bytes[segment + 22] << 8) | bytes[segment + 23]) === PADDED_TIMESTAMPS
    this.hasShortOptions = headerLength === TCP_BYTES
    if (headerLength > TCP_BYTES && !this.hasOnlyTimestamps) {
      const found = optionsIn(bytes, segment, headerLength)
      if (found === OPTIONS.unusual) return false
      this.hasShortOptions = found === OPTIONS.short
    }
    this.hasTellingOptions = (headerLength > TCP_BYTES && !this.hasOnlyTimestamps) || (bytes[segment + 13] & SYN) !== 0
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
    const source = this.#sources[isIpv6 ? 1 : 0]
    const destination = this.#destinations[isIpv6 ? 1 : 0]
    const addressBytes = source.length
    for (let i = 0; i < addressBytes; i++) {
      source[i] = bytes[addresses + i]
      destination[i] = bytes[addresses + addressBytes + i]
    }
    this.isIpv6 = isIpv6
    this.source = addresses
    this.destination = addresses + addressBytes
    input.source = source
    input.destination = destination
    return true
  }
}

/** What the options of a segment are: such as need items or a remark, such as do not, or such as no plain packet has. */
const OPTIONS = { unusual: 0, long: 1, short: 2 } as const
/** More of them than any system sends would not fit in their line. */
const MAX_SHORT_OPTIONS = 8
/** As many NOPs are remarked on. */
const MANY_NOPS = 4
const MSS = 2
const WINDOW_SCALE = 3
const MAX_SHIFT = 14

/** Looks whether the options are such as every system sends, whole, each where it belongs. */
function optionsIn(bytes: Uint8Array, segment: number, headerLength: number): (typeof OPTIONS)[keyof typeof OPTIONS] {
  const isSyn = (bytes[segment + 13] & SYN) !== 0
  const end = segment + headerLength
  let at = segment + TCP_BYTES
  let count = 0
  let nops = 0
  let hasMss = false
  let isShort = true
  while (at < end) {
    const kind = bytes[at]
    count++
    if (kind === NOP) {
      nops++
      at++
      continue
    }
    const length = at + 1 < end ? bytes[at + 1] : 0
    if (kind === TIMESTAMPS) {
      if (length !== TIMESTAMPS_BYTES) return OPTIONS.unusual
    } else if (kind === SACK) {
      if (length <= OPTION_BYTES || (length - OPTION_BYTES) % SACK_BLOCK_BYTES !== 0) return OPTIONS.unusual
      isShort = false
    } else if (!isSyn || kind >= SYN_LENGTHS.length || kind <= NOP || length !== SYN_LENGTHS[kind]) return OPTIONS.unusual
    if (kind === MSS) hasMss = true
    if (kind === WINDOW_SCALE && bytes[at + 2] > MAX_SHIFT) isShort = false
    at += length
  }
  if (at !== end) return OPTIONS.unusual
  return isShort && hasMss === isSyn && nops < MANY_NOPS && count <= MAX_SHORT_OPTIONS ? OPTIONS.short : OPTIONS.long
}
