/** `-z io,stat,…`: packets and bytes, or what is computed from a field, by interval of time. */
import type { CaptureInfo, PacketRecord } from '../../../capture/record.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'
import type { FieldValue } from '../field.ts'
import { fixedText } from './fixed-text.ts'
import type { PacketCheck, Statistic } from './statistic.ts'

/** What is computed in a column: the last two need no field. */
export const IO_CALCULATIONS = ['COUNT', 'SUM', 'MIN', 'MAX', 'AVG', 'LOAD', 'FRAMES', 'BYTES'] as const
/** One of `IO_CALCULATIONS`. */
export type IoCalculation = (typeof IO_CALCULATIONS)[number]

/** One column of the table, as it was asked for. */
export interface IoColumn {
  /** As it was typed; '' for all packets. */
  readonly text: string
  readonly accepts: PacketCheck
  /** The calculation and its field ('' for none); undefined: frames and bytes. */
  readonly calculation: { readonly kind: IoCalculation; readonly field: string; readonly isTime: boolean } | undefined
}

/** What the table is to have. */
export interface IoOptions {
  /** In seconds; 0 for the whole capture at once. */
  readonly intervalSeconds: number
  readonly columns: readonly IoColumn[]
  /** The fields that the columns look at. */
  readonly wanted: ReadonlySet<string>
  /** The text of an interval's start, where times are absolute; undefined for intervals as seconds. */
  readonly startText: ((startNs: number, info: CaptureInfo) => string) | undefined
  /** The title of the column of absolute times. */
  readonly startTitle: string
}

const US_PER_S = 1_000_000
const NS_PER_US = 1000
const NS_PER_S = 1e9
/** Intervals that are kept and printed: an interval of a microsecond over a day would be billions. */
const MOST_INTERVALS = 2_000_000
/** Below so many seconds a capture taken as one interval is shown with milliseconds, above with tenths. */
const SECONDS_WITH_MS = 10
/** The narrowest boxes, without the digits of the duration, and for the whole capture. */
const LEAST_WIDTH = 25
const LEAST_WIDTH_WHOLE = 35
const TIME_DECIMALS = 6

/** What a column counted in one interval. */
interface Cell {
  frames: number
  bytes: number
  count: number
  sum: number
  least: number
  most: number
  /** Microseconds of this interval that the field's times, which end when their packets were seen, spread over (`LOAD`). */
  loadUs: number
}

/** Counts by interval; memory follows the intervals that have packets. */
export class IoTable implements Statistic {
  readonly wanted: ReadonlySet<string>
  private readonly options: IoOptions
  private readonly cells: Map<number, Cell>[]
  private durationUs = 0

  constructor(options: IoOptions) {
    this.options = options
    this.wanted = options.wanted
    this.cells = options.columns.map(() => new Map<number, Cell>())
  }

  take(record: PacketRecord, packet: DissectedPacket | undefined): void {
    const timeUs = Math.floor(record.timeNs / NS_PER_US)
    if (packet === undefined || !(timeUs >= 0)) return
    this.durationUs = Math.max(this.durationUs, Math.floor((record.timeNs + NS_PER_US / 2) / NS_PER_US))
    const intervalUs = Math.round(this.options.intervalSeconds * US_PER_S)
    const interval = intervalUs === 0 ? 0 : Math.floor(timeUs / intervalUs)
    this.options.columns.forEach(({ accepts, calculation }, i) => {
      if (!accepts(packet)) return
      const cells = this.cells[i]
      const cell = cellOf(cells, interval)
      if (cell === undefined) return
      cell.frames++
      cell.bytes += record.wireLen
      if (calculation === undefined || calculation.field === '') return
      for (const layer of packet.layers)
        gather(layer, calculation.field, (value) => {
          addValue(cell, value)
          if (calculation.kind === 'LOAD') spread(cells, interval, intervalUs, Math.floor(Number(value ?? 0) / NS_PER_US))
        })
    })
  }

