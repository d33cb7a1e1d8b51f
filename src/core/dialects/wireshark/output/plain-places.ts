/**
 * The places of a plain packet's numbers in `GapFiller.numbers`. Single constants in a file without imports: the build puts such constants
 * where they are used.
 */

/** In the order in which they are set; times in nanoseconds, IPv4 addresses as 32 bits. */
export const AT_NUMBER = 0
export const AT_WIRE_LENGTH = 1
export const AT_CAPTURED_LENGTH = 2
export const AT_TIME_NS = 3
export const AT_SINCE_PREVIOUS_NS = 4
export const AT_EPOCH_NS = 5
export const AT_SOURCE = 6
export const AT_DESTINATION = 7
export const AT_IP_LENGTH = 8
export const AT_IP_ID = 9
export const AT_TTL = 10
export const AT_IP_CHECKSUM = 11
export const AT_PROTOCOL = 12
export const AT_SOURCE_PORT = 13
export const AT_DESTINATION_PORT = 14
export const AT_STREAM = 15
export const AT_COMPLETENESS = 16
export const AT_LENGTH = 17
export const AT_SEQ = 18
export const AT_RAW_SEQ = 19
export const AT_NEXT_SEQ = 20
export const AT_ACK = 21
export const AT_RAW_ACK = 22
export const AT_HEADER_LENGTH = 23
export const AT_FLAGS = 24
export const AT_RAW_WINDOW = 25
export const AT_WINDOW = 26
export const AT_CHECKSUM = 27
export const AT_URGENT_POINTER = 28
export const AT_SINCE_FIRST_NS = 29
export const AT_SINCE_STREAM_NS = 30
export const AT_ACKED_FRAME = 31
export const AT_ACK_RTT_NS = 32
export const AT_INITIAL_RTT_NS = 33
export const AT_IN_FLIGHT = 34
export const AT_PUSH_BYTES = 35
export const AT_DUP_ACK_NUMBER = 36
export const AT_DUP_ACK_FRAME = 37
export const AT_CAPTURED_PAYLOAD = 38
export const AT_MSS = 39
export const AT_SHIFT = 40
export const AT_MULTIPLIER = 41
export const AT_TIMESTAMP = 42
export const AT_ECHO = 43
/** Eight: the edges of four SACK blocks. */
export const AT_EDGES = 44
export const AT_SINCE_DISPLAYED_NS = 52
/** The lengths in bits. */
export const AT_WIRE_BITS = 53
export const AT_CAPTURED_BITS = 54
/** A whole MSS option as a word; and the edges as they stand in the option, eight. */
export const AT_MSS_OPTION = 55
export const AT_RAW_EDGES = 56
/** How many there are. */
export const NUMBER_PLACES = 64
