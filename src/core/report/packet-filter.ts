/** Chooses the packets of a report by a filter expression, whatever link types the inputs have. */
import type { PacketRecord } from '../capture/record.ts'
import { compileFilter, type FilterOptions, type PacketTest } from '../filter/filter.ts'
import type { FilterError } from '../filter/filter-error.ts'

/** A filter that cannot be used for the packets of one link type; they are left out. */
export interface LinkTypeFault {
  readonly linkType: number
  readonly error: FilterError
}

/** What is the same for all link types. */
export type PacketFilterOptions = Pick<FilterOptions, 'dialect' | 'resolveHost'>

/** A filter expression, compiled for each link type when its first packet comes. */
export class PacketFilter {
  /** The link types of the inputs for which the expression means nothing. */
  readonly faults: LinkTypeFault[] = []
  /** Whether any packet was accepted. */
  hasMatched = false
  readonly #text: string
  readonly #options: PacketFilterOptions
  readonly #tests = new Map<number, PacketTest>()
  #linkType = -1
  #test: PacketTest = NOTHING

  constructor(text: string, options: PacketFilterOptions) {
    this.#text = text
    this.#options = options
  }

  /** Whether the packet belongs to the report. */
  accepts(record: PacketRecord): boolean {
    if (record.linkType !== this.#linkType) this.#turnTo(record.linkType)
    const isAccepted = this.#test(record.bytes, record.from, record.capLen, record.wireLen)
    if (isAccepted) this.hasMatched = true
    return isAccepted
  }

  /** What is wrong with the expression for packets of `linkType`, if anything; no packet is needed for it. */
  faultFor(linkType: number): FilterError | undefined {
    const result = compileFilter(this.#text, { ...this.#options, linkType, mayMakeCode: false })
    return result.ok ? undefined : result.error
  }

  #turnTo(linkType: number): void {
    this.#linkType = linkType
    const known = this.#tests.get(linkType)
    this.#test = known ?? this.#testFor(linkType)
    this.#tests.set(linkType, this.#test)
  }

  #testFor(linkType: number): PacketTest {
    const result = compileFilter(this.#text, { ...this.#options, linkType })
    if (result.ok) return result.filter.matches
    this.faults.push({ linkType, error: result.error })
    return NOTHING
  }
}

const NOTHING: PacketTest = () => false
