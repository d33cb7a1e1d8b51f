/** What is known of one packet while its headers are read: the bytes at hand, the tree so far, the columns. */
import { addExpertNote } from './expert-item.ts'
import { FieldItem, type DissectedPacket, type ExpertNote, type ItemTraits, type PacketTimes, type ReassembledBytes } from './field-item.ts'
import type { Field, FieldValue } from './field.ts'
import type { WantedFields } from './wanted-fields.ts'
import { etherText, ipv4Text, ipv6Text } from './address-column.ts'

/**
 * Ends the reading of a header whose bytes are not there; caught by the layer that can go on without it. Wireshark tells a packet that
 * was cut when captured (`captured`) from one whose own lengths promise too much (`claimed`).
 */
export class OutOfBytes extends Error {
  readonly missing: 'captured' | 'claimed'

  constructor(cause: 'captured' | 'claimed') {
    super('A header goes beyond the bytes at hand.')
    this.missing = cause
  }
}

/** Which kind of address a column shows. */
const ADDRESS = { none: 0, ethernet: 1, ipv4: 2, ipv6: 3, notAvailable: 4 } as const

const NO_BYTES = new Uint8Array(0)

/** One packet, from its first byte to its tree. */
export class Dissection implements DissectedPacket {
  readonly number: number
  readonly times: PacketTimes
  readonly bytes: Uint8Array
  readonly wireLength: number
  readonly layers: FieldItem[] = []
  readonly notes: ExpertNote[] = []
  readonly wanted: WantedFields
  readonly isEverything: boolean
  reassembled: ReassembledBytes[] | undefined = undefined
  protocol = ''
  /** The protocols in order, as `frame.protocols` has them. */
  protocols = ''
  /** Where the next header's item goes: the top level, or below an ICMP message. */
  level: FieldItem[] = this.layers
  /** The bytes that are read now: the frame, or a datagram put together. The header at hand may use [.., end); it claims to have `claimedEnd`. */
  data: Uint8Array
  end: number
  claimedEnd: number
  /** Where the header read last says that its packet ends, for the layer around it, which may find a trailer there; -1: it did not say. */
  payloadEnd = -1
  /** How deep the headers lie in each other: hostile packets nest without end. */
  depth = 0
  /** Inside an ICMP message's quote: columns are not touched. */
  quoted = false
  #info: string | (() => string) = ''
  #infoSuffix = ''
  #sourceKind: number = ADDRESS.none
  #destinationKind: number = ADDRESS.none
  #sourceAt = 0
  #destinationAt = 0
  #sourceData: Uint8Array = NO_BYTES
  #destinationData: Uint8Array = NO_BYTES

  constructor(number: number, bytes: Uint8Array, wireLength: number, times: PacketTimes, wanted: WantedFields) {
    this.number = number
    this.bytes = bytes
    this.data = bytes
    this.end = bytes.length
    this.claimedEnd = wireLength
    this.wireLength = wireLength
    this.times = times
    this.wanted = wanted
    this.isEverything = wanted.isEverything
  }

