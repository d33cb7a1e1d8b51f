/** ICMP (RFC 792) and ICMPv6 (RFC 4443) messages. */

const CODE = 1
const WORD = 4
const NEXT_HOP_MTU = 6

/** Bytes of type, code, checksum and the word behind them: an error's quote begins there. */
export const ICMP_HEADER_BYTES = 8

/** ICMP types (IANA "ICMP Type Numbers") that are errors and quote a packet. */
export const ICMP_UNREACHABLE = 3
export const ICMP_SOURCE_QUENCH = 4
export const ICMP_REDIRECT = 5
export const ICMP_TIME_EXCEEDED = 11
export const ICMP_PARAMETER_PROBLEM = 12
/** Code of `ICMP_UNREACHABLE`: fragmentation needed and DF set. */
export const ICMP_FRAGMENTATION_NEEDED = 4

/** ICMPv6 types: the errors, 1 to 4, and neighbour discovery. */
export const ICMPV6_UNREACHABLE = 1
export const ICMPV6_PACKET_TOO_BIG = 2
export const ICMPV6_PARAMETER_PROBLEM = 4
export const ICMPV6_NEIGHBOUR_SOLICITATION = 135
export const ICMPV6_NEIGHBOUR_ADVERTISEMENT = 136

/** Type of the message at `at`. */
export function icmpType(view: DataView, at: number): number {
  return view.getUint8(at)
}

/** Code. */
export function icmpCode(view: DataView, at: number): number {
  return view.getUint8(at + CODE)
}

/** Next-hop MTU of an ICMP "fragmentation needed" (RFC 1191 §4), 0 from routers that do not say it. */
export function icmpNextHopMtu(view: DataView, at: number): number {
  return view.getUint16(at + NEXT_HOP_MTU)
}

/** MTU of an ICMPv6 "packet too big" (RFC 4443 §3.2). */
export function icmpv6Mtu(view: DataView, at: number): number {
  return view.getUint32(at + WORD)
}

/** Does an ICMP message of this type quote the packet that caused it (RFC 1122 §3.2.2)? */
export function isIcmpError(type: number): boolean {
  switch (type) {
    case ICMP_UNREACHABLE:
    case ICMP_SOURCE_QUENCH:
    case ICMP_REDIRECT:
    case ICMP_TIME_EXCEEDED:
    case ICMP_PARAMETER_PROBLEM:
      return true
    default:
      return false
  }
}

/** Does an ICMPv6 message of this type quote the packet that caused it (RFC 4443 §3)? */
export function isIcmpv6Error(type: number): boolean {
  return type >= ICMPV6_UNREACHABLE && type <= ICMPV6_PARAMETER_PROBLEM
}
