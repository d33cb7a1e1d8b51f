/** The packets that captures are full of, an Ethernet frame with a whole TCP segment in one IPv4 packet, found without making items. */
import { LINK_TYPE } from '../../capture/link-type.ts'
import type { PacketRecord } from '../../capture/record.ts'
import type { TcpSegmentInput } from './tcp/tcp-layer.ts'

const ETHERNET_BYTES = 14
const IPV4_BYTES = 20
const TCP_BYTES = 20
const SMALLEST_BYTES = ETHERNET_BYTES + IPV4_BYTES + TCP_BYTES
/** EtherType and the first byte of the header: IPv4, five words long. */
const IPV4_START = 0x080045
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
  /** For `TcpDissector.follow`. */
  readonly input: TcpSegmentInput = {
    bytes: this.bytes,
    offset: 0,
    capturedEnd: 0,
    reportedLength: undefined,
    source: new Uint8Array(4),
    destination: new Uint8Array(4),
    frameNumber: 0,
    timeNs: 0,
    quoted: false,
    fragment: false,
  }

  /** Takes a record; false when it is no plain packet, or when anything about it is odd. */
  read(record: PacketRecord, number: number): boolean {
    const { bytes, from, capLen, wireLen, timeNs } = record
    if (record.linkType !== LINK_TYPE.ethernet || capLen < SMALLEST_BYTES || capLen > wireLen) return false
    if (!(timeNs >= 0 && timeNs <= Number.MAX_SAFE_INTEGER)) return false
    const ip = from + ETHERNET_BYTES
    if (((bytes[ip - 2] << 16) | (bytes[ip - 1] << 8) | bytes[ip]) !== IPV4_START || bytes[ip + 9] !== PROTOCOL_TCP) return false
    if ((((bytes[ip + 6] << 8) | bytes[ip + 7]) & FRAGMENT_BITS) !== 0) return false
    const totalLength = (bytes[ip + 2] << 8) | bytes[ip + 3]
    const segment = ip + IPV4_BYTES
    const headerLength = (bytes[segment + 12] >>> 4) * 4
    const length = totalLength - IPV4_BYTES
    const capturedEnd = Math.min(from + capLen, ip + totalLength)
    if (headerLength < TCP_BYTES || length < headerLength || totalLength + ETHERNET_BYTES > wireLen) return false
    if (segment + headerLength > capturedEnd) return false
    this.hasOnlyTimestamps =
      headerLength === TIMESTAMPS_HEADER_BYTES &&
      ((bytes[segment + 20] << 24) | (bytes[segment + 21] << 16) | (bytes[segment + 22] << 8) | bytes[segment + 23]) === PADDED_TIMESTAMPS
    if (headerLength > TCP_BYTES && !this.hasOnlyTimestamps && !areUsual(bytes, segment, headerLength)) return false
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
    const { source, destination } = input
    for (let i = 0; i < 4; i++) {
      source[i] = bytes[ip + 12 + i]
      destination[i] = bytes[ip + 16 + i]
    }
    return true
  }
}

/** Whether the options are such as every system sends, whole, each where it belongs. */
function areUsual(bytes: Uint8Array, segment: number, headerLength: number): boolean {
  const isSyn = (bytes[segment + 13] & SYN) !== 0
  const end = segment + headerLength
  let at = segment + TCP_BYTES
  while (at < end) {
    const kind = bytes[at]
    if (kind === NOP) {
      at++
      continue
    }
    const length = at + 1 < end ? bytes[at + 1] : 0
    if (kind === TIMESTAMPS) {
      if (length !== TIMESTAMPS_BYTES) return false
    } else if (kind === SACK) {
      if (length <= OPTION_BYTES || (length - OPTION_BYTES) % SACK_BLOCK_BYTES !== 0) return false
    } else if (!isSyn || kind >= SYN_LENGTHS.length || kind <= NOP || length !== SYN_LENGTHS[kind]) return false
    at += length
  }
  return at === end
}
