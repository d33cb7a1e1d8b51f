/** Captures in pcap written as pcapng, with what else may stand between the packets of one. */
import { PcapngBlocks, concatenate } from './capture-builder.ts'
import { readRecords } from './read-records.ts'

const COMMENT = 1
const FLAGS = 2
const RESOLUTION = 9
const NANOSECONDS = 9
const CUSTOM_BLOCK = 0x0bad

/**
 * The packets of a pcap file as blocks: one in a while with options, others with statistics or something unknown behind them.
 *
 * @param seed its bits choose the order of bytes, the unit of time, a second section, and a second interface towards the end
 */
export function pcapngOf(bytes: Uint8Array, seed: number): Uint8Array {
  const { records, info } = readRecords(bytes)
  const { startNs = 0n, interfaces } = info
  const linkType = interfaces[0]?.linkType ?? 1
  let blocks = new PcapngBlocks((seed & 1) !== 0)
  const nsPerUnit = (seed & 2) === 0 ? 1000n : 1n
  const begin = (): Uint8Array[] => [
    blocks.section(),
    blocks.interface(linkType, nsPerUnit === 1n ? [[RESOLUTION, Uint8Array.of(NANOSECONDS)]] : []),
  ]
  const pieces = begin()
  for (const [i, { data, timeNs, wireLen }] of records.entries()) {
    const units = (startNs + BigInt(Math.round(timeNs))) / nsPerUnit
    const turn = (i * 7 + seed) % 23
    const flags = blocks.words().u32(1).whole()
    const options = turn === 0 ? ([[COMMENT, Uint8Array.of(65, 66)]] as const) : turn === 1 ? ([[FLAGS, flags]] as const) : []
    pieces.push(blocks.packet(0, units, data, options, wireLen))
    if (turn === 2) pieces.push(blocks.statistics(0, []))
    if (turn === 3) pieces.push(blocks.block(CUSTOM_BLOCK, data))
    if ((seed & 4) !== 0 && i === records.length >> 1) {
      blocks = new PcapngBlocks((seed & 1) === 0)
      pieces.push(...begin())
    }
    if ((seed & 8) !== 0 && i === records.length - 3) pieces.push(blocks.interface(linkType))
  }
  return concatenate(...pieces)
}
