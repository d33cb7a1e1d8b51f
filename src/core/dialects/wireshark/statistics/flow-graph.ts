/** `-z flow,…`: who sent what to whom, as a ladder with a column for each address. */
import type { PacketRecord } from '../../../capture/record.ts'
import { FLAG } from '../../../wire/tcp.ts'
import type { DissectedPacket } from '../field-item.ts'
import type { PacketCheck, Statistic } from './statistic.ts'
import { TCP_FACTS_WANTED, portsOf, tcpFactsOf } from './tcp-facts.ts'

/** Characters from one address's column to the next. */
const COLUMN = 20
/** Where texts begin within the column of an address, and where a port behind an arrow. */
const TEXT_AT = 9
const PORT_AT = 10
/** The same for somebody who talks to itself. */
const LONE_ROOM = 10
const LONE_END = `${' '.repeat(LONE_ROOM)}|`
const LONE_PORT = 8
const TIME_WIDTH = 9
const STREAM_WIDTH = 5
/** Addresses that get a column, as in Wireshark. */
const MOST_ADDRESSES = 40

/** The bits between the data offset and the flags (RFC 9293 §3.1). */
const RESERVED_FLAGS = 0xe00

const FLAG_NAMES: readonly (readonly [flag: number, name: string])[] = [
  [FLAG.fin, 'FIN'],
  [FLAG.syn, 'SYN'],
  [FLAG.rst, 'RST'],
  [FLAG.psh, 'PSH'],
  [FLAG.ack, 'ACK'],
  [FLAG.urg, 'URG'],
  [FLAG.ece, 'ECE'],
  [FLAG.cwr, 'CWR'],
  [FLAG.ae, 'AE'],
  [RESERVED_FLAGS, 'Reserved'],
]

/** One packet of the ladder. */
interface FlowStep {
  readonly time: string
  /** The stream, for TCP flows. */
  readonly stream: number
  readonly source: string
  readonly destination: string
  readonly sourcePort: number
  readonly destinationPort: number
  readonly label: string
  readonly comment: string
}

/** Which packets, and how their time is shown. */
export interface FlowOptions {
  readonly kind: 'tcp' | 'any'
  readonly timeText: (packet: DissectedPacket) => string
  readonly accepts: PacketCheck
  /** The fields that `accepts` looks at. */
  readonly wanted: Iterable<string>
}

/** Collects a ladder: its memory follows the packets that it shows. */
export class FlowGraph implements Statistic {
  readonly wanted: ReadonlySet<string>
  private readonly options: FlowOptions
  private readonly steps: FlowStep[] = []
  private readonly columns = new Map<string, number>()
  private hasSeveralStreams = false

  constructor(options: FlowOptions) {
    this.options = options
    const columns = options.kind === 'any' ? ['_ws.col.Source', '_ws.col.Destination', '_ws.col.Protocol', '_ws.col.Info'] : []
    this.wanted = new Set([...TCP_FACTS_WANTED, ...columns, ...options.wanted])
  }

  take(_record: PacketRecord, packet: DissectedPacket | undefined): void {
    if (packet === undefined || !this.options.accepts(packet)) return
    const step = this.options.kind === 'tcp' ? this.tcpStep(packet) : this.anyStep(packet)
    if (step === undefined) return
    for (const address of [step.source, step.destination])
      if (!this.columns.has(address) && this.columns.size < MOST_ADDRESSES) this.columns.set(address, this.columns.size)
    this.hasSeveralStreams ||= this.steps.length > 0 && this.steps[0].stream !== step.stream
    this.steps.push(step)
  }

  private tcpStep(packet: DissectedPacket): FlowStep | undefined {
    const facts = tcpFactsOf(packet)
    if (facts === undefined) return undefined
    const { stream, source, destination, sourcePort, destinationPort, flags, seq, ack, length } = facts
    const names = FLAG_NAMES.filter(([flag]) => (flags & flag) !== 0).map(([, name]) => name)
    const label = `${names.length > 0 ? names.join(', ') : '<None>'}${length > 0 ? ` - Len: ${length}` : ''}`
    const comment = `Seq = ${seq}${(flags & FLAG.ack) !== 0 ? ` Ack = ${ack}` : ''}`
    return { time: this.options.timeText(packet), stream, source, destination, sourcePort, destinationPort, label, comment }
  }

