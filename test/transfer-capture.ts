/** A capture of connections that are opened and then send on and on, as long as wanted. */
import { buildPcap, type BuiltPacket } from './capture-builder.ts'

const SYN = 0x02
const ACK = 0x10
const HEADER_BYTES = 54
const SEGMENT_BYTES = 100

/** `connections` connections, one after the other, of `packets` packets each: a handshake, then data and acknowledgments in turn. */
export function transferCapture(connections: number, packets: number): Buffer {
  const built: BuiltPacket[] = []
  for (let connection = 0; connection < connections; connection++)
    for (let i = 0; i < packets; i++) {
      const n = connection * packets + i
      const data = segment(40_000 + connection, i)
      built.push({ seconds: 1_800_000_000 + Math.floor(n / 1000), fraction: (n % 1000) * 1000, data })
    }
  return Buffer.from(buildPcap(built))
}

/** The `i`th packet of a connection from `clientPort`. */
function segment(clientPort: number, i: number): Uint8Array {
  const isFromServer = i === 1 || (i > 2 && i % 2 === 0)
  const payloadBytes = i < 3 || isFromServer ? 0 : SEGMENT_BYTES
  const sent = 1 + SEGMENT_BYTES * Math.floor(Math.max(0, i - 1) / 2)
  const clientSeq = i === 0 ? 0 : sent - payloadBytes
  const data = Buffer.alloc(HEADER_BYTES + payloadBytes)
  data.writeUInt16BE(0x0800, 12)
  data[14] = 0x45
  data.writeUInt16BE(data.length - 14, 16)
  data[22] = 64
  data[23] = 6
  data.writeUInt32BE(isFromServer ? 0xc6336407 : 0xc0000201, 26)
  data.writeUInt32BE(isFromServer ? 0xc0000201 : 0xc6336407, 30)
  data.writeUInt16BE(isFromServer ? 80 : clientPort, 34)
  data.writeUInt16BE(isFromServer ? clientPort : 80, 36)
  data.writeUInt32BE(isFromServer ? (i === 1 ? 0 : 1) : clientSeq, 38)
  data.writeUInt32BE(i === 0 ? 0 : isFromServer ? sent : 1, 42)
  data[46] = 0x50
  data[47] = i === 0 ? SYN : i === 1 ? SYN | ACK : ACK
  data.writeUInt16BE(65_535, 48)
  return data
}
