/**
 * Where each fact of one side of a connection stands in its track record (see `track-store.ts`).
 *
 * A track is two sides, client then server, each `SIDE_WORDS` int32 and `SIDE_DOUBLES` float64. Packet numbers are 0 when there was no
 * such packet. The numbers are given by heat: what every segment touches stands in the first 16 words and the first 8 doubles, a cache line
 * each. "This side" is the sender of the packets that the fact is about, unless it says otherwise.
 */

/** Int32 words and float64 of one side. */
export const SIDE_WORDS = 80
export const SIDE_DOUBLES = 40

// — numbers —
/** Raw initial sequence number; assumed (first number seen minus 1) unless `SIDE_BIT.isnSeen`. */
export const ISN = 29
/** Bits of `SIDE_BIT`. */
export const BITS = 0
/** Raw number behind the highest byte sent (SYN and FIN count). */
export const NXT_RAW = 1
/** Raw highest acknowledgment number sent. */
export const ACK_RAW = 2
/** Latest raw window field. */
export const WINDOW = 3
/** Window scale offered in the SYN, or -1. */
export const WSCALE = 32
/** MSS offered in the SYN, or 0. */
export const MSS = 33
/** `OPTION` bits of the SYN (or SYN-ACK) of this side. */
export const SYN_OPTIONS = 34
export const SYN_WINDOW = 35

// — counts —
/** Packets of this side, without exact copies. */
export const PACKETS = 4
export const DATA_PACKETS = 16
export const SYN_COUNT = 30
export const FIN_COUNT = 36
export const RST_COUNT = 37
export const RETRANSMITTED = 38
export const OUT_OF_ORDER = 39
export const DUPLICATE_ACKS = 21
export const ZERO_WINDOWS = 40
export const KEEPALIVES = 41
export const COPIES = 42
/** Segments whose checksum was left to the card, was right, was wrong (only the first few and the odd ones are looked at). */
export const PARTIAL_CHECKSUMS = 26
export const FULL_CHECKSUMS = 27
export const BAD_CHECKSUMS = 43
/** Packets that the capturing host received from this side, and that it sent for this side. */
export const CAPTURED_IN = 24
export const CAPTURED_OUT = 25
/** Acknowledgments by this side of bytes that the capture never saw. */
export const ACKED_UNSEEN = 44
/** Data segments sent after this side had acknowledged the peer's FIN. */
export const DATA_AFTER_PEER_FIN = 45
/** Packets (not RST) sent after this side's own accepted RST. */
export const AFTER_RST = 46
export const MAX_SEGMENT = 19
export const RTT_SAMPLES = 22
export const GAPS = 47

// — packet numbers —
/** First SYN or SYN-ACK. */
export const SYN_PACKET = 48
/** First segment with ACK and without SYN that acknowledges the peer's SYN. */
export const ESTABLISHING_ACK = 23
export const FIRST_DATA = 18
export const LAST_DATA = 17
export const FIN_PACKET = 49
/** The *peer's* packet that acknowledged this side's FIN. */
export const FIN_ACKED_PACKET = 31
export const RST_PACKET = 50
export const LAST_PACKET = 5
export const FIRST_PACKET = 51
/** First packet by which this side showed that it lives on after the peer's SYN-ACK or SYN: data, or an ACK of data. */
export const FIRST_AFTER_RST = 52
export const FIRST_DATA_AFTER_PEER_FIN = 53

