/** Where decoding of a packet stands, and how far its bytes reach. */
import { type Packet, PROBLEM } from './packet.ts'

/** One layer's place in a packet's bytes. One object is reused for all packets. */
export class Extent {
  /** Offset of the next header. */
  at = 0
  /** Offset behind the last byte that was captured and belongs to this layer. */
  end = 0
  /** Offset behind the last byte that the layer has by what the headers so far say; beyond `end` when the capture cut the packet. */
  wireEnd = 0
}

/** Narrows `extent` to `length` bytes from `at` on, as a header says; what lies behind is padding. A longer claim moves `wireEnd` only. */
export function limit(extent: Extent, at: number, length: number): void {
  const wireEnd = at + length
  extent.wireEnd = wireEnd
  if (wireEnd < extent.end) extent.end = wireEnd
}

/** Are `needed` bytes there at `extent.at`? If not, the packet's problem says so: the capture's fault or the sender's. */
export function has(packet: Packet, extent: Extent, needed: number, layer: string): boolean {
  if (extent.at + needed <= extent.end) return true
  stop(packet, extent, extent.at + needed <= extent.wireEnd ? PROBLEM.cut : PROBLEM.malformed, layer, needed)
  return false
}

/** Decoding stops here: the header `layer` at `extent.at` needed `needed` bytes, or says something impossible. */
export function stop(packet: Packet, extent: Extent, problem: number, layer: string, needed: number): void {
  packet.problem = problem
  packet.problemLayer = layer
  packet.problemOffset = extent.at
  packet.problemNeeded = needed
  packet.problemAvailable = Math.max(0, extent.end - extent.at)
}
