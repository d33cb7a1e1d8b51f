/** The bytes of a packet as `-x` prints them. */
import type { DissectedPacket } from '../field-item.ts'

const LINE_BYTES = 16
const MIN_OFFSET_DIGITS = 4
const FIRST_PRINTABLE = 0x20
const LAST_PRINTABLE = 0x7e

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * Lines of 16 bytes with offset and ASCII, then an empty line. With datagrams put together from several packets, one such block for the
 * frame and one for each of them, each with its name above.
 */
export function hexText(packet: DissectedPacket): string {
  const { reassembled } = packet
  if (reassembled === undefined || reassembled.length === 0) return `${dumpText(packet.bytes)}\n`
  let text = `${heading('Frame', packet.bytes)}${dumpText(packet.bytes)}`
  for (const source of reassembled) text += `${heading(source.name, source.bytes)}${dumpText(source.bytes)}`
  return `${text}\n`
}

function heading(name: string, bytes: Uint8Array): string {
  return `${name} (${bytes.length} byte${bytes.length === 1 ? '' : 's'}):\n`
}

/** Lines of 16 bytes with offset and ASCII. */
export function dumpText(bytes: Uint8Array): string {
  let digits = MIN_OFFSET_DIGITS
  while (bytes.length - 1 >= 16 ** digits) digits++
  let text = ''
  for (let at = 0; at < bytes.length; at += LINE_BYTES) {
    const end = Math.min(at + LINE_BYTES, bytes.length)
    let hex = ''
    let ascii = ''
    for (let i = at; i < end; i++) {
      const byte = bytes[i]
      hex += ` ${HEX[byte]}`
      ascii += byte >= FIRST_PRINTABLE && byte <= LAST_PRINTABLE ? String.fromCharCode(byte) : '.'
    }
    text += `${at.toString(16).padStart(digits, '0')} ${hex.padEnd(LINE_BYTES * 3)}   ${ascii}\n`
  }
  return text
}
