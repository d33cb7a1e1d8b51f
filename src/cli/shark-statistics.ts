/** The statistics that `-z` asks for: which there are, and what each is made of. */
import { randomInt } from 'node:crypto'
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import type { DissectedPacket } from '../core/dialects/wireshark/field-item.ts'
import type { ConversationStart } from '../core/dialects/wireshark/statistics/conversation-rows.ts'
import type { Statistic } from '../core/dialects/wireshark/statistics/statistic.ts'
import { type ConversationOptions, TcpConversationStatistic } from '../core/dialects/wireshark/statistics/tcp-conversation-statistic.ts'
import { readPortNames } from '../node/system-names.ts'
import { localTime } from './local-time.ts'
import { filterNamed } from './shark-filter.ts'
import { type SharkOptions, SharkUsageError } from './shark-options.ts'

const SEED_LIMIT = 2 ** 31

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
    for (const statistic of this.statistics) statistic.take(record, packet)
  }

  /** The texts of all, the one named last first, as tshark prints them. */
  *text(info: CaptureInfo): Iterable<string | Uint8Array> {
    for (const statistic of [...this.statistics].reverse()) yield* statistic.text(info)
  }
}

function statisticOf(argument: string, options: SharkOptions): Statistic {
  const [kind, what] = argument.split(',')
  const rest = (words: number): string | undefined => {
    const parts = argument.split(',')
    return parts.length > words ? parts.slice(words).join(',') : undefined
  }
  if (kind === 'conv' && what === 'tcp') return new TcpConversationStatistic(conversationOptions(rest(2), options), randomInt(SEED_LIMIT))
  throw new SharkUsageError(
    `Invalid -z argument "${argument}"; it must be one of:\n${KNOWN.map((known) => `     ${known}\n`).join('')}`.trimEnd(),
  )
}

const KNOWN = ['conv,tcp', 'conv,ip', 'conv,ipv6', 'conv,eth', 'expert', 'flow,any', 'flow,tcp', 'follow,tcp', 'io,stat']

function conversationOptions(filterText: string | undefined, options: SharkOptions): ConversationOptions {
  const names = options.namesPorts ? readPortNames() : undefined
  const filter = filterText === undefined ? undefined : filterNamed(filterText, "Couldn't register conversations tap: ")
  return {
    start: startOf(options.timeStyle),
    localTime: options.timeStyle.startsWith('u') ? () => ({ offsetSeconds: 0, name: 'UTC' }) : localTime,
    portName: names === undefined ? undefined : (port) => names.get(`${port}/tcp`),
    filter:
      filter === undefined || filterText === undefined
        ? undefined
        : { text: filterText, wanted: filter.wanted, accepts: (packet) => filter.matches(packet) },
  }
}

function startOf(style: SharkOptions['timeStyle']): ConversationStart {
  if (style === 'e') return 'epoch'
  if (style === 'a' || style === 'u') return 'time'
  return style === 'r' || style === 'd' || style === 'dd' ? 'relative' : 'date'
}
