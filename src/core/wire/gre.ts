/** Generic Routing Encapsulation: RFC 2784, RFC 2890, version 1 for PPTP (RFC 2637 §4.1), and the old routing form (RFC 1701). */

const PROTOCOL = 2
const CHECKSUM_PRESENT = 0x8000
const ROUTING_PRESENT = 0x4000
const KEY_PRESENT = 0x2000
const SEQUENCE_PRESENT = 0x1000
const ACK_PRESENT = 0x0080
const VERSION = 0x0007

/** Bytes of flags and protocol. */
export const GRE_HEADER_MIN_BYTES = 4

/** Version: 0, or 1 for PPTP. */
export function greVersion(view: DataView, at: number): number {
  return view.getUint16(at) & VERSION
}

/** EtherType of what is inside. */
export function greProtocol(view: DataView, at: number): number {
  return view.getUint16(at + PROTOCOL)
}

/** Does the header carry a sequence number? (ERSPAN types I and II differ in it.) */
export function greHasSequence(view: DataView, at: number): boolean {
  return (view.getUint16(at) & SEQUENCE_PRESENT) !== 0
}

/** Does it carry a list of routes, which RFC 2784 took out? */
export function greHasRouting(view: DataView, at: number): boolean {
  return (view.getUint16(at) & ROUTING_PRESENT) !== 0
}

/** Bytes of the header with its optional fields; for a header without routes. */
export function greHeaderLen(view: DataView, at: number): number {
  const flags = view.getUint16(at)
  let length = GRE_HEADER_MIN_BYTES
  if (flags & CHECKSUM_PRESENT) length += 4
  if (flags & KEY_PRESENT) length += 4
  if (flags & SEQUENCE_PRESENT) length += 4
  if ((flags & VERSION) === 1 && flags & ACK_PRESENT) length += 4
  return length
}
