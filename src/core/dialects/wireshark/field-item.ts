/** One line of the detail tree: a field with its value in one packet, where its bytes are, and the items below it. */
import type { Field, FieldValue } from './field.ts'

/** Makes the text of a line when somebody looks at it: most items of most packets are never shown as text. */
export type LineText = string | (() => string)

/** What an item is besides its field and value. */
export interface ItemTraits {
  /** The text of the line without its brackets; without it, `Title: value` as the field's type and base want it (`fieldText`). */
  readonly text?: LineText
  /** Computed rather than read: the line stands in square brackets. */
  readonly generated?: boolean
  /** Found by filters and `-e`, never shown in the tree. */
  readonly hidden?: boolean
}

/** The traits of an item that was read. */
const PLAIN: ItemTraits = {}
/** What an item without children shows: most items have none, and an array each would cost more than the rest of them. */
const NO_ITEMS: readonly FieldItem[] = []

/** An item of the tree. Children are added in the order in which they are shown. */
export class FieldItem {
  readonly field: Field
  readonly value: FieldValue
  /** The first byte in the frame and how many: 0 bytes for what is computed. */
  readonly offset: number
  /** May be set until the packet is finished. */
  length: number
  readonly generated: boolean
  readonly hidden: boolean
  /** Some lines become known only when what is below them was read: this may be set until the packet is finished. */
  text: LineText | undefined
  #children: FieldItem[] | undefined

  constructor(field: Field, value: FieldValue, offset: number, length: number, traits: ItemTraits = PLAIN) {
    this.field = field
    this.value = value
    this.offset = offset
    this.length = length
    this.generated = traits.generated === true
    this.hidden = traits.hidden === true
    this.text = traits.text
    this.#children = undefined
  }

  /** The items below this one, in the order in which they are shown. */
  get children(): readonly FieldItem[] {
    return this.#children ?? NO_ITEMS
  }

  /** Adds an item below this one and gives it back. */
  add(field: Field, value: FieldValue, offset: number, length: number, traits?: ItemTraits): FieldItem {
    return this.append(new FieldItem(field, value, offset, length, traits))
  }

  /** Adds an item that is already made, and gives it back. */
  append(item: FieldItem): FieldItem {
    if (this.#children === undefined) this.#children = [item]
    else this.#children.push(item)
    return item
  }
}
/** The severities of expert notes, mildest first, in Wireshark's words. */
export type ExpertSeverity = 'Comment' | 'Chat' | 'Note' | 'Warning' | 'Error'

/** The groups of expert notes that TCP and what carries it use. */
export type ExpertGroup = 'Checksum' | 'Sequence' | 'Response' | 'Malformed' | 'Protocol' | 'Comment' | 'Deprecated' | 'Undecoded'

/** One expert note: the field that filters find it by, and what it says. */
export interface ExpertNote {
  readonly field: Field
  readonly severity: ExpertSeverity
  readonly group: ExpertGroup
  readonly message: string
}

/** The times of a packet, in nanoseconds; NaN for what the capture does not say. */
export interface PacketTimes {
  /** Nanoseconds since 1970 of the start of the capture; undefined when it has no date. */
  readonly startNs: bigint | undefined
  /** Since the start of the capture. */
  readonly timeNs: number
  /** Since the packet before, and since the one shown before; 0 for the first. */
  readonly sincePreviousNs: number
  readonly sinceDisplayedNs: number
  /** Digits after the point that the capture's clock has: 6 for microseconds. */
  readonly digits: number
}

/** Bytes put together from several packets, which items of a packet may refer to. */
export interface ReassembledBytes {
  /** What `-x` prints above them: `Reassembled IPv4`. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** A packet as Wireshark shows it: its protocols in order (`frame` first), its columns, its expert notes. */
export interface DissectedPacket {
  /** The number of the frame, from 1. */
  readonly number: number
  /** The protocols' items, outermost first; generated items on the top level are among them. */
  readonly layers: readonly FieldItem[]
  /** The columns Source, Destination, Protocol and Info of the summary line. */
  readonly source: string
  readonly destination: string
  readonly protocol: string
  readonly info: string
  readonly notes: readonly ExpertNote[]
  /** The bytes of the frame as captured; valid until the next packet. */
  readonly bytes: Uint8Array
  /** Its length on the wire. */
  readonly wireLength: number
  readonly times: PacketTimes
  /** Datagrams put together that end with this packet. */
  readonly reassembled?: readonly ReassembledBytes[] | undefined
}
