/** Serial line IP with the header that the BSDs put before the packet (LINKTYPE_SLIP): direction and how the header was compressed. */

import type { Printing } from './printing.ts'

const HEADER_BYTES = 16
const IPV4 = 4
const IPV6 = 6
const SENT = 1
/** What the compression did with the header (RFC 1144 §3.2.3): the type stands in the high bits. */
const COMPRESSED = 0x80
const UNCOMPRESSED_TCP = 0x70
const TYPE_IP = 0x40
const TYPE_MASK = 0xf0
/** Connections that the compression knows by number. */
const MAX_SLOTS = 255

/** Prints a packet of a serial line. */
export function printSlip(p: Printing, at: number, length: number): void {
  p.protocol = 'slip'
  const captured = p.left(at)
  if (captured < HEADER_BYTES || length < HEADER_BYTES) return p.cut()
  const next = at + HEADER_BYTES
  const rest = length - HEADER_BYTES
  p.linkBytes += HEADER_BYTES
  if (p.options.link && !printHeader(p, at, rest)) return
  if (p.left(next) < 1 || rest < 1) return p.cut()
  const version = p.u8(next) >> 4
  if (version === IPV4) p.layers.ip(p, next, rest)
  else if (version === IPV6) p.layers.ip6(p, next, rest)
  else p.text(`ip v${version}`)
}

/** Direction and compression; false when the packet is compressed and its line ends here. */
function printHeader(p: Printing, at: number, length: number): boolean {
  p.text(p.u8(at) === SENT ? 'O ' : p.u8(at) === 0 ? 'I ' : `Invalid direction ${p.u8(at)} `)
  const kind = p.u8(at + 1)
  if ((kind & COMPRESSED) !== 0) {
    p.text('ctcp *')
    p.cut()
    return false
  }
  switch (kind & TYPE_MASK) {
    case TYPE_IP:
      p.text(`ip ${length + HEADER_BYTES}: `)
      return true
    case UNCOMPRESSED_TCP: {
      // The number of the connection is kept in the header.
      p.text(`utcp ${p.u8(at + 10)}: `)
      return true
    }
    default:
      p.text(kind <= MAX_SLOTS ? `slip-${kind}!: ` : '')
      return true
  }
}
