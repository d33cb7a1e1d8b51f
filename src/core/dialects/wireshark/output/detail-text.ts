/** The tree of a packet as text: `-V`, and with only some protocols unfolded `-O`. */
import { DATA } from '../layers/data-layer.ts'
import { lineText } from '../field-text.ts'
import type { Field } from '../field.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'
import { dumpText } from './hex-text.ts'

const INDENT = '    '
/** No tree of ours is deeper; the indents are made once. */
const INDENTS: string[] = ['']

/**
 * The lines of a packet's tree, each with a line feed; tshark prints an empty line after them.
 *
 * @param packet The packet.
 * @param unfolded The names of the protocols to show whole (`-O tcp,ip`); undefined: all.
 * @param dumpsData Whether unexplained data is dumped below its line, as it is without `-x`.
 */
export function detailText(packet: DissectedPacket, unfolded?: ReadonlySet<string>, dumpsData = true): string {
  let text = ''
  for (const layer of packet.layers) {
    if (layer.hidden) continue
    text += `${lineText(layer)}\n`
    if (unfolded === undefined || unfolded.has(layer.field.name)) {
      if (dumpsData && layer.field === DATA) text += dataDump(layer)
      text += childrenText(layer, 1, dumpsData)
    }
  }
  return text
}

/** Lines of fields with few values, made once: flags and codes say the same in packet after packet. */
const LINES = new Map<Field, Map<number, string>>()
const MAX_LINES_PER_FIELD = 256

/** The line of an item with its line feed. */
function cachedLine(item: FieldItem): string {
  const { field, value } = item
  if (typeof value !== 'number' || item.text !== undefined || item.generated) return `${lineText(item)}\n`
  if (field.mask === undefined && field.type !== 'uint8' && field.type !== 'boolean') return `${lineText(item)}\n`
  let lines = LINES.get(field)
  if (lines === undefined) {
    lines = new Map()
    LINES.set(field, lines)
  }
  let line = lines.get(value)
  if (line === undefined) {
    line = `${lineText(item)}\n`
    if (lines.size < MAX_LINES_PER_FIELD) lines.set(value, line)
  }
  return line
}

/** The lines of what is below an item, indented `depth` times. */
export function childrenText(item: FieldItem, depth: number, dumpsData: boolean): string {
  let text = ''
  const indent = (INDENTS[depth] ??= INDENT.repeat(depth))
  for (const child of item.children) {
    if (child.hidden) continue
    text += indent + cachedLine(child)
    if (dumpsData && child.field === DATA) text += dataDump(child)
    if (child.children.length > 0) text += childrenText(child, depth + 1, dumpsData)
  }
  return text
}

/** The bytes of an item for unexplained data, whose first child holds them. */
function dataDump(item: FieldItem): string {
  const value = item.children[0]?.value
  return value instanceof Uint8Array ? `\n${dumpText(value)}` : ''
}
