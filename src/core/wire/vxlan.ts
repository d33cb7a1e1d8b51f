/** VXLAN header (RFC 7348 §5). */

const FLAG_NETWORK_ID_VALID = 0x08

/** Bytes of the header. */
export const VXLAN_HEADER_BYTES = 8
/** The port that IANA gave it, and the one that Linux used before. */
export const VXLAN_PORT = 4789
export const VXLAN_PORT_LINUX = 8472

/** Is the I flag set, as it must be? */
export function vxlanIsValid(view: DataView, at: number): boolean {
  return (view.getUint8(at) & FLAG_NETWORK_ID_VALID) !== 0
}