// — profile of the sender —
/** TTL of the first packet, its TOS in the bits from 8 on, its flags in those from 16 on. */
export const FIRST_TTL = 54
export const MIN_TTL = 12
export const MAX_TTL = 13
export const LAST_IP_ID = 14
export const LAST_FLOW_LABEL = 15
/** Of the latest packet, to tell exact copies. */
export const LAST_SEQ = 7
export const LAST_ACK = 8
export const LAST_SHAPE = 9
export const LAST_TS_VAL = 10
export const LAST_TTL = 11
/** Duplicate ACKs since the acknowledgment last moved. */
export const DUPLICATE_ACK_RUN = 20
/** `known` bits that all packets of this side had. */
export const KNOWN_ALWAYS = 6
/** How far the sender's own count moved from the packet of this side before the FIN to the FIN, 0 when unknown; IPv6: 2 when the flow label changed. */
export const FIN_ID_STEP = 55
/** Positions (low 31 bits) are not kept; length of the first data segment. */
export const FIRST_DATA_LEN = 56

/** Times this side answered data of the peer with data of its own. */
export const TURNS = 28
/** The data packet behind the longest wait for this side's answer, and the peer's data packet before it. */
export const LONGEST_TURN_PACKET = 57
export const LONGEST_TURN_FROM = 58
/** The same for the longest pause between two data packets of this side with nothing outstanding. */
export const LONGEST_PAUSE_PACKET = 59
export const LONGEST_PAUSE_FROM = 60
/** Small segments that waited for the delayed ACK of the small one before (Nagle, RFC 9293 §3.7.4). */
export const NAGLE_STALLS = 61
/** Keepalives of this side that the peer answered. */
export const KEEPALIVES_ANSWERED = 62
/** How far the sender's count moved (as `FIN_ID_STEP`) to the packet behind the longest turn, and the longest pause: more than 1, others went missing. */
export const LONGEST_TURN_ID_STEP = 63
export const LONGEST_PAUSE_ID_STEP = 64
/** Segments exactly as long as the peer's window field says, read without its scale. */
export const RAW_WINDOW_FILLED = 65
/** Timestamp of this side whose echo is waited for; and echoes that came in the middle of the peer's steady data (RFC 7323 §4). */
export const ECHO_TS_VAL = 66
export const ECHO_SAMPLES = 67
/** Repeats of bytes that were seen, beyond those that the log keeps: that the peer had asked for, after a timeout, of what it had already. */
export const MORE_FAST = 68
export const MORE_TIMEOUT = 69
export const MORE_UNNEEDED = 70
/** The same for repeats that filled a gap. */
export const MORE_FILLING_FAST = 71
export const MORE_FILLING_TIMEOUT = 72
/** The first IP ID that is not 0, and how many packets of this side had come with it: whether its sender counts by one is told from there on. */
export const FIRST_IP_ID = 73
export const FIRST_ID_PACKETS = 74

// — doubles —
/** Position behind the highest byte sent: SYN is position 0, the first byte of data 1. */
export const NXT_POS_F = 0
/** Highest position acknowledged by this side, in the peer's numbering. */
export const ACK_POS_F = 1
export const PAYLOAD_BYTES_F = 6
export const SYN_TIME_F = 8
export const ESTABLISHING_ACK_TIME_F = 9
export const FIRST_DATA_TIME_F = 10
export const LAST_DATA_TIME_F = 7
export const FIN_TIME_F = 11
export const FIN_ACKED_TIME_F = 12
export const RST_TIME_F = 13
export const LAST_TIME_F = 2
/** Position of the FIN itself. */
export const FIN_POS_F = 14
/** The segment under RTT measurement: position to be acknowledged (0: none) and when it was sent (RFC 6298 §3, Karn). */
export const TIMED_POS_F = 4
export const TIMED_AT_F = 5
export const RTT_MIN_F = 15
export const RTT_MAX_F = 16
export const RTT_SUM_F = 17
export const ZERO_SINCE_F = 18
export const ZERO_TOTAL_F = 19
/** Payload bytes sent a second time. */
export const RETRANSMITTED_BYTES_F = 20
/** Time of the SYN-ACK or SYN last repeated. */
export const LAST_SYN_TIME_F = 21
/** When this side last acknowledged something new. */
export const LAST_ADVANCE_F = 3
export const FIRST_TIME_F = 22
/** The longest wait for this side's answer, and the sum of all. */
export const LONGEST_TURN_F = 23
export const TURN_TOTAL_F = 24
export const LONGEST_PAUSE_F = 25
/** How long this side had sent nothing when it sent its FIN. */
export const FIN_SILENCE_F = 26
/** Position of the first segment that is larger than every IPv6 link must carry; 0 before any. */
export const FIRST_LARGE_POS_F = 27
/** The first packet with the largest payload, and the first whose checksum was left to the card: packet numbers, rarely read. */
export const LARGEST_PACKET_F = 28
export const FIRST_PARTIAL_F = 29
/** When the timestamp under `ECHO_TS_VAL` was sent (0: none is waited for), and the times to all echoes together. */
export const ECHO_AT_F = 30
export const ECHO_SUM_F = 31
/** The latest round trip. */
export const LAST_RTT_F = 32
/** The first acknowledgment of this side with SACK blocks above a hole: a packet number. */
export const FIRST_SACK_F = 33

