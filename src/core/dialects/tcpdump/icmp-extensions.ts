/** Extensions of ICMP errors (RFC 4884, RFC 4950, RFC 5837). */

import { checksumFault } from './checksums.ts'
import { dumpHex } from './hex-dump.ts'
import { labelRest } from './mpls.ts'
import type { Printing } from './printing.ts'

/** Extensions without a length field of the error start after 128 bytes of quoted packet (RFC 4884 §5.5). */
const LEGACY_START = 136
const HEADER_BYTES = 4
const OBJECT_HEAD_BYTES = 4
const VERSION = 2
const OBJECT_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'MPLS Stack Entry'],
  [2, 'Interface Identification'],
])

/** Prints the extensions of the error at `at` of `length` bytes, if there are any. */
export function printIcmpExtensions(p: Printing, at: number, length: number): void {
  if (length < LEGACY_START + HEADER_BYTES + 1) return
  const words = p.u8(at + 5)
  const start = at + (words < 1 || words * 4 + 8 > length ? LEGACY_START : Math.max(LEGACY_START, 8 + words * 4))
  p.need(start, HEADER_BYTES)
  const version = p.u8(start) >> 4
  p.text(`\n\tICMP Multi-Part extension v${version}`)
  if (version !== VERSION) return p.text(' packet not supported')
  let rest = length - (start - at)
  if (p.has(start, rest)) {
    const isRight = checksumFault(p, start, rest, start + 2, 0) === undefined
    p.text(`, checksum 0x${p.hexText(start + 2, start + 4)} (${isRight ? '' : 'in'}correct), length ${rest}`)
  }
  rest -= HEADER_BYTES
  let next = start + HEADER_BYTES
  while (rest > OBJECT_HEAD_BYTES) {
    p.need(next, OBJECT_HEAD_BYTES)
    const objectBytes = p.u16(next)
    const objectClass = p.u8(next + 2)
    const classType = p.u8(next + 3)
    p.text(`\n\t  ${OBJECT_NAMES.get(objectClass) ?? 'unknown'} Object (${objectClass}), Class-Type: ${classType}, length ${objectBytes}`)
    rest -= OBJECT_HEAD_BYTES
    next += OBJECT_HEAD_BYTES
    if (objectClass === 0 || objectBytes < OBJECT_HEAD_BYTES) return
    const dataBytes = objectBytes - OBJECT_HEAD_BYTES
    if (objectClass === 1 && classType === 1) {
      const entry = p.u32(next)
      p.text(`\n\t    label ${entry >>> 12}${labelRest(entry)}`)
    } else if (objectClass === 2) printInterface(p, next, classType)
    else printUnknown(p, next, dataBytes)
    if (rest < dataBytes) return
    rest -= dataBytes
    next += dataBytes
  }
}

function printUnknown(p: Printing, at: number, length: number): void {
  dumpHex(p.out, p.bytes, at, Math.min(length, p.left(at)))
}

const ROLES = ['Incoming IP Interface', 'Sub-IP Component of Incoming IP Interface', 'Outgoing IP Interface', 'IP Next Hop']
const HAS = { index: 0x08, address: 0x04, name: 0x02, mtu: 0x01 } as const

/** Interface information (RFC 5837 §4.1). */
function printInterface(p: Printing, at: number, classType: number): void {
  const role = ROLES[(classType >> 6) & 3]
  p.text(`\n\t\t This object describes ${role ?? 'an unknown interface'}`)
  let next = at
  if ((classType & HAS.index) !== 0) {
    p.text(`\n\t\t Interface Index, length 4, Value ${p.u32(next)}`)
    next += 4
  }
  if ((classType & HAS.address) !== 0) {
    const family = p.u16(next)
    p.text(`\n\t\t IP Address sub-object: `)
    next += 4
    p.text(family === 1 ? p.ip4(next) : p.ip6(next))
    next += family === 1 ? 4 : 16
  }
  if ((classType & HAS.name) !== 0) {
    const nameBytes = p.u8(next)
    p.text(`\n\t\t Interface Name, length ${nameBytes}: `)
    next += nameBytes
  }
  if ((classType & HAS.mtu) !== 0) p.text(`\n\t\t MTU Value, length 4, Value ${p.u32(next)}`)
}
