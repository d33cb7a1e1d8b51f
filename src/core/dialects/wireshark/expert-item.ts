/** An expert note as an item of the tree, with the three lines below it. */
import { field, type Field } from './field.ts'
import { FieldItem, type ExpertNote } from './field-item.ts'

const EXPERT = field('_ws.expert', 'Expert Info', 'protocol')
const MESSAGE = field('_ws.expert.message', 'Message', 'string')
const SEVERITY = field('_ws.expert.severity', 'Severity level', 'uint32')
const GROUP = field('_ws.expert.group', 'Group', 'uint32')

/** The fields of the lines of every expert note. */
export const EXPERT_FIELDS: readonly Field[] = [EXPERT, MESSAGE, SEVERITY, GROUP]

/** Puts `note` below `parent` and gives the item back. */
export function addExpertNote(parent: FieldItem, note: ExpertNote): FieldItem {
  return parent.append(
    new FieldItem(EXPERT, null, parent.offset, 0, {
      generated: true,
      text: `Expert Info (${note.severity}/${note.group}): ${note.message}`,
    }),
  )
}
