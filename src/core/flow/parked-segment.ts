/** A SYN or SYN-ACK folded into ten words of its connection's record, and unfolded again. */
import { KIND, type Packet } from '../packet/packet.ts'

/** Folds the TCP facts of `packet` into `words` at `at`. Its time is kept apart. */
export function park(words: Int32Array, at: number, packet: Packet): void {
  words[at] = packet.number
  words[at + 1] = packet.seq
  words[at + 2] = packet.ack
  words[at + 3] = (packet.window << 16) | packet.mss
  words[at + 4] = (packet.ipId << 16) | (packet.ttl << 8) | packet.tos
  words[at + 5] =
    packet.flags |
    (Math.min(packet.windowScale, 15) << 9) |
    (packet.checksum << 13) |
    (packet.direction << 15) |
    (packet.dontFragment << 17) |
    (packet.optionBits << 18)
  words[at + 6] = packet.tsVal
  words[at + 7] = packet.tsEcr
  words[at + 8] = (packet.payloadLen & 0xffff) | (packet.known << 16)
  words[at + 9] = packet.flowLabel
}

/** The sequence number of the segment that is parked at `at`; single facts, for those who need no more. */
export function parkedSeq(words: Int32Array, at: number): number {
  return words[at + 1]
}

/** Its acknowledgment number. */
export function parkedAck(words: Int32Array, at: number): number {
  return words[at + 2]
}

/** Its raw window. */
export function parkedWindow(words: Int32Array, at: number): number {
  return words[at + 3] >>> 16
}

/** Its MSS option; says nothing without one. */
export function parkedMss(words: Int32Array, at: number): number {
  return words[at + 3] & 0xffff
}

/** Its IPv4 identification. */
export function parkedIpId(words: Int32Array, at: number): number {
  return words[at + 4] >>> 16
}

/** Its TOS or traffic class. */
export function parkedTos(words: Int32Array, at: number): number {
  return words[at + 4] & 0xff
}

/** Its TTL or hop limit. */
export function parkedTtl(words: Int32Array, at: number): number {
  return (words[at + 4] >>> 8) & 0xff
}

/** Its flags, bits of `FLAG`. */
export function parkedFlags(words: Int32Array, at: number): number {
  return words[at + 5] & 0x1ff
}

/** The state of its checksum, one of `CHECKSUM`. */
export function parkedChecksum(words: Int32Array, at: number): number {
  return (words[at + 5] >>> 13) & 3
}

/** Its options, bits of `OPTION`. */
export function parkedOptionBits(words: Int32Array, at: number): number {
  return (words[at + 5] >>> 18) & 0x1fff
}

/** Its timestamp; says nothing without the option. */
export function parkedTsVal(words: Int32Array, at: number): number {
  return words[at + 6]
}

/** Bytes of its payload. */
export function parkedPayloadLen(words: Int32Array, at: number): number {
  return words[at + 8] & 0xffff
}

/** What is known of it, bits of `KNOWN`. */
export function parkedKnown(words: Int32Array, at: number): number {
  return words[at + 8] >>> 16
}

/** Its IPv6 flow label. */
export function parkedFlowLabel(words: Int32Array, at: number): number {
  return words[at + 9]
}

/** Unfolds a parked segment into `packet`, as far as the analysis reads it. */
export function unpark(words: Int32Array, at: number, packet: Packet): void {
  packet.kind = KIND.tcp
  packet.number = words[at]!
  packet.seq = parkedSeq(words, at)
  packet.ack = parkedAck(words, at)
  packet.window = parkedWindow(words, at)
  packet.mss = parkedMss(words, at)
  packet.ipId = parkedIpId(words, at)
  packet.ttl = parkedTtl(words, at)
  packet.tos = parkedTos(words, at)
  const bits = words[at + 5]
  packet.flags = parkedFlags(words, at)
  packet.windowScale = (bits >>> 9) & 0xf
  packet.checksum = parkedChecksum(words, at)
  packet.direction = (bits >>> 15) & 3
  packet.dontFragment = (bits >>> 17) & 1
  packet.optionBits = parkedOptionBits(words, at)
  packet.tsVal = parkedTsVal(words, at)
  packet.tsEcr = words[at + 7]!
  packet.payloadLen = parkedPayloadLen(words, at)
  packet.known = parkedKnown(words, at)
  packet.flowLabel = parkedFlowLabel(words, at)
  packet.sackCount = 0
  packet.malformed = 0
  packet.headerCut = 0
}