  private anyStep(packet: DissectedPacket): FlowStep {
    const [sourcePort, destinationPort] = portsOf(packet)
    return {
      time: this.options.timeText(packet),
      stream: 0,
      source: packet.source,
      destination: packet.destination,
      sourcePort,
      destinationPort,
      label: packet.info,
      comment: `${packet.protocol}: ${packet.info}`,
    }
  }

  *text(): Iterable<string> {
    if (this.steps.length === 0) return
    const prefix = this.hasSeveralStreams ? ' '.repeat(STREAM_WIDTH) : ''
    const time = ' '.repeat(TIME_WIDTH)
    yield `${this.hasSeveralStreams ? 'Conv.| Time    |' : '|Time     |'}${this.head(0)}\n`
    yield `${prefix}|${time}|${this.head(1)}\n`
    const rule = `${'-'.repeat(prefix.length + TIME_WIDTH + 2 + this.columns.size * COLUMN + 1)}\n`
    let lastStream: number | undefined
    for (const step of this.steps) {
      if (this.hasSeveralStreams && lastStream !== undefined && step.stream !== lastStream) yield rule
      lastStream = step.stream
      const source = this.columns.get(step.source)
      const destination = this.columns.get(step.destination)
      if (source === undefined || destination === undefined) continue
      const stream = this.hasSeveralStreams ? String(step.stream).padEnd(STREAM_WIDTH) : ''
      const label = this.label(step, source, destination)
      yield `${stream}|${step.time.padEnd(TIME_WIDTH)}|${label}${step.comment}\n`
      yield `${prefix}|${time}|${this.arrow(step, source, destination)}\n`
    }
  }

  /** The addresses of the even or of the odd columns: each has room for two. */
  private head(parity: number): string {
    const line = new LadderLine(this.columns.size, parity)
    for (const [address, column] of this.columns) if (column % 2 === parity) line.put(column * COLUMN + 1, address)
    return line.text()
  }

  private line(column: number, write: (line: LadderLine) => void): string {
    const line = new LadderLine(this.columns.size)
    line.start = column * COLUMN
    write(line)
    return line.text()
  }

  private label({ label }: FlowStep, source: number, destination: number): string {
    const length = Math.max(1, Math.abs(source - destination)) * COLUMN
    const shown = Array.from(label).slice(0, length)
    return this.line(Math.min(source, destination), (line) => {
      line.put(TEXT_AT, shown.join(''))
      // Whoever talks to itself has one column only, which then grows.
      if (source === destination && shown.length > LONE_ROOM) line.put(TEXT_AT + shown.length, LONE_END)
    })
  }

  private arrow(step: FlowStep, source: number, destination: number): string {
    const distance = Math.max(1, Math.abs(source - destination))
    const isForth = source <= destination
    const shaft = '-'.repeat(distance * COLUMN - 2)
    const [left, right] = isForth ? [step.sourcePort, step.destinationPort] : [step.destinationPort, step.sourcePort]
    return this.line(Math.min(source, destination), (line) => {
      line.put(0, `(${left})`)
      line.put(TEXT_AT, isForth ? `${shaft}>` : `<${shaft}`)
      const end = `(${right})`
      line.put(distance * COLUMN + PORT_AT, source === destination ? `${end.padEnd(LONE_PORT)}|` : end)
    })
  }
}

/** One line of the ladder, with its bars, over which texts are written. */
class LadderLine {
  /** Where texts count from. */
  start = 0
  private readonly cells: string[]

  constructor(columns: number, parity?: number) {
    const width = columns * COLUMN
    this.cells = Array.from({ length: width }, (_, i) => (i % COLUMN === COLUMN - 1 ? '|' : ' '))
    // The head's names have room for two columns; the bar between is left out.
    if (parity === 0) {
      this.cells.length = 0
      this.cells.push(
        ...Array.from({ length: Math.ceil(columns / 2) * 2 * COLUMN }, (_, i) => (i % (2 * COLUMN) === 2 * COLUMN - 1 ? '|' : ' ')),
      )
    }
    if (parity === 1) {
      const odd = Math.floor(columns / 2)
      this.cells.length = 0
      this.cells.push(...Array.from({ length: (2 * odd + 1) * COLUMN - 1 }, (_, i) => (i % COLUMN === COLUMN - 1 ? '|' : ' ')))
    }
  }

  /** Writes `text` over what is there, from `at` on. */
  put(at: number, text: string): void {
    let place = this.start + at
    for (const character of text) this.cells[place++] = character
  }

  text(): string {
    return Array.from(this.cells, (cell) => cell ?? ' ').join('')
  }
}
