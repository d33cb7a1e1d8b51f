/** The statistics that `-z` asks for: which there are, and what each is made of. */
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import type { RecordScan } from '../core/capture/record-scan.ts'
import type { Field } from '../core/dialects/wireshark/field.ts'
import type { DissectedPacket } from '../core/dialects/wireshark/field-item.ts'
import { fieldByName } from '../core/dialects/wireshark/field-registry.ts'
import { type LocalTime, UTC } from '../core/dialects/wireshark/local-time.ts'
import { timeColumn } from '../core/dialects/wireshark/output/time-column.ts'
import { AddressConversations } from '../core/dialects/wireshark/statistics/address-conversations.ts'
import { type ConversationStart, startText } from '../core/dialects/wireshark/statistics/conversation-rows.ts'
import { ExpertTable, expertLimit } from '../core/dialects/wireshark/statistics/expert-table.ts'
import { FlowGraph } from '../core/dialects/wireshark/statistics/flow-graph.ts'
import { type FollowMode, type FollowOptions, FollowedStream } from '../core/dialects/wireshark/statistics/followed-stream.ts'
import { IO_CALCULATIONS, type IoCalculation, type IoColumn, IoTable } from '../core/dialects/wireshark/statistics/io-table.ts'
import type { Statistic } from '../core/dialects/wireshark/statistics/statistic.ts'
import { type ConversationOptions, TcpConversationStatistic } from '../core/dialects/wireshark/statistics/tcp-conversation-statistic.ts'
import type { DisplayFilter } from '../core/filter/display/display-filter.ts'
import { parseAddress } from '../core/packet/address-text.ts'
import { readPortNames } from '../node/system-names.ts'
import { hashSeed } from './hash-seed.ts'
import { localTime } from './local-time.ts'
import { filterNamed } from './shark-filter.ts'
import { type SharkOptions, SharkUsageError } from './shark-options.ts'

const KNOWN = ['conv,eth', 'conv,ip', 'conv,ipv6', 'conv,tcp', 'expert', 'flow,any', 'flow,tcp', 'follow,tcp', 'io,stat']
const MOST_SECONDS = 1e9

/** All statistics of a run. */
export class SharkStatistics {
  /** The fields that they look at. */
  readonly wanted: ReadonlySet<string>
  /** One of them looks at fields at all. */
  readonly needsFields: boolean
  private readonly statistics: readonly Statistic[]

  /** Raises a `SharkUsageError` for an argument of `-z` that is none. */
  constructor(options: SharkOptions) {
    this.statistics = options.statistics.map((argument) => statisticOf(argument, options))
    this.wanted = new Set(this.statistics.flatMap((statistic) => [...(statistic.wanted ?? [])]))
    this.needsFields = this.statistics.some((statistic) => statistic.wanted !== undefined)
  }

  /** Shows all of them the next packet. */
  take(record: PacketRecord, packet: DissectedPacket | undefined): void {
    const { statistics } = this
    for (let i = 0; i < statistics.length; i++) statistics[i].take(record, packet)
  }

  /** What takes records from the file itself; undefined where there is more than one statistic, or it looks at every packet. */
  get scan(): RecordScan | undefined {
    return this.statistics.length === 1 ? this.statistics[0].scan : undefined
  }

  /** The texts of all, the one named last first, as tshark prints them. */
  *text(info: CaptureInfo): Iterable<string | Uint8Array> {
    for (const statistic of [...this.statistics].reverse()) yield* statistic.text(info)
  }
}

