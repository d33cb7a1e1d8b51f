/** The values that a display filter looks at, taken from one packet after the other. */
import type { DissectedPacket, FieldItem } from '../../dialects/wireshark/field-item.ts'
import type { LayerRange } from './display-syntax.ts'
import { IPV6_HEADER_BYTES } from '../../wire/ipv6.ts'
import { type Value, ipv4AddressBytes } from './value-kind.ts'

/** Where the headers say their packet's length. */
const IPV4_LENGTH_AT = 2
const IPV6_LENGTH_AT = 4

/** The items of one field (in some layers), in the packet at hand. */
export class FieldSlot {
  readonly name: string
  readonly layers: readonly LayerRange[] | undefined
  readonly items: FieldItem[] = []
  /** With `layers`: for each item, the number of its layer among those of its protocol, and how many of these there are. */
  readonly depths: number[] = []
  /** For each item, where the packet that carries it ends, in the frame. */
  readonly ends: number[] = []

  constructor(name: string, layers: readonly LayerRange[] | undefined) {
    this.name = name
    this.layers = layers
  }
}

/** Fills the slots of a filter. */
export class PacketValues {
  private readonly slots: FieldSlot[] = []
  private readonly byName = new Map<string, FieldSlot[]>()
  private readonly layerCounts = new Map<string, number>()
  /** Some slot is for certain layers only. */
  hasLayers = false
  private bytes: Uint8Array = new Uint8Array(0)
  /** Where the IP packet read last ends. */
  private carrierEnd = 0

  /** The slot of a field; the same for the same field and layers. */
  slotOf(name: string, layers: readonly LayerRange[] | undefined): FieldSlot {
    const known = this.slots.find((slot) => slot.name === name && slot.layers === undefined && layers === undefined)
    if (known !== undefined) return known
    const slot = new FieldSlot(name, layers)
    this.slots.push(slot)
    const same = this.byName.get(name)
    if (same === undefined) this.byName.set(name, [slot])
    else same.push(slot)
    this.hasLayers ||= layers !== undefined
    return slot
  }

  /** Looks through a packet. */
  load(packet: Pick<DissectedPacket, 'layers' | 'bytes'>): void {
    for (const slot of this.slots) {
      slot.items.length = 0
      slot.depths.length = 0
      slot.ends.length = 0
    }
    this.carrierEnd = packet.bytes.length
    this.bytes = packet.bytes
    if (this.hasLayers) this.layerCounts.clear()
    for (const layer of packet.layers) this.walk(layer, 1)
    if (!this.hasLayers) return
    for (const slot of this.slots) if (slot.layers !== undefined) keepLayers(slot, slot.layers)
  }

  private walk(item: FieldItem, depth: number): void {
    let layer = depth
    if (this.hasLayers && item.field.type === 'protocol') {
      layer = (this.layerCounts.get(item.field.name) ?? 0) + 1
      this.layerCounts.set(item.field.name, layer)
    }
    if (item.field.name === 'ip' || item.field.name === 'ipv6') this.noteCarrier(item)
    const slots = this.byName.get(item.field.name)
    if (slots !== undefined) {
      for (const slot of slots) {
        slot.items.push(item)
        slot.depths.push(layer)
        slot.ends.push(this.carrierEnd)
      }
    }
    for (const child of item.children) this.walk(child, layer)
  }

  /** An IP header says where all that it carries ends: what stands behind is padding of the link layer. */
  private noteCarrier({ field, offset }: FieldItem): void {
    const { bytes } = this
    if (offset + IPV6_LENGTH_AT + 2 > bytes.length) return
    const at = offset + (field.name === 'ip' ? IPV4_LENGTH_AT : IPV6_LENGTH_AT)
    const length = (bytes[at] << 8) | bytes[at + 1]
    const end = offset + length + (field.name === 'ip' ? 0 : IPV6_HEADER_BYTES)
    if (length > 0 && end <= bytes.length) this.carrierEnd = end
  }

  /** The bytes of a protocol, with all that it carries. */
  wholeOf(item: FieldItem, end: number): Value {
    return this.bytes.subarray(item.offset, Math.max(end, item.offset + item.length))
  }

  /** The value of an item; undefined for one that only says that it is there. */
  valueOf(item: FieldItem): Value | undefined {
    if (item.field.type === 'protocol') return this.bytes.subarray(item.offset, item.offset + item.length)
    return item.value ?? undefined
  }

  /** The bytes of an item's value, for slices. */
  static bytesOf(value: Value, isIpv4: boolean): Uint8Array | undefined {
    if (value instanceof Uint8Array) return value
    return isIpv4 && typeof value === 'number' ? ipv4AddressBytes(value) : undefined
  }
}

/** Leaves only the items of some layers; from the end when they are negative. */
function keepLayers(slot: FieldSlot, ranges: readonly LayerRange[]): void {
  const last = Math.max(0, ...slot.depths)
  const absolute = (layer: number): number => (layer < 0 ? last + 1 + layer : layer)
  let kept = 0
  for (let i = 0; i < slot.items.length; i++) {
    const depth = slot.depths[i]
    if (!ranges.some(({ from, to }) => depth >= absolute(from) && depth <= absolute(to))) continue
    slot.ends[kept] = slot.ends[i]
    slot.items[kept++] = slot.items[i]
  }
  slot.items.length = kept
}
