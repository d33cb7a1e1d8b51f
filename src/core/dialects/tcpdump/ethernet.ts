/** Ethernet headers with VLAN tags, and 802.3 frames with LLC (IEEE 802.3 §3.2). */

import { AsciiText } from '../../bytes/text-output.ts'
import { printLlc } from './llc.ts'
import { printMacsec } from './macsec.ts'
import type { Printing } from './printing.ts'
import { etherTypeName } from './value-names.ts'

const ADDRESS_BYTES = 6
const ADDRESSES_BYTES = 12
const HEADER_BYTES = 14
const TAG_BYTES = 4
/** A smaller number in the place of the EtherType is the length of an 802.3 frame. */
const MAX_LENGTH = 1500
const IPV4 = 0x0800
const MACSEC = 0x88e5
const COLON = 0x3a
const TO = new AsciiText(' > ')
const COMMA = new AsciiText(', ')
const TYPE_IPV4 = new AsciiText('ethertype IPv4 (0x0800), length ')
const END = new AsciiText(': ')

/** Whether an EtherType announces a VLAN tag. */
export function isVlanType(type: number): boolean {
  return type === 0x8100 || type === 0x9100 || type === 0x9200 || type === 0x88a8
}

/** A tag that a switch put between addresses and EtherType. */
export interface SwitchTag {
  readonly bytes: number
  /** tcpdump's word for a frame that ends inside it. */
  readonly protocol: string
  readonly print: (p: Printing, at: number) => void
}

/** Prints a packet of an Ethernet interface. */
export function printEthernetPacket(p: Printing, at: number, length: number): void {
  p.protocol = 'ether'
  p.linkBytes = printFrame(p, at, length)
}

/** Prints a packet of an Ethernet interface with a switch's tag. */
export function printTaggedEthernet(p: Printing, at: number, length: number, tag: SwitchTag): void {
  p.protocol = tag.protocol
  p.linkBytes = printFrame(p, at, length, tag)
}

/** Prints an Ethernet frame inside something else: its header is not the packet's link layer header. Gives the bytes of that header. */
export function printEthernetInside(p: Printing, at: number, length: number): number {
  p.protocol = 'ether'
  return printFrame(p, at, length)
}

/** Tag control information of a VLAN tag (IEEE 802.1Q §9.6). */
export function tagText(tag: number): string {
  return `vlan ${tag & 0xfff}, p ${tag >> 13}${(tag & 0x1000) !== 0 ? ', DEI' : ''}`
}

/** Prints a frame, and gives the bytes of its header. */
function printFrame(p: Printing, at: number, length: number, tag?: SwitchTag): number {
  const captured = p.left(at)
  if (length < captured) {
    p.text(`[length ${length} < caplen ${captured}]`)
    p.invalid()
    return length
  }
  const tagBytes = tag === undefined ? 0 : tag.bytes
  if (captured < HEADER_BYTES + tagBytes) {
    p.cut()
    return captured
  }
  const isLinkWanted = p.options.link
  if (isLinkWanted) printAddresses(p, at)
  tag?.print(p, at + ADDRESSES_BYTES)
  let type = p.u16(at + ADDRESSES_BYTES + tagBytes)
  let next = at + HEADER_BYTES + tagBytes
  let isLengthPrinted = false
  while (isVlanType(type)) {
    if (p.left(next) < TAG_BYTES) {
      p.protocol = 'vlan'
      p.cut()
      return p.end - at
    }
    if (isLinkWanted) {
      printType(p, type)
      if (!isLengthPrinted) p.text(`length ${length}: `)
      isLengthPrinted = true
      p.text(`${tagText(p.u16(next))}, `)
    }
    type = p.u16(next + 2)
    next += TAG_BYTES
  }
  const payloadLength = length - (next - at)
  if (type > MAX_LENGTH) {
    if (type !== MACSEC) {
      printTyped(p, type, at, next, length, payloadLength, isLengthPrinted)
      return next - at
    }
    const { end } = p
    const linkBytes = printProtected(p, at, next, length, payloadLength, isLengthPrinted)
    p.end = end
    return linkBytes
  }
  return next - at + print8023(p, Math.min(type, payloadLength), at, next, isLengthPrinted)
}

/** Prints what MACsec protects, as far as it is readable; gives the bytes before it. */
function printProtected(p: Printing, at: number, next: number, length: number, payloadLength: number, isLengthPrinted: boolean): number {
  if (p.options.link) {
    printType(p, MACSEC)
    if (!isLengthPrinted) p.text(`length ${length}: `)
  }
  const payload = printMacsec(p, at, next, payloadLength)
  if (payload === undefined) return p.end - at
  if (payload.type === undefined) p.unknown(payload.at, p.left(payload.at))
  else if (!p.layers.etherType(p, payload.type, payload.at, payload.length)) printUnknownType(p, payload.type, at, payload.at, length)
  return payload.at - at
}

function printTyped(
  p: Printing,
  type: number,
  at: number,
  next: number,
  length: number,
  payloadLength: number,
  isLengthPrinted: boolean,
): void {
  if (type === IPV4 && p.options.link && p.options.quiet === 0 && !isLengthPrinted) {
    p.out.ascii(TYPE_IPV4)
    p.out.number(length)
    p.out.ascii(END)
    return p.layers.ip(p, next, payloadLength)
  }
  if (p.options.link) {
    printType(p, type)
    if (!isLengthPrinted) p.text(`length ${length}: `)
  }
  if (type === IPV4) return p.layers.ip(p, next, payloadLength)
  if (p.layers.etherType(p, type, next, payloadLength)) return
  printUnknownType(p, type, at, next, length)
}

/** What nobody knows gets the header that `-e` would have printed, and is dumped. */
function printUnknownType(p: Printing, type: number, at: number, next: number, length: number): void {
  if (!p.options.link) {
    printAddresses(p, at)
    printType(p, type)
    p.text(`length ${length}: `)
  }
  p.unknown(next, p.left(next))
}

/** The words that announce an EtherType. */
function printType(p: Printing, type: number): void {
  const name = etherTypeName(type, 'Unknown')
  if (p.options.quiet > 0) p.text(name === 'Unknown' ? `Unknown Ethertype (0x${type.toString(16).padStart(4, '0')}), ` : `${name}, `)
  else p.text(`ethertype ${name} (0x${type.toString(16).padStart(4, '0')}), `)
}

function printAddresses(p: Printing, at: number): void {
  if (!p.options.numeric) return p.text(`${p.mac(at + ADDRESS_BYTES)} > ${p.mac(at)}, `)
  writeAddress(p, at + ADDRESS_BYTES)
  p.out.ascii(TO)
  writeAddress(p, at)
  p.out.ascii(COMMA)
}

function writeAddress(p: Printing, at: number): void {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    if (i > 0) p.out.char(COLON)
    p.out.hex(p.bytes[at + i], 2)
  }
}

function print8023(p: Printing, payloadLength: number, at: number, next: number, isLengthPrinted: boolean): number {
  const end = p.end
  p.end = Math.min(end, next + payloadLength)
  if (p.options.link) {
    p.text('802.3')
    if (!isLengthPrinted) p.text(`, length ${payloadLength}: `)
  }
  const bytes = printLlc(p, next, payloadLength, at)
  if (bytes < 0) p.unknown(next, p.left(next))
  p.end = end
  return Math.abs(bytes)
}
