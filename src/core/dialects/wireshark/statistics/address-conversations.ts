/** `-z conv,ip`, `conv,ipv6` and `conv,eth`: who talked with whom, by addresses alone. */
import type { CaptureInfo, PacketRecord } from '../../../capture/record.ts'
import { formatIpv4, formatIpv6 } from '../../../packet/address-text.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'
import { CONVERSATION_END, type ConversationRow, conversationHead, conversationRowText, startText } from './conversation-rows.ts'
import type { Statistic } from './statistic.ts'
import type { ConversationOptions } from './tcp-conversation-statistic.ts'

/** Whose addresses count. */
export type AddressKind = 'ip' | 'ipv6' | 'eth'

const TITLES: Readonly<Record<AddressKind, string>> = { ip: 'IPv4', ipv6: 'IPv6', eth: 'Ethernet' }

type Counted = { -readonly [Key in keyof ConversationRow]: ConversationRow[Key] }

/** Counts the conversations of addresses; memory follows their pairs. */
export class AddressConversations implements Statistic {
  readonly wanted: ReadonlySet<string>
  private readonly kind: AddressKind
  private readonly options: ConversationOptions
  private readonly rows = new Map<string, Counted>()

  constructor(kind: AddressKind, options: ConversationOptions) {
    this.kind = kind
    this.options = options
    this.wanted = new Set([kind, `${kind}.src`, `${kind}.dst`, ...(options.filter?.wanted ?? [])])
  }

  take(record: PacketRecord, packet: DissectedPacket | undefined): void {
    const { kind, options } = this
    if (packet === undefined || options.filter?.accepts(packet) === false) return
    for (const layer of packet.layers) {
      if (layer.field.name !== kind) continue
      const source = addressBelow(layer, `${kind}.src`)
      const destination = addressBelow(layer, `${kind}.dst`)
      if (source !== undefined && destination !== undefined) this.count(record, source, destination)
    }
  }

  private count(record: PacketRecord, source: string, destination: string): void {
    const isTurned = this.rows.has(`${destination} ${source}`)
    const key = isTurned ? `${destination} ${source}` : `${source} ${destination}`
    let row = this.rows.get(key)
    const { timeNs, wireLen } = record
    if (row === undefined) {
      row = {
        first: source,
        second: destination,
        framesBack: 0,
        bytesBack: 0,
        framesForth: 0,
        bytesForth: 0,
        startNs: timeNs,
        stopNs: timeNs,
      }
      this.rows.set(key, row)
    }
    if (timeNs > row.stopNs) row.stopNs = timeNs
    else if (timeNs < row.startNs) row.startNs = timeNs
    if (isTurned && source !== destination) {
      row.framesBack++
      row.bytesBack += wireLen
    } else {
      row.framesForth++
      row.bytesForth += wireLen
    }
  }

  *text(info: CaptureInfo): Iterable<string> {
    const { start, localTime, filter } = this.options
    yield conversationHead(TITLES[this.kind], false, filter?.text, start)
    const rows = [...this.rows.values()].sort((a, b) => b.framesBack + b.framesForth - a.framesBack - a.framesForth)
    for (const row of rows) yield conversationRowText(row, false, startText(start, row.startNs, info.startNs, localTime))
    yield CONVERSATION_END
  }
}

function addressBelow(layer: FieldItem, name: string): string | undefined {
  const value = layer.children.find((child) => child.field.name === name)?.value
  if (typeof value === 'number') return formatIpv4(value)
  if (!(value instanceof Uint8Array)) return undefined
  return value.length === 16 ? formatIpv6(value, 0) : Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}
