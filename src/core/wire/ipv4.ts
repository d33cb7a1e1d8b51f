/** IPv4 header (RFC 791 §3.1). */
import { onesComplementSum } from './checksum.ts'

const TOS = 1
const TOTAL_LENGTH = 2
const ID = 4
const FRAGMENT = 6
const TTL = 8
const PROTOCOL = 9
const SOURCE = 12
const DESTINATION = 16

const DONT_FRAGMENT = 0x4000
const MORE_FRAGMENTS = 0x2000
const OFFSET_MASK = 0x1fff

const OPTION_END = 0
const OPTION_NOP = 1
const OPTION_LOOSE_ROUTE = 131
const OPTION_STRICT_ROUTE = 137

/** Bytes of a header without options. */
export const IPV4_HEADER_MIN_BYTES = 20

/** Version field, 4 in every sane header. */
export function ipv4Version(view: DataView, at: number): number {
  return view.getUint8(at) >> 4
}

/** Header length in bytes as IHL says it: 0 to 60. */
export function ipv4HeaderLen(view: DataView, at: number): number {
  return (view.getUint8(at) & 0x0f) << 2
}

/** Type of service: DSCP (RFC 2474) and ECN (RFC 3168). */
export function ipv4Tos(view: DataView, at: number): number {
  return view.getUint8(at + TOS)
}

/** Total length in bytes; 0 where the sender left it to segmentation offload. */
export function ipv4TotalLength(view: DataView, at: number): number {
  return view.getUint16(at + TOTAL_LENGTH)
}

/** Identification. */
export function ipv4Id(view: DataView, at: number): number {
  return view.getUint16(at + ID)
}

/** 1 when DF is set. */
export function ipv4DontFragment(view: DataView, at: number): number {
  return view.getUint16(at + FRAGMENT) & DONT_FRAGMENT ? 1 : 0
}

/** Does the header belong to a fragment: MF set, or an offset? */
export function ipv4IsFragment(view: DataView, at: number): boolean {
  return (view.getUint16(at + FRAGMENT) & (MORE_FRAGMENTS | OFFSET_MASK)) !== 0
}

/** Are there fragments behind this one? */
export function ipv4MoreFragments(view: DataView, at: number): boolean {
  return (view.getUint16(at + FRAGMENT) & MORE_FRAGMENTS) !== 0
}

/** Where this fragment's payload stands in the datagram's, in bytes. */
export function ipv4FragmentOffset(view: DataView, at: number): number {
  return (view.getUint16(at + FRAGMENT) & OFFSET_MASK) << 3
}

/** Time to live. */
export function ipv4Ttl(view: DataView, at: number): number {
  return view.getUint8(at + TTL)
}

/** Protocol number of the payload (`ip-protocol.ts`). */
export function ipv4Protocol(view: DataView, at: number): number {
  return view.getUint8(at + PROTOCOL)
}

/** Source address as a signed 32-bit number. */
export function ipv4Source(view: DataView, at: number): number {
  return view.getInt32(at + SOURCE)
}

/** Destination address as a signed 32-bit number. */
export function ipv4Destination(view: DataView, at: number): number {
  return view.getInt32(at + DESTINATION)
}

/** Is the header checksum right? The `headerLen` bytes of the header must be there. */
export function ipv4ChecksumHolds(view: DataView, at: number, headerLen: number): boolean {
  return onesComplementSum(view, at, headerLen, 0) === 0xffff
}

/** Does a source route option (RFC 791 §3.1) among the options in `[at, end)` name hops that are still to come? */
export function ipv4SourceRouted(view: DataView, at: number, end: number): boolean {
  while (at < end) {
    const option = view.getUint8(at)
    if (option === OPTION_END) return false
    if (option === OPTION_NOP) {
      at++
      continue
    }
    const length = at + 1 < end ? view.getUint8(at + 1) : 0
    if (length < 2 || at + length > end) return false
    // The pointer counts from 1 and stands behind the option when the route is used up.
    if ((option === OPTION_LOOSE_ROUTE || option === OPTION_STRICT_ROUTE) && length > 2 && view.getUint8(at + 2) <= length) return true
    at += length
  }
  return false
}
