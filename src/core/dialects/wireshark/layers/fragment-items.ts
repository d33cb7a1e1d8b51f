/** The lines that tell of a datagram put together from fragments, for both versions of IP. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import type { FragmentEntry, Reassembly } from './fragment-table.ts'

/** The fields of one version of IP. */
export type FragmentFields = Readonly<
  Record<
    | 'fragments'
    | 'fragment'
    | 'overlap'
    | 'conflict'
    | 'multipleTails'
    | 'tooLong'
    | 'error'
    | 'count'
    | 'reassembledIn'
    | 'reassembledLength'
    | 'reassembledData',
    Field
  >
> & {
  /** `IPv4`. */
  readonly name: string
}

/** Makes the fields whose names begin with `prefix` (`ip`), for the protocol `name` (`IPv4`). */
export function fragmentFields(prefix: string, name: string): FragmentFields {
  const isIpv6 = prefix === 'ipv6'
  return {
    name,
    fragments: field(`${prefix}.fragments`, `${name} Fragments`, isIpv6 ? 'none' : 'bytes'),
    fragment: field(`${prefix}.fragment`, `${name} Fragment`, 'frame-number'),
    overlap: field(`${prefix}.fragment.overlap`, 'Fragment overlap', 'boolean'),
    conflict: field(`${prefix}.fragment.overlap.conflict`, 'Conflicting data in fragment overlap', 'boolean'),
    multipleTails: field(`${prefix}.fragment.multipletails`, 'Multiple tail fragments found', 'boolean'),
    tooLong: field(`${prefix}.fragment.toolongfragment`, 'Fragment too long', 'boolean'),
    error: field(`${prefix}.fragment.error`, 'Defragmentation error', 'frame-number'),
    count: field(`${prefix}.fragment.count`, 'Fragment count', 'uint32'),
    reassembledIn: field(isIpv6 ? 'ipv6.reassembled.in' : 'ip.reassembled_in', `Reassembled ${name} in frame`, 'frame-number'),
    reassembledLength: field(`${prefix}.reassembled.length`, `Reassembled ${name} length`, 'uint32'),
    reassembledData: field(`${prefix}.reassembled.data`, `Reassembled ${name} data`, 'bytes'),
  }
}

/** All of them, as a list. */
export function fragmentFieldList(fields: FragmentFields): readonly Field[] {
  return Object.values<Field | string>(fields).filter((each) => typeof each !== 'string')
}

const GENERATED = { generated: true } as const

/** Adds the list of fragments below the header of the frame that made the datagram whole. */
export function addFragmentItems(d: Dissection, parent: FieldItem, fields: FragmentFields, whole: Reassembly): void {
  const { entries, bytes } = whole
  const total = bytes.length
  const item = d.add(parent, fields.fragments, fields.fragments.type === 'none' ? null : bytes, 0, total, {
    generated: true,
    text: () =>
      `${entries.length} ${fields.name} Fragment${entries.length === 1 ? '' : 's'} (${total} byte${total === 1 ? '' : 's'}): ${entries.map((entry) => `#${entry.frame}(${entry.length})`).join(', ')}`,
  })
  for (const entry of entries) addEntry(d, item, fields, entry)
  d.add(item, fields.count, entries.length, 0, 0, GENERATED)
  d.add(item, fields.reassembledLength, total, 0, 0, GENERATED)
  d.add(item, fields.reassembledData, bytes, 0, total, GENERATED)
}

function addEntry(d: Dissection, parent: FieldItem, fields: FragmentFields, entry: FragmentEntry): void {
  const { frame, offset, length } = entry
  const hasError = entry.isConflict || entry.isTooLong || entry.isMultipleTails
  const item = d.add(parent, hasError ? fields.error : fields.fragment, frame, offset, length, {
    generated: true,
    text: `Frame: ${frame}, payload: ${offset}-${offset + length - 1} (${length} byte${length === 1 ? '' : 's'})`,
  })
  if (entry.isOverlap) d.add(item, fields.overlap, 1, offset, 0, GENERATED)
  if (entry.isConflict) d.add(item, fields.conflict, 1, offset, 0, GENERATED)
  if (entry.isMultipleTails) d.add(item, fields.multipleTails, 1, offset, 0, GENERATED)
  if (entry.isTooLong) d.add(item, fields.tooLong, 1, offset, 0, GENERATED)
}
