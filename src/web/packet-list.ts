/** The list of packets: all of an input, those of one connection, or those that a filter takes. */
import { LINK_TYPE } from '../core/capture/link-type.ts'
import type { PacketRecord } from '../core/capture/record.ts'
import { Dissector } from '../core/dialects/wireshark/dissector.ts'
import { defaultTcpPreferences } from '../core/dialects/wireshark/tcp/tcp-preferences.ts'
import { compileDisplayFilter } from '../core/filter/display/display-filter.ts'
import type { FilterError } from '../core/filter/filter-error.ts'
import { PacketFilter } from '../core/report/packet-filter.ts'
import type { CaptureSession } from './capture-session.ts'
import { packetRows } from './packet-lines.ts'
import { isTrouble } from './packet-tone.ts'
import type { FilterFault, FilterProgress, PacketQuery, PacketRow, PacketSelection } from './protocol.ts'

/** It is told how far a filter has come, so often. */
const TELL_EVERY_MS = 250
/** Packets of a connection that are listed at most. */
const MOST_OF_CONNECTION = 5_000_000

/** The packets that were chosen last. */
export class PacketList {
  readonly session: CaptureSession
  /** Undefined: all packets. */
  #chosen: Uint32Array | undefined
  #generation = 0
  readonly #tell: (progress: FilterProgress) => void

  /** @param tell takes how far a filter has come */
  constructor(session: CaptureSession, tell: (progress: FilterProgress) => void) {
    this.session = session
    this.#tell = tell
  }

  /** Numbers of all chosen packets, ascending. */
  get numbers(): Uint32Array {
    return this.#chosen ?? numbersTo(this.session.index.count)
  }

  /** How many rows there are. */
  get count(): number {
    return this.#chosen?.length ?? this.session.index.count
  }

  /** Chooses packets anew. A filter that cannot be used leaves the list as it is. */
  async choose({ filter, dialect, connection }: PacketQuery): Promise<PacketSelection> {
    const generation = ++this.#generation
    const { index, connections } = this.session
    const base = connection === null ? undefined : index.packetsOf(connections.all.lastPacket[connection] ?? 0, MOST_OF_CONNECTION)
    if (filter.trim() === '') {
      this.#chosen = base
      return { count: this.count, fault: null }
    }
    const test = dialect === 'display' ? this.#displayTest(filter) : this.#pcapTest(filter)
    if (typeof test !== 'function') return { count: this.count, fault: asFault(test) }
    const found: number[] = []
    const inBase = base === undefined ? undefined : new Set(base)
    // A display filter asks about what came before: it is shown all packets.
    const tested = base === undefined || dialect === 'display' ? numbersTo(index.count) : base
    let place = 0
    let toldMs = performance.now()
    await this.session.store.show(
      tested,
      (record, number) => {
        place++
        if (test(record, number) && (inBase === undefined || inBase.has(number))) found.push(number)
      },
      () => {
        if (generation !== this.#generation) return false
        if (performance.now() - toldMs > TELL_EVERY_MS) {
          toldMs = performance.now()
          this.#tell({ kind: 'filtering', share: place / tested.length, found: found.length })
        }
        return true
      },
    )
    if (generation !== this.#generation) return { count: this.count, fault: null }
    this.#chosen = Uint32Array.from(found)
    return { count: this.count, fault: null }
  }

  /** Rows `from` to (not including) `to`. */
  async rows(from: number, to: number): Promise<PacketRow[]> {
    const numbers: number[] = []
    for (let row = Math.max(0, from); row < Math.min(to, this.count); row++) numbers.push(this.#numberOf(row))
    return packetRows(numbers, this.session)
  }

  /** The row of `packet`, or of the first chosen one behind it; -1 when there is none. */
  rowOf(packet: number): number {
    const chosen = this.#chosen
    if (chosen === undefined) return packet >= 1 && packet <= this.session.index.count ? packet - 1 : -1
    let low = 0
    let high = chosen.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (chosen[middle] < packet) low = middle + 1
      else high = middle
    }
    return low < chosen.length ? low : -1
  }

  /** The next chosen packet after (or before) `packet` that looks like trouble; 0 when there is none. */
  nextTrouble(packet: number, isBack: boolean): number {
    const { index } = this.session
    const step = isBack ? -1 : 1
    const at = this.rowOf(packet)
    let row = at < 0 ? (isBack ? this.count : -1) : at
    for (row += step; row >= 0 && row < this.count; row += step) {
      const number = this.#numberOf(row)
      if (isTrouble(index.traits(number) & 0xf)) return number
    }
    return 0
  }

  #pcapTest(text: string): FilterError | ((record: PacketRecord, number: number) => boolean) {
    const filter = new PacketFilter(text, { dialect: 'pcap' })
    const fault = filter.faultFor(this.session.info.interfaces[0]?.linkType ?? LINK_TYPE.ethernet)
    if (fault !== undefined && fault.kind !== 'never-matches') return fault
    return (record) => filter.accepts(record)
  }

  #displayTest(text: string): FilterError | ((record: PacketRecord, number: number) => boolean) {
    const result = compileDisplayFilter(text)
    if (!result.ok) return result.error
    const { filter } = result
    const dissector = new Dissector({ tcp: defaultTcpPreferences(), capture: this.session.info, wanted: filter.wanted })
    return (record, number) => {
      const isMatch = filter.matches(dissector.dissect(record, number))
      if (isMatch) dissector.displayed()
      return isMatch
    }
  }

  #numberOf(row: number): number {
    return this.#chosen === undefined ? row + 1 : this.#chosen[row]
  }
}

function asFault({ message, explanation, column, length }: FilterFault): FilterFault {
  return { message, explanation, column, length }
}

/** 1, 2, 3 … `count`. */
function numbersTo(count: number): Uint32Array {
  const numbers = new Uint32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = i + 1
  return numbers
}
