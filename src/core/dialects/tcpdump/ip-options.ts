/** Options of IPv4 headers (RFC 791 §3.1), as `-v` prints them. */

import type { Printing } from './printing.ts'

const END = 0
const NO_OPERATION = 1
const RECORD_ROUTE = 7
const TIMESTAMP = 68
const LOOSE_ROUTE = 131
const STRICT_ROUTE = 137
const ROUTER_ALERT = 148

const NAMES: ReadonlyMap<number, string> = new Map([
  [END, 'EOL'],
  [NO_OPERATION, 'NOP'],
  [TIMESTAMP, 'timestamp'],
  [130, 'security'],
  [RECORD_ROUTE, 'RR'],
  [STRICT_ROUTE, 'SSRR'],
  [LOOSE_ROUTE, 'LSRR'],
  [ROUTER_ALERT, 'RA'],
  [82, 'traceroute'],
])

/** Prints the options in `length` bytes; false when one is cut or longer than the room. */
export function printIpOptions(p: Printing, from: number, length: number): boolean {
  let at = from
  let rest = length
  let separator = ''
  while (rest > 0) {
    p.text(separator)
    separator = ','
    if (!p.has(at, 1)) return false
    const kind = p.u8(at)
    const name = NAMES.get(kind) ?? `unknown ${kind}`
    if (kind === NO_OPERATION || kind === END) {
      p.text(name)
      at++
      rest--
      if (kind === END) return true
      continue
    }
    if (!p.has(at, 2)) {
      p.text(name)
      return false
    }
    const optionBytes = p.u8(at + 1)
    p.text(name)
    if (optionBytes < 2 || optionBytes > rest) {
      p.text(` [bad length ${optionBytes}]`)
      return true
    }
    if (!p.has(at, optionBytes)) return false
    if (kind === TIMESTAMP) printTimestamps(p, at, optionBytes)
    else if (kind === RECORD_ROUTE || kind === LOOSE_ROUTE || kind === STRICT_ROUTE) printRoute(p, at, optionBytes)
    else if (kind === ROUTER_ALERT) {
      if (optionBytes < 4) p.cut()
      else if (p.u16(at + 2) !== 0) p.text(` value ${p.u16(at + 2)}`)
    }
    at += optionBytes
    rest -= optionBytes
  }
  return true
}

function printRoute(p: Printing, at: number, length: number): void {
  if (length < 3) return p.text(` [bad length ${length}]`)
  if ((length + 1) % 4 !== 0) p.text(` [bad length ${length}]`)
  const pointer = p.u8(at + 2) - 1
  if (pointer < 3 || ((pointer + 1) & 3) !== 0) p.text(` [bad ptr ${p.u8(at + 2)}]`)
  for (let offset = 3; offset + 4 <= length; offset += 4) {
    p.text(` ${p.ip4(at + offset)}`)
    if (pointer > offset) p.text(',')
  }
}

function printTimestamps(p: Printing, at: number, length: number): void {
  if (length < 4) return p.text(`[bad length ${length}]`)
  p.text(' TS{')
  let hopBytes = 4
  const flags = p.u8(at + 3) & 15
  if (flags !== 0) hopBytes = 8
  p.text(flags === 0 ? 'TSONLY' : flags === 1 ? 'TS+ADDR' : flags === 3 ? 'PRESPEC' : `[bad ts type ${flags}]`)
  if (flags !== 0 && flags !== 1 && flags !== 3) return p.text('}')
  if ((length - 4) % hopBytes !== 0) p.text(`[bad length ${length}]`)
  const pointer = p.u8(at + 2) - 1
  if (pointer < 4 || (pointer - 4) % hopBytes !== 0 || pointer > length) p.text(`[bad ptr ${p.u8(at + 2)}]`)
  let mark = ' '
  for (let offset = 4; offset + hopBytes <= length; offset += hopBytes) {
    if (offset === pointer) mark = ' ^ '
    p.text(mark)
    mark = ' '
    p.text(`${p.u32(at + offset + hopBytes - 4)}@`)
    if (hopBytes === 8) p.text(p.ip4(at + offset))
  }
  if (pointer >= length) p.text(' ^ ')
  const overflow = p.u8(at + 3) >> 4
  p.text(overflow === 0 ? '}' : ` [${overflow} hops not recorded]} `)
}
