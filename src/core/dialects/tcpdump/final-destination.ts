/** Where a source-routed packet finally goes: checksums are made with that address. */

import type { Printing } from './printing.ts'

const HEADER4_BYTES = 20
const END_OF_OPTIONS = 0
const NO_OPERATION = 1
const LOOSE_ROUTE = 131
const STRICT_ROUTE = 137
const IPV4_BYTES = 4
/** Kind, length and pointer. */
const ROUTE_HEAD_BYTES = 3

const HEADER6_BYTES = 40
const HOP_BY_HOP = 0
const ROUTING = 43
const FRAGMENT = 44
const DESTINATION = 60
const IPV6_BYTES = 16

/** Where in the bytes the final destination of the IPv4 packet at `ip` stands. */
export function finalDestination4(p: Printing, ip: number): number {
  const end = ip + (p.bytes[ip] & 15) * 4
  let at = ip + HEADER4_BYTES
  while (at < end && p.has(at, 1)) {
    const kind = p.u8(at)
    if (kind === END_OF_OPTIONS) break
    if (kind === NO_OPERATION) {
      at++
      continue
    }
    if (!p.has(at, 2)) break
    const length = p.u8(at + 1)
    if (length < 2 || at + length > end || !p.has(at, length)) break
    if (kind === LOOSE_ROUTE || kind === STRICT_ROUTE) {
      if (length < ROUTE_HEAD_BYTES + IPV4_BYTES) break
      return at + length - IPV4_BYTES
    }
    at += length
  }
  return ip + 16
}

/** Where in the bytes the final destination of the IPv6 packet at `ip` stands: the last address of a routing header with segments left. */
export function finalDestination6(p: Printing, ip: number): number {
  let header = p.u8(ip + 6)
  let at = ip + HEADER6_BYTES
  for (;;) {
    if (header !== HOP_BY_HOP && header !== DESTINATION && header !== FRAGMENT && header !== ROUTING) return ip + 24
    if (!p.has(at, 8)) return ip + 24
    const bytes = header === FRAGMENT ? 8 : (p.u8(at + 1) + 1) * 8
    if (header === ROUTING) {
      const type = p.u8(at + 2)
      if (type === 0 || type === 2) {
        const last = at + 8 + ((p.u8(at + 1) >> 1) - 1) * IPV6_BYTES
        return p.u8(at + 1) >= 2 && p.has(last, IPV6_BYTES) ? last : ip + 24
      }
      if (type === 4) return p.has(at + 8, IPV6_BYTES) ? at + 8 : ip + 24
    }
    header = p.u8(at)
    at += bytes
  }
}
