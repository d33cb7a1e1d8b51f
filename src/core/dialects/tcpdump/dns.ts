/** DNS messages (RFC 1035 §4), over UDP and TCP. */

import type { Printing } from './printing.ts'
import { visible } from './reset-text.ts'

const HEADER_BYTES = 12
const CLASS_IN = 1
const TYPE = { a: 1, ns: 2, cname: 5, soa: 6, ptr: 12, mx: 15, txt: 16, aaaa: 28, srv: 33, dname: 39, opt: 41, spf: 99 } as const
const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  (
    '1=A 2=NS 3=MD 4=MF 5=CNAME 6=SOA 7=MB 8=MG 9=MR 10=NULL 11=WKS 12=PTR 13=HINFO 14=MINFO 15=MX 16=TXT 17=RP 18=AFSDB 19=X25 20=ISDN 21=RT ' +
    '22=NSAP 23=NSAP_PTR 24=SIG 25=KEY 26=PX 27=GPOS 28=AAAA 29=LOC 30=NXT 31=EID 32=NIMLOC 33=SRV 34=ATMA 35=NAPTR 36=KX 37=CERT 38=A6 39=DNAME ' +
    '40=SINK 41=OPT 42=APL 43=DS 44=SSHFP 45=IPSECKEY 46=RRSIG 47=NSEC 48=DNSKEY 50=NSEC3 51=NSEC3PARAM 52=TLSA 53=SMIMEA 55=HIP 59=CDS 60=CDNSKEY ' +
    '61=OPENPGPKEY 62=CSYNC 63=ZONEMD 64=SVCB 65=HTTPS 99=SPF 100=UINFO 101=UID 102=GID 103=UNSPEC 249=TKEY 250=TSIG 251=IXFR 252=AXFR 253=MAILB ' +
    '254=MAILA 255=ANY 256=URI 257=CAA'
  )
    .split(' ')
    .map((pair) => [Number(pair.slice(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)]),
)
const CLASS_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'IN'],
  [3, 'CHAOS'],
  [4, 'HS'],
  [254, 'NONE'],
  [255, 'ANY'],
])
const OPERATIONS = [
  '',
  ' inv_q',
  ' stat',
  ' op3',
  ' notify',
  ' update',
  ' op6',
  ' op7',
  ' op8',
  ' updateA',
  ' updateD',
  ' updateDA',
  ' updateM',
  ' updateMA',
  ' zoneInit',
  ' zoneRef',
]
const RESPONSES = [
  '',
  ' FormErr',
  ' ServFail',
  ' NXDomain',
  ' NotImp',
  ' Refused',
  ' YXDomain',
  ' YXRRSet',
  ' NXRRSet',
  ' NotAuth',
  ' NotZone',
  ' Resp11',
  ' Resp12',
  ' Resp13',
  ' Resp14',
  ' NoChange',
]
const INVERSE_QUERY = 1
const QUESTION_WEIRD = 0x06cf
const UNICAST_OR_FLUSH = 0x8000

/** A message being printed. */
class Message {
  readonly p: Printing
  readonly start: number
  readonly isMulticast: boolean
  at: number

  constructor(p: Printing, start: number, isMulticast: boolean) {
    this.p = p
    this.start = start
    this.isMulticast = isMulticast
    this.at = start + HEADER_BYTES
  }

  /** Steps over the name at the place; false when it is cut. */
  skipName(): boolean {
    const { p } = this
    for (;;) {
      if (!p.has(this.at, 1)) return false
      const length = p.u8(this.at)
      this.at++
      if (length === 0) return true
      if ((length & 0xc0) === 0xc0) {
        this.at++
        return true
      }
      if ((length & 0xc0) === 0x40) this.at += 32
      else this.at += length
      if (this.at >= p.end) return false
    }
  }

