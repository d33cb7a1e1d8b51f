/** Reads a header that may turn out shorter than it claims, and says so in the tree as Wireshark does. */
import { OutOfBytes, type Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { addExpertNote } from '../expert-item.ts'

const MALFORMED = field('_ws.malformed', 'Malformed Packet', 'protocol')
const MALFORMED_NOTE = field('_ws.malformed.expert', 'Malformed Packet (Exception occurred)', 'none')
const SHORT = field('_ws.short', 'Packet size limited during capture', 'protocol')

/** The fields of this layer. */
export const GUARD_FIELDS: readonly Field[] = [MALFORMED, MALFORMED_NOTE, SHORT]

/**
 * For the `catch` around the reading of a header: when it ran out of bytes, the tree ends with a line that says why.
 *
 * @param error What was caught; anything but `OutOfBytes` is thrown again.
 * @param level The level of the tree before the header was read.
 */
export function endEarly(d: Dissection, error: unknown, level: FieldItem[]): void {
  if (!(error instanceof OutOfBytes)) throw error
  d.level = level
  addOutOfBytes(d, error)
}

/** Adds the line for a header that ran out of bytes. */
function addOutOfBytes(d: Dissection, error: OutOfBytes): void {
  if (error.missing === 'captured') {
    d.appendInfo('[Packet size limited during capture]')
    d.layer(SHORT, 0, 0, { generated: true, text: `Packet size limited during capture: ${d.protocol} truncated` })
    return
  }
  d.appendInfo('[Malformed Packet]')
  const item = d.layer(MALFORMED, 0, 0, { generated: true, text: `Malformed Packet: ${d.protocol}` })
  const note = { field: MALFORMED_NOTE, severity: 'Error', group: 'Malformed', message: MALFORMED_NOTE.title } as const
  d.notes.push(note)
  addExpertNote(item, note)
}
