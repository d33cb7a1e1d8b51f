/**
 * Where the numbers of a connection stand in its record of the flow table, and those of the table itself in its head. Also compiled with
 * `assembly/`: nothing but numbers can stand here.
 */

/** Words of a record. */
export const WORDS = 34
/** Client and server address: IPv4 as int32, or the id of an IPv6 address. */
export const CLIENT_ADDR = 0
export const SERVER_ADDR = 1
/** Client port in the high, server port in the low 16 bits. */
export const PORTS = 2
/** Bits below. */
export const BITS = 3
/** Number of the track plus 1, or 0 while parked. */
export const TRACK = 4
/** Counts the connections of the input from 0. */
export const ID = 5
/** Packet that created the record; links the free list when unused. */
export const FIRST_PACKET = 6
/** Number of the block of a quiet connection plus 1 (`analysis/quiet-connections.ts`), or 0. */
export const QUIET = 7
/** Time of the latest packet: index into `doubles` relative to the record. */
export const LAST_TIME_F = 4
export const SYN_TIME_F = 5
/** Words that a parked segment takes (`parked-segment.ts`); where the parked SYN begins. */
export const PARKED_WORDS = 10
export const SYN_PARKED = 12
/** The second parked segment: the SYN-ACK, or the SYN again. */
export const SECOND_TIME_F = 11
export const SECOND_PARKED = 24

/** Bits of `BITS`; `BIT` in `flow-table.ts` says what they mean. */
export const BIT_IPV6 = 1
export const BIT_SYN = 2
export const BIT_SYN_ACK = 4
export const BIT_ROLES_GUESSED = 8
export const BIT_LIVE = 16
export const BIT_CLOSED = 32
export const BIT_OBSERVED = 64
export const BIT_SYN_AGAIN = 128

/** The head: the first record of the free list, or -1; records ever used; connections in the table; connections ever; slots less one. */
export const HEAD_FREE = 0
export const HEAD_USED = 1
export const HEAD_LIVE = 2
export const HEAD_CREATED = 3
export const HEAD_MASK = 4
export const HEAD_WORDS = 8
