/** The header that macOS puts before packets of several interfaces (www.tcpdump.org/linktypes, LINKTYPE_PKTAP). Little-endian. */

const LINK_TYPE_OF_PACKET = 8
const FLAGS = 36
const FLAG_IN = 1
const FLAG_OUT = 2

/** Bytes up to the flags; the header says itself how long it is. */
export const PKTAP_MIN_BYTES = 40
/** LINKTYPE_PKTAP, and the number (LINKTYPE_USER2) that macOS wrote before it had one. */
export const LINK_TYPE_PKTAP = 258
export const LINK_TYPE_PKTAP_OLD = 149

/** Bytes of the header. */
export function pktapHeaderLen(view: DataView, at: number): number {
  return view.getUint32(at, true)
}

/** Link type of the packet behind the header. */
export function pktapLinkType(view: DataView, at: number): number {
  return view.getUint32(at + LINK_TYPE_OF_PACKET, true)
}

/** Was the packet received? */
export function pktapIsIn(view: DataView, at: number): boolean {
  return (view.getUint32(at + FLAGS, true) & FLAG_IN) !== 0
}

/** Was the packet sent? */
export function pktapIsOut(view: DataView, at: number): boolean {
  return (view.getUint32(at + FLAGS, true) & FLAG_OUT) !== 0
}
