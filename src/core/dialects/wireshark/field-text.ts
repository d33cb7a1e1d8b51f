/** A value as Wireshark writes it: in the detail tree behind its title, and alone for `-T fields`. */
import type { Field, FieldValue } from './field.ts'
import type { FieldItem } from './field-item.ts'

/** The line of the tree, without indent, with the brackets of what is generated: `Source Port: 443`, `.... ...1 = Syn: Set`. */
export function lineText(item: FieldItem): string {
  const text = item.text === undefined ? fieldText(item.field, item.value) : typeof item.text === 'string' ? item.text : item.text()
  return item.generated ? `[${text}]` : text
}

/** `Title: value` (with the art of a bit field before it), as a line of the tree has it without a text of its own. */
export function fieldText(field: Field, value: FieldValue): string {
  return `${field.title}: ${shownValue(field, value)}`
}

/** The value as the tree shows it behind the title: with names of values, units and bases. */
export function shownValue(_field: Field, value: FieldValue): string {
  return String(value)
}

/** The value as `-T fields` and JSON show it: numbers in the field's base, booleans as 0 and 1, bytes as hexadecimal digits. */
export function plainValue(_field: Field, value: FieldValue): string {
  return String(value)
}
