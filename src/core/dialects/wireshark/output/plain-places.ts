/**
 * The places of a plain packet's numbers in `GapFiller.numbers`. Single constants in a file without imports: the build puts such constants
 * where they are used.
 */

/** In the order in which they are set; times in nanoseconds, IPv4 addresses as 32 bits. */
export const AT_NUMBER = 0
export const AT_WIRE_LENGTH = 1
export const AT_WIRE_BITS = 2
export const AT_CAPTURED_LENGTH = 3
export const AT_CAPTURED_BITS = 4
export const AT_TIME_NS = 5
export const AT_SINCE_PREVIOUS_NS = 6
export const AT_EPOCH_SECONDS = 7
export const AT_EPOCH_NS = 8
export const AT_SOURCE = 9
export const AT_DESTINATION = 10
export const AT_IP_LENGTH = 11
export const AT_IP_ID = 12
export const AT_TTL = 13
export const AT_IP_CHECKSUM = 14
export const AT_PROTOCOL = 15
export const AT_SOURCE_PORT = 16
export const AT_DESTINATION_PORT = 17
export const AT_STREAM = 18
export const AT_COMPLETENESS = 19
export const AT_LENGTH = 20
export const AT_SEQ = 21
export const AT_RAW_SEQ = 22
export const AT_NEXT_SEQ = 23
export const AT_ACK = 24
export const AT_RAW_ACK = 25
export const AT_HEADER_LENGTH = 26
export const AT_FLAGS = 27
export const AT_RAW_WINDOW = 28
export const AT_WINDOW = 29
export const AT_CHECKSUM = 30
export const AT_URGENT_POINTER = 31
export const AT_SINCE_FIRST_NS = 32
export const AT_SINCE_STREAM_NS = 33
export const AT_ACKED_FRAME = 34
export const AT_ACK_RTT_NS = 35
export const AT_INITIAL_RTT_NS = 36
export const AT_IN_FLIGHT = 37
export const AT_PUSH_BYTES = 38
export const AT_DUP_ACK_NUMBER = 39
export const AT_DUP_ACK_FRAME = 40
export const AT_CAPTURED_PAYLOAD = 41
export const AT_MSS = 42
export const AT_SHIFT = 43
export const AT_MULTIPLIER = 44
export const AT_TIMESTAMP = 45
export const AT_ECHO = 46
/** Eight: the edges of four SACK blocks. */
export const AT_EDGES = 47
export const AT_SINCE_DISPLAYED_NS = 55
/** How many there are. */
export const NUMBER_PLACES = 56
