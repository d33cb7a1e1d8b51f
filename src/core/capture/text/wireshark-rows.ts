/** Rows of a packet list that lines do not hold one by one: wrapped by a mail program, or joined when a page lost its line breaks. */
import type { NameTable } from './name-table.ts'
import type { PacketFacts } from './packet-facts.ts'
import { beginsRow, rowsOf, scanSummary, summaryContinuation } from './wireshark-summary.ts'

/** Lines that one row may be wrapped over, and characters that it may have then. */
const MOST_LINES = 6
const LONGEST_ROW = 800
/** Lines that a page may make of the fields before the last: number, time, ends with ports, protocol and length. */
const MOST_FIELDS = 8
/** A longer line was not wrapped. */
const LONGEST_FIRST_PART = 300

/** A row whose line says too little to be sure that it is whole. */
interface Unfinished {
  text: string
  packets: readonly PacketFacts[]
  readonly offset: number
  lines: number
}

/** Puts rows together from lines, and hands on the packets of each when it is whole. */
export class WiresharkRows {
  readonly #names: NameTable
  readonly #sink: (packets: readonly PacketFacts[], offset: number) => void
  #unfinished: Unfinished | undefined
  /** The lines before, which may be the first part of a row without a frame number, or its fields one by one. */
  #previous: string[] = []
  /** The last packet handed on, as long as lines may still add options to it. */
  #last: PacketFacts | undefined

  constructor(names: NameTable, sink: (packets: readonly PacketFacts[], offset: number) => void) {
    this.#names = names
    this.#sink = sink
  }

  /** Takes a line. False when it is no part of a packet list. */
  line(text: string, offset: number): boolean {
    if (this.#unfinished !== undefined && !beginsRow(text)) {
      const { packets } = this.#unfinished
      // Nothing so far: the line may as well be prose, or begin something else.
      if (this.#extend(this.#unfinished, text)) return this.#unfinished?.packets !== packets
    }
    this.finish()
    const rows = rowsOf(text)
    let any = false
    for (const row of rows) any = this.#row(row, offset) || any
    if (any) return true
    const last = this.#last?.tcp
    this.#last = undefined
    const options = last === undefined ? [] : summaryContinuation(text)
    if (last !== undefined && options.length > 0) (last.options ??= []).push(...options)
    return options.length > 0
  }

  /** Something else begins, or the text is over: an unfinished row is all there is of it. */
  finish(): void {
    const row = this.#unfinished
    this.#unfinished = undefined
    if (row !== undefined && row.packets.length > 0) this.#hand(row.packets, row.offset)
  }

  #row(text: string, offset: number): boolean {
    this.finish()
    const before = this.#previous
    this.#previous = text.length < LONGEST_FIRST_PART ? [...before.slice(1 - MOST_FIELDS), text.trim()] : []
    let packets = scanSummary(text, this.#names)
    if (beginsRow(text)) {
      if (packets.length > 0 && packets.every((facts) => isWhole(facts, text))) this.#hand(packets, offset)
      else if (text.length < LONGEST_FIRST_PART) this.#unfinished = { text: text.trimEnd(), packets, offset, lines: 1 }
      else if (packets.length > 0) this.#hand(packets, offset)
      // A number and a time alone are no row yet.
      return packets.length > 0
    }
    if (before.length > 0 && packets[0]?.ip === undefined && (packets.length > 0 || text.includes('Seq=') || text.includes('Win='))) {
      for (const parts of [before.slice(-1), before]) {
        const joined = scanSummary([...parts, text.trimStart()].join(' '), this.#names)
        if (joined[0]?.ip === undefined || !joined[0].tcp) continue
        packets = joined
        break
      }
    }
    if (packets.length > 0) {
      this.#previous = []
      this.#hand(packets, offset)
    }
    return packets.length > 0
  }

  /** Joins a line to a row. False when the row says no more with it. */
  #extend(row: Unfinished, text: string): boolean {
    const joined = `${row.text} ${text.trimStart()}`
    if (row.lines >= MOST_LINES || joined.length > LONGEST_ROW) return false
    const packets = scanSummary(joined, this.#names)
    if (packets.length === 0 ? row.packets.length > 0 : !saysMore(packets[0], row.packets[0])) return false
    row.text = joined.trimEnd()
    if (packets.length > 0) row.packets = packets
    row.lines++
    if (packets.length > 0 && packets.every((facts) => isWhole(facts, joined))) this.finish()
    return true
  }

  #hand(packets: readonly PacketFacts[], offset: number): void {
    this.#sink(packets, offset)
    this.#last = packets.at(-1)
  }
}

function isWhole({ tcp, icmp }: PacketFacts, text: string): boolean {
  if (tcp === undefined) return icmp === undefined || text.includes('(')
  return tcp.payload !== undefined && !/TSval=\d{1,10}\s*$/.test(text)
}

function saysMore(now: PacketFacts, before: PacketFacts | undefined): boolean {
  if (before === undefined) return true
  return (
    (now.ip !== undefined && before.ip === undefined) ||
    (now.tcp !== undefined && before.tcp === undefined) ||
    now.tcp?.ack !== before.tcp?.ack ||
    now.tcp?.scaledWindow !== before.tcp?.scaledWindow ||
    now.tcp?.payload !== before.tcp?.payload ||
    stampsOf(now) !== stampsOf(before) ||
    now.icmp?.code !== before.icmp?.code
  )
}

function stampsOf({ tcp }: PacketFacts): string | undefined {
  return tcp?.options?.find(({ kind }) => kind === 8)?.data.join()
}
