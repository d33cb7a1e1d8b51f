/** ICMP (RFC 792) in tcpdump's words; with `-v` the packet that an error quotes, and RFC 4884 extensions. */

import { checksumFault } from './checksums.ts'
import { printIcmpExtensions } from './icmp-extensions.ts'
import type { Printing } from './printing.ts'

const HEADER_BYTES = 8
const TCP = 6
const UDP = 17
const TYPE = {
  echoReply: 0,
  unreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echo: 8,
  routerAdvertisement: 9,
  timeExceeded: 11,
  parameterProblem: 12,
  timestamp: 13,
  timestampReply: 14,
  maskReply: 18,
} as const
const PORT_UNREACHABLE = 3

/** Types whose text needs nothing but the type. */
const PLAIN_TEXTS: ReadonlyMap<number, string> = new Map([
  [4, 'source quench'],
  [10, 'router solicitation'],
  [15, 'information request'],
  [16, 'information reply'],
  [17, 'address mask request'],
])

/** Error types quote the packet that they are about. */
function isError(type: number): boolean {
  return (
    type === TYPE.unreachable ||
    type === TYPE.sourceQuench ||
    type === TYPE.redirect ||
    type === TYPE.timeExceeded ||
    type === TYPE.parameterProblem
  )
}

/** Prints the ICMP message at `at` of `length` bytes. */
export function printIcmp(p: Printing, at: number, length: number, isFragment: boolean): void {
  p.protocol = 'icmp'
  const type = p.u8(at)
  // The whole text comes first: where a quoted field is cut off, not even the word ICMP is printed.
  const text = messageText(p, at, type, p.u8(at + 1))
  p.text(`ICMP ${text}, length ${length}`)
  if (p.options.verbose === 0) return
  if (!isFragment && p.has(at, length)) {
    const fault = checksumFault(p, at, length, at + 2, 0)
    if (fault !== undefined) p.text(` (wrong icmp cksum ${p.u16(at + 2).toString(16)} (->${fault.toString(16)})!)`)
  }
  if (!isError(type)) return
  const quote = at + HEADER_BYTES
  p.text('\n\t')
  const end = p.end
  const quoteBytes = p.u16(quote + 2)
  p.end = Math.min(quote + quoteBytes, end)
  p.layers.ip(p, quote, quoteBytes)
  p.end = end
  p.protocol = 'icmp'
  if (type === TYPE.unreachable || type === TYPE.timeExceeded || type === TYPE.parameterProblem) printIcmpExtensions(p, at, length)
}

function messageText(p: Printing, at: number, type: number, code: number): string {
  switch (type) {
    case TYPE.echo:
    case TYPE.echoReply:
      return `echo ${type === TYPE.echo ? 'request' : 'reply'}, id ${p.u16(at + 4)}, seq ${p.u16(at + 6)}`
    case TYPE.unreachable:
      return unreachableText(p, at, code)
    case TYPE.redirect:
      return redirectText(p, at, code)
    case TYPE.routerAdvertisement:
      return advertisementText(p, at)
    case TYPE.timeExceeded:
      return code === 0 ? 'time exceeded in-transit' : code === 1 ? 'ip reassembly time exceeded' : `time exceeded-#${code}`
    case TYPE.parameterProblem:
      return code !== 0 ? `parameter problem - code ${code}` : `parameter problem - octet ${p.u8(at + 4)}`
    case TYPE.maskReply:
      return `address mask is 0x${p.hexText(at + HEADER_BYTES, at + 12)}`
    case TYPE.timestamp:
      return `time stamp query id ${p.u16(at + 4)} seq ${p.u16(at + 6)}`
    case TYPE.timestampReply:
      return (
        `time stamp reply id ${p.u16(at + 4)} seq ${p.u16(at + 6)}: ` +
        `org ${clockText(p.u32(at + 8))}, recv ${clockText(p.u32(at + 12))}, xmit ${clockText(p.u32(at + 16))}`
      )
    default:
      return PLAIN_TEXTS.get(type) ?? `type-#${type}`
  }
}

