/** The rows of the packet list: packets read again and said in tcpdump's and Wireshark's words. */
import { TextOutput } from '../core/bytes/text-output.ts'
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import { PacketPrinter } from '../core/dialects/tcpdump/packet-printer.ts'
import { PLAIN } from '../core/dialects/tcpdump/print-options.ts'
import { Dissector } from '../core/dialects/wireshark/dissector.ts'
import type { DissectedPacket } from '../core/dialects/wireshark/field-item.ts'
import { defaultTcpPreferences } from '../core/dialects/wireshark/tcp/tcp-preferences.ts'
import { COLUMN_NAMES } from '../core/dialects/wireshark/wanted-fields.ts'
import { Decoder } from '../core/packet/decode.ts'
import { destinationText, sourceText } from '../core/packet/address-text.ts'
import { FLAG, KIND, Packet } from '../core/packet/packet.ts'
import { segmentLabel } from '../core/report/segment-label.ts'
import { printable } from '../core/view/text-layout.ts'
import type { ConnectionColumns } from './connection-columns.ts'
import type { PacketIndex } from './packet-index.ts'
import type { PacketStore } from './packet-store.ts'
import { toneOfNumber } from './packet-tone.ts'
import type { PacketRow, PacketTone } from './protocol.ts'

/** Time is a column of its own. */
const PRINT_OPTIONS = { ...PLAIN, numeric: true, timeStyle: 1 }
const COLUMNS: ReadonlySet<string> = new Set(Object.values(COLUMN_NAMES))
/** Earlier packets of the rows' connections that the dialects are shown, in all: their notes need some history, and rows must be there soon. */
const MOST_EARLIER = 1500

/** What rows are made from. */
export interface RowSetting {
  readonly store: PacketStore
  readonly index: PacketIndex
  readonly connections: ConnectionColumns
  readonly info: CaptureInfo
}

/**
 * The rows of `packets` (ascending numbers). Dialects count sequence numbers from a connection's first packets: those are shown to them
 * before, so that the words of a row do not depend on which rows are asked for together.
 */
export async function packetRows(packets: readonly number[], setting: RowSetting): Promise<PacketRow[]> {
  const { store, info } = setting
  const wanted = new Set(packets)
  const rows: PacketRow[] = []
  let line = ''
  const output = new TextOutput((bytes) => {
    for (const byte of bytes) line += String.fromCharCode(byte)
  })
  const printer = new PacketPrinter(output, PRINT_OPTIONS, {})
  const packet = new Packet()
  const decoder = new Decoder()
  const dissector = new Dissector({ tcp: defaultTcpPreferences(), capture: info, wanted: COLUMNS })
  await store.show(withEarlier(packets, setting), (record, number) => {
    line = ''
    printer.print(record, info.startNs ?? 0n)
    output.flush()
    const dissected = dissector.dissect(record, number)
    if (!wanted.has(number)) return
    packet.number = number
    decoder.decode(record, packet)
    rows.push(rowOf(record, packet, dissected, line.replace(/\n$/, ''), setting))
  })
  return rows
}

/** `packets`, and before them what the dialects have to see of their connections: how they began, and what came shortly before. */
export function withEarlier(packets: readonly number[], { index, connections }: RowSetting, mostEarlier = MOST_EARLIER): number[] {
  const numbers = new Set(packets)
  const firstRows = new Map<number, number>()
  for (const packet of packets) {
    const connection = index.connection(packet)
    if (connection >= 0 && !firstRows.has(connection)) firstRows.set(connection, packet)
  }
  const share = Math.ceil(mostEarlier / Math.max(1, firstRows.size))
  for (const [connection, firstRow] of firstRows) {
    const { firstAck, firstPacket } = connections.all
    for (const packet of [firstPacket[connection], firstAck[connection]]) if (packet !== 0 && packet < firstRow) numbers.add(packet)
    let earlier = index.before(firstRow)
    for (let i = 0; i < share && earlier !== 0; i++, earlier = index.before(earlier)) numbers.add(earlier)
  }
  return [...numbers].sort((a, b) => a - b)
}

function rowOf(record: PacketRecord, packet: Packet, dissected: DissectedPacket, line: string, { index }: RowSetting): PacketRow {
  const { number } = packet
  const hasAddresses = packet.ipVersion !== 0
  return {
    number,
    timeNs: record.timeNs,
    source: printable(dissected.source) || (hasAddresses ? sourceText(packet) : ''),
    destination: printable(dissected.destination) || (hasAddresses ? destinationText(packet) : ''),
    protocol: dissected.protocol || protocolOf(packet),
    wireBytes: record.wireLen,
    info: printable(dissected.info || infoOf(packet, line)),
    line: printable(line),
    tone: toneSaid(toneOfNumber(index.traits(number) & 0xf), dissected.info),
    connection: index.connection(number),
  }
}

/** Wireshark's mark makes a row black where synfin noted nothing: the colours are Wireshark's, the verdicts are not. */
function toneSaid(tone: PacketTone, info: string): PacketTone {
  return (tone === 'tcp' || tone === 'open-close') && info.startsWith('[TCP ') && !/^\[TCP (Window Update|Keep-Alive)/.test(info)
    ? 'bad'
    : tone
}

function protocolOf(packet: Packet): string {
  switch (packet.kind) {
    case KIND.tcp:
      return 'TCP'
    case KIND.udp:
      return 'UDP'
    case KIND.icmpError:
    case KIND.icmpOther:
      return packet.ipVersion === 6 ? 'ICMPv6' : 'ICMP'
    case KIND.neighbour:
      return packet.ipVersion === 6 ? 'ICMPv6' : 'ARP'
    case KIND.fragment:
      return packet.ipVersion === 6 ? 'IPv6' : 'IPv4'
    default:
      return packet.otherName.toUpperCase()
  }
}

function infoOf(packet: Packet, line: string): string {
  if (packet.kind !== KIND.tcp) return line
  const { flags, payloadLen, srcPort, dstPort, window } = packet
  const label = segmentLabel({ flags, pos: packet.seq >>> 0, payloadLen, ackPos: flags & FLAG.ack ? packet.ack >>> 0 : NaN })
  return `${srcPort} → ${dstPort} ${label} win ${window}`
}
