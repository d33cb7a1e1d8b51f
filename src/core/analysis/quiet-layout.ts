/**
 * What is kept of a quiet connection: where the numbers of its block stand, and the limits of being quiet. Also compiled with `assembly/`:
 * nothing but numbers can stand here.
 */
/** No rule about slowness or waiting looks at less than this: below, nobody calls an answer late. */
export const UNNOTICED_NS = 200e6
/** No rule about throughput looks at less than this from one end. */
export const FEW_BYTES = 30_000
/** Delayed ACKs take about 40 ms in Linux, 200 ms in Windows, at most 500 ms (RFC 9293 §3.8.6.3); with the round trip on top. */
export const SHORTEST_DELAYED_ACK_NS = 25e6
/** Segments behind the SYN-ACK that a connection may have. */
export const MOST_SEGMENTS = 24
export const LARGEST_PAYLOAD = 0xffff

/** The head of a block. */
export const COUNT = 0
/** Which side sent each segment, a bit each. */
export const SIDES = 1
export const COURSE_BITS = 2
export const LAST_DATA_TIME_F = 2
export const FIRST_SIDE = 6

/** Of each side. */
export const NEXT = 0
export const ACKED = 1
export const WINDOW = 2
export const IP_ID = 3
export const FLOW_LABEL = 4
export const TS_VAL = 5
/** The number of the first byte of data. */
export const START = 6
export const PACKETS = 7
export const SIDE = 8
export const HEAD = FIRST_SIDE + 2 * SIDE

/** A folded segment (10 words, as `parked-segment.ts` has it) and its time; a block. */
export const PLACE = 12
/** Behind them, the first SYN where it was repeated once: the one in the connection's record is the second then. */
export const FIRST_SYN = HEAD + MOST_SEGMENTS * PLACE
export const BLOCK = FIRST_SYN + PLACE

/** The head of all blocks: the first of the free ones plus 1, or 0; a free block's first word names the next. Blocks ever used. */
export const HEAD_FREE_BLOCK = 0
export const HEAD_USED_BLOCKS = 1
export const HEAD_BLOCK_WORDS = 2

/** The bits of `COURSE` in `quiet-connections.ts`, which says what they mean. */
export const COURSE_DATA = 1
export const COURSE_SERVER_FIRST = 4
export const COURSE_SERVER_LAST = 8
export const COURSE_FIN = 16
export const COURSE_FIN_ACKS_FIN = 64
export const COURSE_FIN_ACKED = 256
export const COURSE_ACKED_BY_FIN = 1024
/** Courses of connections that both ends closed are below. Of each a word: 0, or how many more of it were counted, and 1 for that they may be. */
export const COURSES = 4096
export const COURSE_ABORTED = 4096
export const COURSE_REFUSED = 8192
export const COURSE_LABELLED = 16384
export const COURSE_SECOND_TRY = 32768
export const COURSE_ASKED = 65536
export const COURSE_REPEATED = 131072
export const COURSE_PROBED = 262144

/** A bit for each place that a suspicious client may have, found by spreading its key, or this, its server's key and port. */
export const SUSPECT_WORDS = 2048
export const SUSPECT_SPREAD = 0x9e3779b1
export const SUSPECT_SERVER_SPREAD = 0x85ebca6b
export const SUSPECT_PORT_SPREAD = 0xc2b2ae35
export const SUSPECT_SHIFT = 16