  /** Prints the name at the place and steps over it; false when it is cut. */
  printName(): boolean {
    const { p, start } = this
    let at = this.at
    let after = -1
    // Pointers must lead backwards, or a name could go on for ever.
    let limit = at
    if (!p.has(at, 1)) return false
    if (p.u8(at) === 0) {
      p.text('.')
      this.at = at + 1
      return true
    }
    for (;;) {
      if (!p.has(at, 1)) return false
      const length = p.u8(at)
      if (length === 0) break
      if ((length & 0xc0) === 0xc0) {
        if (!p.has(at, 2)) return false
        const target = start + (p.u16(at) & 0x3fff)
        if (after < 0) after = at + 2
        if (target >= limit) {
          p.text('<BAD PTR>')
          this.at = after
          return false
        }
        limit = target
        at = target
        if (!p.has(at, 1)) return false
        continue
      }
      if ((length & 0xc0) !== 0) return false
      if (!p.has(at + 1, length)) {
        for (let i = 1; p.has(at + i, 1); i++) p.text(visible(p.u8(at + i)))
        return false
      }
      for (let i = 1; i <= length; i++) p.text(visible(p.u8(at + i)))
      p.text('.')
      at += length + 1
    }
    this.at = after < 0 ? at + 1 : after
    return true
  }

  printQuestion(): boolean {
    const { p } = this
    const name = this.at
    if (!this.skipName() || !p.has(this.at, 4)) return false
    const type = p.u16(this.at)
    const rawClass = p.u16(this.at + 2)
    p.text(` ${TYPE_NAMES.get(type) ?? `Type${type}`}`)
    const questionClass = this.isMulticast ? rawClass & ~UNICAST_OR_FLUSH : rawClass
    if (questionClass !== CLASS_IN) p.text(` ${CLASS_NAMES.get(questionClass) ?? `(Class ${questionClass})`}`)
    if (this.isMulticast) p.text((rawClass & UNICAST_OR_FLUSH) !== 0 ? ' (QU)' : ' (QM)')
    p.text('? ')
    this.at = name
    if (!this.printName()) return false
    this.at += 4
    return true
  }

  printRecord(): boolean {
    const { p } = this
    if (p.options.verbose > 0) {
      p.text(' ')
      if (!this.printName()) return false
    } else if (!this.skipName()) return false
    if (!p.has(this.at, 10)) {
      this.at = p.end
      return true
    }
    const type = p.u16(this.at)
    const rawClass = p.u16(this.at + 2)
    const recordClass = this.isMulticast ? rawClass & ~UNICAST_OR_FLUSH : rawClass
    if (recordClass !== CLASS_IN && type !== TYPE.opt) p.text(` ${CLASS_NAMES.get(recordClass) ?? `(Class ${recordClass})`}`)
    if (this.isMulticast && (rawClass & UNICAST_OR_FLUSH) !== 0) p.text(' (Cache flush)')
    const optionFlags = p.u16(this.at + 6)
    if (type !== TYPE.opt && p.options.verbose > 2) p.text(` [${durationText(p.u32(this.at + 4))}]`)
    const length = p.u16(this.at + 8)
    const data = this.at + 10
    const end = data + length
    p.text(` ${TYPE_NAMES.get(type) ?? `Type${type}`}`)
    if (end > p.end) return false
    this.at = data
    if (!this.printData(type, data, end, rawClass, optionFlags)) return false
    this.at = end
    return true
  }

  private printData(type: number, data: number, end: number, rawClass: number, optionFlags: number): boolean {
    const { p } = this
    switch (type) {
      case TYPE.a: {
        if (!p.has(data, 4)) return false
        p.text(` ${p.bytes[data]}.${p.bytes[data + 1]}.${p.bytes[data + 2]}.${p.bytes[data + 3]}`)
        return true
      }
      case TYPE.ns:
      case TYPE.cname:
      case TYPE.ptr:
      case TYPE.dname:
        p.text(' ')
        return this.printName()
      case TYPE.soa:
        return p.options.verbose === 0 || this.printAuthority()
      case TYPE.mx:
        p.text(' ')
        this.at = data + 2
        if (!this.printName()) return false
        p.text(` ${p.u16(data)}`)
        return true
      case TYPE.txt:
      case TYPE.spf:
        this.printStrings(data, end)
        return true
      case TYPE.srv:
        p.text(' ')
        this.at = data + 6
        if (!this.printName()) return false
        p.text(`:${p.u16(data + 4)} ${p.u16(data)} ${p.u16(data + 2)}`)
        return true
      case TYPE.aaaa:
        if (!p.has(data, 16)) return false
        p.text(` ${p.ip6(data)}`)
        return true
      case TYPE.opt:
        this.printExtended(data, end, rawClass, optionFlags)
        return true
      default:
        return true
    }
  }