/** Texts by code; `D` stands for the destination of the quoted packet. */
const UNREACHABLE_TEXTS: ReadonlyMap<number, string> = new Map([
  [0, 'net D unreachable'],
  [1, 'host D unreachable'],
  [5, 'D unreachable - source route failed'],
  [6, 'net D unreachable - unknown'],
  [7, 'host D unreachable - unknown'],
  [8, 'D unreachable - source host isolated'],
  [9, 'net D unreachable - admin prohibited'],
  [10, 'host D unreachable - admin prohibited'],
  [11, 'net D unreachable - tos prohibited'],
  [12, 'host D unreachable - tos prohibited'],
  [13, 'host D unreachable - admin prohibited filter'],
  [14, 'host D unreachable - host precedence violation'],
  [15, 'host D unreachable - precedence cutoff'],
])
const PROTOCOL_UNREACHABLE = 2
const FRAGMENTATION_NEEDED = 4

function unreachableText(p: Printing, at: number, code: number): string {
  const quote = at + HEADER_BYTES
  const dst = quote + 16
  if (code === PROTOCOL_UNREACHABLE) {
    const protocol = p.u8(quote + 9)
    return `${p.ip4(dst)} protocol ${protocol} unreachable`
  }
  if (code === PORT_UNREACHABLE) {
    const protocol = p.u8(quote + 9)
    const port = p.u16(quote + (p.u8(quote) & 15) * 4 + 2)
    if (protocol === TCP) return `${p.ip4(dst)} tcp port ${p.tcpPort(port)} unreachable`
    if (protocol === UDP) return `${p.ip4(dst)} udp port ${p.udpPort(port)} unreachable`
    return `${p.ip4(dst)} protocol ${protocol} port ${port} unreachable`
  }
  if (code === FRAGMENTATION_NEEDED) {
    const mtu = p.u16(at + 6)
    return `${p.ip4(dst)} unreachable - need to frag${mtu === 0 ? '' : ` (mtu ${mtu})`}`
  }
  return UNREACHABLE_TEXTS.get(code)?.replace('D', p.ip4(dst)) ?? `${p.ip4(dst)} unreachable - #${code}`
}

const REDIRECT_WORDS = [
  ['redirect', 'net'],
  ['redirect', 'host'],
  ['redirect-tos', 'net'],
  ['redirect-tos', 'host'],
] as const

function redirectText(p: Printing, at: number, code: number): string {
  const dst = p.ip4(at + HEADER_BYTES + 16)
  const gateway = p.ip4(at + 4)
  if (code >= REDIRECT_WORDS.length) return `redirect-#${code} ${dst} to ${gateway}`
  const [word, kind] = REDIRECT_WORDS[code]
  return `${word} ${dst} to ${kind} ${gateway}`
}

const SECONDS_PER_MINUTE = 60
const SECONDS_PER_HOUR = 3600
const ENTRY_WORDS = 2

/** ICMP router advertisements (RFC 1256 §3). */
function advertisementText(p: Printing, at: number): string {
  const seconds = p.u16(at + 6)
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / SECONDS_PER_MINUTE) % SECONDS_PER_MINUTE
  const rest = seconds % SECONDS_PER_MINUTE
  let text = 'router advertisement lifetime '
  if (seconds < SECONDS_PER_MINUTE) text += String(seconds)
  else if (seconds < SECONDS_PER_HOUR) text += `${minutes}:${two(rest)}`
  else text += `${Math.floor(seconds / SECONDS_PER_HOUR)}:${two(minutes)}:${two(rest)}`
  const count = p.u8(at + 4)
  text += ` ${count}:`
  const size = p.u8(at + 5)
  if (size !== ENTRY_WORDS) return `${text} [size ${size}]`
  for (let i = 0; i < count; i++) {
    const entry = at + HEADER_BYTES + i * 8
    text += ` {${p.ip4(entry)} ${p.u32(entry + 4)}}`
  }
  return text
}

const MS_PER_S = 1000

/** Milliseconds since midnight. */
function clockText(ms: number): string {
  const seconds = Math.floor(ms / MS_PER_S)
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / SECONDS_PER_HOUR)
  return `${two(hours)}:${two(Math.floor(seconds / SECONDS_PER_MINUTE) % SECONDS_PER_MINUTE)}:${two(seconds % SECONDS_PER_MINUTE)}.${String(ms % MS_PER_S).padStart(3, '0')}`
}
