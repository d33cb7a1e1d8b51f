/** The header of OpenBSD's packet filter log (www.tcpdump.org/linktypes, LINKTYPE_PFLOG); IP follows. */

/** Bytes that tell how long the header is. */
export const PFLOG_LENGTH_BYTES = 1

/** Bytes of the header, padded to a multiple of 4. */
export function pflogHeaderLen(view: DataView, at: number): number {
  return (view.getUint8(at) + 3) & ~3
}
