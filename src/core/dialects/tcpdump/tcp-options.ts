/** TCP options (IANA "TCP Parameters") in tcpdump's words, with its words for broken and cut ones. */

import { AsciiText } from '../../bytes/text-output.ts'
import { printMptcp } from './mptcp.ts'
import type { Printing } from './printing.ts'
import { printMd5 } from './tcp-md5.ts'

const HEADER_BYTES = 20
const KIND = {
  end: 0,
  noOperation: 1,
  segmentSize: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  echo: 6,
  echoReply: 7,
  timestamps: 8,
  connectionCount: 11,
  connectionCountNew: 12,
  connectionCountEcho: 13,
  md5: 19,
  scps: 20,
  userTimeout: 28,
  authentication: 29,
  mptcp: 30,
  fastOpen: 34,
  experiment: 254,
} as const

const NAMES: ReadonlyMap<number, string> = new Map([
  [KIND.end, 'eol'],
  [KIND.noOperation, 'nop'],
  [KIND.segmentSize, 'mss'],
  [KIND.windowScale, 'wscale'],
  [KIND.sackPermitted, 'sackOK'],
  [KIND.sack, 'sack'],
  [KIND.echo, 'echo'],
  [KIND.echoReply, 'echoreply'],
  [KIND.timestamps, 'TS'],
  [KIND.connectionCount, 'cc'],
  [KIND.connectionCountNew, 'ccnew'],
  [KIND.connectionCountEcho, ''],
  [KIND.md5, 'md5'],
  [KIND.scps, 'scps'],
  [KIND.userTimeout, 'uto'],
  [KIND.authentication, 'tcp-ao'],
  [KIND.mptcp, 'mptcp'],
  [KIND.fastOpen, 'tfo'],
  [KIND.experiment, 'exp'],
])

/** The names by kind, as bytes. */
const NAME_BYTES = Array.from({ length: 256 }, (_, kind) => new AsciiText(NAMES.get(kind) ?? `unknown-${kind}`))

const FAST_OPEN_MAGIC = 0xf989
const COOKIE_MIN_BYTES = 4
const COOKIE_MAX_BYTES = 16
const MD5_BYTES = 16
const SECONDS_PER_MINUTE = 60

const NOP_NOP_TIMESTAMPS = 0x0101080a
const TIMESTAMPS_AFTER_NOPS_BYTES = 12
const NOP_NOP_TS_VAL = new AsciiText('nop,nop,TS val ')
const VAL = new AsciiText(' val ')
const ECR = new AsciiText(' ecr ')
const CLOSE = 0x5d
const COMMA = 0x2c

/** How an option's data ended the list. */
const STOP = { bad: -1, cut: -2 } as const

/**
 * Prints the options of the segment at `at` after `[`, and the `]`. False when a broken or a cut option ends the line.
 * `payloadBytes` is what follows the header, `ip` the IP header before it.
 */
export function printTcpOptions(p: Printing, at: number, headerBytes: number, payloadBytes: number, ip: number, flags: number): boolean {
  let next = at + HEADER_BYTES
  const end = at + headerBytes
  const { out, view } = p
  if (headerBytes === HEADER_BYTES + TIMESTAMPS_AFTER_NOPS_BYTES && end <= p.end && view.getInt32(next) === NOP_NOP_TIMESTAMPS) {
    out.ascii(NOP_NOP_TS_VAL)
    out.number(view.getInt32(next + 4))
    out.ascii(ECR)
    out.number(view.getInt32(next + 8))
    out.char(CLOSE)
    return true
  }
  let isFirst = true
  while (next < end) {
    if (!isFirst) out.char(COMMA)
    const kind = p.u8(next)
    const isSingle = kind === KIND.end || kind === KIND.noOperation
    const length = isSingle ? 1 : p.u8(next + 1)
    // The room counts from the kind byte, and the length byte may lie in the payload when the kind is the last byte of the header.
    if (!isSingle && (length < 2 || length > end - next)) return endBad(p, isFirst)
    const data = next + (isSingle ? 1 : 2)
    const room = end - data
    out.ascii(NAME_BYTES[kind])
    const dataBytes = printData(p, kind, data, length - 2, room, at, payloadBytes, ip, flags)
    if (dataBytes === STOP.bad) return endBad(p, isFirst)
    if (dataBytes === STOP.cut) {
      p.cut()
      if (!isFirst) p.text('>')
      return false
    }
    const expected = dataBytes + (isSingle ? 1 : 2)
    if (expected !== length) p.text(`[len ${length}]`)
    next = data + dataBytes
    isFirst = false
    if (kind === KIND.end) break
  }
  out.char(CLOSE)
  return true
}

function endBad(p: Printing, isFirst: boolean): boolean {
  p.text(isFirst ? '[bad opt]' : '[bad opt]]')
  return false
}

/** Whether `length` bytes of option data can be read: 0, or why not. */
function check(p: Printing, data: number, length: number, room: number): number {
  if (length > room) return STOP.bad
  return p.has(data, length) ? 0 : STOP.cut
}

