/** PPP framing (RFC 1661 §2, RFC 1662 §3.1) and PPPoE (RFC 2516 §4). */

const PPPOE_CODE = 1
const PPPOE_LENGTH = 4

/** Address 0xff and control 3 before the protocol, where not compressed away. */
export const PPP_ADDRESS_CONTROL = 0xff03
export const PPP_ADDRESS_CONTROL_BYTES = 2
/** Bytes of a PPPoE header, without the PPP protocol. */
export const PPPOE_HEADER_BYTES = 6

/** Protocol numbers that are followed. */
export const PPP_IPV4 = 0x0021
export const PPP_IPV6 = 0x0057
export const PPP_MPLS = 0x0281
export const PPP_MPLS_MULTICAST = 0x0283

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x0021, 'ipv4'],
  [0x002d, 'ppp-vj-compressed'],
  [0x002f, 'ppp-vj-uncompressed'],
  [0x003d, 'ppp-multilink'],
  [0x0057, 'ipv6'],
  [0x00fb, 'ppp-compressed'],
  [0x00fd, 'ppp-compressed'],
  [0x0281, 'mpls'],
  [0x8021, 'ppp-ipcp'],
  [0x8053, 'ppp-ecp'],
  [0x8057, 'ppp-ipv6cp'],
  [0x80fd, 'ppp-ccp'],
  [0x8281, 'ppp-mplscp'],
  [0xc021, 'ppp-lcp'],
  [0xc023, 'ppp-pap'],
  [0xc025, 'ppp-lqr'],
  [0xc02d, 'ppp-bacp'],
  [0xc223, 'ppp-chap'],
  [0xc227, 'ppp-eap'],
])

/** Is the protocol field at `at` compressed to its low byte (RFC 1661 §6.5)? Its last byte is odd, all before are even. */
export function pppProtocolLen(view: DataView, at: number): number {
  return view.getUint8(at) & 1 ? 1 : 2
}

/** The protocol number that stands in `length` bytes at `at`. */
export function pppProtocol(view: DataView, at: number, length: number): number {
  return length === 1 ? view.getUint8(at) : view.getUint16(at)
}

/** The name of a PPP protocol; undefined for one without a name here. */
export function pppProtocolName(protocol: number): string | undefined {
  return NAMES.get(protocol)
}

/** Code of a PPPoE header: 0 for a session's packet. */
export function pppoeCode(view: DataView, at: number): number {
  return view.getUint8(at + PPPOE_CODE)
}

/** Bytes behind a PPPoE header. */
export function pppoeLength(view: DataView, at: number): number {
  return view.getUint16(at + PPPOE_LENGTH)
}
