/** Multipath TCP options (RFC 8684 §3, and version 0 of RFC 6824). */

import type { Printing } from './printing.ts'

const SUBTYPE = { capable: 0, join: 1, dss: 2, addAddress: 3, removeAddress: 4, priority: 5, fail: 6, fastClose: 7 } as const
const MIN_BYTES = 3
const FLAG_SYN = 0x02
const FLAG_ACK = 0x10
const CHECKSUM_REQUIRED = 0x80
const BACKUP = 0x01
const DSS = { ack: 0x01, ack8: 0x02, map: 0x04, seq8: 0x08, fin: 0x10 } as const
const ECHO = 0x01

/** Prints the option at `at` (its kind byte) of `length` bytes; false when it is broken. `flags` are the segment's. */
export function printMptcp(p: Printing, at: number, length: number, flags: number): boolean {
  p.protocol = 'mptcp'
  if (length < MIN_BYTES) return false
  const subtype = p.u8(at + 2) >> 4
  p.text(` ${length}`)
  switch (subtype) {
    case SUBTYPE.capable:
      return printCapable(p, at, length, flags)
    case SUBTYPE.join:
      return printJoin(p, at, length, flags)
    case SUBTYPE.dss:
      return printSequenceSignal(p, at, length, flags)
    case SUBTYPE.addAddress:
      return printAddAddress(p, at, length)
    case SUBTYPE.removeAddress: {
      p.text(' rem-addr')
      if (length < 4) return false
      p.text(' id')
      for (let i = 3; i < length; i++) p.text(` ${p.u8(at + i)}`)
      return true
    }
    case SUBTYPE.priority:
      p.text(' prio')
      if (length !== 3 && length !== 4) return false
      p.text(` ${(p.u8(at + 2) & BACKUP) !== 0 ? 'backup' : 'non-backup'}`)
      if (length === 4) p.text(` id ${p.u8(at + 3)}`)
      return true
    case SUBTYPE.fail:
      p.text(' fail')
      if (length !== 12) return false
      p.text(` seq ${p.u64(at + 4)}`)
      return true
    case SUBTYPE.fastClose:
      p.text(' fast-close')
      if (length !== 12) return false
      p.text(` key 0x${p.u64(at + 4).toString(16)}`)
      return true
    default:
      p.text(' unknown')
      return true
  }
}

function printCapable(p: Printing, at: number, length: number, flags: number): boolean {
  const isSyn = (flags & FLAG_SYN) !== 0
  const isAckOnly = (flags & (FLAG_SYN | FLAG_ACK)) === FLAG_ACK
  const isRight = isSyn ? length === 12 || length === 4 : isAckOnly && (length === 20 || length === 22)
  p.text(' capable')
  if (!isRight) return false
  const version = p.u8(at + 2) & 15
  if (version > 1) {
    p.text(` Unknown Version (${version})`)
    return true
  }
  p.text(` v${version}`)
  if ((p.u8(at + 3) & CHECKSUM_REQUIRED) !== 0) p.text(' csum')
  if (length < 12) return true
  p.text(` {0x${p.u64(at + 4).toString(16)}`)
  if (length >= 20) p.text(`,0x${p.u64(at + 12).toString(16)}`)
  p.text('}')
  return true
}

function printJoin(p: Printing, at: number, length: number, flags: number): boolean {
  const isSyn = (flags & FLAG_SYN) !== 0
  const isAckOnly = (flags & (FLAG_SYN | FLAG_ACK)) === FLAG_ACK
  p.text(' join')
  if (!(isSyn ? length === 12 || length === 16 : isAckOnly && length === 24)) return false
  if (length !== 24) {
    if ((p.u8(at + 2) & BACKUP) !== 0) p.text(' backup')
    p.text(` id ${p.u8(at + 3)}`)
  }
  if (length === 12) p.text(` token 0x${p.u32(at + 4).toString(16)} nonce 0x${p.u32(at + 8).toString(16)}`)
  else if (length === 16) p.text(` hmac 0x${p.u64(at + 4).toString(16)} nonce 0x${p.u32(at + 12).toString(16)}`)
  else p.text(` hmac 0x${p.hexText(at + 4, at + 24)}`)
  return true
}

function printSequenceSignal(p: Printing, at: number, length: number, flags: number): boolean {
  // The flags stand in the fourth byte; the option must at least hold it.
  p.text(' dss')
  if ((flags & FLAG_SYN) !== 0 || length < 4) return false
  const signal = p.u8(at + 3)
  if ((signal & DSS.fin) !== 0) p.text(' fin')
  let next = at + 4
  let rest = length - 4
  if ((signal & DSS.ack) !== 0) {
    const bytes = (signal & DSS.ack8) !== 0 ? 8 : 4
    if (rest < bytes) return false
    p.text(` ack ${bytes === 8 ? p.u64(next) : p.u32(next)}`)
    next += bytes
    rest -= bytes
  }
  if ((signal & DSS.map) !== 0) {
    const bytes = (signal & DSS.seq8) !== 0 ? 8 : 4
    if (rest < bytes) return false
    p.text(` seq ${bytes === 8 ? p.u64(next) : p.u32(next)}`)
    next += bytes
    rest -= bytes
    if (rest < 4) return false
    p.text(` subseq ${p.u32(next)}`)
    next += 4
    rest -= 4
    if (rest < 2) return false
    p.text(` len ${p.u16(next)}`)
    next += 2
    rest -= 2
    if (rest >= 2) {
      p.text(` csum 0x${p.u16(next).toString(16)}`)
      rest -= 2
    }
  }
  return rest === 0
}

function printAddAddress(p: Printing, at: number, length: number): boolean {
  const version = p.u8(at + 2) & 15
  const sizes4 = [8, 10, 16, 18]
  const sizes6 = [20, 22, 28, 30]
  p.text(' add-addr')
  if (!sizes4.includes(length) && !sizes6.includes(length)) return false
  const hasIp4 = sizes4.includes(length)
  const isOld = version === 4 || version === 6
  if (isOld) p.text(` v0-ip${version}`)
  else p.text((version & ECHO) !== 0 ? ' v1-echo' : ' v1')
  p.text(` id ${p.u8(at + 3)}`)
  const addressBytes = hasIp4 ? 4 : 16
  p.text(` ${hasIp4 ? p.ip4(at + 4) : p.ip6(at + 4)}`)
  let next = at + 4 + addressBytes
  let rest = length - 4 - addressBytes
  if (rest === 2 || rest === 10) {
    p.text(`:${p.u16(next)}`)
    next += 2
    rest -= 2
  }
  if (rest === 8) p.text(` hmac 0x${p.u64(next).toString(16)}`)
  return true
}
