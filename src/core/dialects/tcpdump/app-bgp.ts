/** BGP (RFC 4271): only that it is BGP. */

import type { Printing } from './printing.ts'

/** Prints the protocol's name. */
export function printBgp(p: Printing): void {
  p.protocol = 'bgp'
  p.text(': BGP')
}
