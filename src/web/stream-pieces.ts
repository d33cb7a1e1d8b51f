/** What both ends of a connection said: the payload of their packets, each byte once, in order of time. */
import { Decoder } from '../core/packet/decode.ts'
import { KIND, Packet } from '../core/packet/packet.ts'
import type { ConnectionData, StreamData, StreamPiece } from './protocol.ts'
import type { PacketStore } from './packet-store.ts'

/** More is not shown. */
const MOST_BYTES = 1024 * 1024

/** Reads the streams of a connection again. */
export async function streamPieces({ packets }: ConnectionData, store: PacketStore): Promise<StreamData> {
  const pieces: StreamPiece[] = []
  const packet = new Packet()
  const decoder = new Decoder()
  /** The position up to which each side's stream was shown. */
  const shown = [NaN, NaN]
  let bytes = 0
  let i = 0
  await store.show(
    packets.number,
    (record, number) => {
      while (packets.number[i] < number) i++
      const place = i
      const side = packets.sender[place]
      if (packets.number[place] !== number || packets.payloadBytes[place] === 0 || side > 1 || bytes >= MOST_BYTES) return
      packet.number = number
      decoder.decode(record, packet)
      if (packet.kind !== KIND.tcp) return
      const pos = packets.pos[place]
      const end = pos + packets.payloadBytes[place]
      const from = Number.isNaN(shown[side]) ? pos : shown[side]
      if (end <= from) return
      const skipped = Math.max(0, from - pos)
      const captured = packet.bytes.slice(packet.payloadOffset + skipped, Math.min(packet.to, packet.payloadOffset + packet.payloadLen))
      pieces.push({ from: side === 0 ? 'client' : 'server', packet: number, bytes: captured, missingBefore: Math.max(0, pos - from) })
      bytes += captured.length
      shown[side] = end
    },
    () => bytes < MOST_BYTES,
  )
  return { pieces, isCut: bytes >= MOST_BYTES }
}
