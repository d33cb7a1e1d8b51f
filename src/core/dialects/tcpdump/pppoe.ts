/** PPP over Ethernet (RFC 2516). */

import type { Printing } from './printing.ts'

const HEADER_BYTES = 6
const CODES: ReadonlyMap<number, string> = new Map([
  [0x09, 'PADI'],
  [0x07, 'PADO'],
  [0x19, 'PADR'],
  [0x65, 'PADS'],
  [0xa7, 'PADT'],
  [0x00, ''],
])

/** Prints a packet that starts with the PPPoE header. */
export function printPppoePacket(p: Printing, at: number, length: number): void {
  printPppoe(p, at, length)
}

/** Prints a PPPoE header, and the PPP frame of a session. */
export function printPppoe(p: Printing, at: number, length: number): void {
  p.protocol = 'pppoe'
  if (length < HEADER_BYTES || !p.has(at, HEADER_BYTES)) return p.cut()
  const version = p.u8(at) >> 4
  const type = p.u8(at) & 15
  const code = p.u8(at + 1)
  const session = p.u16(at + 2)
  const payloadLength = p.u16(at + 4)
  if (version !== 1) p.text(` [ver ${version}]`)
  if (type !== 1) p.text(` [type ${type}]`)
  p.text(`PPPoE ${CODES.get(code) ?? `PAD-${code.toString(16).toUpperCase()}`}`)
  if (session !== 0) p.text(` [ses 0x${session.toString(16)}]`)
  if (code !== 0) return
  p.text(' ')
  p.layers.ppp(p, at + HEADER_BYTES, payloadLength)
}
