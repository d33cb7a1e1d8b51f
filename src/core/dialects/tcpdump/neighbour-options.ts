/** Options of neighbour discovery messages (RFC 4861 §4.6, RFC 8106, RFC 4191), as `-v` prints them. */

import { dumpHexDeep } from './hex-dump.ts'
import type { Printing } from './printing.ts'
import { bitNames } from './value-names.ts'

const UNIT_BYTES = 8
const REDIRECTED = 4
const INFINITE = 0xffffffff
const OPTION_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'source link-address'],
  [2, 'destination link-address'],
  [3, 'prefix info'],
  [4, 'redirected header'],
  [5, 'mtu'],
  [7, 'advertisement interval'],
  [8, 'homeagent information'],
  [14, 'nonce'],
  [24, 'route info'],
  [25, 'rdnss'],
  [31, 'dnssl'],
])
const PREFIX_FLAGS = [
  [0x80, 'onlink'],
  [0x40, 'auto'],
  [0x20, 'router'],
] as const
const PREFERENCES = ['medium', 'high', 'reserved', 'low']

/** Prints the options in `length` bytes at `from`, each on a line of its own. */
export function printNeighbourOptions(p: Printing, from: number, length: number): void {
  let at = from
  const end = Math.min(from + length, p.end)
  while (at < end) {
    if (!p.has(at, 2)) return p.cut()
    const kind = p.u8(at)
    const units = p.u8(at + 1)
    const bytes = units * UNIT_BYTES
    if (bytes === 0 || at + bytes > end) return p.cut()
    p.text(`\n\t  ${OPTION_NAMES.get(kind) ?? 'unknown'} option (${kind}), length ${bytes} (${units}): `)
    printOption(p, kind, at, bytes)
    if (kind === REDIRECTED) dumpOption(p, at, bytes, 4)
    if (p.options.verbose <= 1 && !OPTION_NAMES.has(kind)) dumpOption(p, at + 2, bytes - 2, 2)
    else if (p.options.verbose > 1) dumpOption(p, at + 2, bytes - 2, 4)
    at += bytes
  }
}

/** A dump of an option or its data, under the option. */
function dumpOption(p: Printing, at: number, bytes: number, columns: number): void {
  dumpHexDeep(p.out, p.bytes, at, Math.min(bytes, p.left(at)), columns)
}

function secondsText(seconds: number): string {
  return seconds === INFINITE ? 'infinity' : `${seconds}s`
}

function printOption(p: Printing, kind: number, at: number, bytes: number): void {
  switch (kind) {
    case 1:
    case 2:
      return p.text(bytes - 2 === 6 ? p.mac(at + 2) : p.linkAddress(at + 2, bytes - 2))
    case 3:
      return p.text(
        `${p.ip6(at + 16)}/${p.u8(at + 2)}${p.has(at, 32) ? '' : '(invalid)'}, Flags [${bitNames(PREFIX_FLAGS, p.u8(at + 3), 'none')}], ` +
          `valid time ${secondsText(p.u32(at + 4))}, pref. time ${secondsText(p.u32(at + 8))}`,
      )
    case REDIRECTED:
      return
    case 5:
      return p.text(` ${p.u32(at + 4)}${bytes === UNIT_BYTES ? '' : `, bad option length ${bytes / UNIT_BYTES}`}`)
    case 7:
      return p.text(` ${p.u32(at + 4)}ms`)
    case 8:
      return p.text(` preference ${p.u16(at + 4)}, lifetime ${p.u16(at + 6)}`)
    case 24: {
      p.text(` ${routePrefix(p, at, bytes)}/${p.u8(at + 2)}`)
      return p.text(`, pref=${PREFERENCES[(p.u8(at + 3) >> 3) & 3]}, lifetime=${secondsText(p.u32(at + 4))}`)
    }
    case 25: {
      p.text(` lifetime ${p.u32(at + 4)}s,`)
      for (let i = 8; i + 16 <= bytes; i += 16) p.text(` addr: ${p.ip6(at + i)}`)
      return
    }
    case 31: {
      p.text(` lifetime ${p.u32(at + 4)}s, domain(s):`)
      let next = at + 8
      while (next < at + bytes && p.u8(next) !== 0) {
        let name = ''
        while (p.u8(next) !== 0) {
          const labelBytes = p.u8(next)
          for (let i = 1; i <= labelBytes; i++) name += String.fromCharCode(p.u8(next + i))
          name += '.'
          next += labelBytes + 1
        }
        p.text(` ${name}`)
        next++
      }
      return
    }
    default:
  }
}

/** A prefix of up to sixteen bytes as an address. */
function routePrefix(p: Printing, at: number, bytes: number): string {
  if (bytes >= 24) return p.ip6(at + 8)
  const groups: string[] = []
  for (let i = 8; i + 2 <= bytes; i += 2) groups.push(p.u16(at + i).toString(16))
  return groups.length === 0 ? '::' : `${groups.join(':')}::`
}
