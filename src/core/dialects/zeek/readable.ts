/** What Zeek reads of a packet that the capture cut. */
import { KNOWN } from '../../capture/record.ts'
import { KIND, type Packet } from '../../packet/packet.ts'
import { TCP_HEADER_MIN_BYTES } from '../../wire/tcp.ts'

/** Whether Zeek takes the packet for a segment at all: the fixed header is captured, and it is no fragment of a datagram. */
export function isReadable(packet: Packet): boolean {
  if (packet.kind !== KIND.tcp || packet.headerCut !== 0 || packet.firstFragment !== 0) return false
  return !isCut(packet) || packet.tcpOffset + TCP_HEADER_MIN_BYTES <= packet.to
}

/** Whether the whole header is there with its options; without, the segment only opens a connection. */
export function isWhole(packet: Packet): boolean {
  if (packet.malformed !== 0 || packet.headerCut !== 0) return false
  return !isCut(packet) || packet.payloadOffset <= packet.to
}

/** Whether the payload was captured whole; Zeek hands on no other. */
export function hasPayload(packet: Packet): boolean {
  return !isCut(packet) || packet.payloadOffset + packet.payloadLen <= packet.to
}

/** Pasted text never has the payload nor the link layer, and nothing is concluded from that. */
function isCut(packet: Packet): boolean {
  return (packet.known & KNOWN.linkAddresses) !== 0 && packet.capLen < packet.wireLen
}