  get source(): string {
    return addressText(this.#sourceKind, this.#sourceData, this.#sourceAt)
  }

  get destination(): string {
    return addressText(this.#destinationKind, this.#destinationData, this.#destinationAt)
  }

  get info(): string {
    const info = this.#info
    return (typeof info === 'string' ? info : info()) + this.#infoSuffix
  }

  /** Sets the Protocol and Info columns, unless an ICMP message quotes what is read now. */
  setColumns(protocol: string, info: string | (() => string)): void {
    if (this.quoted) return
    this.protocol = protocol
    this.#info = info
    this.#infoSuffix = ''
  }

  /** Adds to the Info column. */
  appendInfo(text: string): void {
    this.#infoSuffix += text
  }

  /** Empties the Info column, as a header does that has none of its own. */
  clearInfo(): void {
    if (this.quoted) return
    this.#info = ''
    this.#infoSuffix = ''
  }

  /** True when the Info column will be looked at. */
  get wantsInfo(): boolean {
    return this.isEverything || this.wanted.info
  }

  /** Ethernet addresses at these offsets become the address columns. */
  setEthernetColumns(source: number, destination: number): void {
    this.#setAddresses(ADDRESS.ethernet, source, destination)
  }

  /** The same for IPv4 addresses. */
  setIpv4Columns(source: number, destination: number): void {
    this.#setAddresses(ADDRESS.ipv4, source, destination)
  }

  /** An IPv4 header that ends behind its source: the destination column stays. */
  setIpv4Source(source: number): void {
    if (this.quoted) return
    this.#sourceKind = ADDRESS.ipv4
    this.#sourceAt = source
    this.#sourceData = this.data
  }

  /** The same for IPv6 addresses. */
  setIpv6Columns(source: number, destination: number): void {
    this.#setAddresses(ADDRESS.ipv6, source, destination)
  }

  /** A link layer that knows only the sender: an Ethernet address at `source`. */
  setEthernetSource(source: number): void {
    this.#setAddresses(ADDRESS.ethernet, source, source)
    this.#destinationKind = ADDRESS.none
  }

  /** A link layer that has no addresses, and says so. */
  setNoAddresses(): void {
    this.#setAddresses(ADDRESS.notAvailable, 0, 0)
  }

  #setAddresses(kind: number, source: number, destination: number): void {
    if (this.quoted) return
    this.#sourceKind = kind
    this.#destinationKind = kind
    this.#sourceAt = source
    this.#destinationAt = destination
    this.#sourceData = this.data
    this.#destinationData = this.data
  }

  /** Names a protocol in `frame.protocols`. */
  enter(name: string): void {
    if (!this.wanted.protocols) return
    this.protocols = this.protocols === '' ? name : `${this.protocols}:${name}`
  }

  /** True when items of `field` are wanted; ask before making a costly value. */
  wants(field: Field): boolean {
    return this.isEverything || this.wanted.has(field)
  }

  /** Puts the item of a protocol on the current level. When nobody wants it, its children go below what came before it. */
  layer(field: Field, offset: number, length: number, traits?: ItemTraits): FieldItem {
    if (!this.isEverything && !this.quoted && !this.wanted.has(field)) return this.layers[this.layers.length - 1]
    const item = new FieldItem(field, null, offset, length, traits)
    this.level.push(item)
    return item
  }

  /** Adds an item when its field is wanted; what is below it goes to the item that comes back. */
  add(parent: FieldItem, field: Field, value: FieldValue, offset: number, length: number, traits?: ItemTraits): FieldItem {
    if (!this.isEverything && !this.wanted.has(field)) return parent
    return parent.append(new FieldItem(field, value, offset, length, traits))
  }

  /** Adds an expert note to an item. */
  note(parent: FieldItem, note: ExpertNote): void {
    this.notes.push(note)
    addExpertNote(parent, note)
  }

  /** Fails unless [offset, offset + length) is there. */
  need(offset: number, length: number): void {
    if (length < 0 || offset + length > this.end) this.#fail(offset + length)
  }

  #fail(wantedEnd: number): never {
    throw new OutOfBytes(wantedEnd > this.claimedEnd || wantedEnd < 0 ? 'claimed' : 'captured')
  }

  /** The byte at `offset`. */
  u8(offset: number): number {
    if (offset >= this.end) this.#fail(offset + 1)
    return this.data[offset]
  }

  /** The two bytes at `offset`, as all numbers of headers in network order. */
  u16(offset: number): number {
    if (offset + 2 > this.end) this.#fail(offset + 2)
    const { data } = this
    return (data[offset] << 8) | data[offset + 1]
  }

  /** Three bytes. */
  u24(offset: number): number {
    if (offset + 3 > this.end) this.#fail(offset + 3)
    const { data } = this
    return (data[offset] << 16) | (data[offset + 1] << 8) | data[offset + 2]
  }

  /** Four bytes, unsigned. */
  u32(offset: number): number {
    if (offset + 4 > this.end) this.#fail(offset + 4)
    const { data } = this
    return ((data[offset] << 24) | (data[offset + 1] << 16) | (data[offset + 2] << 8) | data[offset + 3]) >>> 0
  }

  /** A copy of bytes, safe to keep. */
  copy(offset: number, length: number): Uint8Array {
    this.need(offset, length)
    return this.data.slice(offset, offset + length)
  }
}

function addressText(kind: number, data: Uint8Array, at: number): string {
  if (kind === ADDRESS.ipv4) return ipv4Text(data, at)
  if (kind === ADDRESS.ipv6) return ipv6Text(data, at)
  if (kind === ADDRESS.notAvailable) return 'N/A'
  return kind === ADDRESS.ethernet ? etherText(data, at) : ''
}
