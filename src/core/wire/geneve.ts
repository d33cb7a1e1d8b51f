/** Geneve header (RFC 8926 §3.4). */

const PROTOCOL = 2

/** Bytes without options. */
export const GENEVE_HEADER_MIN_BYTES = 8
export const GENEVE_PORT = 6081

/** Version, 0. */
export function geneveVersion(view: DataView, at: number): number {
  return view.getUint8(at) >> 6
}

/** Bytes of the header with its options. */
export function geneveHeaderLen(view: DataView, at: number): number {
  return GENEVE_HEADER_MIN_BYTES + ((view.getUint8(at) & 0x3f) << 2)
}

/** EtherType of what is inside. */
export function geneveProtocol(view: DataView, at: number): number {
  return view.getUint16(at + PROTOCOL)
}
