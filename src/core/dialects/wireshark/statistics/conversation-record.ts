/**
 * Where the numbers of a TCP conversation stand in its 64 bytes, which are seen as int32 words and as float64 numbers. Also compiled with
 * `assembly/`: nothing but numbers can stand here.
 */

/** Int32 words of a record. */
export const WORDS = 16

/** Words: addresses (IPv4, or the id of an IPv6 address) and ports of the first packet, bits, frames each way, first numbers. */
export const SOURCE = 0
export const DESTINATION = 1
export const PORTS = 2
export const BITS = 3
export const FRAMES_FORTH = 4
export const FRAMES_BACK = 5
export const BASE_FORTH = 6
export const BASE_BACK = 7

/** Doubles: times of the first and the last packet (ns), bytes each way. */
export const START = 4
export const STOP = 5
export const BYTES_FORTH = 6
export const BYTES_BACK = 7

/** Bits: the addresses are ids of IPv6 addresses; the first sequence number of a side is known. */
export const IPV6 = 1
export const HAS_BASE_FORTH = 2
export const HAS_BASE_BACK = 4
export const HAS_BASES = HAS_BASE_FORTH | HAS_BASE_BACK
/** A packet was counted; without it only an ICMP error told of the connection, or packets that a filter left out. */
export const COUNTED = 8
/** With all of these, a packet without SYN has nothing to tell but its own numbers. */
export const SETTLED = HAS_BASES | COUNTED
