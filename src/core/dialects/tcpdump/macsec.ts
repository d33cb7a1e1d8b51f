/** MACsec frames (IEEE 802.1AE): the tag before the data, which are readable when they are only signed. */

import type { Printing } from './printing.ts'
import { etherTypeName } from './value-names.ts'

const HEADER_BYTES = 6
const CHANNEL_BYTES = 8
/** The integrity check value behind the data. */
const CHECK_BYTES = 16
const BIT = { version: 0x80, endStation: 0x40, channel: 0x20, broadcast: 0x10, encrypted: 0x08, changed: 0x04 } as const
/** Letters of the bits, in the order in which tcpdump prints them. */
const LETTERS: readonly (readonly [bit: number, letter: string])[] = [
  [BIT.encrypted, 'E'],
  [BIT.changed, 'C'],
  [BIT.endStation, 'S'],
  [BIT.broadcast, 'B'],
  [BIT.channel, 'I'],
]
const ASSOCIATION_MASK = 0x03
const SHORT_LENGTH_MASK = 0x3f
/** Data of this length and more have 0 in the place of the length. */
const FIRST_LONG = 48

/** What follows a MACsec tag. */
export interface MacsecPayload {
  /** The EtherType; undefined when the data are encrypted. */
  readonly type: number | undefined
  readonly at: number
  readonly length: number
}

/**
 * Prints the tag at `at` of a frame whose addresses stand at `frameAt`.
 *
 * @returns what it protects; undefined when that is not there, and the line is complete
 */
export function printMacsec(p: Printing, frameAt: number, at: number, length: number): MacsecPayload | undefined {
  p.protocol = 'macsec'
  const captured = p.left(at)
  if (captured < HEADER_BYTES + CHECK_BYTES || length < HEADER_BYTES + CHECK_BYTES) return cut(p)
  const bits = p.u8(at)
  const shortLength = p.u8(at + 1)
  if ((bits & BIT.version) !== 0 || (shortLength & ~SHORT_LENGTH_MASK) !== 0) {
    p.invalid()
    return undefined
  }
  const hasChannel = (bits & BIT.channel) !== 0
  const headerBytes = HEADER_BYTES + (hasChannel ? CHANNEL_BYTES : 0)
  const isReadable = (bits & (BIT.encrypted | BIT.changed)) === 0
  const tag = (): void => {
    const letters = LETTERS.filter(([bit]) => (bits & bit) !== 0).map(([, letter]) => letter)
    p.text(`an ${bits & ASSOCIATION_MASK}, pn ${p.u32(at + 2)}, flags ${letters.join('') || 'none'}`)
    if (shortLength !== 0) p.text(`, sl ${shortLength}`)
    if (hasChannel) p.text(`, sci ${p.hexText(at + HEADER_BYTES, at + headerBytes)}`)
    p.text(', ')
  }
  if (p.options.link) tag()
  if (captured < headerBytes + CHECK_BYTES + 2 || shortLength >= FIRST_LONG) return cut(p)
  if (!isReadable) {
    if (!p.options.link) {
      p.text(`${p.mac(frameAt + 6)} > ${p.mac(frameAt)} 802.1AE MACsec, `)
      tag()
    }
    return { type: undefined, at: at + headerBytes, length: length - headerBytes }
  }
  const type = p.u16(at + headerBytes)
  if (p.options.link) printType(p, type)
  p.end -= CHECK_BYTES
  const dataLength = shortLength === 0 ? length - headerBytes - CHECK_BYTES : Math.min(shortLength, length - headerBytes - CHECK_BYTES)
  return { type, at: at + headerBytes + 2, length: dataLength - 2 }
}

function printType(p: Printing, type: number): void {
  const number = `(0x${type.toString(16).padStart(4, '0')}), `
  if (p.options.quiet === 0) return p.text(`ethertype ${etherTypeName(type, 'Unknown')} ${number}`)
  const name = etherTypeName(type, '')
  p.text(name === '' ? `Unknown Ethertype ${number}` : `${name}, `)
}

function cut(p: Printing): undefined {
  p.cut()
  return undefined
}
