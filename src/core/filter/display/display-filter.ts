/** Display filters: Wireshark's language for choosing packets by their fields, as version 4.0 understands it. */
import { type Field, field } from '../../dialects/wireshark/field.ts'
import type { DissectedPacket } from '../../dialects/wireshark/field-item.ts'
import { fieldByName, fieldNames } from '../../dialects/wireshark/field-registry.ts'
import { type LocalTime, UTC } from '../../dialects/wireshark/local-time.ts'
import { type FilterError, FilterFault } from '../filter-error.ts'
import { parseDisplayFilter } from './display-parser.ts'
import { OperandBuilder } from './operand.ts'
import { nearestName } from './nearest-name.ts'
import { FOREIGN_PROTOCOLS } from './foreign-protocols.ts'
import { PacketValues } from './packet-values.ts'
import { type Test, TestBuilder } from './packet-test.ts'

/** What a filter looks at: all items of a packet, or at least those of the fields that are `wanted`. */
export type FilteredPacket = Pick<DissectedPacket, 'layers' | 'bytes'>

/** A filter that is ready. */
export interface DisplayFilter {
  readonly text: string
  /** The names of the fields that it looks at: a dissector needs to make no others. */
  readonly wanted: ReadonlySet<string>
  /** It asks in which of several layers of the same protocol a field stands. */
  readonly usesLayers: boolean
  /** Whether a packet matches. Never throws. */
  matches(packet: FilteredPacket): boolean
}

/** A filter, or why there is none. */
export type DisplayFilterResult =
  | { readonly ok: true; readonly filter: DisplayFilter }
  | { readonly ok: false; readonly error: FilterError }

/** Longer filters are refused: no honest one is. */
const MOST_CHARACTERS = 100_000

/**
 * Compiles a display filter; an empty one matches every packet. Never throws.
 *
 * @param localTime the zone of absolute times that name none
 */
export function compileDisplayFilter(text: string, localTime: LocalTime = UTC): DisplayFilterResult {
  const values = new PacketValues()
  const wanted = new Set<string>()
  try {
    if (text.length > MOST_CHARACTERS) throw new FilterFault('syntax', 'The filter is too long.', '', { from: 0, to: text.length })
    const tree = parseDisplayFilter(text, isField)
    const fieldNamed = (name: string): Field => {
      wanted.add(name)
      return fieldByName(name) ?? field(name, name, 'none')
    }
    const test =
      tree === undefined ? undefined : new TestBuilder(new OperandBuilder({ values, fieldNamed, isForeign, localTime })).build(tree)
    return { ok: true, filter: { text, wanted, usesLayers: values.hasLayers, matches: matcher(values, test) } }
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error
    return { ok: false, error: withSuggestion(error.toError(), text) }
  }
}

/** Whether a field belongs to a protocol that this view never shows: its type is not known, and no packet has it. */
function isForeign(name: string): boolean {
  return fieldByName(name) === undefined
}

function matcher(values: PacketValues, test: Test | undefined): (packet: FilteredPacket) => boolean {
  if (test === undefined) return () => true
  return (packet) => {
    values.load(packet)
    return test()
  }
}

/** Whether a name is that of a field here, or of a protocol that Wireshark knows and this view never shows, or of one of its fields. */
function isField(name: string): boolean {
  return fieldByName(name) !== undefined || FOREIGN_PROTOCOLS.has(name.split('.')[0])
}

/** The error, with the nearest field where a name was probably mistyped. */
function withSuggestion(error: FilterError, text: string): FilterError {
  const typed = text.slice(error.column, error.column + error.length).replace(/^\./, '')
  if (
    error.explanation !== '' ||
    !/^[A-Za-z_][\w.-]*$/.test(typed) ||
    !/neither|must be a field|not a valid|not of compat/.test(error.message)
  )
    return error
  const nearest = nearestName(typed, fieldNames())
  return nearest === undefined ? error : { ...error, explanation: `Did you mean "${nearest}"?` }
}
