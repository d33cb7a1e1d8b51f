/** The text that some systems send in a reset (RFC 9293 §3.5.3). */

import type { Printing } from './printing.ts'

/** tcpdump shows no more of it. */
const MAX_BYTES = 30

/** Prints the payload of a reset, with control characters made visible. */
export function printResetText(p: Printing, at: number, length: number): void {
  const isWhole = p.has(at, length)
  p.text(isWhole ? ' [RST' : ' [!RST')
  if (length > MAX_BYTES) p.text('+')
  p.text(' ')
  const shown = Math.min(length, MAX_BYTES, p.left(at))
  for (let i = 0; i < shown; i++) p.text(visible(p.u8(at + i)))
  p.text(']')
}

/** A byte as text: `^A` for control characters, `M-` before what has the high bit set. */
export function visible(byte: number): string {
  const high = byte >= 0x80 ? 'M-' : ''
  const low = byte & 0x7f
  if (low < 0x20) return `${high}^${String.fromCharCode(low ^ 0x40)}`
  return low === 0x7f ? `${high}^?` : high + String.fromCharCode(low)
}
