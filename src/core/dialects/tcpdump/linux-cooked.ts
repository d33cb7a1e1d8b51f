/** Linux cooked captures, both versions (LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2). */

import { tagText } from './ethernet.ts'
import { printLlc } from './llc.ts'
import type { Printing } from './printing.ts'
import { etherTypeName } from './value-names.ts'

const HEADER_BYTES = 16
const HEADER2_BYTES = 20
const TAG_BYTES = 4
const VLAN = 0x8100
const MAX_LENGTH = 1500
const LLC = 0x0004
const IEEE_802_3 = 0x0001
const MAC_BYTES = 6
const PACKET_TYPES = ['In', 'B', 'M', 'P', 'Out']

/** Prints a packet of `-i any` as older systems capture it. */
export function printCooked(p: Printing, at: number, length: number): void {
  p.protocol = 'sll'
  if (p.left(at) < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const printHeader = (): void => {
    p.text(`${(PACKET_TYPES[p.u16(at)] ?? '?').padStart(3)} `)
    if (p.u16(at + 4) === MAC_BYTES) p.text(`${p.mac(at + 6)} `)
    printType(p, p.u16(at + 14), length)
  }
  if (p.options.link) printHeader()
  p.linkBytes += HEADER_BYTES
  printPayload(p, p.u16(at + 14), at + HEADER_BYTES, length - HEADER_BYTES, printHeader)
}

/** Prints a packet of `-i any` as newer systems capture it. The interface has the name that the printing machine knows for its number. */
export function printCooked2(p: Printing, at: number, length: number): void {
  p.protocol = 'sll2'
  if (p.left(at) < HEADER2_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const index = p.u32(at + 4)
  const printHeader = (): void => {
    p.text(`ifindex ${index} `)
    if (p.u8(at + 11) === MAC_BYTES) p.text(`${p.mac(at + 12)} `)
    printType(p, p.u16(at), length)
  }
  p.text(`${p.names.interface(index).padEnd(5)} ${(PACKET_TYPES[p.u8(at + 10)] ?? '?').padEnd(3)} `)
  if (p.options.link) printHeader()
  p.linkBytes += HEADER2_BYTES
  printPayload(p, p.u16(at), at + HEADER2_BYTES, length - HEADER2_BYTES, printHeader)
}

function printType(p: Printing, type: number, length: number): void {
  if (p.options.quiet > 0) return
  if (type === IEEE_802_3) p.text('802.3')
  else if (type === LLC) p.text('802.2')
  else p.text(`ethertype ${type <= MAX_LENGTH ? 'Unknown' : etherTypeName(type, 'Unknown')} (0x${type.toString(16).padStart(4, '0')})`)
  p.text(`, length ${length}: `)
}

function printPayload(p: Printing, firstType: number, at: number, length: number, printHeader: () => void): void {
  let type = firstType
  let next = at
  while (type === VLAN) {
    if (p.left(next) < TAG_BYTES) {
      p.protocol = 'vlan'
      p.linkBytes += p.left(next)
      return p.cut()
    }
    if (p.options.link) p.text(`${tagText(p.u16(next))}, `)
    type = p.u16(next + 2)
    if (type <= MAX_LENGTH) type = LLC
    if (p.options.quiet === 0) p.text(`ethertype ${etherTypeName(type, 'Unknown')}, `)
    next += TAG_BYTES
    p.linkBytes += TAG_BYTES
  }
  const payloadLength = length - (next - at)
  if (type === LLC) {
    const bytes = printLlc(p, next, payloadLength, -1)
    if (bytes < 0) p.unknown(next, p.left(next))
    else p.linkBytes += bytes
  } else if (type <= MAX_LENGTH) p.unknown(next, p.left(next))
  else if (!p.layers.etherType(p, type, next, payloadLength)) {
    if (!p.options.link) printHeader()
    p.unknown(next, p.left(next))
  }
}
