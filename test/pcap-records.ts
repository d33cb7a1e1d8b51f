/** Pcap files as lists of records that a test can change and put together again. */
import { type BuiltPacket, buildPcap } from './capture-builder.ts'

/** A little-endian pcap file taken apart. */
export interface PcapRecords {
  readonly magic: number
  readonly linkType: number
  readonly packets: readonly Required<BuiltPacket>[]
}

const FILE_HEADER_BYTES = 24
const RECORD_HEADER_BYTES = 16

/** Takes a little-endian pcap file apart; what is behind the last whole record is left out. */
export function pcapRecords(file: Uint8Array): PcapRecords {
  // A Buffer's slices would share its memory.
  const bytes = new Uint8Array(file)
  const view = new DataView(bytes.buffer)
  const packets: Required<BuiltPacket>[] = []
  let at = FILE_HEADER_BYTES
  while (at + RECORD_HEADER_BYTES <= bytes.length) {
    const capLen = view.getUint32(at + 8, true)
    const from = at + RECORD_HEADER_BYTES
    if (from + capLen > bytes.length) break
    packets.push({
      seconds: view.getUint32(at, true),
      fraction: view.getUint32(at + 4, true),
      wireLen: view.getUint32(at + 12, true),
      data: bytes.slice(from, from + capLen),
    })
    at = from + capLen
  }
  return { magic: view.getUint32(0, true), linkType: view.getUint32(20, true), packets }
}

/** A pcap file of these records. */
export function pcapOf({ magic, linkType, packets }: PcapRecords): Uint8Array {
  return buildPcap(packets, { magic, network: linkType })
}