  private printAuthority(): boolean {
    const { p } = this
    p.text(' ')
    if (!this.printName()) return false
    p.text(' ')
    if (!this.printName()) return false
    for (let i = 0; i < 5; i++) {
      if (!p.has(this.at, 4)) return false
      p.text(` ${p.u32(this.at)}`)
      this.at += 4
    }
    return true
  }

  private printStrings(data: number, end: number): void {
    const { p } = this
    let at = data
    while (at < end) {
      const length = p.u8(at)
      p.text(' "')
      for (let i = 1; i <= length; i++) p.text(visible(p.u8(at + i)))
      p.text('"')
      at += length + 1
    }
  }

  private printExtended(data: number, end: number, udpBytes: number, flags: number): void {
    const { p } = this
    p.text(` UDPsize=${udpBytes}`)
    if ((flags & UNICAST_OR_FLUSH) !== 0) p.text(' DO')
    if (data >= end) return
    p.text(' [')
    let at = data
    while (at + 4 <= end) {
      const code = p.u16(at)
      const length = p.u16(at + 2)
      if (at > data) p.text(',')
      p.text(OPTION_NAMES.get(code) ?? `Opt${code}`)
      at += 4
      if (length > 0) p.text(` ${optionText(p, code, at, length)}`)
      at += length
    }
    p.text(']')
  }
}

const OPTION_NAMES: ReadonlyMap<number, string> = new Map([
  [3, 'NSID'],
  [5, 'DAU'],
  [6, 'DHU'],
  [7, 'N3U'],
  [8, 'ECS'],
  [9, 'EXPIRE'],
  [10, 'COOKIE'],
  [11, 'KEEPALIVE'],
  [12, 'PADDING'],
  [13, 'CHAIN'],
])

const EDNS = { cookie: 10, keepalive: 11 } as const
const CLIENT_COOKIE_BYTES = 8
const TENTHS_PER_S = 10

/** The data of an option of EDNS (RFC 7873 §4, RFC 7828 §3.1); of most only the bytes. */
function optionText(p: Printing, code: number, at: number, length: number): string {
  if (code === EDNS.cookie && length > CLIENT_COOKIE_BYTES) {
    const server = at + CLIENT_COOKIE_BYTES
    return `${p.hexText(at, server)} ${p.hexText(server, at + length)}`
  }
  if (code === EDNS.keepalive && length === 2) return `${(p.u16(at) / TENTHS_PER_S).toFixed(1)} sec`
  return p.hexText(at, at + length)
}

/** Prints a message; over TCP it follows a length of two bytes. */
export function printDns(p: Printing, from: number, wholeLength: number, isTcp: boolean, isMulticast: boolean): void {
  p.protocol = 'domain'
  let at = from
  let length = wholeLength
  if (isTcp) {
    if (length < 2) {
      p.text(` [DNS over TCP: length ${length} < 2]`)
      return p.invalid()
    }
    length -= 2
    const prefix = p.u16(at)
    if (prefix !== length) {
      p.text(` [prefix length(${prefix}) != length(${length})]`)
      return p.invalid()
    }
    at += 2
    p.text(' ')
  }
  if (length < HEADER_BYTES) {
    p.text(`domain [length ${length} < ${HEADER_BYTES}]`)
    return p.invalid()
  }
  p.need(at, HEADER_BYTES)
  const message = new Message(p, at, isMulticast)
  const isWhole = (p.u8(at + 2) & 0x80) !== 0 ? printResponse(message) : printQuery(message)
  if (isWhole) p.text(` (${length})`)
  else p.cut()
}

