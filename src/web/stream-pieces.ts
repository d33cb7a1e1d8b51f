/** What both ends of a connection said: the payload of their packets, each byte once, in the order in which it was meant. */
import { Decoder } from '../core/packet/decode.ts'
import { FLAG, KIND, Packet } from '../core/packet/packet.ts'
import type { ConnectionData, StreamData } from './protocol.ts'
import type { PacketStore } from './packet-store.ts'
import { StreamOrder } from './stream-order.ts'

/** More is not shown. */
const MOST_BYTES = 1024 * 1024

/** Reads the streams of a connection again. */
export async function streamPieces({ packets }: ConnectionData, store: PacketStore): Promise<StreamData> {
  const order = new StreamOrder()
  const packet = new Packet()
  const decoder = new Decoder()
  let i = 0
  await store.show(
    packets.number,
    (record, number) => {
      while (packets.number[i] < number) i++
      const side = packets.sender[i]
      if (packets.number[i] !== number || side > 1 || packets.icmp[i] >= 0 || order.byteCount >= MOST_BYTES) return
      const hasSyn = (packets.flags[i] & FLAG.syn) !== 0
      // The SYN takes a place of its own in front of the data (RFC 9293 §3.4).
      const pos = packets.pos[i] + (hasSyn ? 1 : 0)
      if (hasSyn) order.begin(side, pos)
      order.acknowledge(1 - side, packets.ackPos[i])
      if (packets.payloadBytes[i] === 0) return
      packet.number = number
      decoder.decode(record, packet)
      if (packet.kind !== KIND.tcp) return
      const captured = packet.bytes.slice(packet.payloadOffset, Math.min(packet.to, packet.payloadOffset + packet.payloadLen))
      order.add(side, pos, pos + packets.payloadBytes[i], number, captured)
    },
    () => order.byteCount < MOST_BYTES,
  )
  order.end()
  return { pieces: order.pieces, isCut: order.byteCount >= MOST_BYTES }
}
