/** A field of Wireshark's: its filter name, its title in the detail tree, how its values are kept and shown. */

/** How a value is kept, and with it how display filters compare it (wireshark-filter(4)). */
export type FieldType =
  | 'none'
  | 'protocol'
  | 'boolean'
  | 'uint8'
  | 'uint16'
  | 'uint24'
  | 'uint32'
  | 'uint64'
  | 'int32'
  | 'frame-number'
  | 'ipv4'
  | 'ipv6'
  | 'ethernet-address'
  | 'bytes'
  | 'string'
  | 'relative-time'
  | 'absolute-time'

/** In which base an unsigned number is shown: decimal, hexadecimal, or one with the other in brackets behind. */
export type FieldBase = 'dec' | 'hex' | 'dec-hex' | 'hex-dec' | 'oct'

/**
 * A value: numbers up to 2^53 as `number` (booleans as 0 and 1, IPv4 addresses as an unsigned 32-bit number, relative and absolute
 * times as nanoseconds), 64-bit numbers as `bigint`, everything of bytes (Ethernet and IPv6 addresses, payload) as a copy that is safe to
 * keep, text as `string`; `null` for a field that only says that it is there.
 */
export type FieldValue = number | bigint | string | Uint8Array | null

/** What `tshark -G fields` and `-G values` say of a field. */
export interface Field {
  /** The name in filters: `tcp.srcport`. */
  readonly name: string
  /** The words before the colon in the tree: `Source Port`. */
  readonly title: string
  readonly type: FieldType
  readonly base?: FieldBase
  /** Hexadecimal digits shown (`0x0010` has 4); without it, as the type's size wants. */
  readonly digits?: number
  /** For a bit field: the mask within the byte(s) that hold it, and their number of bits; shown as `...1 .... = Push: Set`. */
  readonly mask?: number
  readonly maskBits?: number
  /** Names of values, also usable in filters: `Maximum Segment Size (2)`. */
  readonly valueNames?: ReadonlyMap<number, string>
  /** What a boolean shows for 1 and for 0; without it `True` and `False`. */
  readonly booleanNames?: readonly [set: string, notSet: string]
  /** For a number with a unit: `bytes`, printed behind it. */
  readonly unit?: string
}

/**
 * Makes a field.
 *
 * @param name The name in filters.
 * @param title The words in the tree.
 * @param type How values are kept.
 * @param more Base, names of values and the like.
 */
export function field(name: string, title: string, type: FieldType, more: Omit<Field, 'name' | 'title' | 'type'> = {}): Field {
  return { name, title, type, ...more }
}
