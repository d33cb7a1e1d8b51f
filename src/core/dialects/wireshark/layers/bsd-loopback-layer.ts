/** BSD loopback headers (NULL and LOOP): an address family in some byte order. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import { BSD_FAMILY_NAMES, ETHER_TYPE_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dissectEtherType } from './ether-type-layer.ts'
import { dissectIpv4 } from './ipv4-layer.ts'
import { dissectIpv6 } from './ipv6-layer.ts'
import { dissectPpp } from './ppp-layer.ts'

const NULL = field('null', 'Null/Loopback', 'protocol')
const FAMILY = field('null.family', 'Family', 'uint32', { valueNames: BSD_FAMILY_NAMES })
const TYPE = field('null.type', 'Type', 'uint16', { base: 'hex', valueNames: ETHER_TYPE_NAMES })

/** The fields of this layer. */
export const BSD_LOOPBACK_FIELDS: readonly Field[] = [NULL, FAMILY, TYPE]

const HEADER_BYTES = 4
const PPP_ADDRESS_AND_CONTROL = 0xff03
const FAMILY_IPV4 = 2
/** The numbers of the IPv6 family in NetBSD and OpenBSD, FreeBSD, Darwin. */
const FAMILY_IPV6: ReadonlySet<number> = new Set([24, 28, 30])

/** Reads a NULL header at `offset`. */
export function dissectBsdLoopback(d: Dissection, state: CaptureState, offset: number): void {
  // Some systems write PPP frames under this link type.
  if (d.u16(offset) === PPP_ADDRESS_AND_CONTROL) return dissectPpp(d, state, offset)
  d.setColumns('NULL', 'Null/Loopback')
  d.enter('null')
  const bigEndian = d.u32(offset)
  const isType = (bigEndian & 0xffff) !== 0 && bigEndian >>> 16 !== 0
  if (isType) {
    const type = d.u16(offset + 2)
    const item = d.layer(NULL, offset, HEADER_BYTES)
    d.add(item, TYPE, type, offset + 2, 2)
    return dissectEtherType(d, state, type, offset + HEADER_BYTES)
  }
  const family = bigEndian >>> 16 === 0 ? bigEndian : swapped(bigEndian)
  const item = d.layer(NULL, offset, HEADER_BYTES)
  d.add(item, FAMILY, family, offset, HEADER_BYTES)
  dissectFamily(d, state, family, offset + HEADER_BYTES)
}

/** Reads a LOOP header, whose family stands in network order, at `offset`. */
export function dissectOpenBsdLoopback(d: Dissection, state: CaptureState, offset: number): void {
  d.setColumns('NULL', 'Null/Loopback')
  d.enter('null')
  const family = d.u32(offset)
  const item = d.layer(NULL, offset, HEADER_BYTES)
  d.add(item, FAMILY, family, offset, HEADER_BYTES)
  dissectFamily(d, state, family, offset + HEADER_BYTES)
}

function dissectFamily(d: Dissection, state: CaptureState, family: number, offset: number): void {
  if (family === FAMILY_IPV4) dissectIpv4(d, state, offset)
  else if (FAMILY_IPV6.has(family)) dissectIpv6(d, state, offset)
  else dissectData(d, offset)
}

function swapped(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
}
