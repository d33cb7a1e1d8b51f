/** One packet in full: its detail tree and its bytes. */
import { TextOutput } from '../core/bytes/text-output.ts'
import { PacketPrinter } from '../core/dialects/tcpdump/packet-printer.ts'
import { PLAIN } from '../core/dialects/tcpdump/print-options.ts'
import { printable } from '../core/view/text-layout.ts'
import type { RowSetting } from './packet-lines.ts'
import type { DetailLine, PacketDetail } from './protocol.ts'

/** The packet with this number; null when it cannot be shown again. */
export async function packetDetail(number: number, { store, index, info }: RowSetting): Promise<PacketDetail | null> {
  if (number < 1 || number > index.count) return null
  let text = ''
  const output = new TextOutput((bytes) => {
    for (const byte of bytes) text += String.fromCharCode(byte)
  })
  const printer = new PacketPrinter(output, { ...PLAIN, numeric: true, timeStyle: 4, verbose: 3, link: true }, {})
  let detail: PacketDetail | null = null
  await store.show([number], (record) => {
    printer.print(record, info.startNs ?? 0n)
    output.flush()
    const lines: DetailLine[] = text
      .trimEnd()
      .split('\n')
      .map((line) => ({ text: printable(line), from: 0, length: 0, field: '', filter: '', children: [] }))
    const bytes = record.bytes.slice(record.from, record.from + record.capLen)
    detail = { number, timeNs: record.timeNs, connection: index.connection(number), wireBytes: record.wireLen, bytes, lines }
  })
  return detail
}
