/** GTP-U header, version 1 (3GPP TS 29.281 §5.1). */

const MESSAGE_TYPE = 1
const NEXT_EXTENSION = 11
const VERSION_1_GTP = 0x30
const VERSION_MASK = 0xf0
const ANY_OPTIONAL = 0x07
const EXTENSION = 0x04
const USER_DATA = 255

/** Bytes without optional fields. */
export const GTP_HEADER_MIN_BYTES = 8
/** Bytes with all of them. */
const GTP_HEADER_BYTES = 12
/** The UDP port of users' packets. */
export const GTP_USER_PORT = 2152

/** Is it a packet of a user, in version 1? */
export function gtpIsUserData(view: DataView, at: number): boolean {
  return (view.getUint8(at) & VERSION_MASK) === VERSION_1_GTP && view.getUint8(at + MESSAGE_TYPE) === USER_DATA
}

/** Bytes of the header at `at` with its extensions, as far as `end` shows them; beyond `end` when they do not end before. */
export function gtpHeaderLen(view: DataView, at: number, end: number): number {
  const flags = view.getUint8(at)
  if ((flags & ANY_OPTIONAL) === 0) return GTP_HEADER_MIN_BYTES
  if ((flags & EXTENSION) === 0 || at + GTP_HEADER_BYTES > end) return GTP_HEADER_BYTES
  let length = GTP_HEADER_BYTES
  let next = view.getUint8(at + NEXT_EXTENSION)
  while (next !== 0) {
    // An extension's first byte counts its length in units of four, its last byte names the next one.
    const extension = at + length < end ? view.getUint8(at + length) << 2 : 0
    if (extension === 0 || at + length + extension > end) return end - at + 1
    length += extension
    next = view.getUint8(at + length - 1)
  }
  return length
}
