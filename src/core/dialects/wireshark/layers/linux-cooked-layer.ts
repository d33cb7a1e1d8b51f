/** Linux cooked captures, version 1 and 2 (`-i any`). */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { ARP_HARDWARE_NAMES, ETHER_TYPE_NAMES, SLL_PACKET_TYPE_NAMES, SLL_PROTOCOL_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectEtherType } from './ether-type-layer.ts'
import { addEthernetTrailer, type TrailerFields } from './ethernet-trailer.ts'
import { dissectLlc } from './llc-layer.ts'

const SLL = field('sll', 'Linux cooked-mode capture', 'protocol')
const PACKET_TYPE = field('sll.pkttype', 'Packet type', 'uint16', { valueNames: SLL_PACKET_TYPE_NAMES })
const HARDWARE_TYPE = field('sll.hatype', 'Link-layer address type', 'uint16', { valueNames: ARP_HARDWARE_NAMES })
const ADDRESS_LENGTH = field('sll.halen', 'Link-layer address length', 'uint16')
const SOURCE_ETHERNET = field('sll.src.eth', 'Source', 'ethernet-address')
const SOURCE_IPV4 = field('sll.src.ipv4', 'Source', 'ipv4')
const SOURCE_OTHER = field('sll.src.other', 'Source', 'bytes')
const UNUSED = field('sll.unused', 'Unused', 'bytes')
const PROTOCOL = field('sll.ltype', 'Protocol', 'uint16', { base: 'hex', valueNames: SLL_PROTOCOL_NAMES })
const ETHER_TYPE = field('sll.etype', 'Protocol', 'uint16', { base: 'hex', valueNames: ETHER_TYPE_NAMES })
const INTERFACE = field('sll.ifindex', 'Interface index', 'uint32')
const TRAILER = field('sll.trailer', 'Trailer', 'bytes')

/** The fields of this layer. */
export const LINUX_COOKED_FIELDS: readonly Field[] = [
  SLL,
  PACKET_TYPE,
  HARDWARE_TYPE,
  ADDRESS_LENGTH,
  SOURCE_ETHERNET,
  SOURCE_IPV4,
  SOURCE_OTHER,
  UNUSED,
  PROTOCOL,
  ETHER_TYPE,
  INTERFACE,
  TRAILER,
]

const TRAILER_FIELDS: TrailerFields = { trailer: TRAILER, hasFcs: false }

const HEADER_BYTES = 16
const HEADER_2_BYTES = 20
const ADDRESS_FIELD_BYTES = 8
const ETHERNET_BYTES = 6
const IPV4_BYTES = 4
/** Protocol numbers up to here are Linux' own (ETH_P_802_3, ETH_P_802_2, …), not EtherTypes. */
const MAX_OWN_PROTOCOL = 1535
const PROTOCOL_802_2 = 4

/** Reads a version 1 header at `offset`. */
export function dissectLinuxCooked(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('SLL', '')
  const packetType = d.u16(offset)
  const protocol = d.u16(offset + 14)
  d.enter('sll')
  d.setColumns('SLL', SLL_PACKET_TYPE_NAMES.get(packetType) ?? `Unknown (${packetType})`)
  const item = d.layer(SLL, offset, HEADER_BYTES, { text: 'Linux cooked capture v1' })
  d.add(item, PACKET_TYPE, packetType, offset, 2)
  d.add(item, HARDWARE_TYPE, d.u16(offset + 2), offset + 2, 2)
  const addressLength = d.u16(offset + 4)
  d.add(item, ADDRESS_LENGTH, addressLength, offset + 4, 2)
  addAddress(d, item, addressLength, offset + 6)
  addProtocol(d, item, protocol, offset + 14)
  dissectPayload(d, state, item, protocol, offset + HEADER_BYTES)
}

/** Reads a version 2 header at `offset`. */
export function dissectLinuxCooked2(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('SLL', '')
  const protocol = d.u16(offset)
  const packetType = d.u8(offset + 10)
  d.enter('sll')
  d.setColumns('SLL', SLL_PACKET_TYPE_NAMES.get(packetType) ?? `Unknown (${packetType})`)
  const item = d.layer(SLL, offset, HEADER_2_BYTES, { text: 'Linux cooked capture v2' })
  addProtocol(d, item, protocol, offset)
  d.add(item, INTERFACE, d.u32(offset + 4), offset + 4, 4)
  d.add(item, HARDWARE_TYPE, d.u16(offset + 8), offset + 8, 2)
  d.add(item, PACKET_TYPE, packetType, offset + 10, 1)
  const addressLength = d.u8(offset + 11)
  d.add(item, ADDRESS_LENGTH, addressLength, offset + 11, 1)
  addAddress(d, item, addressLength, offset + 12)
  dissectPayload(d, state, item, protocol, offset + HEADER_2_BYTES)
}

function addProtocol(d: Dissection, item: FieldItem, protocol: number, offset: number): void {
  d.add(item, protocol <= MAX_OWN_PROTOCOL ? PROTOCOL : ETHER_TYPE, protocol, offset, 2)
}

function addAddress(d: Dissection, item: FieldItem, length: number, offset: number): void {
  d.need(offset, ADDRESS_FIELD_BYTES)
  if (length === ETHERNET_BYTES) {
    d.setEthernetSource(offset)
    if (d.wants(SOURCE_ETHERNET)) d.add(item, SOURCE_ETHERNET, d.copy(offset, length), offset, length)
  } else if (length === IPV4_BYTES) d.add(item, SOURCE_IPV4, d.u32(offset), offset, length)
  else if (length > 0 && d.wants(SOURCE_OTHER)) {
    const shown = Math.min(length, ADDRESS_FIELD_BYTES)
    d.add(item, SOURCE_OTHER, d.copy(offset, shown), offset, shown)
  }
  const unused = ADDRESS_FIELD_BYTES - length
  if (unused > 0 && d.wants(UNUSED)) d.add(item, UNUSED, d.copy(offset + length, unused), offset + length, unused)
}

function dissectPayload(d: Dissection, state: CaptureState, item: FieldItem, protocol: number, offset: number): void {
  if (protocol > MAX_OWN_PROTOCOL) {
    const { end, claimedEnd } = d
    dissectEtherType(d, state, protocol, offset)
    const used = d.payloadEnd
    d.payloadEnd = -1
    d.end = end
    d.claimedEnd = claimedEnd
    if (used >= 0 && used < end) addEthernetTrailer(d, item, TRAILER_FIELDS, offset - HEADER_BYTES, used)
  } else if (protocol === PROTOCOL_802_2) dissectLlc(d, state, offset)
  else dissectData(d, offset)
}
