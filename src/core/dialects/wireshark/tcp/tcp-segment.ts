/** The numbers of the segment at hand, as its header has them and as they are shown; one object is reused. */

/** Bits of the flags field, with the reserved ones. */
export const TCP_FLAG = {
  fin: 0x001,
  syn: 0x002,
  rst: 0x004,
  psh: 0x008,
  ack: 0x010,
  urg: 0x020,
  ece: 0x040,
  cwr: 0x080,
  ae: 0x100,
  reserved: 0xe00,
} as const

/** Sequence numbers as int32. */
export class TcpSegment {
  frame = 0
  timeNs = 0
  sourcePort = 0
  destinationPort = 0
  rawSeq = 0
  rawAck = 0
  /** Relative where the analysis made them so. */
  seq = 0
  ack = 0
  /** The end of the segment, counting SYN or FIN; as relative as `seq`. */
  nextSeq = 0
  headerLength = 0
  flags = 0
  rawWindow = 0
  /** Scaled, unsigned. */
  window = 0
  checksum = 0
  /** Whether the length of the payload is known. */
  hasLength = false
  /** Payload bytes by the IP header. */
  length = 0
}
