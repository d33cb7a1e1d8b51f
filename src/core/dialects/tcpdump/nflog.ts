/** Packets that Linux' firewall logged (LINKTYPE_NFLOG): a header, then fields with length and type; one of them is the packet. */

import type { Printing } from './printing.ts'

const HEADER_BYTES = 4
const FIELD_HEAD_BYTES = 4
const PAYLOAD = 9
const IPV4 = 2
const IPV6 = 10
const FAMILIES: ReadonlyMap<number, string> = new Map([
  [IPV4, 'IPv4'],
  [IPV6, 'IPv6'],
])

/** Prints a logged packet. */
export function printNflog(p: Printing, at: number, length: number): void {
  p.protocol = 'nflog'
  if (p.left(at) < HEADER_BYTES || length < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const family = p.u8(at)
  const printHeader = (): void => {
    const name = FAMILIES.get(family) ?? 'Unknown'
    p.text(`version ${p.u8(at + 1)}, resource ID ${p.u16(at + 2)}`)
    p.text(p.options.quiet > 0 ? `, ${name}` : `, family ${name} (${family})`)
    p.text(`, length ${length}: `)
  }
  if (p.options.link) printHeader()
  let next = at + HEADER_BYTES
  for (;;) {
    if (!p.has(next, FIELD_HEAD_BYTES)) return cutNflog(p, at)
    // Fields are in the order of bytes of the machine that logged, which was a small-endian one.
    const fieldBytes = p.view.getUint16(next, true)
    if (fieldBytes < FIELD_HEAD_BYTES) return cutNflog(p, at)
    if (p.view.getUint16(next + 2, true) === PAYLOAD) break
    const step = (fieldBytes + 3) & ~3
    if (!p.has(next, step)) return cutNflog(p, at)
    next += step
  }
  next += FIELD_HEAD_BYTES
  p.linkBytes += next - at
  const rest = length - (next - at)
  if (family === IPV4) p.layers.ip(p, next, rest)
  else if (family === IPV6) p.layers.ip6(p, next, rest)
  else {
    if (!p.options.link) printHeader()
    p.unknown(next, p.left(next))
  }
}

function cutNflog(p: Printing, at: number): void {
  p.linkBytes += p.left(at)
  p.cut()
}
