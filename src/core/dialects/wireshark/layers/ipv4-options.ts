/** The options of an IPv4 header. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { TEXT_ONLY } from '../text-only.ts'

/** The fields of the options. */
export const IPV4_OPTION_FIELDS: readonly Field[] = []

void field

/** Adds the options at `offset` below the header's item. */
export function addIpv4Options(d: Dissection, item: FieldItem, offset: number, length: number): void {
  d.need(offset, length)
  d.add(item, TEXT_ONLY, null, offset, length, { text: `Options: (${length} bytes)` })
}
