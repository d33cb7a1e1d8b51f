/** The rows of the packet list: packets read again and said in tcpdump's and Wireshark's words. */
import { TextOutput } from '../core/bytes/text-output.ts'
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import { PacketPrinter } from '../core/dialects/tcpdump/packet-printer.ts'
import { PLAIN } from '../core/dialects/tcpdump/print-options.ts'
import { Decoder } from '../core/packet/decode.ts'
import { destinationText, sourceText } from '../core/packet/address-text.ts'
import { FLAG, KIND, Packet } from '../core/packet/packet.ts'
import { segmentLabel } from '../core/report/segment-label.ts'
import { printable } from '../core/view/text-layout.ts'
import type { ConnectionColumns } from './connection-columns.ts'
import type { PacketIndex } from './packet-index.ts'
import type { PacketStore } from './packet-store.ts'
import { toneOfNumber } from './packet-tone.ts'
import type { PacketRow } from './protocol.ts'

/** Time is a column of its own. */
const PRINT_OPTIONS = { ...PLAIN, numeric: true, timeStyle: 1 }

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
  await store.show(withFirsts(packets, setting), (record, number) => {
    line = ''
    printer.print(record, info.startNs ?? 0n)
    output.flush()
    if (!wanted.has(number)) return
    packet.number = number
    decoder.decode(record, packet)
    rows.push(rowOf(record, packet, line.replace(/\n$/, ''), setting))
  })
  return rows
}

/** `packets`, and before them what the dialects have to see of their connections. */
function withFirsts(packets: readonly number[], { index, connections }: RowSetting): number[] {
  const numbers = new Set(packets)
  for (const packet of packets) {
    const connection = index.connection(packet)
    const firstAck = connection < 0 ? 0 : connections.all.firstAck[connection]
    if (firstAck !== 0 && firstAck < packet) numbers.add(firstAck)
  }
  return [...numbers].sort((a, b) => a - b)
}

function rowOf(record: PacketRecord, packet: Packet, line: string, { index }: RowSetting): PacketRow {
  const { number } = packet
  const hasAddresses = packet.ipVersion !== 0
  return {
    number,
    timeNs: record.timeNs,
    source: hasAddresses ? sourceText(packet) : '',
    destination: hasAddresses ? destinationText(packet) : '',
    protocol: protocolOf(packet),
    wireBytes: record.wireLen,
    info: printable(infoOf(packet, line)),
    line: printable(line),
    tone: toneOfNumber(index.traits(number) & 0xf),
    connection: index.connection(number),
  }
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
