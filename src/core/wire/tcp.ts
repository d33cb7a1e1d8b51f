/** TCP header (RFC 9293 §3.1). */

const DESTINATION_PORT = 2
const SEQ = 4
const ACK = 8
/** Data offset (4 bits), reserved (3), flags (9), window (16). */
const OFFSET_FLAGS_WINDOW = 12
const CHECKSUM = 16
const URGENT_POINTER = 18

/** Bytes of a header without options. */
export const TCP_HEADER_MIN_BYTES = 20
/** Bytes up to and with the flags: what is captured beyond is enough to follow a connection. */
export const TCP_BYTES_TO_FLAGS = 14
/** Bytes up to and with the window. */
export const TCP_BYTES_TO_WINDOW = 16

/** TCP flag bits as they stand in bytes 12 and 13 of the header (RFC 9293 §3.1; AE: RFC 9768 §3.1.1, once NS, RFC 3540). */
export const FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10, urg: 0x20, ece: 0x40, cwr: 0x80, ae: 0x100 } as const

/** Source port of the header at `at`. */
export function tcpSrcPort(view: DataView, at: number): number {
  return view.getUint16(at)
}

/** Destination port. */
export function tcpDstPort(view: DataView, at: number): number {
  return view.getUint16(at + DESTINATION_PORT)
}

/** Sequence number as a signed 32-bit number. */
export function tcpSeq(view: DataView, at: number): number {
  return view.getInt32(at + SEQ)
}

/** Acknowledgment number as a signed 32-bit number. */
export function tcpAck(view: DataView, at: number): number {
  return view.getInt32(at + ACK)
}

/** Data offset, flags and window in one 32-bit word; take it apart with the three functions below. */
export function tcpControlWord(view: DataView, at: number): number {
  return view.getInt32(at + OFFSET_FLAGS_WINDOW)
}

/** Header length in bytes as the data offset says it, options and padding included: 0 to 60. */
export function headerLenOf(controlWord: number): number {
  return (controlWord >>> 28) << 2
}

/** The nine flag bits, see `FLAG`. */
export function flagsOf(controlWord: number): number {
  return (controlWord >>> 16) & 0x1ff
}

/** The window field as it stands, not scaled. */
export function windowOf(controlWord: number): number {
  return controlWord & 0xffff
}

/** Flags of a header of which only `TCP_BYTES_TO_FLAGS` bytes are there. */
export function tcpFlags(view: DataView, at: number): number {
  return view.getUint16(at + OFFSET_FLAGS_WINDOW) & 0x1ff
}

/** Header length of a header of which only `TCP_BYTES_TO_FLAGS` bytes are there. */
export function tcpHeaderLen(view: DataView, at: number): number {
  return (view.getUint8(at + OFFSET_FLAGS_WINDOW) >> 4) << 2
}

/** The checksum field. */
export function tcpChecksum(view: DataView, at: number): number {
  return view.getUint16(at + CHECKSUM)
}

/** The urgent pointer. */
export function tcpUrgentPointer(view: DataView, at: number): number {
  return view.getUint16(at + URGENT_POINTER)
}
