/** IPv6 header and extension headers (RFC 8200 §3, §4). */

const PAYLOAD_LENGTH = 4
const NEXT_HEADER = 6
const HOP_LIMIT = 7
const FRAGMENT_OFFSET = 2
const FRAGMENT_ID = 4
const ROUTING_SEGMENTS_LEFT = 3
const MORE_FRAGMENTS = 1
/** Jumbo Payload option: type, length 4, 32-bit length (RFC 2675 §2). */
const OPTION_JUMBO = 0xc2
const OPTION_PAD1 = 0
/** Home Address option (RFC 6275 §6.3). */
const OPTION_HOME_ADDRESS = 0xc9

/** Bytes of the fixed header. */
export const IPV6_HEADER_BYTES = 40
/** Where the addresses stand in the header. */
export const IPV6_SOURCE = 8
export const IPV6_DESTINATION = 24
/** Bytes of a fragment header. */
export const IPV6_FRAGMENT_BYTES = 8
/** The least that any extension header has. */
export const IPV6_EXTENSION_MIN_BYTES = 8

/** Version field, 6 in every sane header. */
export function ipv6Version(view: DataView, at: number): number {
  return view.getUint8(at) >> 4
}

/** Traffic class: DSCP and ECN. */
export function ipv6TrafficClass(view: DataView, at: number): number {
  return (view.getUint16(at) >> 4) & 0xff
}

/** Flow label (RFC 6437), 20 bits. */
export function ipv6FlowLabel(view: DataView, at: number): number {
  return view.getInt32(at) & 0xfffff
}

/** Bytes behind the fixed header; 0 for jumbograms (RFC 2675) and where it is left to segmentation offload. */
export function ipv6PayloadLength(view: DataView, at: number): number {
  return view.getUint16(at + PAYLOAD_LENGTH)
}

/** Protocol number of what follows the fixed header. */
export function ipv6NextHeader(view: DataView, at: number): number {
  return view.getUint8(at + NEXT_HEADER)
}

/** Hop limit. */
export function ipv6HopLimit(view: DataView, at: number): number {
  return view.getUint8(at + HOP_LIMIT)
}

/** Length in bytes of the options, routing or mobility header at `at` (RFC 8200 §4.3: units of 8 bytes, the first not counted). */
export function ipv6ExtensionLen(view: DataView, at: number): number {
  return (view.getUint8(at + 1) + 1) << 3
}

/** Length in bytes of the authentication header at `at` (RFC 4302 §2.2: units of 4 bytes, minus 2). */
export function authenticationHeaderLen(view: DataView, at: number): number {
  return (view.getUint8(at + 1) + 2) << 2
}

/** Segments left of the routing header at `at` (RFC 8200 §4.4): when not 0, the last destination stands in it. */
export function ipv6SegmentsLeft(view: DataView, at: number): number {
  return view.getUint8(at + ROUTING_SEGMENTS_LEFT)
}

/** Of the fragment header at `at`: where this fragment's payload stands in the datagram's, in bytes (RFC 8200 §4.5). */
export function ipv6FragmentOffset(view: DataView, at: number): number {
  return view.getUint16(at + FRAGMENT_OFFSET) & 0xfff8
}

/** Of the fragment header at `at`: are there fragments behind this one? */
export function ipv6MoreFragments(view: DataView, at: number): boolean {
  return (view.getUint16(at + FRAGMENT_OFFSET) & MORE_FRAGMENTS) !== 0
}

/** Of the fragment header at `at`: identification as a signed 32-bit number. */
export function ipv6FragmentId(view: DataView, at: number): number {
  return view.getInt32(at + FRAGMENT_ID)
}

/** Does the destination options header `[at, end)` name a home address, which counts as the source in checksums? */
export function ipv6HasHomeAddress(view: DataView, at: number, end: number): boolean {
  at += 2
  while (at + 2 <= end) {
    const option = view.getUint8(at)
    if (option === OPTION_HOME_ADDRESS) return true
    at += option === OPTION_PAD1 ? 1 : 2 + view.getUint8(at + 1)
  }
  return false
}

/** The payload length that a Jumbo Payload option in the hop-by-hop header `[at, end)` says, or 0 without one. */
export function ipv6JumboLength(view: DataView, at: number, end: number): number {
  at += 2
  while (at + 6 <= end) {
    const option = view.getUint8(at)
    if (option === OPTION_PAD1) {
      at++
      continue
    }
    if (option === OPTION_JUMBO) return view.getUint32(at + 2)
    at += 2 + view.getUint8(at + 1)
  }
  return 0
}
