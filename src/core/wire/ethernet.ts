/** Ethernet header (IEEE 802.3 §3.1.1). */

const TYPE_OR_LENGTH = 12

/** Bytes of the header. */
export const ETHERNET_HEADER_BYTES = 14

/** An EtherType, or below `ETHER_TYPE_MIN` the length of an 802.3 frame's content. */
export function ethernetType(view: DataView, at: number): number {
  return view.getUint16(at + TYPE_OR_LENGTH)
}
