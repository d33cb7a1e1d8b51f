/** VXLAN (RFC 7348 §5). */

import type { Printing } from './printing.ts'

const HEADER_BYTES = 8
const VALID_NETWORK = 0x08

/** Prints a VXLAN header and the Ethernet frame behind it. */
export function printVxlan(p: Printing, at: number, length: number): void {
  p.protocol = 'vxlan'
  p.text('VXLAN')
  if (length < HEADER_BYTES) return p.invalid()
  const flags = p.u8(at)
  p.text(`, flags [${(flags & VALID_NETWORK) !== 0 ? 'I' : '.'}] (0x${flags.toString(16).padStart(2, '0')})`)
  p.text(`, vni ${p.u24(at + 4)}\n`)
  p.need(at, HEADER_BYTES)
  p.layers.ethernet(p, at + HEADER_BYTES, length - HEADER_BYTES)
}
