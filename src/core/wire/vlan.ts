/** VLAN tag (IEEE 802.1Q §9.6), without the EtherType before it. */

const INNER_TYPE = 2
const ID_MASK = 0x0fff

/** Bytes of tag and inner EtherType. */
export const VLAN_TAG_BYTES = 4

/** VLAN identifier, 0 to 4095. */
export function vlanId(view: DataView, at: number): number {
  return view.getUint16(at) & ID_MASK
}

/** The EtherType (or length) behind the tag. */
export function vlanInnerType(view: DataView, at: number): number {
  return view.getUint16(at + INNER_TYPE)
}
