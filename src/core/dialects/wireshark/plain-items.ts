/**
 * Items of single fields of plain packets, made from what was followed: enough for a filter that looks at nothing else.
 *
 * An item each for the few fields that are asked for, instead of the tree of sixty in which they would be looked for.
 */
import { FieldItem } from './field-item.ts'
import type { Field } from './field.ts'
import { fieldByName } from './field-registry.ts'
import { FIELD_GAPS, type FlagOrMark, flagOrMark, IPV4_GAPS, isSetOn } from './output/plain-field-gaps.ts'
import { NUMBER_PLACES } from './output/plain-places.ts'
import { NUMBER_GAPS, setCarrierNumbers, setSegmentNumbers } from './output/plain-values.ts'
import type { PlainPacket } from './plain-packet.ts'
import type { FollowedSegment } from './tcp/followed-segment.ts'

/** Names that stand for two others. */
const PAIRS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['tcp.port', ['tcp.srcport', 'tcp.dstport']],
  ['ip.addr', ['ip.src', 'ip.dst']],
])
const GAP = /\{(\w+)\}/

/** A number of the packet that is the value of a field. */
interface NumberField {
  readonly field: Field
  readonly place: number
  /** A number without sign; otherwise a time, or something that may be missing (NaN). */
  readonly isUnsigned: boolean
  readonly isIpv4Only: boolean
}

/** A field that is a flag or a mark. */
interface BitField extends FlagOrMark {
  readonly field: Field
}

/** Makes the items of some fields of packet after packet. */
export class PlainItems {
  readonly #numberFields: readonly NumberField[]
  readonly #bitFields: readonly BitField[]
  readonly #numbers = new Float64Array(NUMBER_PLACES)
  readonly #items: FieldItem[] = []

  private constructor(numberFields: readonly NumberField[], bitFields: readonly BitField[]) {
    this.#numberFields = numberFields
    this.#bitFields = bitFields
  }

  /** For fields of these names; undefined when one of them is not such as plain packets have as a number or a bit. */
  static of(names: Iterable<string>): PlainItems | undefined {
    const numbers: NumberField[] = []
    const bits: BitField[] = []
    for (const name of names) {
      const field = fieldByName(name)
      if (field === undefined) return undefined
      const bit = flagOrMark(name)
      if (bit !== undefined) {
        bits.push({ field, ...bit })
        continue
      }
      for (const own of PAIRS.get(name) ?? [name]) {
        const number = numberField(field, own)
        if (number === undefined) return undefined
        numbers.push(number)
      }
    }
    return new PlainItems(numbers, bits)
  }

  /** The items that a packet has, which was followed just now. Valid until the next call. */
  of(plain: PlainPacket, followed: FollowedSegment): readonly FieldItem[] {
    const items = this.#items
    items.length = 0
    const bitFields = this.#bitFields
    for (let i = 0; i < bitFields.length; i++) {
      const bit = bitFields[i]
      const isSet = isSetOn(bit, followed)
      if (!bit.isMark) items.push(new FieldItem(bit.field, isSet ? 1 : 0, 0, 0))
      else if (isSet) items.push(new FieldItem(bit.field, null, 0, 0))
    }
    const numberFields = this.#numberFields
    if (numberFields.length === 0) return items
    const numbers = this.#numbers
    setCarrierNumbers(numbers, plain)
    setSegmentNumbers(numbers, followed)
    for (let i = 0; i < numberFields.length; i++) {
      const { field, place, isUnsigned, isIpv4Only } = numberFields[i]
      const number = numbers[place]
      if ((isIpv4Only && plain.isIpv6) || Number.isNaN(number)) continue
      items.push(new FieldItem(field, isUnsigned ? number >>> 0 : number, 0, 0))
    }
    return items
  }
}

/** How a field takes the value that another has, which may be itself. */
function numberField(field: Field, name: string): NumberField | undefined {
  const gap = GAP.exec(FIELD_GAPS.get(name) ?? IPV4_GAPS.get(name) ?? '')?.[1] ?? ''
  if (!(gap in NUMBER_GAPS)) return undefined
  const [fill, place] = NUMBER_GAPS[gap]
  const isUnsigned = fill === 'number' || fill === 'hex' || fill === 'ipv4'
  return { field, place, isUnsigned, isIpv4Only: IPV4_GAPS.has(name) }
}
