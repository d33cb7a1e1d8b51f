/** Chooses the packets of a report by a filter expression, whatever link types the inputs have. */
import { LINK_TYPE } from '../capture/link-type.ts'
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
  /** The link type of the last packet, or `SWAPPED_LOOPBACK`. */
  #key: number | undefined
  #test: PacketTest = NOTHING

  constructor(text: string, options: PacketFilterOptions) {
    this.#text = text
    this.#options = options
  }

  /** Whether the packet belongs to the report. */
  accepts(record: PacketRecord): boolean {
    const isSwapped = isSwappedLoopback(record)
    const key = isSwapped ? SWAPPED_LOOPBACK : record.linkType
    if (key !== this.#key) this.#turnTo(key)
    const isAccepted = this.#test(record.bytes, record.from, record.capLen, record.wireLen)
    if (isAccepted) this.hasMatched = true
    return isAccepted
  }

  /** What is wrong with the expression for packets of `linkType`, if anything; no packet is needed for it. */
  faultFor(linkType: number): FilterError | undefined {
    const result = compileFilter(this.#text, { ...this.#options, linkType, mayMakeCode: false })
    return result.ok ? undefined : result.error
  }

  #turnTo(key: number): void {
    this.#key = key
    this.#test = this.#tests.get(key) ?? this.#testFor(key)
    this.#tests.set(key, this.#test)
  }

  #testFor(key: number): PacketTest {
    const isSwapped = key === SWAPPED_LOOPBACK
    const linkType = isSwapped ? LINK_TYPE.null : key
    const result = compileFilter(this.#text, { ...this.#options, linkType, isSwapped })
    if (result.ok) return result.filter.matches
    this.faults.push({ linkType, error: result.error })
    return NOTHING
  }
}

/** Stands for BSD loopback packets of a machine with the other byte order. */
const SWAPPED_LOOPBACK = -1

/** Address families are small numbers: what is not zero tells the byte order of a BSD loopback header. */
function isSwappedLoopback({ linkType, bytes, from, capLen }: PacketRecord): boolean {
  return linkType === LINK_TYPE.null && capLen >= 4 && bytes[from] === 0 && bytes[from + 3] !== 0
}

const NOTHING: PacketTest = () => false
