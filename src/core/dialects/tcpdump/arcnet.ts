/** ARCNET frames as Linux and the BSDs capture them (RFC 1201, RFC 1051). */

import { printArp } from './arp.ts'
import type { LayerPrinter } from './layers.ts'
import type { Printing } from './printing.ts'

/** Linux: source, destination, the offset in the card's buffer, type; then what RFC 1201 puts before the packet. */
const LINUX_SHORT_BYTES = 5
const LINUX_LONG_BYTES = 8
/** BSD: source, destination, type; then a flag and the number of the packet, where the type has them. */
const SHORT_BYTES = 3
const LONG_BYTES = 6
/** With this flag the type comes once more, and the flag and number that count behind it. */
const EXCEPTION = 0xff
const EXTENDED_BYTES = 10

const TYPE = { ip: 212, arp: 213, reverseArp: 214, oldIp: 240, oldArp: 241, ipv6: 196 } as const
const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [TYPE.oldIp, 'oldip'],
  [TYPE.oldArp, 'oldarp'],
  [TYPE.ip, 'ip'],
  [TYPE.arp, 'arp'],
  [TYPE.reverseArp, 'rarp'],
  [247, 'atalk'],
  [250, 'novell'],
  [TYPE.ipv6, 'ipv6'],
])
const PRINTERS: ReadonlyMap<number, LayerPrinter> = new Map<number, LayerPrinter>([
  [TYPE.ip, (p, at, length) => p.layers.ip(p, at, length)],
  [TYPE.oldIp, (p, at, length) => p.layers.ip(p, at, length)],
  [TYPE.ipv6, (p, at, length) => p.layers.ip6(p, at, length)],
  [TYPE.arp, printArp],
  [TYPE.reverseArp, printArp],
  [TYPE.oldArp, printArp],
])

/** Prints a frame with Linux' header. */
export function printLinuxArcnet(p: Printing, at: number, length: number): void {
  p.protocol = 'arcnet_linux'
  const captured = p.left(at)
  if (captured < LINUX_SHORT_BYTES || length < LINUX_SHORT_BYTES) return p.cut()
  const type = p.u8(at + 4)
  const bytes = isOld(type) ? LINUX_SHORT_BYTES : LINUX_LONG_BYTES
  if (captured < bytes || length < bytes) return p.cut()
  // The third byte is no type here, but tcpdump prints it as one.
  if (p.options.link) p.text(`${p.hexText(at, at + 1)} ${p.hexText(at + 1, at + 2)} ${linuxTypeText(p, at + 2)}${length}: `)
  printPayload(p, type, at + bytes, length - bytes)
  // A packet that ends in the middle is dumped whole, with its header.
  p.linkBytes += bytes
}

/** Prints a frame with the BSDs' header. */
export function printArcnet(p: Printing, at: number, length: number): void {
  p.protocol = 'arcnet'
  const captured = p.left(at)
  if (captured < SHORT_BYTES || length < SHORT_BYTES) return p.cut()
  const type = p.u8(at + 2)
  if (isOld(type)) {
    if (p.options.link) printHeader(p, at, '', length)
    p.linkBytes += SHORT_BYTES
    return printPayload(p, type, at + SHORT_BYTES, length - SHORT_BYTES)
  }
  if (captured < LONG_BYTES || length < LONG_BYTES) return cutAfterHeader(p, at, length)
  let bytes = LONG_BYTES
  let flag = p.u8(at + 3)
  let number = p.u16(at + 4)
  if (flag === EXCEPTION) {
    bytes = EXTENDED_BYTES
    if (captured < bytes || length < bytes) return cutAfterHeader(p, at, length)
    flag = p.u8(at + 7)
    number = p.u16(at + 8)
  }
  if (p.options.link) printHeader(p, at, ` seqid ${number.toString(16).padStart(4, '0')}${fragmentText(flag)}`, length)
  p.linkBytes += bytes
  // Of a packet in pieces, only the first begins with a header.
  if (flag !== 0 && (flag & 1) === 0) return
  printPayload(p, type, at + bytes, length - bytes)
}

function isOld(type: number): boolean {
  return type === TYPE.oldIp || type === TYPE.oldArp
}

function linuxTypeText(p: Printing, at: number): string {
  return p.options.quiet > 0 ? '' : `${TYPE_NAMES.get(p.u8(at)) ?? p.hexText(at, at + 1)} `
}

function printHeader(p: Printing, at: number, more: string, length: number): void {
  const name = TYPE_NAMES.get(p.u8(at + 2)) ?? p.hexText(at + 2, at + 3)
  const type = p.options.quiet > 0 ? '' : ` ${name}${more}`
  p.text(`${p.hexText(at, at + 1)} ${p.hexText(at + 1, at + 2)}${type} ${length}: `)
}

/** The low bit begins a packet in pieces, the others say how many, or which one it is. */
function fragmentText(flag: number): string {
  if (flag === 0) return ''
  return (flag & 1) !== 0 ? ` (first of ${(flag >> 1) + 2} fragments)` : ` (fragment ${(flag >> 1) + 1})`
}

function printPayload(p: Printing, type: number, at: number, length: number): void {
  const print = PRINTERS.get(type)
  // Unlike elsewhere, -q and -x do not take the dump away.
  if (print === undefined) p.layers.dump(p, at, p.left(at))
  else print(p, at, length)
}

function cutAfterHeader(p: Printing, at: number, length: number): void {
  printHeader(p, at, '', length)
  p.text(' phds')
  p.cut()
}
