/** The line of a packet in the list: number, time, addresses, protocol, length, Info. */
import type { DissectedPacket } from '../field-item.ts'

/** The least widths of tshark's columns; longer values push the rest to the right. */
export const NUMBER_WIDTH = 5
export const TIME_WIDTH = 10
export const ADDRESS_WIDTH = 12

/**
 * The summary line of a packet, as `tshark` prints it, without a line feed.
 *
 * @param packet The packet.
 * @param time The text of its time column (`timeColumn`).
 * @param gap What stands between two columns: a blank, or with `-T tabs` a tab.
 */
export function summaryLine(packet: DissectedPacket, time: string, gap = ' '): string {
  const number = String(packet.number).padStart(NUMBER_WIDTH)
  const source = packet.source.padStart(ADDRESS_WIDTH)
  const destination = packet.destination.padEnd(ADDRESS_WIDTH)
  return [number, time.padStart(TIME_WIDTH), source, '→', destination, packet.protocol, packet.wireLength, packet.info].join(gap)
}
