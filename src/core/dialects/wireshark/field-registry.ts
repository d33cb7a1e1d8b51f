/** All fields of this view by their names: what filters, `-e` and a preference's checks look up. */
import type { Field } from './field.ts'

/** The field with this name; undefined when this view has none. */
export function fieldByName(name: string): Field | undefined {
  return REGISTRY.get(name)
}

/** The names of all fields and protocols, for suggestions. */
export function fieldNames(): Iterable<string> {
  return REGISTRY.keys()
}

const REGISTRY: ReadonlyMap<string, Field> = new Map()
