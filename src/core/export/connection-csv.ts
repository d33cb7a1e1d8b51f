/** Connections as comma-separated values (RFC 4180), for spreadsheets. */
import { utcText } from '../report/seconds.ts'
import { printable } from '../view/text-layout.ts'
import { type Cell, ROW_COLUMNS, type RowColumn, type RowSource } from './connection-row.ts'

/** RFC 4180 §2.1: records end so on every system. */
const RECORD_END = '\r\n'
/** What a spreadsheet takes for the beginning of a formula, the wide forms of East Asia included. */
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/
/** RFC 4180 §2.6. */
const QUOTED = /[",\r\n]/

/** The names of the columns, as the first record. A time has two: as people read it (UTC), and in seconds since 1970. */
export function csvHeader(): string {
  return record(ROW_COLUMNS.flatMap(({ name, kind }) => (kind === 'time' ? [`${name}_utc`, `${name}_epoch_s`] : [name])))
}

/** The record of a connection; unknown is an empty field. */
export function csvRecord(source: RowSource): string {
  return record(ROW_COLUMNS.flatMap((column) => fieldsOf(column, column.cell(source))))
}

function fieldsOf({ kind }: RowColumn, cell: Cell): string[] {
  if (kind === 'time') return typeof cell === 'string' ? [utcText(cell).replace(/ UTC$/, ''), cell] : ['', '']
  if (cell === null) return ['']
  // Numbers are never text of a packet, and a spreadsheet is to count with them.
  return [typeof cell === 'string' ? plainText(cell) : String(cell)]
}

/** Text of a cell: nothing that a terminal obeys, and no formula. The apostrophe is how spreadsheets mark text as such. */
function plainText(text: string): string {
  const shown = printable(text)
  return FORMULA.test(shown.trimStart()) ? `'${shown}` : shown
}

function record(fields: readonly string[]): string {
  return fields.map((field) => (QUOTED.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',') + RECORD_END
}
