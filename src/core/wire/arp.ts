/** ARP packet (RFC 826). */
import { ETHER_TYPE_IPV4 } from './ether-type.ts'

const PROTOCOL_TYPE = 2
const HARDWARE_LEN = 4
const PROTOCOL_LEN = 5
const OPERATION = 6
const ADDRESSES = 8
const IPV4_BYTES = 4

/** Bytes before the addresses. */
export const ARP_HEADER_BYTES = ADDRESSES
/** Operations. */
export const ARP_REQUEST = 1
export const ARP_REPLY = 2

/** Operation of the packet at `at`. */
export function arpOperation(view: DataView, at: number): number {
  return view.getUint16(at + OPERATION)
}

/** Is it about IPv4 addresses? */
export function arpIsIpv4(view: DataView, at: number): boolean {
  return view.getUint16(at + PROTOCOL_TYPE) === ETHER_TYPE_IPV4 && view.getUint8(at + PROTOCOL_LEN) === IPV4_BYTES
}

/** Bytes of the whole packet about IPv4 addresses: they depend on the length of hardware addresses. */
export function arpLen(view: DataView, at: number): number {
  return ADDRESSES + 2 * (view.getUint8(at + HARDWARE_LEN) + IPV4_BYTES)
}

/** Offset of the sender's IPv4 address. */
export function arpSender(view: DataView, at: number): number {
  return at + ADDRESSES + view.getUint8(at + HARDWARE_LEN)
}

/** Offset of the target's IPv4 address. */
export function arpTarget(view: DataView, at: number): number {
  return at + ADDRESSES + 2 * view.getUint8(at + HARDWARE_LEN) + IPV4_BYTES
}
