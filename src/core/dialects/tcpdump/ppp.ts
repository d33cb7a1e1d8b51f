/** PPP (RFC 1661, RFC 1662) as far as it carries IP or MPLS. */

import { printCiscoHdlc } from './cisco-hdlc.ts'
import { dumpHex } from './hex-dump.ts'
import { printMpls } from './mpls.ts'
import type { Printing } from './printing.ts'
import { pppProtocolName } from './value-names.ts'

const HEADER_BYTES = 4
const ADDRESS_CONTROL = 0xff03
const WITH_DIRECTION_IN = 0x0003
const WITH_DIRECTION_OUT = 0x0103
const ADDRESS = 0xff
/** Protocols from here on configure links (RFC 1661 §5); authentication and link quality are among them too. */
const FIRST_CONTROL_PROTOCOL = 0x8021
const CONTROL_CODES =
  'Conf-Request,Conf-Ack,Conf-Nack,Conf-Reject,Term-Request,Term-Ack,Code-Reject,Prot-Reject,Echo-Request,Echo-Reply,Disc-Req'.split(',')
const HDLC_UNICAST = 0x0f
const HDLC_BROADCAST = 0x8f

/** Prints a packet of a PPP interface. */
export function printPppPacket(p: Printing, at: number, length: number): void {
  p.protocol = 'ppp'
  if (p.left(at) < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  printHeader(p, at, length)
  p.linkBytes += HEADER_BYTES
}

/** The same with a byte in front that tells sent from received. */
export function printPppWithDirection(p: Printing, at: number, length: number): void {
  printPppPacket(p, at, length)
}

/** Prints a PPP frame inside something else. */
export function printPpp(p: Printing, at: number, length: number): void {
  printHeader(p, at, length)
}

function printHeader(p: Printing, at: number, length: number): void {
  p.protocol = 'ppp'
  if (!p.has(at, 2)) return p.cut()
  let next = at
  const head = p.u16(at)
  if (head === WITH_DIRECTION_IN || head === WITH_DIRECTION_OUT) {
    if (p.options.link) p.text(head === WITH_DIRECTION_IN ? 'In  ' : 'Out ')
    next += 2
  } else if (head === ADDRESS_CONTROL) next += 2
  if (!p.has(next, 2)) return p.cut()
  // An odd first byte is a protocol number that was compressed to one byte (RFC 1661 §6.5).
  const isCompressed = p.u8(next) % 2 === 1
  const protocol = isCompressed ? p.u8(next) : p.u16(next)
  next += isCompressed ? 1 : 2
  const name = pppProtocolName(protocol, '')
  if (p.options.link) {
    p.text(`${name === '' ? 'unknown' : name} (0x${protocol.toString(16).padStart(4, '0')}), length ${length}`)
    if (name === '') return
    p.text(': ')
  }
  printProtocol(p, protocol, next, length - (next - at))
}

/** Prints a packet of a synchronous line: PPP in HDLC frames, or Cisco's HDLC. */
export function printPppSerial(p: Printing, at: number, length: number): void {
  p.protocol = 'ppp'
  if (p.left(at) < 2) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  const address = p.u8(at)
  if (address === HDLC_UNICAST || address === HDLC_BROADCAST) return printCiscoHdlc(p, at, length)
  if (p.left(at) < HEADER_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  if (p.options.link) p.text(`${p.hexText(at, at + 1)} ${p.hexText(at + 1, at + 2)} ${length} `)
  if (address !== ADDRESS) {
    p.text(`unknown addr ${p.hexText(at + 2, at + 3)}; ctrl ${p.hexText(at + 3, at + 4)}`)
    p.linkBytes += HEADER_BYTES
    return
  }
  const protocol = p.u16(at + 2)
  p.text(`${pppProtocolName(protocol, `unknown PPP protocol (0x${protocol.toString(16).padStart(4, '0')})`)}: `)
  printProtocol(p, protocol, at + HEADER_BYTES, length - HEADER_BYTES)
  p.linkBytes += HEADER_BYTES
}

function printProtocol(p: Printing, protocol: number, at: number, length: number): void {
  switch (protocol) {
    case 0x0021:
    case 0x002f:
    case 0x0800:
      return p.layers.ip(p, at, length)
    case 0x0057:
    case 0x86dd:
      return p.layers.ip6(p, at, length)
    case 0x0281:
    case 0x0283:
      return printMpls(p, at, length)
    default:
      if (protocol >= FIRST_CONTROL_PROTOCOL && p.has(at, 4)) return printControl(p, protocol, at, length)
      p.text(`${pppProtocolName(protocol, `unknown PPP protocol (0x${protocol.toString(16).padStart(4, '0')})`)} `)
      dumpHex(p.out, p.bytes, at, Math.min(length, p.left(at)))
  }
}

/** Prints the head of a packet that configures the link. */
function printControl(p: Printing, protocol: number, at: number, length: number): void {
  const code = p.u8(at)
  const name = pppProtocolName(protocol, `unknown ctrl-proto (0x${protocol.toString(16).padStart(4, '0')})`)
  const codeName = CONTROL_CODES[code - 1] ?? 'Unknown Opcode'
  p.text(`${name}, ${codeName} (0x${p.hexText(at, at + 1)}), id ${p.u8(at + 1)}, length ${length + 2}`)
}
