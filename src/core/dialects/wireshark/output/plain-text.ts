/** Values as the outputs that are not for reading show them: `-T fields`, JSON, Elasticsearch's. */
import { wholeNs } from '../elapsed.ts'
import { labelText, plainValue } from '../field-text.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'
import { DATA } from '../layers/data-layer.ts'
import { COLUMN_NAMES } from '../wanted-fields.ts'

/** The value for `-T fields`: `1` for a field that is only there; for a protocol the text of its line, or its name where it has none. */
export function fieldsValue(item: FieldItem): string {
  const { field } = item
  if (field.type === 'protocol') {
    if (field === DATA) return dataText(item)
    return item.text === undefined ? field.name : labelText(item)
  }
  return item.value === null ? '1' : plainText(item)
}

/** Unexplained data stands for its bytes, which its first child holds. */
function dataText(item: FieldItem): string {
  const first = item.children[0]
  return first === undefined ? labelText(item) : plainText(first)
}

/** The value as its type and base want it; an absolute time as the line of the tree has it, in the local zone. */
export function plainText(item: FieldItem): string {
  const { field, value } = item
  if (field.type === 'absolute-time' && item.text !== undefined) return labelText(item).slice(field.title.length + 2)
  return plainValue(field, value)
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The same for JSON, where bytes have colons between them. */
export function jsonValue(item: FieldItem): string {
  const { field, value } = item
  if (field.type === 'bytes' && value instanceof Uint8Array) {
    let text = ''
    for (let i = 0; i < value.length; i++) text += i === 0 ? HEX[value[i]] : `:${HEX[value[i]]}`
    return text
  }
  return plainText(item)
}

const SPECIAL_NAMES: ReadonlyMap<string, keyof typeof COLUMN_NAMES> = new Map(
  (Object.keys(COLUMN_NAMES) as (keyof typeof COLUMN_NAMES)[]).map((key) => [COLUMN_NAMES[key], key]),
)

/** Which of the summary's columns a name given with `-e` means; undefined for the name of a field. */
export function columnOfName(name: string): keyof typeof COLUMN_NAMES | undefined {
  return SPECIAL_NAMES.get(name)
}

/** The text of one of the summary's columns. `time` makes the time column's. */
export function columnText(packet: DissectedPacket, column: keyof typeof COLUMN_NAMES, time: () => string): string {
  switch (column) {
    case 'number':
      return String(packet.number)
    case 'time':
      return time()
    case 'source':
      return packet.source
    case 'destination':
      return packet.destination
    case 'protocol':
      return packet.protocol
    case 'length':
      return String(packet.wireLength)
    case 'info':
      return packet.info
  }
}

/** The values of the chosen names in a packet, in the order of the names; names without a value are left out. */
export function chosenValues(
  packet: DissectedPacket,
  chosen: readonly string[],
  time: () => string,
): readonly (readonly [name: string, values: readonly string[]])[] {
  const found = new Map<string, string[]>(chosen.map((name) => [name, []]))
  collect(packet.layers, found)
  for (const name of chosen) {
    const column = columnOfName(name)
    if (column !== undefined) found.set(name, [columnText(packet, column, time)])
  }
  return [...found].filter(([, values]) => values.length > 0)
}

function collect(items: readonly FieldItem[], found: Map<string, string[]>): void {
  for (const item of items) {
    found.get(item.field.name)?.push(fieldsValue(item))
    collect(item.children, found)
  }
}

const NS_PER_S = 1_000_000_000n
const NS_PER_MS = 1_000_000n
const NANO_DIGITS = 9
const MS_PER_S = 1000

/** The time of a packet in nanoseconds since 1970; 0 when the capture has no date. */
export function unixNs(packet: DissectedPacket): bigint {
  const { startNs, timeNs } = packet.times
  return startNs === undefined || Number.isNaN(timeNs) ? 0n : startNs + wholeNs(timeNs)
}

/** Whole milliseconds since 1970, rounded down. */
export function unixMilliseconds(timeNs: bigint): bigint {
  return (timeNs - (((timeNs % NS_PER_MS) + NS_PER_MS) % NS_PER_MS)) / NS_PER_MS
}

/** `2026-11-21T07:54:43.802564000Z`. */
export function isoTime(timeNs: bigint): string {
  const rest = ((timeNs % NS_PER_S) + NS_PER_S) % NS_PER_S
  const moment = new Date(Number((timeNs - rest) / NS_PER_S) * MS_PER_S)
  if (Number.isNaN(moment.getTime())) return ''
  return `${moment.toISOString().slice(0, 19)}.${String(rest).padStart(NANO_DIGITS, '0')}Z`
}