function printResponse(message: Message): boolean {
  const { p, start } = message
  const flags = p.u16(start + 2)
  const questions = p.u16(start + 4)
  const mark = (bit: number, text: string): string => ((flags & bit) !== 0 ? text : '')
  p.text(`${p.u16(start)}${OPERATIONS[(flags >> 11) & 15]}${RESPONSES[flags & 15]}`)
  p.text(`${mark(0x0400, '*')}${(flags & 0x0080) !== 0 ? '' : '-'}${mark(0x0200, '|')}${mark(0x0020, '$')}`)
  if (questions !== 1) p.text(` [${questions}q]`)
  for (let i = 0; i < questions; i++) {
    if (i > 0) p.text(',')
    if (p.options.verbose > 1) {
      p.text(' q:')
      if (!message.printQuestion()) return false
    } else {
      if (!message.skipName()) return false
      message.at += 4
      if (message.at >= p.end && p.u16(start + 6) + p.u16(start + 8) + p.u16(start + 10) > 0) return false
    }
  }
  const [answers, authorities, additionals] = [p.u16(start + 6), p.u16(start + 8), p.u16(start + 10)]
  p.text(` ${answers}/${authorities}/${additionals}`)
  if (!printRecords(message, '', answers)) return false
  if (p.options.verbose <= 1) return true
  return printRecords(message, ' ns:', authorities) && printRecords(message, ' ar:', additionals)
}

function printQuery(message: Message): boolean {
  const { p, start } = message
  const flags = p.u16(start + 2)
  const questions = p.u16(start + 4)
  const [answers, authorities, additionals] = [p.u16(start + 6), p.u16(start + 8), p.u16(start + 10)]
  const operation = (flags >> 11) & 15
  p.text(`${p.u16(start)}${OPERATIONS[operation]}${(flags & 0x0100) !== 0 ? '+' : ''}${(flags & 0x0010) !== 0 ? '%' : ''}`)
  if ((flags & QUESTION_WEIRD) !== 0) p.text(` [b2&3=0x${flags.toString(16)}]`)
  if (operation === INVERSE_QUERY) {
    if (questions !== 0) p.text(` [${questions}q]`)
    if (answers !== 1) p.text(` [${answers}a]`)
  } else {
    if (answers !== 0) p.text(` [${answers}a]`)
    if (questions !== 1) p.text(` [${questions}q]`)
  }
  if (authorities !== 0) p.text(` [${authorities}n]`)
  if (additionals !== 0) p.text(` [${additionals}au]`)
  for (let i = 0; i < questions; i++) {
    if (i > 0 && message.at >= p.end) return false
    if (!message.printQuestion()) return false
  }
  if (p.options.verbose <= 1) return true
  return printRecords(message, ' an:', answers) && printRecords(message, ' ns:', authorities) && printRecords(message, ' ar:', additionals)
}

function printRecords(message: Message, title: string, count: number): boolean {
  const { p } = message
  if (count === 0) return true
  if (title !== '' && message.at < p.end) p.text(title)
  for (let i = 0; i < count; i++) {
    if (i > 0 && message.at >= p.end) return false
    if (title !== '' && message.at >= p.end) return false
    if (i > 0) p.text(',')
    if (!message.printRecord()) return false
  }
  return true
}

const UNITS = [
  [604_800, 'w'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const

/** Seconds as weeks, days, hours, minutes and seconds. */
function durationText(seconds: number): string {
  if (seconds === 0) return '0s'
  let rest = seconds
  let text = ''
  for (const [unit, letter] of UNITS) {
    const count = Math.floor(rest / unit)
    if (count > 0) text += `${count}${letter}`
    rest -= count * unit
  }
  return text
}
