/** IPv6 neighbour solicitation and advertisement (RFC 4861 §4.3, §4.4). */

const TARGET = 8

/** Bytes up to and with the target address, counted from the ICMPv6 type. */
export const NEIGHBOUR_MESSAGE_BYTES = 24

/** Offset of the 16 bytes of the target address of the message at `at`. */
export function neighbourTarget(at: number): number {
  return at + TARGET
}
