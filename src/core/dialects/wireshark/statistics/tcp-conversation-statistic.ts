/** `-z conv,tcp` as a statistic: the counting of `TcpConversations`, and its table. */
import type { CaptureInfo, PacketRecord } from '../../../capture/record.ts'
import type { RecordScan } from '../../../capture/record-scan.ts'
import type { DissectedPacket } from '../field-item.ts'
import type { LocalTime } from '../local-time.ts'
import {
  CONVERSATION_END,
  type ConversationRow,
  type ConversationStart,
  conversationHead,
  conversationRowText,
  startText,
} from './conversation-rows.ts'
import type { PacketCheck, Statistic } from './statistic.ts'
import { type PortName, TcpConversations } from './tcp-conversations.ts'

/** How a table of conversations is to look. */
export interface ConversationOptions {
  readonly start: ConversationStart
  readonly localTime: LocalTime
  /** The name of a TCP port (`-N t`). */
  readonly portName: PortName
  /** The filter behind `conv,tcp,` and what it says of a packet. */
  readonly filter: { readonly text: string; readonly wanted: ReadonlySet<string>; readonly accepts: PacketCheck } | undefined
}

/** Counts TCP conversations and prints them. */
export class TcpConversationStatistic implements Statistic {
  readonly wanted: ReadonlySet<string> | undefined
  private readonly conversations: TcpConversations
  private readonly options: ConversationOptions

  /** @param seed any int32 that the sender of packets cannot know */
  constructor(options: ConversationOptions, seed: number) {
    this.options = options
    this.wanted = options.filter?.wanted
    this.conversations = new TcpConversations(seed)
  }

  take(record: PacketRecord, packet: DissectedPacket | undefined): void {
    const { filter } = this.options
    this.conversations.takeRecord(record, filter === undefined || (packet !== undefined && filter.accepts(packet)))
  }

  get scan(): RecordScan | undefined {
    return this.options.filter === undefined ? this.conversations : undefined
  }

  *text(info: CaptureInfo): Iterable<string | Uint8Array> {
    const { start, localTime, portName, filter } = this.options
    yield conversationHead('TCP', true, filter?.text, start)
    const rowText = (row: ConversationRow): string => conversationRowText(row, true, startText(start, row.startNs, info.startNs, localTime))
    yield* this.conversations.rows(rowText, start === 'relative' && portName === undefined, portName)
    yield CONVERSATION_END
  }
}