  *text(info: CaptureInfo): Iterable<string> {
    const { columns, startText, startTitle } = this.options
    const { durationUs } = this
    const asked = Math.round(this.options.intervalSeconds * US_PER_S)
    const isWhole = asked === 0 || asked >= durationUs
    const intervalUs = isWhole ? durationUs : asked
    const decimals = isWhole ? (durationUs < SECONDS_WITH_MS * US_PER_S ? 3 : 1) : decimalsOf(asked)
    const wholeDigits = String(Math.floor(durationUs / US_PER_S)).length
    const seconds = (us: number): string => secondsText(us, decimals).padStart(wholeDigits + (decimals > 0 ? decimals + 1 : 0))
    const duration = decimals > 0 ? secondsText(durationUs, decimals) : wholeDuration(durationUs)
    const bound = wholeDigits + (decimals > 0 ? decimals + 1 : 0)
    const intervalWidth = startText === undefined ? Math.max('Interval'.length, bound * 2 + 4) : startText(0, info).length
    const count = intervalUs === 0 ? 0 : Math.min(MOST_INTERVALS, Math.ceil(durationUs / intervalUs))

    // The end of the last interval is rounded as it is shown, but only up.
    const stepUs = US_PER_S / 10 ** decimals
    const shownDurationUs = durationUs % stepUs > stepUs / 2 ? Math.ceil(durationUs / stepUs) * stepUs : durationUs
    const shapes = columns.map((column, i) => this.shapeOf(column, i, isWhole))
    const labels = columns.map(({ text }, i) => `${i === 0 ? 'Col ' : '    '}${i + 1}: ${text === '' ? 'Frames and bytes' : text}`)
    const tableWidth = intervalWidth + 4 + shapes.reduce((sum, shape) => sum + shape.width + 1, 0) - 0
    const least = isWhole && startText === undefined ? LEAST_WIDTH_WHOLE : LEAST_WIDTH + bound
    const wanted = Math.max(tableWidth, least, ...labels.map((label) => label.length + 4))
    // Beside the table is room for a blank and a bar, or none.
    const width = wanted === tableWidth + 1 ? wanted + 1 : wanted
    const rest = width > tableWidth ? `${' '.repeat(width - tableWidth - 1)}|` : ''
    const boxed = (text: string): string => `| ${text.padEnd(width - 4)} |\n`
    const durationLine = `| ${`Duration: ${duration} secs`.padEnd(width - 3)}|\n`

    yield `\n${'='.repeat(width)}\n${boxed('IO Statistics')}${boxed('')}${durationLine}${boxed(`Interval: ${seconds(intervalUs)} secs`)}${boxed('')}`
    for (const label of labels) yield boxed(label)
    yield `|${'-'.repeat(width - 2)}|\n`
    const blank = ' '.repeat(intervalWidth + 2)
    yield `|${blank}|${shapes.map((shape, i) => `${String(i + 1).padEnd(shape.width)}|`).join('')}${rest}\n`
    const title = (startText === undefined ? 'Interval' : startTitle).padEnd(intervalWidth)
    yield `| ${title} |${shapes.map((shape) => `${shape.title}|`).join('')}${rest}\n|${'-'.repeat(tableWidth - 2)}|${rest}\n`
    for (let i = 0; i < count; i++) {
      const isLast = i === count - 1
      const end = Math.min((i + 1) * intervalUs, durationUs)
      const lengthUs = (isWhole ? shownDurationUs : Math.min((i + 1) * intervalUs, shownDurationUs)) - i * intervalUs
      const to = isLast && decimals === 0 ? 'Dur'.padEnd(wholeDigits) : seconds(end)
      const interval =
        startText === undefined ? rowLabel(seconds(i * intervalUs), to, intervalWidth) : ` ${startText(i * intervalUs * NS_PER_US, info)} `
      yield `|${interval}|${shapes.map((shape, column) => `${shape.text(this.cellAt(column, i, isWhole && asked !== durationUs), lengthUs)}|`).join('')}${rest}\n`
    }
    yield `${'='.repeat(width)}\n`
  }

  /** The cell of an interval; for the whole capture, all of them together. */
  private cellAt(column: number, interval: number, isWhole: boolean): Cell | undefined {
    const cells = this.cells[column]
    if (!isWhole) return cells.get(interval)
    let all: Cell | undefined
    for (const cell of cells.values()) {
      all =
        all === undefined
          ? cell
          : {
              frames: all.frames + cell.frames,
              bytes: all.bytes + cell.bytes,
              count: all.count + cell.count,
              sum: all.sum + cell.sum,
              least: Math.min(all.least, cell.least),
              most: Math.max(all.most, cell.most),
              loadUs: all.loadUs + cell.loadUs,
            }
    }
    return all
  }

  private shapeOf(column: IoColumn, index: number, isWhole: boolean): ColumnShape {
    const cells = [...this.cells[index].values()]
    if (column.calculation === undefined) {
      const frames = Math.max('Frames'.length, ...cells.map((cell) => String(cell.frames).length))
      const bytes = Math.max('Bytes'.length, ...cells.map((cell) => String(cell.bytes).length))
      return {
        width: frames + bytes + 5,
        title: ` ${centred('Frames', frames)} | ${centred('Bytes', bytes)} `,
        text: (cell) => ` ${String(cell?.frames ?? 0).padStart(frames)} | ${String(cell?.bytes ?? 0).padStart(bytes)} `,
      }
    }
    const { kind, isTime } = column.calculation
    const value = (cell: Cell | undefined, lengthUs: number): string => calculated(cell, kind, isTime, lengthUs)
    // tshark reckons with the longest time where it shows the shortest, and with no load of ten or more.
    const widest = kind === 'MIN' && isTime && !isWhole ? 'MAX' : kind
    const widths = kind === 'LOAD' ? [] : cells.map((cell) => calculated(cell, widest, isTime, 0).length)
    const width = Math.max(kind.length, value(undefined, 0).length, ...widths)
    return { width: width + 2, title: ` ${centred(kind, width)} `, text: (cell, lengthUs) => ` ${value(cell, lengthUs).padStart(width)} ` }
  }
}

