/** UDP header (RFC 768). */

const DESTINATION_PORT = 2
const LENGTH = 4

/** Bytes of the header. */
export const UDP_HEADER_BYTES = 8

/** Source port of the header at `at`. */
export function udpSrcPort(view: DataView, at: number): number {
  return view.getUint16(at)
}

/** Destination port. */
export function udpDstPort(view: DataView, at: number): number {
  return view.getUint16(at + DESTINATION_PORT)
}

/** Length of header and payload; 0 in jumbograms (RFC 2675 §4) and where it is left to segmentation offload. */
export function udpLength(view: DataView, at: number): number {
  return view.getUint16(at + LENGTH)
}