/** The most bytes that this side had sent and the peer had not acknowledged, as far as an acknowledgment showed it. */
export const MOST_IN_FLIGHT_F = 34

/** Yes-or-no facts of a side, as bits of `BITS`. */
export const SIDE_BIT = {
  /** A keepalive of this side waits for its answer. */
  keepaliveOut: 1 << 25,
  /** ECN echo on a segment that is no SYN: the peer's packets met congestion (RFC 3168 §6.1.3). */
  ecnEcho: 1 << 26,
  /** Something was sent by this side. */
  seen: 1 << 0,
  isnSeen: 1 << 1,
  /** Position space has a base (from its own packets, or from the peer's acknowledgments). */
  based: 1 << 2,
  /** This side has sent an ACK. */
  acked: 1 << 3,
  fin: 1 << 4,
  finAcked: 1 << 5,
  /** The first FIN of this side acknowledged the peer's FIN: passive closer. */
  finAcksFin: 1 << 6,
  /** A RST of this side that the peer should have accepted. */
  rst: 1 << 7,
  /** Its first SYN carried ACK. */
  synAck: 1 << 8,
  /** A bare SYN was seen from this side. */
  bareSyn: 1 << 9,
  ecnSetup: 1 << 10,
  /** Fast Open: SYN with option; with cookie; with data. */
  fastOpen: 1 << 11,
  fastOpenCookie: 1 << 12,
  synData: 1 << 13,
  urgent: 1 << 14,
  /** ECE or CWR on data, or CE marks seen on packets of this side. */
  ceMarked: 1 << 15,
  timestamps: 1 << 16,
  zeroWindow: 1 << 17,
  /** A packet of this side had the pseudo-header checksum. */
  partialChecksum: 1 << 18,
  /** The handshake ACK of this side also carried data. */
  dataWithAck: 1 << 19,
  /** Latest window was zero. */
  windowShut: 1 << 20,
  /** The peer's SYN-ACK acknowledged this side's SYN data. */
  synDataAcked: 1 << 21,
  /** IPv6 flow label differed among packets of this side. */
  flowLabelChanged: 1 << 22,
  /** The first packet of this side must not be fragmented (DF, IPv4). */
  dontFragment: 1 << 24,
  /** Its latest acknowledgment had SACK blocks above a hole (RFC 2018 §4). */
  sacking: 1 << 27,
  /** Its SYN-ACK agreed to ECN with ECE alone (RFC 3168 §6.1.1): ECE later is an echo, and not Accurate ECN's counter (RFC 9768 §3.1). */
  ecnAgreed: 1 << 28,
  /** Copies were seen of packets of this side or the other. */
  copied: 1 << 29,
  /** It began with the RST that answers a SYN (RFC 9293 §3.10.7.1: sequence number 0), and the SYN is not in the capture. */
  refusesUnseen: 1 << 30,
} as const
