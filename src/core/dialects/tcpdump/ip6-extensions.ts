/** Extension headers of IPv6 (RFC 8200 §4), and the authentication header (RFC 4302). */

import type { Printing } from './printing.ts'

/** Next-header numbers of the extension headers. */
export const EXTENSION = { hopByHop: 0, routing: 43, fragment: 44, destination: 60 } as const

const UNIT_BYTES = 8
const OPTION = { pad1: 0, padN: 1, routerAlert: 5, jumbo: 0xc2, homeAddress: 0xc9 } as const
const FRAGMENT_BYTES = 8
const OFFSET_MASK = 0xfff8
const ADDRESS_BYTES = 16
const AUTHENTICATION_BYTES = 12

/** Prints a hop-by-hop header; gives its bytes (negative: stop) and the length in a jumbo payload option. */
export function printHopByHop(p: Printing, at: number): { bytes: number; jumboBytes: number | undefined } {
  p.protocol = 'hbhopt'
  const bytes = (p.u8(at + 1) + 1) * UNIT_BYTES
  p.need(at, bytes)
  p.text('HBH ')
  const jumboBytes = printOptions(p, at + 2, at + bytes, p.options.verbose > 0)
  return { bytes, jumboBytes }
}

/** Prints a destination options header; gives its bytes. */
export function printDestinationOptions(p: Printing, at: number): number {
  p.protocol = 'dstopt'
  const bytes = (p.u8(at + 1) + 1) * UNIT_BYTES
  p.need(at, bytes)
  p.text('DSTOPT ')
  if (p.options.verbose > 0) printOptions(p, at + 2, at + bytes, true)
  return bytes
}

function printOptions(p: Printing, from: number, end: number, isWanted: boolean): number | undefined {
  let jumboBytes: number | undefined
  let at = from
  while (at < end) {
    const kind = p.u8(at)
    if (kind === OPTION.pad1) {
      if (isWanted) p.text('(pad1)')
      at++
      continue
    }
    if (end - at < 2) {
      if (isWanted) p.text(`(opt_type 0x${p.hexText(at, at + 1)}: trunc)`)
      break
    }
    const length = p.u8(at + 1)
    if (at + 2 + length > end) {
      if (isWanted) p.text(`(opt_type 0x${p.hexText(at, at + 1)}: trunc)`)
      break
    }
    if (kind === OPTION.jumbo && length === 4) jumboBytes = p.u32(at + 2)
    if (isWanted) printOption(p, kind, at, length)
    at += 2 + length
  }
  if (isWanted) p.text(' ')
  return jumboBytes
}

function printOption(p: Printing, kind: number, at: number, length: number): void {
  switch (kind) {
    case OPTION.padN:
      return p.text('(padn)')
    case OPTION.routerAlert:
      return p.text(length === 2 ? `(rtalert: 0x${p.hexText(at + 2, at + 4)}) ` : `(rtalert: invalid len ${length})`)
    case OPTION.jumbo:
      return p.text(length === 4 ? `(jumbo: ${p.u32(at + 2)}) ` : `(jumbo: invalid len ${length})`)
    case OPTION.homeAddress:
      return p.text(length < ADDRESS_BYTES ? `(homeaddr: invalid len ${length})` : `(homeaddr: ${p.ip6(at + 2)})`)
    default:
      return p.text(`(opt_type 0x${p.hexText(at, at + 1)}: len=${length})`)
  }
}

/** Prints a fragment header; gives its bytes, or -1 when the packet is not the first fragment and nothing more can be said. */
export function printFragment(p: Printing, at: number, ip: number): number {
  p.protocol = 'frag6'
  if (!p.has(at, FRAGMENT_BYTES)) {
    p.cut()
    return -1
  }
  const offset = p.u16(at + 2) & OFFSET_MASK
  const length = 40 + p.u16(ip + 4) - (at - ip) - FRAGMENT_BYTES
  p.text('frag (')
  if (p.options.verbose > 0) p.text(`0x${p.hexText(at + 4, at + 8)}:`)
  p.text(`${offset}|${length >>> 0})`)
  if (offset !== 0) return -1
  p.text(' ')
  return FRAGMENT_BYTES
}

/** Prints a routing header (RFC 8200 §4.4, RFC 8754); gives its bytes, or -1 to stop. */
export function printRouting(p: Printing, at: number): number {
  p.protocol = 'rt6'
  p.need(at, 4)
  const length = p.u8(at + 1)
  const type = p.u8(at + 2)
  const segmentsLeft = p.u8(at + 3)
  const { verbose } = p.options
  const bytes = (length + 1) * UNIT_BYTES
  const typeText = type === 0 ? ' [Deprecated]' : ''
  p.text(`RT6 (len=${length}, type=${type}${typeText}, segleft=${segmentsLeft}`)
  switch (type) {
    case 0:
    case 2: {
      const reserved = p.u32(at + 4)
      if (reserved !== 0 || verbose > 0) p.text(`, rsv=0x${reserved.toString(16)}`)
      if (length % 2 === 1) {
        p.text(' (invalid)')
        p.text(') ')
        return -1
      }
      for (let i = 0; i < length / 2; i++) p.text(`, [${i}]${p.ip6(at + 8 + i * ADDRESS_BYTES)}`)
      p.text(') ')
      return bytes
    }
    case 4: {
      const flags = p.u8(at + 5)
      p.text(`, last-entry=${p.u8(at + 4)}`)
      if (flags !== 0 || verbose > 0) p.text(`, flags=0x${flags.toString(16)}`)
      p.text(`, tag=${p.u16(at + 6).toString(16)}`)
      for (let i = 0; i < Math.floor(length / 2); i++) p.text(`, [${i}]${p.ip6(at + 8 + i * ADDRESS_BYTES)}`)
      p.text(') ')
      return bytes
    }
    default:
      p.text(' (unknown type)')
      p.invalid()
      return -1
  }
}

/** Prints an authentication header; gives its bytes, 0 when it is cut. */
export function printAuthentication(p: Printing, at: number): number {
  p.protocol = 'ah'
  p.text('AH(')
  if (!p.has(at, AUTHENTICATION_BYTES)) {
    p.cut()
    return 0
  }
  const bytes = (p.u8(at + 1) + 2) * 4
  if (p.options.verbose > 0) p.text(`length=${p.u8(at + 1)}(${bytes}-bytes),`)
  const reserved = p.u16(at + 2)
  if (reserved !== 0) p.text(`reserved[not MBZ]=0x${reserved.toString(16)},`)
  p.text(`spi=0x${p.hexText(at + 4, at + 8)},seq=0x${p.u32(at + 8).toString(16)},icv=0x`)
  if (!p.has(at, bytes)) {
    p.cut()
    return 0
  }
  p.text(`${p.hexText(at + AUTHENTICATION_BYTES, at + bytes)}): `)
  return bytes
}
