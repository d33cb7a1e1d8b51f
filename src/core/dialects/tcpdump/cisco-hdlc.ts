/** Cisco's HDLC on serial lines (LINKTYPE_C_HDLC). */

import { printMpls } from './mpls.ts'
import type { Printing } from './printing.ts'
import { etherTypeName } from './value-names.ts'

const HEADER_BYTES = 4
const UNICAST = 0x0f
const BROADCAST = 0x8f

/** Prints a packet with its four bytes of header. */
export function printCiscoHdlc(p: Printing, at: number, length: number): void {
  p.protocol = 'chdlc'
  if (length < HEADER_BYTES || p.left(at) < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const address = p.u8(at)
  const type = p.u16(at + 2)
  const typeText = type.toString(16).padStart(4, '0')
  if (p.options.link) {
    p.text(address === UNICAST ? 'unicast' : address === BROADCAST ? 'bcast' : `0x${p.hexText(at, at + 1)}`)
    p.text(`, ethertype ${etherTypeName(type, 'Unknown')} (0x${typeText}), length ${length}: `)
  }
  p.linkBytes += HEADER_BYTES
  const next = at + HEADER_BYTES
  const rest = length - HEADER_BYTES
  if (type === 0x0800) p.layers.ip(p, next, rest)
  else if (type === 0x86dd) p.layers.ip6(p, next, rest)
  else if (type === 0x8847 || type === 0x8848) printMpls(p, next, rest)
  else if (!p.options.link) p.text(`unknown CHDLC protocol (0x${typeText})`)
}
