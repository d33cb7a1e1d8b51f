/** Ethernet header (IEEE 802.3 §3.1.1). */

const DESTINATION = 0
const SOURCE = 6
const TYPE_OR_LENGTH = 12

/** Bytes of the header. */
export const ETHERNET_HEADER_BYTES = 14

/** Offset of the six bytes of the destination address. */
export function ethernetDestination(at: number): number {
  return at + DESTINATION
}

/** Offset of the six bytes of the source address. */
export function ethernetSource(at: number): number {
  return at + SOURCE
}

/** An EtherType, or below `ETHER_TYPE_MIN` the length of an 802.3 frame's content. */
export function ethernetType(view: DataView, at: number): number {
  return view.getUint16(at + TYPE_OR_LENGTH)
}
