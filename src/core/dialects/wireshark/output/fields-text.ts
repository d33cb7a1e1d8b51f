/** `-T fields`: chosen fields of each packet as columns of text. */

import type { TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { fieldByName } from '../field-registry.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'
import type { Field } from '../field.ts'
import type { COLUMN_NAMES } from '../wanted-fields.ts'
import { columnOfName, columnText, fieldsValue } from './plain-text.ts'
import { writeText } from './utf8-text.ts'

/** The settings of `-E`, with tshark's defaults. */
export interface FieldsOptions {
  readonly bom: boolean
  readonly header: boolean
  /** One character; tshark's `/t` is a tab, `/s` a space. */
  readonly separator: string
  readonly occurrence: 'f' | 'l' | 'a'
  readonly aggregator: string
  readonly quote: 'd' | 's' | 'n'
  readonly escape: boolean
}

/** tshark's own settings. */
export const FIELDS_DEFAULTS: FieldsOptions = {
  bom: false,
  header: false,
  separator: '\t',
  occurrence: 'a',
  aggregator: ',',
  quote: 'n',
  escape: true,
}

/**
 * The settings with one more of `-E`, such as `header=y` or `separator=/t`; undefined when tshark would refuse it.
 *
 * @param options The settings so far.
 * @param setting What stands behind `-E`.
 */
export function readFieldsOption(options: FieldsOptions, setting: string): FieldsOptions | undefined {
  const equals = setting.indexOf('=')
  if (equals < 0 || equals === setting.length - 1) return undefined
  const value = setting.slice(equals + 1)
  const first = value[0]
  switch (setting.slice(0, equals)) {
    case 'bom':
      return first === 'y' || first === 'n' ? { ...options, bom: first === 'y' } : undefined
    case 'header':
      return first === 'y' || first === 'n' ? { ...options, header: first === 'y' } : undefined
    case 'escape':
      return first === 'y' || first === 'n' ? { ...options, escape: first === 'y' } : undefined
    case 'separator':
      return { ...options, separator: namedCharacter(value) }
    case 'aggregator':
      return { ...options, aggregator: namedCharacter(value) }
    case 'occurrence':
      return first === 'f' || first === 'l' || first === 'a' ? { ...options, occurrence: first } : undefined
    case 'quote':
      return first === 'd' || first === 's' || first === 'n' ? { ...options, quote: first } : undefined
    default:
      return undefined
  }
}

/** `/t`, `/s` and a backslash for itself; else the first character. */
function namedCharacter(value: string): string {
  if (value[0] !== '/' || value.length === 1) return value[0]
  if (value[1] === 't') return '\t'
  if (value[1] === 's') return ' '
  return value[1] === '/' ? '\\' : value[1]
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const LINE_FEED = 0x0a
const DOT = 0x2e
const QUOTES = { d: '"', s: "'", n: '' } as const
const MAX_WORD = 2 ** 32
const NS_PER_S = 1_000_000_000
const NANO_DIGITS = 9

/** A column of the output: a field, or one of the summary's columns. */
interface Column {
  readonly name: string
  readonly special: keyof typeof COLUMN_NAMES | undefined
  /** The items of the packet at hand. */
  readonly items: FieldItem[]
}

/** Writes the chosen columns of packets as UTF-8. */
export class FieldsText {
  readonly #options: FieldsOptions
  readonly #output: TextOutput
  readonly #columns: Column[]
  /** The columns that each field goes to; fields that stand in none of them are known as well, so that each is looked up once. */
  readonly #columnsOf = new Map<Field, readonly Column[]>()
  readonly #separator: Uint8Array
  readonly #aggregator: Uint8Array
  readonly #quote: string

  /**
   * @param names Names of fields, protocols and columns (`_ws.col.Info`), in order.
   * @param options The settings of `-E`.
   * @param output Where the text goes.
   */
  constructor(names: readonly string[], options: FieldsOptions, output: TextOutput) {
    this.#options = options
    this.#output = output
    this.#columns = names.map((name) => ({ name, special: columnOfName(name), items: [] }))
    this.#separator = encodeUtf8(options.separator)
    this.#aggregator = encodeUtf8(options.aggregator)
    this.#quote = QUOTES[options.quote]
    for (const { name } of this.#columns) {
      const field = fieldByName(name)
      if (field !== undefined)
        this.#columnsOf.set(
          field,
          this.#columns.filter((column) => column.name === name),
        )
    }
  }

  /** Writes the byte order mark and the line of names, where wanted: once, before the first packet. */
  header(): void {
    const output = this.#output
    if (this.#options.bom) for (const byte of BYTE_ORDER_MARK) output.char(byte)
    if (!this.#options.header) return
    this.#columns.forEach((column, i) => {
      if (i > 0) output.bytes(this.#separator)
      output.text(column.name)
    })
    output.char(LINE_FEED)
  }

  /** Writes the line of a packet. `time` is the text of its time column, asked for only when it is among the columns. */
  packet(packet: DissectedPacket, time: () => string): void {
    const output = this.#output
    const columns = this.#columns
    for (let i = 0; i < columns.length; i++) if (columns[i].items.length > 0) columns[i].items.length = 0
    this.#collect(packet.layers)
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) output.bytes(this.#separator)
      const column = columns[i]
      if (column.special !== undefined) this.#write(columnText(packet, column.special, time))
      else if (column.items.length > 0) this.#writeItems(column.items)
    }
    output.char(LINE_FEED)
  }

  #collect(items: readonly FieldItem[]): void {
    for (let i = 0; i < items.length; i++) {
      const item = items[i]
      const columns = this.#columnsFor(item.field)
      for (let k = 0; k < columns.length; k++) columns[k].items.push(item)
      const { children } = item
      if (children.length > 0) this.#collect(children)
    }
  }

  /** The columns of a field: the same name can belong to several fields. */
  #columnsFor(field: Field): readonly Column[] {
    let columns = this.#columnsOf.get(field)
    if (columns === undefined) {
      columns = this.#columns.filter((column) => column.name === field.name)
      this.#columnsOf.set(field, columns)
    }
    return columns
  }

  #writeItems(items: readonly FieldItem[]): void {
    const { occurrence } = this.#options
    const quote = this.#quote
    if (quote !== '') this.#output.text(quote)
    if (occurrence === 'f') this.#writeItem(items[0])
    else if (occurrence === 'l') this.#writeItem(items[items.length - 1])
    else {
      for (let i = 0; i < items.length; i++) {
        if (i > 0) this.#output.bytes(this.#aggregator)
        this.#writeItem(items[i])
      }
    }
    if (quote !== '') this.#output.text(quote)
  }

  /** Writes a value: plain numbers and addresses without a string, for they are most of what is asked for. */
  #writeItem(item: FieldItem): void {
    const { value, field } = item
    if (typeof value === 'number') {
      const { type } = field
      const output = this.#output
      if (type === 'ipv4') {
        output.number(value >>> 24)
        output.char(DOT)
        output.number((value >>> 16) & 0xff)
        output.char(DOT)
        output.number((value >>> 8) & 0xff)
        output.char(DOT)
        output.number(value & 0xff)
        return
      }
      if (type === 'relative-time' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
        const seconds = Math.floor(value / NS_PER_S)
        if (seconds < MAX_WORD && Number.isInteger(value)) {
          output.number(seconds)
          output.char(DOT)
          output.padded(value - seconds * NS_PER_S, NANO_DIGITS)
          return
        }
      } else if ((field.base === undefined || field.base === 'dec') && value >= 0 && value < MAX_WORD && type !== 'absolute-time') {
        output.number(value)
        return
      }
    }
    writeText(this.#output, fieldsValue(item))
  }

  /** A column that is no field, within quotes where wanted. */
  #write(text: string): void {
    const quote = this.#quote
    if (quote !== '') this.#output.text(quote)
    writeText(this.#output, text)
    if (quote !== '') this.#output.text(quote)
  }
}
