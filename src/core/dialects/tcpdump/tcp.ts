/** TCP headers (RFC 9293 §3.1) in tcpdump's words. */

import { AsciiText } from '../../bytes/text-output.ts'
import { printApplication } from './applications.ts'
import { checksumFault, pseudoSum4, pseudoSum6 } from './checksums.ts'
import { printAddresses, printEndpoints } from './endpoints.ts'
import { finalDestination4, finalDestination6 } from './final-destination.ts'
import { printResetText } from './reset-text.ts'
import type { Printing } from './printing.ts'
import { printTcpOptions } from './tcp-options.ts'

const HEADER_BYTES = 20
const PROTOCOL = 6
const FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, ack: 0x10, urg: 0x20 } as const
const FLAG_LETTERS = ['F', 'S', 'R', 'P', '.', 'U', 'E', 'W']

/** The words before the next field, with the flags, for each value of the flags. */
const FLAG_TEXTS = Array.from({ length: 256 }, (_, flags) => {
  const letters = FLAG_LETTERS.filter((_letter, bit) => ((flags >> bit) & 1) === 1).join('')
  return new AsciiText(`Flags [${letters === '' ? 'none' : letters}]`)
})
const SEQ = new AsciiText(', seq ')
const ACK = new AsciiText(', ack ')
const WIN = new AsciiText(', win ')
const OPTIONS = new AsciiText(', options [')
const LENGTH = new AsciiText(', length ')
const COLON = 0x3a

/** Prints the segment at `at` of `length` bytes; `ip` is the IP header before it. */
export function printTcp(p: Printing, at: number, length: number, ip: number, isFragment: boolean): void {
  p.protocol = 'tcp'
  if (!p.has(at, 4)) {
    printAddresses(p, ip)
    return p.cut()
  }
  printEndpoints(p, ip, at, 'tcp')
  if (at + HEADER_BYTES > p.end) return p.cut()
  const { view, out, options, numbers } = p
  const headerBytes = (p.bytes[at + 12] >> 4) * 4
  const payloadBytes = (length - headerBytes) >>> 0
  if (headerBytes < HEADER_BYTES) {
    return p.text(` tcp ${payloadBytes} [bad hdr length ${headerBytes} - too short, < ${HEADER_BYTES}]`)
  }
  const isHeaderTooLong = headerBytes > length
  if (options.quiet > 0) {
    out.text('tcp ')
    out.number(payloadBytes)
    if (isHeaderTooLong) p.text(` [bad hdr length ${headerBytes} - too long, > ${length}]`)
    return
  }
  const flags = p.bytes[at + 13]
  out.ascii(FLAG_TEXTS[flags])
  const seq = view.getInt32(at + 4)
  const ack = view.getInt32(at + 8)
  const hasAck = (flags & FLAG.ack) !== 0
  if (!hasAck || options.absolute) numbers.setAbsolute(seq, ack)
  else {
    const isSyn = (flags & FLAG.syn) !== 0
    const src = view.getUint16(at)
    const dst = view.getUint16(at + 2)
    if (p.bytes[ip] >> 4 === 6) numbers.setRelative6(view, ip, src, dst, seq, ack, isSyn)
    else numbers.setRelative4(view, ip, src, dst, seq, ack, isSyn)
  }
  if (isHeaderTooLong) return p.text(` [bad hdr length ${headerBytes} - too long, > ${length}]`)
  if (options.verbose > 0 && !options.trustChecksums && !isFragment && p.has(at, length)) printChecksum(p, at, length, ip)
  if (payloadBytes > 0 || (flags & (FLAG.fin | FLAG.syn | FLAG.rst)) !== 0 || options.verbose > 1) {
    out.ascii(SEQ)
    out.number(numbers.seq)
    if (payloadBytes > 0) {
      out.char(COLON)
      out.number(numbers.seq + payloadBytes)
    }
  }
  if (hasAck) {
    out.ascii(ACK)
    out.number(numbers.ack)
  }
  out.ascii(WIN)
  out.number(view.getUint16(at + 14))
  if ((flags & FLAG.urg) !== 0) p.text(`, urg ${view.getUint16(at + 18)}`)
  if (headerBytes > HEADER_BYTES) {
    out.ascii(OPTIONS)
    if (!printTcpOptions(p, at, headerBytes, payloadBytes, ip, flags)) return
  }
  out.ascii(LENGTH)
  out.number(payloadBytes)
  if (payloadBytes > 0) printPayload(p, at, headerBytes, payloadBytes, flags)
}

function printPayload(p: Printing, at: number, headerBytes: number, payloadBytes: number, flags: number): void {
  if (at + headerBytes > p.end) {
    p.text(` [remaining caplen(${p.left(at)}) < header length(${headerBytes})]`)
    return p.cut()
  }
  if ((flags & FLAG.rst) !== 0 && p.options.verbose > 0) printResetText(p, at + headerBytes, payloadBytes)
  else printApplication(p, at, at + headerBytes, payloadBytes)
}

function printChecksum(p: Printing, at: number, length: number, ip: number): void {
  const isIp6 = p.bytes[ip] >> 4 === 6
  const pseudoSum = isIp6
    ? pseudoSum6(p, ip, finalDestination6(p, ip), PROTOCOL, length)
    : pseudoSum4(p, ip, finalDestination4(p, ip), PROTOCOL, length)
  const fault = checksumFault(p, at, length, at + 16, pseudoSum)
  const { out } = p
  out.text(', cksum 0x')
  out.hex(p.view.getUint16(at + 16), 4)
  if (fault === undefined) return out.text(' (correct)')
  out.text(' (incorrect -> 0x')
  out.hex(fault, 4)
  out.char(0x29)
}
