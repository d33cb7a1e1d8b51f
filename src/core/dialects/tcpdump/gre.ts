/** GRE (RFC 2784, RFC 2890), and its variant for PPTP (RFC 2637). */

import { printMpls } from './mpls.ts'
import type { Printing } from './printing.ts'
import { bitNames, etherTypeName } from './value-names.ts'

const VERSION_MASK = 0x0007
const FLAG = { checksum: 0x8000, routing: 0x4000, key: 0x2000, sequence: 0x1000, ack: 0x0080 } as const
const FLAG_NAMES = [
  [0x8000, 'checksum present'],
  [0x4000, 'routing present'],
  [0x2000, 'key present'],
  [0x1000, 'sequence# present'],
  [0x0800, 'source routing present'],
  [0x0080, 'ack present'],
] as const
const TYPE = { ipv4: 0x0800, ipv6: 0x86dd, ethernet: 0x6558, mpls: 0x8847, mplsMulticast: 0x8848, ppp: 0x880b } as const

/** Prints a GRE header and what it carries. */
export function printGre(p: Printing, at: number, length: number): void {
  p.protocol = 'gre'
  p.text('GRE')
  if (!p.has(at, 2)) return p.cut()
  const version = p.u16(at) & VERSION_MASK
  p.text(`v${version}`)
  if (version === 0) printVersion0(p, at, length)
  else if (version === 1) printVersion1(p, at, length)
  else p.text(' ERROR: unknown-version')
}

function printVersion0(p: Printing, at: number, length: number): void {
  const flags = p.u16(at)
  if (p.options.verbose > 0) p.text(`, Flags [${bitNames(FLAG_NAMES, flags, 'none')}]`)
  const type = p.u16(at + 2)
  let next = at + 4
  if ((flags & (FLAG.checksum | FLAG.routing)) !== 0) {
    const sum = p.u16(next)
    if (p.options.verbose > 0) p.text(`, sum 0x${sum.toString(16)}`)
    p.text(`, off 0x${p.u16(next + 2).toString(16)}`)
    next += 4
  }
  if ((flags & FLAG.key) !== 0) {
    p.text(`, key=0x${p.u32(next).toString(16)}`)
    next += 4
  }
  if ((flags & FLAG.sequence) !== 0) {
    p.text(`, seq ${p.u32(next)}`)
    next += 4
  }
  if ((flags & FLAG.routing) !== 0) {
    for (;;) {
      const family = p.u16(next)
      const bytes = p.u8(next + 3)
      next += 4
      if (bytes === 0) break
      p.text(`, (rtaf=0x${family.toString(16)})`)
      next += bytes
    }
  }
  printPayload(p, type, next, length - (next - at), length)
}

function printVersion1(p: Printing, at: number, length: number): void {
  const flags = p.u16(at)
  if (p.options.verbose > 0) p.text(`, Flags [${bitNames(FLAG_NAMES, flags, 'none')}]`)
  const type = p.u16(at + 2)
  let next = at + 4
  if ((flags & FLAG.key) !== 0) {
    p.text(`, call ${p.u32(next) & 0xffff}`)
    next += 4
  }
  const hasPayload = (flags & FLAG.sequence) !== 0
  if (hasPayload) {
    p.text(`, seq ${p.u32(next)}`)
    next += 4
  }
  if ((flags & FLAG.ack) !== 0) {
    p.text(`, ack ${p.u32(next)}`)
    next += 4
  }
  if (!hasPayload) p.text(', no-payload')
  if (!hasPayload) {
    printLinkType(p, type)
    return p.text(`, length ${length}`)
  }
  printPayload(p, type, next, length - (next - at), length)
}

function printLinkType(p: Printing, type: number): void {
  if (p.options.link) p.text(`, proto ${etherTypeName(type, 'unknown')} (0x${type.toString(16).padStart(4, '0')})`)
}

function printPayload(p: Printing, type: number, at: number, length: number, wholeLength: number): void {
  printLinkType(p, type)
  p.text(`, length ${wholeLength}${p.options.verbose > 0 ? '\n\t' : ': '}`)
  if (type === TYPE.ipv4) p.layers.ip(p, at, length)
  else if (type === TYPE.ipv6) p.layers.ip6(p, at, length)
  else if (type === TYPE.mpls || type === TYPE.mplsMulticast) printMpls(p, at, length)
  else if (type === TYPE.ethernet) p.layers.ethernet(p, at, length)
  else if (type === TYPE.ppp) p.layers.ppp(p, at, length)
  else p.text(`gre-proto-0x${type.toString(16)}`)
}
