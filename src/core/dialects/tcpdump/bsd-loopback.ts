/** Loopback interfaces of BSD systems: an address family, then the packet (LINKTYPE_NULL, LINKTYPE_LOOP). */

import type { Printing } from './printing.ts'

const HEADER_BYTES = 4
const FAMILY_NAMES: ReadonlyMap<number, string> = new Map([
  [2, 'IPv4'],
  [6, 'NS'],
  [7, 'ISO'],
  [16, 'APPLETALK'],
  [23, 'IPX'],
  [24, 'IPv6'],
  [28, 'IPv6'],
  [30, 'IPv6'],
])
const IPV4 = 2
const IPV6 = new Set([24, 28, 30])

/** Prints a packet with the family in the order of bytes of the machine that captured; wherever that was, it is a small number. */
export function printLoopback(p: Printing, at: number, length: number): void {
  p.protocol = 'null'
  if (p.left(at) < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const littleEndian = p.view.getUint32(at, true)
  printFamily(p, (littleEndian & 0xffff0000) === 0 ? littleEndian : p.u32(at), at, length)
}

/** Prints a packet of OpenBSD's, whose family is in network order. */
export function printOpenBsdLoopback(p: Printing, at: number, length: number): void {
  printLoopback(p, at, length)
}

function printFamily(p: Printing, family: number, at: number, length: number): void {
  const next = at + HEADER_BYTES
  const printHeader = (): void => {
    const name = FAMILY_NAMES.get(family) ?? 'Unknown'
    p.text(p.options.quiet > 0 ? `${name}, length ${length}: ` : `AF ${name} (${family}), length ${length}: `)
  }
  if (p.options.link) printHeader()
  p.linkBytes += HEADER_BYTES
  if (family === IPV4) p.layers.ip(p, next, length - HEADER_BYTES)
  else if (IPV6.has(family)) p.layers.ip6(p, next, length - HEADER_BYTES)
  else {
    if (!p.options.link) printHeader()
    p.unknown(next, p.left(next))
  }
}
