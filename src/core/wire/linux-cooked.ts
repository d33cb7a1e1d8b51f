/** Linux cooked headers: LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2 (www.tcpdump.org/linktypes). */

const SLL_PACKET_TYPE = 0
const SLL_HARDWARE = 2
const SLL_PROTOCOL = 14
const SLL2_PROTOCOL = 0
const SLL2_INTERFACE = 4
const SLL2_HARDWARE = 8
const SLL2_PACKET_TYPE = 10

/** Bytes of the headers. */
export const SLL_HEADER_BYTES = 16
export const SLL2_HEADER_BYTES = 20

/** Packet types: to this host, broadcast, multicast and overheard are 0 to 3; sent by this host. */
export const PACKET_TYPE_OVERHEARD = 3
export const PACKET_TYPE_OUTGOING = 4

/** Values in the protocol field that are no EtherType: an 802.3 frame without LLC (Novell), and one with. */
export const SLL_PROTOCOL_802_3 = 1
export const SLL_PROTOCOL_LLC = 4

/** Hardware types (ARPHRD) whose protocol field is no EtherType: netlink, radiotap and the like. */
export const HARDWARE_NETLINK = 824

/** Packet type of an SLL header. */
export function sllPacketType(view: DataView, at: number): number {
  return view.getUint16(at + SLL_PACKET_TYPE)
}

/** Hardware type of an SLL header. */
export function sllHardware(view: DataView, at: number): number {
  return view.getUint16(at + SLL_HARDWARE)
}

/** Protocol of an SLL header: mostly an EtherType. */
export function sllProtocol(view: DataView, at: number): number {
  return view.getUint16(at + SLL_PROTOCOL)
}

/** Packet type of an SLL2 header. */
export function sll2PacketType(view: DataView, at: number): number {
  return view.getUint8(at + SLL2_PACKET_TYPE)
}

/** Hardware type of an SLL2 header. */
export function sll2Hardware(view: DataView, at: number): number {
  return view.getUint16(at + SLL2_HARDWARE)
}

/** Protocol of an SLL2 header: mostly an EtherType. */
export function sll2Protocol(view: DataView, at: number): number {
  return view.getUint16(at + SLL2_PROTOCOL)
}

/** Number of the interface on the capturing host. */
export function sll2Interface(view: DataView, at: number): number {
  return view.getInt32(at + SLL2_INTERFACE)
}
