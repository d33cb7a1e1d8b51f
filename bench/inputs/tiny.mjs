// Ten packets: one request, answered and closed. Measures how long an answer takes when there is nothing to do.
import { ACK, FIN, FrameBuilder, PSH, SYN, address4, plainSegment } from '../frames.mjs'
import { PcapWriter } from '../pcap-writer.mjs'

const REQUEST = new TextEncoder().encode('GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n')
const RESPONSE = new TextEncoder().encode('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
const CLIENT_ISN = 3_000_000_000
const SERVER_ISN = 4_294_967_000

/** @param {string} path @returns {number} packets written */
export function makeTiny(path) {
  const writer = new PcapWriter(path, 65_535)
  const frame = new FrameBuilder()
  const ends = [address4(0xc000_0205), address4(0xc633_6409, 57)]
  const ports = [51_000, 80]
  const isns = [CLIENT_ISN, SERVER_ISN]
  const send = (timeUs, side, flags, seq, ack, text = null) => {
    const p = plainSegment(ends[side], ends[1 - side], ports[side], ports[1 - side])
    p.flags = flags
    p.seq = isns[side] + seq
    p.ack = flags & ACK ? isns[1 - side] + ack : 0
    p.window = flags & SYN ? 64_240 : 502
    p.ipId = 100 + writer.packets
    p.tsVal = 1_000_000 + Math.floor(timeUs / 1000)
    p.tsEcr = flags & ACK ? p.tsVal - 5 : 0
    p.mss = flags & SYN ? 1460 : 0
    p.windowScale = 7
    p.text = text
    writer.write(timeUs, frame.bytes, frame.tcp(p))
  }
  const request = 1 + REQUEST.length
  const response = 1 + RESPONSE.length
  send(0, 0, SYN, 0, 0)
  send(11_000, 1, SYN | ACK, 0, 1)
  send(11_040, 0, ACK, 1, 1)
  send(11_300, 0, PSH | ACK, 1, 1, REQUEST)
  send(22_400, 1, ACK, 1, request)
  send(24_100, 1, PSH | ACK, 1, request, RESPONSE)
  send(24_130, 0, ACK, request, response)
  send(24_200, 1, FIN | ACK, response, request)
  send(24_400, 0, FIN | ACK, request, response + 1)
  send(35_500, 1, ACK, response + 1, request + 1)
  writer.close()
  return writer.packets
}
