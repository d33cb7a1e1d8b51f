/** Zeek's `conn.log` as its own text: values behind tabs, below lines that say what they are. */
import { encodeUtf8 } from '../../bytes/utf8.ts'
import type { ZeekConnRow } from './conn-row.ts'

/** The fields that Zeek 8 has without further scripts, in its order, with their types. Those that synfin cannot know are always unset. */
const FIELDS: readonly (readonly [name: string, type: string])[] = [
  ['ts', 'time'],
  ['uid', 'string'],
  ['id.orig_h', 'addr'],
  ['id.orig_p', 'port'],
  ['id.resp_h', 'addr'],
  ['id.resp_p', 'port'],
  ['proto', 'enum'],
  ['service', 'string'],
  ['duration', 'interval'],
  ['orig_bytes', 'count'],
  ['resp_bytes', 'count'],
  ['conn_state', 'string'],
  ['local_orig', 'bool'],
  ['local_resp', 'bool'],
  ['missed_bytes', 'count'],
  ['history', 'string'],
  ['orig_pkts', 'count'],
  ['orig_ip_bytes', 'count'],
  ['resp_pkts', 'count'],
  ['resp_ip_bytes', 'count'],
  ['tunnel_parents', 'set[string]'],
  ['ip_proto', 'count'],
]

const SEPARATOR = '\t'
const UNSET = '-'
const EMPTY = '(empty)'
/** Times and intervals have microseconds. */
const TIME_DIGITS = 6
/** What would end a value or a line, or steer a terminal; and the escape itself. */
const ESCAPED = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\\]/gu

/** The lines above the rows. `time` is when the log was opened: `2026-11-21-08-14-22`. */
export function connLogHeader(time: string): string {
  const lines = [
    ['#separator \\x09'],
    ['#set_separator', ','],
    ['#empty_field', EMPTY],
    ['#unset_field', UNSET],
    ['#path', 'conn'],
    ['#open', time],
    ['#fields', ...FIELDS.map(([name]) => name)],
    ['#types', ...FIELDS.map(([, type]) => type)],
  ]
  return lines.map(line).join('')
}

/** One row. */
export function connLogLine(row: ZeekConnRow): string {
  const values: ReadonlyMap<string, string | number> = new Map(Object.entries(row))
  return line(FIELDS.map(([name, type]) => fieldText(values.get(name), type === 'time' || type === 'interval')))
}

/** The line below the rows. `time` is when the log was closed. */
export function connLogEnd(time: string): string {
  return line(['#close', time])
}

function line(values: readonly string[]): string {
  return `${values.join(SEPARATOR)}\n`
}

function fieldText(value: string | number | undefined, isTime: boolean): string {
  if (value === undefined) return UNSET
  if (typeof value === 'number') return isTime ? value.toFixed(TIME_DIGITS) : String(value)
  if (value === '') return EMPTY
  // A name that looks like a mark of the format is none.
  return value === UNSET || value === EMPTY ? escaped(value) : value.replace(ESCAPED, escaped)
}

function escaped(text: string): string {
  return Array.from(encodeUtf8(text), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
