/** IP over InfiniBand (RFC 4391): a routing header, then an EtherType. */

import type { Printing } from './printing.ts'
import { etherTypeName } from './value-names.ts'

const TYPE_OFFSET = 40
const HEADER_BYTES = 44

/** Prints a packet of an InfiniBand interface. */
export function printIpoib(p: Printing, at: number, length: number): void {
  p.protocol = 'ipoib'
  if (p.left(at) < HEADER_BYTES || length < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const type = p.u16(at + TYPE_OFFSET)
  const printHeader = (): void => {
    const number = p.options.quiet > 0 ? '' : ` (0x${type.toString(16).padStart(4, '0')})`
    p.text(`IPOIB, ethertype ${etherTypeName(type, 'Unknown')}${number}, length ${length}: `)
  }
  if (p.options.link) printHeader()
  const next = at + HEADER_BYTES
  if (!p.layers.etherType(p, type, next, length - HEADER_BYTES)) {
    if (!p.options.link) printHeader()
    p.unknown(next, p.left(next))
  }
  p.linkBytes += HEADER_BYTES
}
