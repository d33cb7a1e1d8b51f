/** An expert note as an item of the tree, with the lines below it. */
import { field, type Field } from './field.ts'
import { FieldItem, type ExpertGroup, type ExpertNote, type ExpertSeverity } from './field-item.ts'

/** Wireshark's numbers for severities and groups, which `-T fields` and filters use. */
const SEVERITIES: Readonly<Record<ExpertSeverity, number>> = {
  Comment: 0x00100000,
  Chat: 0x00200000,
  Note: 0x00400000,
  Warning: 0x00600000,
  Error: 0x00800000,
}
const GROUPS: Readonly<Record<ExpertGroup, number>> = {
  Checksum: 0x01000000,
  Sequence: 0x02000000,
  Response: 0x03000000,
  Undecoded: 0x05000000,
  Malformed: 0x07000000,
  Protocol: 0x09000000,
  Comment: 0x0c000000,
  Deprecated: 0x0e000000,
}

/** The item that holds an expert note. */
export const EXPERT = field('_ws.expert', 'Expert Info', 'protocol')
const MESSAGE = field('_ws.expert.message', 'Message', 'string')
const SEVERITY = field('_ws.expert.severity', 'Severity level', 'uint32', { valueNames: namesOf(SEVERITIES) })
const GROUP = field('_ws.expert.group', 'Group', 'uint32', { valueNames: namesOf(GROUPS) })
const GENERATED = { generated: true } as const
const HIDDEN = { hidden: true } as const

/** The fields of the lines of every expert note. */
export const EXPERT_FIELDS: readonly Field[] = [EXPERT, MESSAGE, SEVERITY, GROUP]

/** Puts `note` below `parent`, or among `parent`'s lines at the byte `offset`, and gives the item back. */
export function addExpertNote(parent: FieldItem, note: ExpertNote, offset = parent.offset): FieldItem {
  const { severity, group, message } = note
  const item = parent.append(
    new FieldItem(EXPERT, null, offset, 0, { generated: true, text: () => `Expert Info (${severity}/${group}): ${message}` }),
  )
  item.add(note.field, null, 0, 0, { generated: true, text: message })
  item.add(MESSAGE, message, 0, 0, HIDDEN)
  item.add(SEVERITY, SEVERITIES[severity], 0, 0, { ...GENERATED, text: `Severity level: ${severity}` })
  item.add(GROUP, GROUPS[group], 0, 0, { ...GENERATED, text: `Group: ${group}` })
  return item
}

/** The names by their numbers, for filters. */
function namesOf(numbers: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(numbers).map(([name, number]) => [number, name]))
}