function statisticOf(argument: string, options: SharkOptions): Statistic {
  const parts = argument.split(',')
  const [kind, what] = parts
  const behind = (count: number): string | undefined => (parts.length > count ? parts.slice(count).join(',') : undefined)
  if (kind === 'conv' && what === 'tcp') return new TcpConversationStatistic(conversationOptions(behind(2), options), hashSeed())
  if (kind === 'conv' && (what === 'ip' || what === 'ipv6' || what === 'eth'))
    return new AddressConversations(what, conversationOptions(behind(2), options))
  if (kind === 'expert') return expertTable(parts.slice(1))
  if (kind === 'flow') return flowGraph(parts, options)
  if (kind === 'follow' && parts.length > 1) return new FollowedStream(followOptions(parts))
  if (kind === 'io' && what === 'stat') return ioTable(parts.slice(2), options)
  throw new SharkUsageError(`Invalid -z argument "${argument}"; it must be one of:\n${KNOWN.map((known) => `     ${known}`).join('\n')}`)
}

/** The filter behind a statistic, undefined for none. */
function optionalFilter(text: string | undefined, tap: string): DisplayFilter | undefined {
  return text === undefined || text === '' ? undefined : filterNamed(text, `Couldn't register ${tap} tap: `)
}

function zoneOf({ timeStyle }: SharkOptions): LocalTime {
  return timeStyle.startsWith('u') ? UTC : localTime
}

function conversationOptions(filterText: string | undefined, options: SharkOptions): ConversationOptions {
  const names = options.namesPorts ? readPortNames() : undefined
  const filter = optionalFilter(filterText, 'conversations')
  return {
    start: startOf(options.timeStyle),
    localTime: zoneOf(options),
    portName: names === undefined ? undefined : (port) => names.get(`${port}/tcp`),
    filter: filter === undefined ? undefined : { text: filter.text, wanted: filter.wanted, accepts: (packet) => filter.matches(packet) },
  }
}

function startOf(style: SharkOptions['timeStyle']): ConversationStart {
  if (style === 'e') return 'epoch'
  if (style === 'a' || style === 'u') return 'time'
  return style === 'r' || style === 'd' || style === 'dd' ? 'relative' : 'date'
}

function expertTable(words: readonly string[]): ExpertTable {
  const limit = words.length > 0 ? expertLimit(words[0]) : undefined
  const filter = optionalFilter(words.slice(limit === undefined ? 0 : 1).join(','), 'expert')
  return new ExpertTable(limit, filter === undefined ? undefined : (packet) => filter.matches(packet), filter?.wanted)
}

function flowGraph(parts: readonly string[], options: SharkOptions): FlowGraph {
  const [, kind, addresses] = parts
  if (kind !== 'tcp' && kind !== 'any') throw new SharkUsageError(`flow - Invalid flow type "${kind ?? ''}"; there are: any, tcp.`)
  if (addresses !== 'standard' && addresses !== 'network') throw new SharkUsageError('flow - Invalid address type.')
  const filter = optionalFilter(parts.slice(3).join(','), 'flow')
  return new FlowGraph({
    kind,
    timeText: (packet) => timeColumn(packet.times, options.timeStyle, localTime),
    accepts: (packet) => filter === undefined || filter.matches(packet),
    wanted: filter?.wanted ?? [],
  })
}

/** `follow,tcp,MODE,N` or `follow,tcp,MODE,A:PORT,B:PORT`, with a range of pieces behind. */
function followOptions(parts: readonly string[]): FollowOptions {
  const [, protocol, mode, first, second] = parts
  if (protocol !== 'tcp') throw new SharkUsageError(`follow - Invalid protocol "${protocol}"; there is: tcp.`)
  const known: readonly FollowMode[] = ['ascii', 'hex', 'raw']
  const shown = known.find((name) => name === mode)
  if (shown === undefined) throw new SharkUsageError('follow - Invalid display mode.')
  const isIndex = /^\d{1,9}$/.test(first ?? '')
  const ends = isIndex ? undefined : [first, second].map((end) => endOf(end ?? ''))
  const [a, b] = ends ?? []
  if (!isIndex && (a === undefined || b === undefined)) throw new SharkUsageError('follow - Invalid address.')
  const range = parts[isIndex ? 4 : 5]
  const match = /^(\d{1,9})(?:-(\d{1,9})?)?$/.exec(range ?? '1-')
  if (match === null) throw new SharkUsageError('follow - Invalid range.')
  return {
    mode: shown,
    stream: a === undefined || b === undefined ? Number(first) : { addresses: [a.address, b.address], ports: [a.port, b.port] },
    firstPiece: Number(match[1]),
    lastPiece: match[2] === undefined ? (match[0].endsWith('-') ? Infinity : Number(match[1])) : Number(match[2]),
  }
}

