/** ICMPv6 (RFC 4443), neighbour discovery (RFC 4861), and multicast listener reports (RFC 2710, RFC 3810) in tcpdump's words. */

import { checksumFault, pseudoSum6 } from './checksums.ts'
import { finalDestination6 } from './final-destination.ts'
import { dumpHex } from './hex-dump.ts'
import { printNeighbourOptions } from './neighbour-options.ts'
import type { Printing } from './printing.ts'
import { bitNames } from './value-names.ts'

const PROTOCOL = 58
const HEADER_BYTES = 8
const TYPE = {
  unreachable: 1,
  tooBig: 2,
  timeExceeded: 3,
  parameterProblem: 4,
  echo: 128,
  echoReply: 129,
  listenerQuery: 130,
  listenerReport: 131,
  listenerDone: 132,
  routerSolicitation: 133,
  routerAdvertisement: 134,
  neighbourSolicitation: 135,
  neighbourAdvertisement: 136,
  redirect: 137,
  listenerReport2: 143,
  nodeQuery: 139,
  nodeReply: 140,
} as const

/** Type, code and checksum, the question, flags, and a number that makes it the sender's own. */
const NODE_INFORMATION_BYTES = 16
const NODE_NAME = 2
const NODE_QUESTIONS = ['noop', 'supported qtypes', 'DNS name', 'node addresses']
const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'destination unreachable'],
  [2, 'packet too big'],
  [3, 'time exceeded in-transit'],
  [4, 'parameter problem'],
  [128, 'echo request'],
  [129, 'echo reply'],
  [130, 'multicast listener query'],
  [131, 'multicast listener report'],
  [132, 'multicast listener done'],
  [133, 'router solicitation'],
  [134, 'router advertisement'],
  [135, 'neighbor solicitation'],
  [136, 'neighbor advertisement'],
  [137, 'redirect'],
  [138, 'router renumbering'],
  [139, 'who-are-you request'],
  [140, 'who-are-you reply'],
  [143, 'multicast listener report v2'],
  [144, 'dhaad request'],
  [145, 'dhaad reply'],
  [146, 'mobile router solicitation'],
  [147, 'mobile router advertisement'],
  [155, 'RPL'],
  [200, 'mtrace response'],
  [201, 'mtrace query'],
])

/** Types that print their length behind the type with `-v`. */
const LENGTH_EARLY = new Set<number>([133, 134, 135, 136, 137, 145, 147])

/** Prints the message at `at` of `length` bytes; `ip` is the IPv6 header. */
export function printIcmp6(p: Printing, at: number, length: number, ip: number, isFragment: boolean): void {
  p.protocol = 'icmp6'
  const { verbose } = p.options
  if (length === 0) {
    p.text('ICMP6, length 0')
    return p.invalid()
  }
  if (!p.has(at, 4)) return p.cut()
  if (verbose > 0 && !isFragment && p.has(at, length)) printChecksum(p, at, length, ip)
  const type = p.u8(at)
  p.text(`ICMP6, ${TYPE_NAMES.get(type) ?? `unknown icmp6 type (${type})`}`)
  if (verbose > 0 && LENGTH_EARLY.has(type)) p.text(`, length ${length}`)
  if (!printMessage(p, at, length, type)) return
  if (verbose === 0) p.text(`, length ${length}`)
}

function printChecksum(p: Printing, at: number, length: number, ip: number): void {
  const fault = checksumFault(p, at, length, at + 2, pseudoSum6(p, ip, finalDestination6(p, ip), PROTOCOL, length))
  const hex = (value: number): string => value.toString(16).padStart(4, '0')
  p.text(fault === undefined ? '[icmp6 sum ok] ' : `[bad icmp6 cksum 0x${hex(p.u16(at + 2))} -> 0x${hex(fault)}!] `)
}

