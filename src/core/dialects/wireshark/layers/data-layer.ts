/** Bytes that no header explains: Wireshark's "Data". */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'

/** The protocol of bytes that nothing explains: printed as a dump, and as its bytes where a value is wanted. */
export const DATA = field('data', 'Data', 'protocol')
const DATA_DATA = field('data.data', 'Data', 'bytes')
const DATA_LEN = field('data.len', 'Length', 'int32')

/** The fields of this layer. */
export const DATA_FIELDS: readonly Field[] = [DATA, DATA_DATA, DATA_LEN]

/** Shows the bytes from `offset` to the end of what was captured as data. */
export function dissectData(d: Dissection, offset: number): void {
  const length = d.end - offset
  if (length <= 0) return
  d.enter('data')
  const item = d.layer(DATA, offset, length, { text: `Data (${length} byte${length === 1 ? '' : 's'})` })
  if (d.wants(DATA_DATA) || d.wants(DATA)) item.add(DATA_DATA, d.copy(offset, length), offset, length)
  d.add(item, DATA_LEN, length, offset, 0, GENERATED)
}

/** The same below the item of another layer, for what its message carries. */
export function dissectDataBelow(d: Dissection, parent: FieldItem, offset: number): void {
  const { level } = d
  const below: FieldItem[] = []
  d.level = below
  dissectData(d, offset)
  d.level = level
  for (const item of below) parent.append(item)
}

const GENERATED = { generated: true } as const
