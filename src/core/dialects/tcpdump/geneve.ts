/** Geneve (RFC 8926 §3). */

import type { Printing } from './printing.ts'
import { bitNames, etherTypeName } from './value-names.ts'

const HEADER_BYTES = 8
const OPTION_HEAD_BYTES = 4
const FLAG_NAMES = [
  [0x80, 'O'],
  [0x40, 'C'],
] as const
const RESERVED_FLAGS = 0x3f
const CRITICAL = 0x80
const ETHERNET = 0x6558

/** Prints a Geneve header, and the frame or packet behind it. */
export function printGeneve(p: Printing, at: number, length: number): void {
  p.protocol = 'geneve'
  p.text('Geneve')
  const first = p.u8(at)
  const version = first >> 6
  if (version !== 0) {
    p.text(` ERROR: unknown-version ${version}`)
    return
  }
  const flags = p.u8(at + 1)
  const type = p.u16(at + 2)
  const network = p.u24(at + 4)
  const reserved = p.u8(at + 7)
  const typeText = `0x${type.toString(16)}`
  const optionsBytes = (first & 0x3f) * 4
  p.text(`, Flags [${bitNames(FLAG_NAMES, flags, 'none', '')}]`)
  if ((flags & RESERVED_FLAGS) !== 0) p.text(` [reserved 0x${(flags & RESERVED_FLAGS).toString(16)}]`)
  p.text(`, vni 0x${network.toString(16)}`)
  if (reserved !== 0) p.text(`, rsvd 0x${reserved.toString(16)}`)
  if (p.options.link) p.text(`, proto ${etherTypeName(type, 'unknown')} (0x${type.toString(16).padStart(4, '0')})`)
  let next = at + HEADER_BYTES
  if (optionsBytes > 0) {
    p.text(', options [')
    if (p.options.verbose > 0) printOptions(p, next, optionsBytes)
    else p.text(`${optionsBytes} bytes`)
    p.text(']')
    next += optionsBytes
  }
  const rest = length - (next - at)
  p.text(p.options.verbose < 1 ? ': ' : '\n\t')
  if (type === ETHERNET) p.layers.ethernet(p, next, rest)
  else if (!p.layers.etherType(p, type, next, rest)) p.text(`geneve-proto-${typeText}`)
}

function printOptions(p: Printing, from: number, length: number): void {
  let at = from
  const end = from + length
  let separator = ''
  while (at < end) {
    const optionClass = p.u16(at)
    const type = p.u8(at + 2)
    const dataBytes = (p.u8(at + 3) & 0x1f) * 4
    p.text(`${separator}class ${optionClass === 0 ? 'Standard' : 'Unknown'} (0x${optionClass.toString(16)}) type 0x${type.toString(16)}`)
    separator = ', '
    if ((type & CRITICAL) !== 0) p.text('(C)')
    p.text(` len ${dataBytes + OPTION_HEAD_BYTES}`)
    at += OPTION_HEAD_BYTES
    if (dataBytes > 0 && p.options.verbose > 1) {
      p.text(' data')
      for (let i = 0; i < dataBytes; i += 4) p.text(` ${p.hexText(at + i, at + i + 4)}`)
    }
    at += dataBytes
  }
}
