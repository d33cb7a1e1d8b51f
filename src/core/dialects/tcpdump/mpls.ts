/** MPLS label stacks (RFC 3032), and the IP packet behind them. */

import type { Printing } from './printing.ts'

const ENTRY_BYTES = 4
const BOTTOM_OF_STACK = 0x100
const LABEL_NAMES = ['IPv4 explicit NULL', 'router alert', 'IPv6 explicit NULL', 'implicit NULL']
const NAMED_LABELS = 16

/** Prints the label stack at `at`. */
export function printMpls(p: Printing, at: number, length: number): void {
  p.protocol = 'mpls'
  const { verbose } = p.options
  p.text('MPLS')
  let next = at
  let entry = 0
  do {
    if (!p.has(next, ENTRY_BYTES) || length - (next - at) < ENTRY_BYTES) return p.cut()
    entry = p.u32(next)
    const label = entry >>> 12
    p.text(`${next > at && verbose > 0 ? '\n\t' : ' '}(label ${label}`)
    if (verbose > 0 && label < NAMED_LABELS) p.text(` (${LABEL_NAMES[label] ?? 'rsvd'})`)
    p.text(`${labelRest(entry)})`)
    next += ENTRY_BYTES
  } while ((entry & BOTTOM_OF_STACK) === 0)
  const rest = length - (next - at)
  if (rest < 1) return
  const label = entry >>> 12
  const nibble = p.u8(next) >> 4
  const isIpv4 = label === 0 || (label !== 2 && nibble === 4)
  const isIpv6 = label === 2 || nibble === 6
  if (!isIpv4 && !isIpv6) return p.unknown(next, p.left(next))
  p.text(verbose > 0 ? '\n\t' : ' ')
  if (isIpv4) p.layers.ip(p, next, rest)
  else p.layers.ip6(p, next, rest)
}

/** What follows the label in the text of a stack entry: traffic class, bottom of stack, time to live. */
export function labelRest(entry: number): string {
  return `, tc ${(entry >> 9) & 7}${(entry & BOTTOM_OF_STACK) !== 0 ? ', [S]' : ''}, ttl ${entry & 255}`
}
