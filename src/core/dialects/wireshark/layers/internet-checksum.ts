/** The checksum of ICMP and ICMPv6, as lines of the tree. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'

/** The fields of a checksum. */
export type ChecksumFields = Readonly<Record<'checksum' | 'status' | 'bad', Field>>

const STATUS_NAMES = new Map([
  [0, 'Bad'],
  [1, 'Good'],
  [2, 'Unverified'],
])
const STATUS = { bad: 0, good: 1, unverified: 2 } as const

/** Makes the fields whose names begin with `prefix`. */
export function checksumFields(prefix: string): ChecksumFields {
  return {
    checksum: field(`${prefix}.checksum`, 'Checksum', 'uint16', { base: 'hex' }),
    status: field(`${prefix}.checksum.status`, 'Checksum Status', 'uint8', { valueNames: STATUS_NAMES }),
    bad: field(`${prefix}.checksum_bad`, 'Bad checksum', 'none'),
  }
}

const STATUS_TRAITS = ['Bad', 'Good', 'Unverified'].map((name) => ({ generated: true, text: `Checksum Status: ${name}` }))

/**
 * Adds checksum and status.
 *
 * @param sum The ones' complement sum over all that is covered, with the checksum itself; undefined when it cannot be checked.
 * @param suffix Behind an unverified checksum: why.
 */
export function addChecksum(
  d: Dissection,
  item: FieldItem,
  fields: ChecksumFields,
  offset: number,
  sum: number | undefined,
  suffix: string,
): void {
  const checksum = d.u16(offset)
  const hex = `0x${checksum.toString(16).padStart(4, '0')}`
  if (sum === undefined) {
    d.add(item, fields.checksum, checksum, offset, 2, { text: `Checksum: ${hex} [unverified]${suffix}` })
    d.add(item, fields.status, STATUS.unverified, offset, 0, STATUS_TRAITS[STATUS.unverified])
    return
  }
  if (sum === 0xffff) {
    d.add(item, fields.checksum, checksum, offset, 2, { text: `Checksum: ${hex} [correct]` })
    d.add(item, fields.status, STATUS.good, offset, 0, STATUS_TRAITS[STATUS.good])
    return
  }
  const right = folded((~sum & 0xffff) + checksum)
  const rightHex = `0x${right.toString(16).padStart(4, '0')}`
  const checksumItem = d.add(item, fields.checksum, checksum, offset, 2, { text: `Checksum: ${hex} incorrect, should be ${rightHex}` })
  d.note(checksumItem, { field: fields.bad, severity: 'Warning', group: 'Checksum', message: `Bad checksum [should be ${rightHex}]` })
  d.add(item, fields.status, STATUS.bad, offset, 0, STATUS_TRAITS[STATUS.bad])
}

/** The ones' complement sum of bytes [from, to), added to `start` (RFC 1071). */
export function onesSum(data: Uint8Array, from: number, to: number, start: number): number {
  let sum = start
  for (let i = from; i + 1 < to; i += 2) sum += (data[i] << 8) | data[i + 1]
  if (((to - from) & 1) === 1) sum += data[to - 1] << 8
  return folded(sum)
}

function folded(sum: number): number {
  let rest = sum
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x10000)
  return rest
}