/** How a column looks. */
interface ColumnShape {
  readonly width: number
  readonly title: string
  /** @param lengthUs the microseconds that the interval has within the capture */
  readonly text: (cell: Cell | undefined, lengthUs: number) => string
}

/** The cell of an interval, made when it is not there; undefined when there are too many. */
function cellOf(cells: Map<number, Cell>, interval: number): Cell | undefined {
  const known = cells.get(interval)
  if (known !== undefined || cells.size >= MOST_INTERVALS) return known
  const cell = { frames: 0, bytes: 0, count: 0, sum: 0, least: Infinity, most: -Infinity, loadUs: 0 }
  cells.set(interval, cell)
  return cell
}

function gather(item: FieldItem, name: string, take: (value: FieldValue) => void): void {
  if (item.field.name === name) take(item.value)
  for (const child of item.children) gather(child, name, take)
}

function addValue(cell: Cell, value: FieldValue): void {
  cell.count++
  if (typeof value !== 'number' && typeof value !== 'bigint') return
  const number = Number(value)
  cell.sum += number
  cell.least = Math.min(cell.least, number)
  cell.most = Math.max(cell.most, number)
}

/**
 * Adds a time to the intervals that it reaches back to. tshark puts what is left over by whole intervals into the last one, wherever in it
 * the packet was seen.
 */
function spread(cells: Map<number, Cell>, last: number, intervalUs: number, timeUs: number): void {
  const restUs = intervalUs === 0 ? timeUs : timeUs % intervalUs
  let leftUs = timeUs - restUs
  for (let interval = last, partUs = restUs; interval >= 0; interval--) {
    const cell = cellOf(cells, interval)
    if (cell === undefined) return
    cell.loadUs += partUs
    if (leftUs <= 0) return
    partUs = intervalUs
    leftUs -= intervalUs
  }
}

function calculated(cell: Cell | undefined, kind: IoCalculation, isTime: boolean, lengthUs: number): string {
  if (kind === 'COUNT') return String(cell?.count ?? 0)
  if (kind === 'FRAMES') return String(cell?.frames ?? 0)
  if (kind === 'BYTES') return String(cell?.bytes ?? 0)
  if (kind === 'LOAD') {
    const millionths = lengthUs === 0 ? 0 : Math.floor(((cell?.loadUs ?? 0) * US_PER_S) / lengthUs)
    return `${Math.floor(millionths / US_PER_S)}.${String(millionths % US_PER_S).padStart(TIME_DECIMALS, '0')}`
  }
  const value = cell === undefined || cell.count === 0 ? 0 : computed(cell, kind)
  return isTime ? fixedText(value / NS_PER_S, TIME_DECIMALS) : String(Math.floor(value))
}

function computed(cell: Cell, kind: IoCalculation): number {
  if (kind === 'SUM') return cell.sum
  if (kind === 'AVG') return cell.sum / cell.count
  return kind === 'MIN' ? cell.least : cell.most
}

function centred(text: string, width: number): string {
  const left = Math.ceil((width - text.length) / 2)
  return `${' '.repeat(left)}${text}`.padEnd(width)
}

/** `  0 <> 1  `, as wide as its column: bounds shorter than the title stand further in. */
function rowLabel(from: string, to: string, width: number): string {
  const isShort = from.length * 2 + ' <> '.length + 2 <= width
  return `${isShort ? '  ' : ' '}${from} <> ${to}`.padEnd(width + 2)
}

/** The decimals that an interval of so many microseconds needs. */
function decimalsOf(us: number): number {
  const fraction = String(us % US_PER_S).padStart(6, '0')
  return fraction.replace(/0+$/, '').length
}

/** Microseconds as seconds with some decimals, rounded; whole seconds are cut. */
function secondsText(us: number, decimals: number): string {
  if (decimals === 0) return String(Math.floor(us / US_PER_S))
  return fixedText(us / US_PER_S, decimals)
}

/** The duration beside whole intervals: tshark pads the microseconds with blanks. */
function wholeDuration(us: number): string {
  return `${Math.floor(us / US_PER_S)}.${String(us % US_PER_S).padStart(6)}`
}