/** Prints what the type has; false when nothing may follow. */
function printMessage(p: Printing, at: number, length: number, type: number): boolean {
  const quote = at + HEADER_BYTES
  const code = p.u8(at + 1)
  switch (type) {
    case TYPE.unreachable:
      return printUnreachable(p, at, length, code, quote)
    case TYPE.tooBig:
      p.text(`, mtu ${p.u32(at + 4)}`)
      return true
    case TYPE.timeExceeded:
      p.text(code === 0 ? ` for ${p.ip6(quote + 24)}` : code === 1 ? ' (reassembly)' : `, unknown code (${code})`)
      return true
    case TYPE.parameterProblem: {
      if (!p.has(quote + 24, 16)) {
        p.cut()
        return false
      }
      const words = ['erroneous', 'next header', 'option', 'incomplete header chain']
      p.text(code < words.length ? `, ${words[code]} - octet ${p.u32(at + 4)}` : `, code-#${code}`)
      return true
    }
    case TYPE.echo:
    case TYPE.echoReply:
      p.text(`, id ${p.u16(at + 4)}, seq ${p.u16(at + 6)}`)
      return true
    case TYPE.listenerQuery:
      if (length === 24) printListener(p, at)
      else if (length >= 28) printListenerQuery2(p, at, length)
      return true
    case TYPE.listenerReport:
    case TYPE.listenerDone:
      printListener(p, at)
      return true
    case TYPE.listenerReport2:
      printListenerReport2(p, at, length)
      return true
    case TYPE.nodeQuery:
    case TYPE.nodeReply:
      printNodeInformation(p, at, length, type)
      return true
    case TYPE.routerSolicitation:
      if (p.options.verbose > 0) printNeighbourOptions(p, at + 8, length - 8)
      return true
    case TYPE.routerAdvertisement:
      if (p.options.verbose > 0) printRouterAdvertisement(p, at, length)
      return true
    case TYPE.neighbourSolicitation:
      p.text(`, who has ${p.ip6(at + 8)}`)
      if (p.options.verbose > 0) printNeighbourOptions(p, at + 24, length - 24)
      return true
    case TYPE.neighbourAdvertisement:
      p.text(`, tgt is ${p.ip6(at + 8)}`)
      if (p.options.verbose > 0) {
        p.text(`, Flags [${bitNames(ADVERTISEMENT_FLAGS, p.u32(at + 4) >>> 24, 'none')}]`)
        printNeighbourOptions(p, at + 24, length - 24)
      }
      return true
    case TYPE.redirect:
      p.text(`, ${p.ip6(at + 24)} to ${p.ip6(at + 8)}`)
      if (p.options.verbose > 0) printNeighbourOptions(p, at + 40, length - 40)
      return true
    default:
      p.text(`, length ${length}`)
      if (p.options.verbose <= 1) dumpUnknown(p, at, length)
      return false
  }
}

const ADVERTISEMENT_FLAGS = [
  [0x80, 'router'],
  [0x40, 'solicited'],
  [0x20, 'override'],
] as const

/** Node information (RFC 4620 §4): what is asked for; of answers, whether there is one. Names in them are not read. */
function printNodeInformation(p: Printing, at: number, length: number, type: number): void {
  const isQuery = type === TYPE.nodeQuery
  if (isQuery) p.text(' node information query')
  if (length < NODE_INFORMATION_BYTES || !p.has(at, NODE_INFORMATION_BYTES)) return p.cut()
  const code = p.u8(at + 1)
  const asked = p.u16(at + 4)
  const what = NODE_QUESTIONS[asked] ?? 'unknown'
  if (!isQuery) {
    p.text(` node information reply (${code === 1 ? 'refused' : code === 2 ? 'unknown' : what})`)
    return
  }
  const hasAddress = asked >= NODE_NAME && code === 0 && length === NODE_INFORMATION_BYTES + 16 && p.has(at, length)
  const isDraft = asked === NODE_NAME && length === NODE_INFORMATION_BYTES
  p.text(` (${what}${isDraft ? ', 03 draft' : ''}${hasAddress ? `, subject=${p.ip6(at + NODE_INFORMATION_BYTES)}` : ''})`)
}

function dumpUnknown(p: Printing, at: number, length: number): void {
  dumpHex(p.out, p.bytes, at, Math.min(length, p.left(at)))
}

const UNREACHABLE_TEXTS = ['unreachable route', ' unreachable prohibited', 'beyond scope', 'unreachable address', 'unreachable port']
const TCP = 6
const UDP = 17

function printUnreachable(p: Printing, at: number, length: number, code: number, quote: number): boolean {
  p.text(`, ${UNREACHABLE_TEXTS[code] ?? `unknown unreach code (${code})`}`)
  switch (code) {
    case 0:
    case 1:
    case 3:
      p.text(` ${p.ip6(quote + 24)}`)
      break
    case 2:
      p.text(` ${p.ip6(quote + 24)}, source address ${p.ip6(quote + 8)}`)
      break
    case 4: {
      const upper = upperLayer(p, quote)
      if (upper === undefined) {
        p.cut()
        return false
      }
      const port = p.u16(upper.at + 2)
      const dst = p.ip6(quote + 24)
      if (upper.protocol === TCP) p.text(`, ${dst} tcp port ${p.tcpPort(port)}`)
      else if (upper.protocol === UDP) p.text(`, ${dst} udp port ${p.udpPort(port)}`)
      else p.text(`, ${dst} protocol ${upper.protocol} port ${port} unreachable`)
      break
    }
    default:
      if (p.options.verbose <= 1) {
        dumpUnknown(p, at, length)
        return false
      }
  }
  return true
}

