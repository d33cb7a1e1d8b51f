/** `-T fields` of plain packets, written from their bytes and what was followed, without items. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import type { Dissector } from '../dissector.ts'
import type { PlainPacket } from '../plain-packet.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import type { FieldsOptions } from './fields-text.ts'
import { GapFiller } from './gap-filler.ts'
import { GappedText, type Gaps } from './gapped-text.ts'
import { FIELD_GAPS, type FlagOrMark, flagOrMark, IPV4_GAPS, IPV6_GAPS, isSetOn } from './plain-field-gaps.ts'
import { TREE_STYLE } from './layer-style.ts'
import { HEADER_GAPS, HEADER_TEXT_PLACES, PlainHeaders } from './plain-headers.ts'
import { NUMBER_PLACES } from './plain-places.ts'
import { NUMBER_GAPS, setCarrierNumbers, setSegmentNumbers } from './plain-values.ts'

/** A flag or mark that is among the fields, and its place among the numbers. */
interface Bit extends FlagOrMark {
  readonly place: number
}

/** Writes the chosen fields of plain packets. */
export class PlainFields {
  readonly wantsInfo = false
  readonly #filler: GapFiller
  readonly #ipv4: GappedText
  readonly #ipv6: GappedText
  readonly #bits: readonly Bit[]
  /** Only where addresses that are texts are among the fields. */
  readonly #headers: PlainHeaders | undefined

  private constructor(output: TextOutput, names: readonly string[], separator: string) {
    const bits: Bit[] = []
    const gaps: Record<string, Gaps[string]> = { ...NUMBER_GAPS, ...HEADER_GAPS }
    const gapFor = (name: string, others: ReadonlyMap<string, string>): string => {
      const known = FIELD_GAPS.get(name) ?? others.get(name)
      if (known !== undefined) return known
      const bit = flagOrMark(name)
      if (bit === undefined) return ''
      const gap = name.replaceAll('.', '_')
      if (!(gap in gaps)) {
        const place = NUMBER_PLACES + bits.length
        bits.push({ ...bit, place })
        gaps[gap] = ['numberIfAny', place]
      }
      return `{${gap}}`
    }
    const line = (others: ReadonlyMap<string, string>): GappedText =>
      new GappedText(`${names.map((name) => gapFor(name, others)).join(separator)}\n`, gaps)
    this.#ipv4 = line(IPV4_GAPS)
    this.#ipv6 = line(IPV6_GAPS)
    this.#bits = bits
    this.#filler = new GapFiller(output, NUMBER_PLACES + bits.length, HEADER_TEXT_PLACES)
    const hasText = names.some((name) => IPV6_GAPS.has(name) || name.startsWith('eth.'))
    this.#headers = hasText ? new PlainHeaders(false, TREE_STYLE) : undefined
  }

  /** A writer of these fields; undefined when one of them, or how they are to be written, is not for it. */
  static of(names: readonly string[], options: FieldsOptions, output: TextOutput, dissector: Dissector): PlainFields | undefined {
    // Braces stand around the names of gaps.
    if (options.quote !== 'n' || options.separator === '{' || !dissector.tcp.canFollow) return undefined
    const known = [FIELD_GAPS, IPV4_GAPS, IPV6_GAPS]
    if (!names.every((name) => known.some((fields) => fields.has(name)) || flagOrMark(name) !== undefined)) return undefined
    return new PlainFields(output, names, options.separator)
  }

  /** Whether everything that is shown of a packet is plain. */
  takes(): boolean {
    return true
  }

  /** Writes a packet that was followed. */
  write(plain: PlainPacket, followed: FollowedSegment): void {
    const filler = this.#filler
    const { numbers } = filler
    setCarrierNumbers(numbers, plain)
    setSegmentNumbers(numbers, followed)
    this.#headers?.set(filler, plain)
    const bits = this.#bits
    for (let i = 0; i < bits.length; i++) {
      const bit = bits[i]
      numbers[bit.place] = isSetOn(bit, followed) ? 1 : bit.isMark ? NaN : 0
    }
    filler.write(plain.isIpv6 ? this.#ipv6 : this.#ipv4)
  }
}
