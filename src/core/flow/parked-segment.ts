/** A SYN or SYN-ACK folded into ten words of its connection's record, and unfolded again. */
import { KIND, type Packet } from '../packet/packet.ts'

/** Words that a parked segment takes. */
export const PARKED_WORDS = 10

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

/** Unfolds a parked segment into `packet`, as far as the analysis reads it. */
export function unpark(words: Int32Array, at: number, packet: Packet): void {
  packet.kind = KIND.tcp
  packet.number = words[at]!
  packet.seq = words[at + 1]!
  packet.ack = words[at + 2]!
  packet.window = words[at + 3] >>> 16
  packet.mss = words[at + 3] & 0xffff
  packet.ipId = words[at + 4] >>> 16
  packet.ttl = (words[at + 4] >>> 8) & 0xff
  packet.tos = words[at + 4] & 0xff
  const bits = words[at + 5]
  packet.flags = bits & 0x1ff
  packet.windowScale = (bits >>> 9) & 0xf
  packet.checksum = (bits >>> 13) & 3
  packet.direction = (bits >>> 15) & 3
  packet.dontFragment = (bits >>> 17) & 1
  packet.optionBits = (bits >>> 18) & 0x1fff
  packet.tsVal = words[at + 6]!
  packet.tsEcr = words[at + 7]!
  packet.payloadLen = words[at + 8] & 0xffff
  packet.known = words[at + 8] >>> 16
  packet.flowLabel = words[at + 9]!
  packet.sackCount = 0
  packet.malformed = 0
  packet.headerCut = 0
}
