/** What an interface sees, sent as a pcap file without end for as long as somebody reads it. */
import type { ServerResponse } from 'node:http'
import { PcapWriter } from '../core/capture/pcap-writer.ts'
import type { LiveCapture } from '../live/live-capture.ts'
import { openLiveCapture } from '../live/open-live-capture.ts'
import type { LiveSource } from './page-server.ts'

/** When the reader falls so far behind, the capture ends: the rest would have holes that no network made. */
const MOST_PENDING_BYTES = 256 * 1024 * 1024

/**
 * Captures, and answers with what is captured, until the reader goes away. The answers themselves are left out: on the loopback interface
 * each would be captured and sent again.
 *
 * @param ownPort the port of the server
 */
export async function sendLive(
  source: LiveSource,
  ownPort: number,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  let writer: PcapWriter | undefined
  let parts: Uint8Array[] = []
  const flush = (): void => {
    writer?.flush()
    if (parts.length === 0 || response.destroyed) return
    const bytes = Buffer.concat(parts)
    parts = []
    response.write(bytes)
    if (response.writableLength > MOST_PENDING_BYTES) response.destroy()
  }
  let capture: LiveCapture
  try {
    const own = `not tcp port ${ownPort}`
    capture = await openLiveCapture({
      interface: source.interface,
      filter: { text: source.filter.trim() === '' ? own : `(${source.filter}) and ${own}` },
      onRecord: (record) => writer?.write(record, capture.info.startNs ?? 0n),
      onBatch: flush,
    })
  } catch (error) {
    response.writeHead(500, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' })
    response.end(error instanceof Error ? error.message : String(error))
    return
  }
  response.writeHead(200, { ...headers, 'Content-Type': 'application/vnd.tcpdump.pcap' })
  writer = new PcapWriter((bytes) => parts.push(bytes.slice()), {
    unit: 'nanoseconds',
    linkType: capture.linkType,
    snaplen: capture.snaplen,
  })
  // The file's header goes out at once: a silent network is no reason to wait.
  response.flushHeaders()
  flush()
  response.on('close', () => void capture.stop())
  if (response.destroyed) void capture.stop()
  await capture.ended
  flush()
  response.end()
}
