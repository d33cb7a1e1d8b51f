/** Extensions of ICMP errors, RFC 4884, as far as their common header. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { onesSum } from './internet-checksum.ts'

const CLASS_NAMES = new Map([
  [1, 'MPLS Label Stack Class'],
  [2, 'Interface Information Object'],
  [3, 'Interface Identification Object'],
])

const EXTENSIONS = field('icmp.ext', 'ICMP Extensions', 'none')
const VERSION = field('icmp.ext.version', 'Version', 'uint8')
const RESERVED = field('icmp.ext.res', 'Reserved', 'uint16', { base: 'hex', digits: 4, mask: 0x0fff })
const CHECKSUM = field('icmp.ext.checksum', 'Checksum', 'uint16', { base: 'hex' })
const STATUS = field('icmp.ext.checksum.status', 'Checksum Status', 'uint8', {
  valueNames: new Map([
    [0, 'Bad'],
    [1, 'Good'],
  ]),
})
const LENGTH = field('icmp.ext.length', 'Length', 'uint16')
const CLASS = field('icmp.ext.class', 'Class', 'uint8', { valueNames: CLASS_NAMES })
const TYPE = field('icmp.ext.ctype', 'C-Type', 'uint8')
const DATA = field('icmp.ext.data', 'Data', 'bytes')
const MPLS_LABEL = field('icmp.mpls.label', 'Label', 'uint24', { mask: 0xfffff0 })
const MPLS_EXPERIMENTAL = field('icmp.mpls.exp', 'Experimental', 'uint24', { mask: 0x00000e })
const MPLS_STACK = field('icmp.mpls.s', 'Stack bit', 'boolean', { mask: 0x000001, maskBits: 24, booleanNames: ['Set', 'Not set'] })
const MPLS_TTL = field('icmp.mpls.ttl', 'Time to live', 'uint8')

/** The fields of the extensions. */
export const ICMP_EXTENSION_FIELDS: readonly Field[] = [
  EXTENSIONS,
  VERSION,
  RESERVED,
  CHECKSUM,
  STATUS,
  LENGTH,
  CLASS,
  TYPE,
  DATA,
  MPLS_LABEL,
  MPLS_EXPERIMENTAL,
  MPLS_STACK,
  MPLS_TTL,
]

const HEADER_BYTES = 4
const OBJECT_HEADER_BYTES = 4
const CLASS_MPLS = 1
const GENERATED = { generated: true } as const

/** Adds the extensions at `offset`, which go on to the end of the message. */
export function addIcmpExtensions(d: Dissection, parent: FieldItem, offset: number): void {
  const end = d.end
  const item = d.add(parent, EXTENSIONS, null, offset, end - offset)
  if (end - offset < HEADER_BYTES) return
  const first = d.u16(offset)
  d.add(item, VERSION, first >>> 12, offset, 1, { text: `${(first >>> 12).toString(2).padStart(4, '0')} .... = Version: ${first >>> 12}` })
  d.add(item, RESERVED, first & 0xfff, offset, 2, {
    text: () => {
      const bits = (first & 0xfff).toString(2).padStart(12, '0')
      return `.... ${bits.slice(0, 4)} ${bits.slice(4, 8)} ${bits.slice(8)} = Reserved: 0x${(first & 0xfff).toString(16).padStart(3, '0')}`
    },
  })
  const checksum = d.u16(offset + 2)
  const isRight = onesSum(d.data, offset, end, 0) === 0xffff
  d.add(item, CHECKSUM, checksum, offset + 2, 2, {
    text: `Checksum: 0x${checksum.toString(16).padStart(4, '0')} [${isRight ? 'correct' : 'incorrect'}]`,
  })
  d.add(item, STATUS, isRight ? 1 : 0, offset + 2, 0, GENERATED)
  let at = offset + HEADER_BYTES
  while (at + OBJECT_HEADER_BYTES <= end) {
    const length = d.u16(at)
    const kind = d.u8(at + 2)
    const objectItem = d.add(item, LENGTH, length, at, 2)
    d.add(item, CLASS, kind, at + 2, 1)
    d.add(item, TYPE, d.u8(at + 3), at + 3, 1)
    if (length < OBJECT_HEADER_BYTES) return
    const objectEnd = Math.min(at + length, end)
    if (kind === CLASS_MPLS) addLabels(d, objectItem, at + OBJECT_HEADER_BYTES, objectEnd)
    else if (objectEnd > at + OBJECT_HEADER_BYTES) {
      const size = objectEnd - at - OBJECT_HEADER_BYTES
      d.add(item, DATA, d.copy(at + OBJECT_HEADER_BYTES, size), at + OBJECT_HEADER_BYTES, size)
    }
    at += length
  }
}

function addLabels(d: Dissection, item: FieldItem, offset: number, end: number): void {
  for (let at = offset; at + 4 <= end; at += 4) {
    const word = d.u32(at)
    d.add(item, MPLS_LABEL, word >>> 12, at, 3)
    d.add(item, MPLS_EXPERIMENTAL, (word >>> 9) & 7, at, 3)
    d.add(item, MPLS_STACK, (word >>> 8) & 1, at, 3)
    d.add(item, MPLS_TTL, word & 0xff, at + 3, 1)
  }
}
