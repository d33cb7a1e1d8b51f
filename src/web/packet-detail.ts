/** One packet in full: its detail tree as Wireshark shows it, and its bytes. */
import { Dissector } from '../core/dialects/wireshark/dissector.ts'
import type { FieldItem } from '../core/dialects/wireshark/field-item.ts'
import { lineText, plainValue } from '../core/dialects/wireshark/field-text.ts'
import { defaultTcpPreferences } from '../core/dialects/wireshark/tcp/tcp-preferences.ts'
import { printable } from '../core/view/text-layout.ts'
import { type RowSetting, withEarlier } from './packet-lines.ts'
import type { DetailLine, PacketDetail } from './protocol.ts'

/** Earlier packets of its connection that the dissector is shown before: its notes need some history. */
const MOST_EARLIER = 20_000
/** A payload in a line is cut. */
const MOST_CHARACTERS = 240

/** The packet with this number; null when it cannot be shown again. */
export async function packetDetail(number: number, setting: RowSetting): Promise<PacketDetail | null> {
  const { store, index, info } = setting
  if (number < 1 || number > index.count) return null
  const connection = index.connection(number)
  const dissector = new Dissector({ tcp: defaultTcpPreferences(), capture: info })
  let detail: PacketDetail | null = null
  await store.show(withEarlier([number], setting, MOST_EARLIER), (record, shown) => {
    const { layers } = dissector.dissect(record, shown)
    if (shown !== number) return
    const lines = layers.filter(({ hidden }) => !hidden).map((item) => lineOf(item, connection))
    const bytes = record.bytes.slice(record.from, record.from + record.capLen)
    detail = { number, timeNs: record.timeNs, connection, wireBytes: record.wireLen, bytes, lines }
  })
  return detail
}

function lineOf(item: FieldItem, connection: number): DetailLine {
  const { field, offset, length, children } = item
  // The dissector has seen this connection alone, and would call each the first.
  const isStream = field.name === 'tcp.stream' && connection >= 0
  const text = isStream ? `[${field.title}: ${connection}]` : lineText(item)
  return {
    text: printable(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text),
    from: offset,
    length,
    field: field.name,
    filter: isStream ? `${field.name} == ${connection}` : filterOf(item),
    children: children.filter(({ hidden }) => !hidden).map((child) => lineOf(child, connection)),
  }
}

function filterOf({ field, value }: FieldItem): string {
  const { name, type } = field
  if (name === '' || name.startsWith('_') || name === 'text') return ''
  if (value === null || type === 'none' || type === 'protocol') return name
  if (type === 'string') return `${name} == "${plainValue(field, value).replaceAll(/["\\]/g, String.raw`\$&`)}"`
  if (type === 'bytes') return value instanceof Uint8Array && value.length > 0 ? `${name} == ${hexPairs(value)}` : name
  return `${name} == ${plainValue(field, value)}`
}

function hexPairs(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, MOST_CHARACTERS), (byte) => byte.toString(16).padStart(2, '0')).join(':')
}