/** Prints the data of an option; gives how many bytes it should have, or why the list ends. */
function printData(
  p: Printing,
  kind: number,
  data: number,
  length: number,
  room: number,
  segment: number,
  payloadBytes: number,
  ip: number,
  flags: number,
): number {
  switch (kind) {
    case KIND.end:
    case KIND.noOperation:
    case KIND.sackPermitted:
      return 0
    case KIND.segmentSize:
      return check(p, data, 2, room) || printNumber(p, p.u16(data), 2)
    case KIND.windowScale:
      return check(p, data, 1, room) || printNumber(p, p.u8(data), 1)
    case KIND.sack:
      return printSack(p, data, length, room)
    case KIND.echo:
    case KIND.echoReply:
    case KIND.connectionCount:
    case KIND.connectionCountNew:
    case KIND.connectionCountEcho:
      return check(p, data, 4, room) || printNumber(p, p.u32(data), 4)
    case KIND.timestamps:
      return printTimestamps(p, data, room)
    case KIND.md5: {
      const fault = check(p, data, MD5_BYTES, room)
      if (fault !== 0) return fault
      printMd5(p, segment, payloadBytes, ip, data)
      return MD5_BYTES
    }
    case KIND.scps: {
      const fault = check(p, data, 2, room)
      if (fault !== 0) return fault
      p.text(` cap ${p.hexText(data, data + 1)} id ${p.u8(data + 1)}`)
      return 2
    }
    case KIND.authentication:
      return printAuthentication(p, data, length, room)
    case KIND.userTimeout: {
      const fault = check(p, data, 2, room)
      if (fault !== 0) return fault
      const value = p.u16(data)
      p.text(` 0x${value.toString(16)} ${(value & 1) !== 0 ? (value >> 1) * SECONDS_PER_MINUTE : value >> 1}`)
      return 2
    }
    case KIND.mptcp: {
      const fault = check(p, data, length, room)
      if (fault !== 0) return fault
      const end = p.end
      p.end = Math.min(end, data + length)
      const isGood = printMptcp(p, data - 2, length + 2, flags)
      p.end = end
      return isGood ? length : STOP.bad
    }
    case KIND.fastOpen: {
      const fault = check(p, data, length, room)
      if (fault !== 0) return fault
      p.text(' ')
      printFastOpen(p, data, length, false)
      return length
    }
    case KIND.experiment: {
      const fault = check(p, data, length, room)
      if (fault !== 0) return fault
      if (length < 2) return STOP.bad
      const magic = p.u16(data)
      p.text('-')
      if (magic === FAST_OPEN_MAGIC) printFastOpen(p, data + 2, length - 2, true)
      else p.out.hex(magic, 4)
      return length
    }
    default: {
      for (let i = 0; i < length; i++) {
        const fault = check(p, data, i + 1, room)
        if (fault !== 0) return fault
        if (i === 0) p.text(' 0x')
        p.out.hex(p.u8(data + i), 2)
      }
      return length
    }
  }
}

function printNumber(p: Printing, value: number, dataBytes: number): number {
  p.out.char(0x20)
  p.out.number(value)
  return dataBytes
}

function printTimestamps(p: Printing, data: number, room: number): number {
  const fault = check(p, data, 8, room)
  if (fault !== 0) return fault
  p.out.ascii(VAL)
  p.out.number(p.u32(data))
  p.out.ascii(ECR)
  p.out.number(p.u32(data + 4))
  return 8
}

/** Ranges are relative to the first number of the receiver of these acknowledgments. */
function printSack(p: Printing, data: number, length: number, room: number): number {
  if (length % 8 !== 0) {
    p.text(' invalid sack')
    return length
  }
  const { numbers, out } = p
  const base = numbers.isReversed ? numbers.seqBase : numbers.ackBase
  p.text(` ${length / 8} `)
  for (let i = 0; i < length; i += 8) {
    const fault = check(p, data, i + 4, room) || check(p, data, i + 8, room)
    if (fault !== 0) return fault
    out.char(0x7b)
    out.number(p.u32(data + i) - base)
    out.char(0x3a)
    out.number(p.u32(data + i + 4) - base)
    out.char(0x7d)
  }
  return length
}

/** The authentication option (RFC 5925 §2.2). */
function printAuthentication(p: Printing, data: number, length: number, room: number): number {
  if (length < 2) {
    p.invalid()
    return length
  }
  let fault = check(p, data, 1, room)
  if (fault !== 0) return fault
  p.text(` keyid ${p.u8(data)}`)
  fault = check(p, data, 2, room)
  if (fault !== 0) return fault
  p.text(` rnextkeyid ${p.u8(data + 1)}`)
  if (length > 2) p.text(' mac 0x')
  for (let i = 2; i < length; i++) {
    fault = check(p, data, i + 1, room)
    if (fault !== 0) return fault
    p.out.hex(p.u8(data + i), 2)
  }
  return length
}

/** A Fast Open cookie (RFC 7413 §4.1.1). */
function printFastOpen(p: Printing, data: number, length: number, isExperiment: boolean): void {
  if (isExperiment) p.text('tfo')
  if (length === 0) p.text(' cookiereq')
  else if (length % 2 !== 0 || length < COOKIE_MIN_BYTES || length > COOKIE_MAX_BYTES) p.invalid()
  else p.text(` cookie ${p.hexText(data, data + length)}`)
}