/** The header behind the extension headers of a quoted packet. */
function upperLayer(p: Printing, quote: number): { protocol: number; at: number } | undefined {
  if (!p.has(quote, 40)) return undefined
  let protocol = p.u8(quote + 6)
  let at = quote + 40
  for (;;) {
    if (!p.has(at, 1)) return undefined
    switch (protocol) {
      case 44:
        if (!p.has(at, 8) || (p.u16(at + 2) & 0xfff8) !== 0) return undefined
        protocol = p.u8(at)
        at += 8
        break
      case 51:
        if (!p.has(at, 2)) return undefined
        protocol = p.u8(at)
        at += (p.u8(at + 1) + 2) * 4
        break
      case 0:
      case 43:
      case 60:
        if (!p.has(at, 2)) return undefined
        protocol = p.u8(at)
        at += (p.u8(at + 1) + 1) * 8
        break
      default:
        return p.has(at + 2, 2) ? { protocol, at } : undefined
    }
  }
}

const PREFERENCES = ['medium', 'high', 'reserved', 'low']
const ROUTER_FLAGS = [
  [0x80, 'managed'],
  [0x40, 'other stateful'],
  [0x20, 'home agent'],
] as const

function printRouterAdvertisement(p: Printing, at: number, length: number): void {
  const flags = p.u8(at + 5)
  p.text(
    `\n\thop limit ${p.u8(at + 4)}, Flags [${bitNames(ROUTER_FLAGS, flags, 'none')}], pref ${PREFERENCES[(flags >> 3) & 3]}, ` +
      `router lifetime ${p.u16(at + 6)}s, reachable time ${p.u32(at + 8)}ms, retrans timer ${p.u32(at + 12)}ms`,
  )
  printNeighbourOptions(p, at + 16, length - 16)
}

function printListener(p: Printing, at: number): void {
  if (!p.has(at, 24)) return p.cut()
  p.text(`max resp delay: ${p.u16(at + 4)} addr: ${p.ip6(at + 8)}`)
}

function responseMs(code: number): number {
  if (code < 32_768) return code
  return ((code & 0x0fff) | 0x1000) << (((code & 0x7000) >> 12) + 3)
}

function printListenerQuery2(p: Printing, at: number, length: number): void {
  if (length < 28) return p.invalid()
  const ms = responseMs(p.u16(at + 4))
  if (p.options.verbose > 0) p.text(` [max resp delay=${ms}]`)
  const address = p.ip6(at + 8)
  p.text(` [gaddr ${address}]`)
  if (p.options.verbose > 0) {
    if ((p.u8(at + 24) & 0x08) !== 0) p.text(' sflag')
    if ((p.u8(at + 24) & 0x07) !== 0) p.text(` robustness=${p.u8(at + 24) & 0x07}`)
    const code = p.u8(at + 25)
    if (code !== 0) p.text(` qqi=${code < 128 ? code : ((code & 0x0f) | 0x10) << (((code & 0x70) >> 4) + 3)}`)
  }
  const count = p.u16(at + 26)
  if (count === 0) return
  if (length < 28 + count * 16) return p.text(` [invalid number of sources ${count}]`)
  if (p.options.verbose <= 1) return p.text(`, ${count} source(s)`)
  p.text(' {')
  for (let i = 0; i < count; i++) p.text(` ${p.ip6(at + 28 + i * 16)}`)
  p.text(' }')
}

const RECORD_TYPES = ['is_in', 'is_ex', 'to_in', 'to_ex', 'allow', 'block']

function printListenerReport2(p: Printing, at: number, length: number): void {
  if (length < 8) return p.invalid()
  const count = p.u16(at + 6)
  p.text(`, ${count} group record(s)`)
  if (p.options.verbose === 0) return
  let offset = 8
  for (let i = 0; i < count; i++) {
    if (length < offset + 20) return p.text(` [invalid number of groups ${count}]`)
    p.text(` [gaddr ${p.ip6(at + offset + 4)}`)
    const type = p.u8(at + offset)
    p.text(` ${RECORD_TYPES[type - 1] ?? `[v2-report-#${type}]`}`)
    const sources = p.u16(at + offset + 2)
    if (length < offset + 20 + sources * 16) return p.text(` [invalid number of sources ${sources}]`)
    p.text(p.options.verbose > 1 ? ' {' : `, ${sources} source(s)`)
    if (p.options.verbose > 1) {
      for (let s = 0; s < sources; s++) p.text(` ${p.ip6(at + offset + 20 + s * 16)}`)
      p.text(' }')
    }
    offset += 20 + sources * 16
    p.text(']')
  }
}
