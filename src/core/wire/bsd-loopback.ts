/** The address family before packets of BSD loopback interfaces: LINKTYPE_NULL and LINKTYPE_LOOP (www.tcpdump.org/linktypes). */

/** Bytes of the header. */
export const BSD_LOOPBACK_HEADER_BYTES = 4

const FAMILY_INET = 2
/** AF_INET6 of NetBSD and OpenBSD, FreeBSD, Darwin, Linux and Windows. */
const FAMILIES_INET6: readonly number[] = [24, 28, 30, 10, 23]

/** A family never needs the upper half: when it is set, the bytes are in the other order. */
const UPPER_HALF = 0xffff0000

/** The address family; LINKTYPE_NULL has it in the order of the capturing host, LINKTYPE_LOOP in network order: both are recognised. */
export function bsdFamily(view: DataView, at: number): number {
  const family = view.getUint32(at)
  return family & UPPER_HALF ? view.getUint32(at, true) : family
}

/** IP version for an address family: 4, 6, or 0 for another protocol. */
export function ipVersionOfFamily(family: number): number {
  if (family === FAMILY_INET) return 4
  return FAMILIES_INET6.includes(family) ? 6 : 0
}
