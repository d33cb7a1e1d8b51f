/** FDDI rings (ANSI X3.139): frame control, addresses, LLC. */

import { printLlc } from './llc.ts'
import type { Printing } from './printing.ts'

const HEADER_BYTES = 13
const FORMAT_MASK = 0xf0
const ASYNC_LLC = 0x50
const SYNC_LLC = 0xd0

/** Prints a packet of an FDDI interface. */
export function printFddi(p: Printing, at: number, length: number): void {
  p.protocol = 'fddi'
  if (p.left(at) < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const control = p.u8(at)
  const format = control & FORMAT_MASK
  if (p.options.link) {
    const kind = format === ASYNC_LLC ? `async${control & 15}` : format === SYNC_LLC ? 'sync' : control.toString(16).padStart(2, '0')
    p.text(`${kind} ${p.mac(at + 7)} > ${p.mac(at + 1)}, length ${length}: `)
  }
  const next = at + HEADER_BYTES
  const bytes = format === ASYNC_LLC || format === SYNC_LLC ? printLlc(p, next, length - HEADER_BYTES, at) : -1
  if (bytes < 0) p.unknown(next, p.left(next))
  p.linkBytes += HEADER_BYTES + Math.abs(bytes)
}
