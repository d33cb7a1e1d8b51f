/** The tree of a packet as text: `-V`, and with only some protocols unfolded `-O`. */
import { lineText } from '../field-text.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'

const INDENT = '    '
/** No tree of ours is deeper; the indents are made once. */
const INDENTS: string[] = ['']

/**
 * The lines of a packet's tree, each with a line feed; tshark prints an empty line after them.
 *
 * @param packet The packet.
 * @param unfolded The names of the protocols to show whole (`-O tcp,ip`); undefined: all.
 */
export function detailText(packet: DissectedPacket, unfolded?: ReadonlySet<string>): string {
  let text = ''
  for (const layer of packet.layers) {
    if (layer.hidden) continue
    text += `${lineText(layer)}\n`
    if (unfolded === undefined || unfolded.has(layer.field.name)) text += childrenText(layer, 1)
  }
  return text
}

function childrenText(item: FieldItem, depth: number): string {
  let text = ''
  const indent = (INDENTS[depth] ??= INDENT.repeat(depth))
  for (const child of item.children) {
    if (child.hidden) continue
    text += `${indent}${lineText(child)}\n`
    if (child.children.length > 0) text += childrenText(child, depth + 1)
  }
  return text
}
