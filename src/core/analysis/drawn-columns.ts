/** The packets of a drawn connection as columns. */
import { ConnectionTracker } from './connection-tracker.ts'
import { type Drawing, drawnPackets } from './drawn-segments.ts'
import { type PacketColumns, PacketColumnsBuilder } from './packet-columns.ts'

/** The columns of the one connection that `text` draws, with every event that was noted. Raises an error when it draws none. */
export function drawnColumns(text: string, drawing: Drawing = {}): PacketColumns {
  const builder = new PacketColumnsBuilder({ client: null, server: null })
  let columns: PacketColumns | undefined
  const tracker = new ConnectionTracker((c) => (columns = builder.finish(c)), { keepsAllEvents: true })
  for (const packet of drawnPackets(text, drawing)) {
    tracker.packet(packet)
    if (tracker.connectionOf(packet) >= 0) builder.add(packet, tracker.flows.direction)
  }
  tracker.end()
  if (columns === undefined) throw new Error('no connection is drawn')
  return columns
}
