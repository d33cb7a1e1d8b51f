/** One connection in full: its packets are read again, followed alone, and put into columns. */
import type { Connection } from '../core/analysis/connection.ts'
import { ConnectionTracker } from '../core/analysis/connection-tracker.ts'
import { type FirstNumbers, PacketColumnsBuilder, type PacketColumns } from '../core/analysis/packet-columns.ts'
import { type Vantage, vantageOf } from '../core/analysis/vantage.ts'
import type { CaptureInfo } from '../core/capture/record.ts'
import { Decoder } from '../core/packet/decode.ts'
import { Packet } from '../core/packet/packet.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import type { ConnectionReport } from '../core/report/report.ts'
import type { PacketStore } from './packet-store.ts'

/** What is asked for. */
export interface RereadSetting {
  readonly id: number
  /** Its packets, ascending. */
  readonly packets: ArrayLike<number>
  /** What was said of it before; undefined: it is said anew. */
  readonly report: ConnectionReport | undefined
  readonly store: PacketStore
  readonly info: CaptureInfo
  /** First sequence numbers, where a report has them. */
  readonly first: FirstNumbers
  /** When the whole capture ended, nanoseconds since its start: the silence after a connection counts up to it. */
  readonly captureEndNs: number
}

/** A connection that was read again. */
export interface RereadConnection {
  readonly columns: PacketColumns
  readonly report: ConnectionReport
  readonly vantage: Vantage
  readonly startNs: number
}

/** Reads a connection again; undefined when none of its packets can be. */
export async function rereadConnection(setting: RereadSetting): Promise<RereadConnection | undefined> {
  const { id, info, first } = setting
  const builder = new PacketColumnsBuilder(first)
  const packet = new Packet()
  const decoder = new Decoder()
  let startNs = NaN
  let found: RereadConnection | undefined
  let isLast = false
  const sink = (c: Connection): void => {
    // What the tracker took for two connections when it saw them alone is shown as the last of them.
    if (!isLast) return
    const context = { input: 0, firstId: id - c.id, info, zeekOf: () => undefined }
    found = { columns: builder.finish(c), report: setting.report ?? connectionReport(c, context), vantage: vantageOf(c), startNs }
  }
  const tracker = new ConnectionTracker(sink, { keepsAllEvents: true, checksums: 'all' })
  await setting.store.show(setting.packets, (record, number) => {
    packet.number = number
    decoder.decode(record, packet)
    tracker.packet(packet)
    if (tracker.connectionOf(packet) < 0) return
    if (Number.isNaN(startNs)) startNs = packet.timeNs
    builder.add(packet, tracker.flows.direction)
  })
  if (setting.captureEndNs > tracker.capture.lastTimeNs) tracker.capture.lastTimeNs = setting.captureEndNs
  isLast = true
  tracker.end()
  return found
}
