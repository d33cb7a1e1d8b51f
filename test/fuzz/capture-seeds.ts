/** Captures for fuzzing to start from, built in code: each kind of file header, record and block. */

import { PcapngBlocks, buildPcap, concatenate, someBytes } from '../capture-builder.ts'

const PACKETS = [
  { seconds: 1_700_000_000, fraction: 1, data: someBytes(54) },
  { seconds: 1_700_000_000, fraction: 2, data: someBytes(30), wireLen: 1514 },
  { seconds: 1_700_000_002, fraction: 0, data: someBytes(0) },
]

/** pcap files of every variant. */
export const PCAP_SEEDS: readonly Uint8Array[] = [
  buildPcap(PACKETS),
  buildPcap(PACKETS, { isBigEndian: true, network: 101 }),
  buildPcap(PACKETS, { magic: 0xa1b23c4d }),
  buildPcap(PACKETS, { magic: 0xa1b2cd34, recordHeaderRest: someBytes(8) }),
  buildPcap(PACKETS, { magic: 0x1c0001ac, fileHeaderRest: someBytes(4) }),
  buildPcap(PACKETS, { version: [2, 3] }),
  buildPcap(PACKETS, { version: [2, 2], hasSwappedLengths: true }),
]

/** pcapng files with every block that is read, in both byte orders, and in both in one file. */
export const PCAPNG_SEEDS: readonly Uint8Array[] = (() => {
  const [little, big] = [new PcapngBlocks(false), new PcapngBlocks(true)].map((blocks) =>
    concatenate(
      blocks.section([[1, someBytes(5, 64)]]),
      blocks.interface(1, [[2, someBytes(4, 96)]], 96),
      blocks.interface(101, [
        [9, Uint8Array.of(9)],
        [14, blocks.words().u64(1n).whole()],
      ]),
      blocks.interface(276, [[9, Uint8Array.of(0x8a)]]),
      blocks.packet(0, 1_700_000_000_000_000n, someBytes(54), [[2, blocks.words().u32(1).whole()]]),
      blocks.packet(1, 1_700_000_000_000_000_000n, someBytes(21), [[1, someBytes(9, 64)]], 1500),
      blocks.packet(2, 1024n, someBytes(20), [[4, blocks.words().u64(3n).whole()]]),
      blocks.simplePacket(someBytes(40)),
      blocks.obsoletePacket(0, 5n, someBytes(9)),
      blocks.block(4, blocks.words().u16(1).u16(6).bytes(someBytes(5)).u16(0).u32(0).whole()),
      blocks.block(0x0bad, someBytes(8)),
      blocks.statistics(0, [[5, blocks.words().u64(2n).whole()]]),
    ),
  )
  return [little, big, concatenate(little, big)]
})()