function endOf(text: string): { readonly address: string; readonly port: number } | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)
  const address = match?.[1] ?? match?.[2] ?? ''
  return match === null || parseAddress(address) === undefined ? undefined : { address, port: Number(match[3]) }
}

const IO_FAULT = 'invalid "-z io,stat,<interval>[,<filter>][,<filter>]..." argument'

function ioTable(words: readonly string[], options: SharkOptions): IoTable {
  const [interval, ...texts] = words
  if (!/^\d+(\.\d{1,6})?$/.test(interval ?? '') || Number(interval) > MOST_SECONDS) throw new SharkUsageError(`\n\ntshark: ${IO_FAULT}`)
  const wanted = new Set<string>()
  const columns = (texts.length === 0 ? [''] : texts).map((text) => ioColumn(text, wanted))
  const start = startOf(options.timeStyle)
  const isAbsolute = start === 'date' || start === 'time'
  return new IoTable({
    intervalSeconds: Number(interval),
    columns,
    wanted,
    startText: isAbsolute ? (startNs, info) => startText(start, startNs, info.startNs, zoneOf(options)) : undefined,
    startTitle: start === 'date' ? 'Date and time' : 'Time',
  })
}

/** A filter, or `SUM(field)filter`; `FRAMES` and `BYTES` need no field, and no brackets either. */
function ioColumn(text: string, wanted: Set<string>): IoColumn {
  const start = IO_CALCULATIONS.find((known) => text.startsWith(`${known}(`))
  const kind = start ?? IO_CALCULATIONS.find((known) => WITHOUT_FIELD.has(known) && text === known)
  const closing = text.indexOf(')')
  if (start !== undefined && closing < 0) throw new SharkUsageError('Closing parenthesis missing from calculated expression.')
  const name = start === undefined ? '' : text.slice(start.length + 1, closing).trim()
  const field = name === '' ? undefined : fieldByName(name)
  if (kind !== undefined) checkCalculation(kind, name, field)
  const filter = optionalFilter(kind === undefined ? text : start === undefined ? '' : text.slice(closing + 1), 'io,stat')
  for (const needed of filter?.wanted ?? []) wanted.add(needed)
  if (name !== '') wanted.add(name)
  return {
    text,
    accepts: (packet) => filter === undefined || filter.matches(packet),
    calculation: kind === undefined ? undefined : { kind, field: name, isTime: field?.type.endsWith('-time') === true },
  }
}

const WITHOUT_FIELD: ReadonlySet<IoCalculation> = new Set(['FRAMES', 'BYTES'])

/** Raises a `SharkUsageError`, in tshark's words, where the field is none that can be calculated with so. */
function checkCalculation(kind: IoCalculation, name: string, field: Field | undefined): void {
  if (WITHOUT_FIELD.has(kind)) {
    if (name !== '') throw new SharkUsageError(`${kind} does not require or allow a field name within the parens.`)
    return
  }
  if (name === '') throw new SharkUsageError(`You didn't specify a field name for ${kind}(*).`)
  if (field === undefined) throw new SharkUsageError(`There is no field named '${name}'.`)
  if (kind === 'COUNT') return
  const isSpan = field.type === 'relative-time'
  if (kind === 'LOAD' && !isSpan) throw new SharkUsageError('LOAD() is only supported for relative-time fields such as tcp.time_delta')
  const isNumber = /^u?int|^frame-number$/.test(field.type)
  if (!isSpan && !isNumber)
    throw new SharkUsageError(`${name} doesn't have integral values, so ${kind}(*) calculations are not supported on it.`)
}
