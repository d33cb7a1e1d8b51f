/** The part of a tcpdump line before the addresses: time, interface, link layer, `IP`, and the IP header of `-v`; read from its end. */
import type { IpFacts, LinkFacts, TextTime } from './packet-facts.ts'
import { hardwareDigits } from './address-text.ts'
import { decodeUtf8 } from './clean-line.ts'

/** What stands before the addresses of a packet. */
export interface Head {
  /** Index in the text where the head begins. */
  from: number
  /** True when an `IP`, `IP6` or a link header says that a packet follows. */
  marked: boolean
  version: 4 | 6 | undefined
  ip: Partial<IpFacts>
  time?: TextTime | undefined
  interfaceName?: string | undefined
  directionWord?: string | undefined
  link?: LinkFacts | undefined
  /** True when the head has the IP header in brackets (`-v`). */
  verbose: boolean
}

/** Seconds below this were not counted from 1970, but from the first packet: there were no captures before 1973. */
const FIRST_EPOCH = 100_000_000
/** Longest head looked at. A head with names, VLAN tags and a verbose IPv6 header has about 400 characters. */
const LONGEST_HEAD = 700

/** Windows writes dashes, and whoever hides an address other characters for digits. */
const MAC = '[0-9a-fx*]{1,2}(?:[:-][0-9a-fx*]{1,2}){5}'
const PROTOCOL = /(?:^|[^A-Za-z0-9])((IP6?|ip6?):? )$/
const ETHER = new RegExp(
  `(${MAC}|Broadcast)(?: \\(oui [^()]{1,40}\\))? > (${MAC}|Broadcast)(?: \\(oui [^()]{1,40}\\))?, ([^:>]{1,200}): (vlan [^:>]{1,200})?$`,
  'i',
)
const ETHER_OLD = new RegExp(`(${MAC}) (${MAC}) (?:0800|ip) \\d{1,5}: $`, 'i')
const ANY = new RegExp(
  `(?:([A-Za-z0-9_.@\\x80-\\xff-]{1,16}) +|^| )(In|Out|B|M|P) +(?:ifindex \\d{1,9} )?(?:${MAC} )?(?:(?:\\(oui [^()]{1,40}\\) )?ethertype ([^:>]{1,60}): (?:vlan [^:>]{1,200})?)?$`,
)
/** The program that ptcpdump names between the interface and the direction. */
const PROCESS = /(?:^| )([A-Za-z][A-Za-z0-9_.@-]{0,15}) +[^\s:>]{1,40}\.\d{1,8} +(In|Out) +$/
/** What pflog of the BSDs and the process filter of macOS put before a packet. */
const LOGGED =
  /(?:rule \S{1,40} (?:\[[^\]]{0,40}\] ?)?(?:block|pass|match|nat|rdr)\S{0,3} (?:in|out) on \S{1,16}: |\([a-z]{2,8}\d{1,3}, [^()]{1,100}\) )$/
const CLOCK = /(?:(\d{4})-(\d\d)-(\d\d)[ T])?((?:^|\s)-)?(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:Z|[+-]\d\d:?\d\d)?[\]):]{0,2}\s{1,12}$/
/** The tag that firewalls of Cisco print before the addresses. */
const TAGGED = /(?:802\.1Q )?vlan#\d{1,4} P\d $/
/** What Fortinet's sniffer prints between time and addresses. */
const SNIFFED = /(?<=\.\d{6} )([A-Za-z][\w.-]{0,15}) (in|out) $/
/** Seconds since the first packet at the start of a line, or behind its number, with those since the one before in brackets as books have them. */
const SINCE_FIRST =
  /^\s*(?:\d{1,4}[.:)]?\s{1,8}(?=0\.0\s|\d{1,6}\.\d{4,6}\s)|(?=\d{1,7}\.\d{6}\s))(\d{1,7}\.\d{1,6})\s{1,60}(?:\(\d{1,6}\.\d{1,6}\)\s{1,40})?$/
const EPOCH = /(\d{1,10})\.(\d{6}|\d{9})\s{1,12}$/

/** The ends of a tunnel (IP in IP, GRE) before the packet inside. */
const TUNNEL = /(?:\S{2,80} > \S{2,80}: )(?:GREv\d, [^>]{0,120}: )?$/

/** Seconds since 1970 of a civil date at midnight UTC. */
export function dateSeconds(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 1000
}

/** A printed fraction of a second as nanoseconds. */
export function fractionNanos(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 9).padEnd(9, '0'))
}

function readTime(match: RegExpExecArray): TextTime | undefined {
  const hours = Number(match[5]),
    minutes = Number(match[6]),
    whole = Number(match[7])
  if (hours > 23 || minutes > 59 || whole > 60) return undefined
  const seconds = hours * 3600 + minutes * 60 + whole
  const nanos = fractionNanos(match[8])
  if (match[1] !== undefined) {
    return { kind: 'epoch', seconds: dateSeconds(Number(match[1]), Number(match[2]), Number(match[3])) + seconds, nanos }
  }
  if (match[4] !== undefined)
    return nanos === 0
      ? { kind: 'offset', seconds: -seconds, nanos }
      : { kind: 'offset', seconds: -seconds - 1, nanos: 1_000_000_000 - nanos }
  return { kind: 'day', seconds, nanos }
}

/** The IP header that `-v` prints in brackets. */
export function readVerbose(text: string, ip: Partial<IpFacts>): void {
  const number = (pattern: RegExp): number | undefined => {
    const digits = pattern.exec(text)?.[1]
    return digits === undefined ? undefined : Number(digits)
  }
  if (/\b(?:hlim|flowlabel|next-header|payload length)\b/.test(text)) {
    ip.version = 6
    ip.tos = number(/class (0x[0-9a-f]{1,2})/) ?? 0
    ip.flowLabel = number(/flowlabel (0x[0-9a-f]{1,5})/) ?? 0
    ip.ttl = number(/hlim (\d{1,3})\b/)
    const payload = number(/payload length:? (\d{1,5})\b/)
    if (payload !== undefined) ip.length = payload + 40
    return
  }
  ip.version = 4
  ip.tos = number(/tos (0x[0-9a-f]{1,2})/)
  ip.ttl = number(/ttl +(\d{1,3})\b/)
  ip.id = number(/\bid (\d{1,5})\b/)
  const flags = /flags \[([^\]]{0,12})\]/.exec(text)?.[1]
  if (flags !== undefined) ip.dontFragment = flags.includes('DF')
  const length =
    number(/length:? (\d{1,5})\)?\s*$/) ??
    number(/proto[^()]{0,20}(?:\([^()]{0,20}\))?, length:? (\d{1,5})\b/) ??
    number(/, (?:len|length):? (\d{1,5})\b/)
  if (length !== undefined) ip.length = length
}

/**
 * Reads the head that ends where the addresses begin.
 * @param text the line
 * @param floor nothing before this index belongs to the packet
 * @param end index of the first address
 * @param marked true when the caller found the protocol's name
 */
export function readHead(text: string, floor: number, end: number, marked = false): Head {
  const start = Math.max(floor, end - LONGEST_HEAD)
  let region = text.slice(start, end)
  const head: Head = { from: end, marked, version: undefined, ip: {}, verbose: false }
  const cut = (length: number): void => {
    region = region.slice(0, region.length - length)
    head.from = start + region.length
  }
  const bracket = region.trimEnd().endsWith(')') ? verboseStart(region) : -1
  if (bracket >= 0) {
    const inside = region.slice(bracket)
    readVerbose(inside.trim().replace(/^\(/, '').replace(/\)$/, ''), head.ip)
    head.version = head.ip.version
    head.verbose = true
    head.marked = true
    cut(region.length - bracket)
  }
  const truncated = /truncated-ip6? - \d{1,6} bytes missing!\s{0,4}$/.exec(region)
  if (truncated) cut(truncated[0].length)
  let match = PROTOCOL.exec(region.endsWith(' ') ? region : `${region} `)
  if (!match && /(?:^|\s|[0-9]{6})IP6?\s*$/.test(region)) match = /(IP6?)\s*()$/.exec(region)
  if (match) {
    head.version ??= /6/.test(match[1]) ? 6 : match[1].startsWith('IP') ? 4 : undefined
    head.marked = true
    cut(Math.min(match[1].length, region.length))
  }
  for (let match = TUNNEL.exec(region); match; match = TUNNEL.exec(region)) {
    cut(match[0].length)
    const outer = region.trimEnd().endsWith(')') ? verboseStart(region) : -1
    if (outer >= 0) cut(region.length - outer)
    const name = PROTOCOL.exec(region.endsWith(' ') ? region : `${region} `)
    if (name) cut(Math.min(name[1].length, region.length))
  }
  if (/(?:PPPoE[^:]{0,40}|MPLS \([^>]{0,200}\),? )$/.test(region))
    cut(/(?:PPPoE[^:]{0,40}|MPLS \([^>]{0,200}\),? )$/.exec(region)![0].length)
  match = LOGGED.exec(region) ?? TAGGED.exec(region)
  if (match) {
    head.marked = true
    cut(match[0].length)
  }
  match = ETHER.exec(region)
  if (match) {
    head.marked = true
    const source = match[1] === 'Broadcast' ? 'ffffffffffff' : hardwareDigits(match[1])
    const destination = match[2] === 'Broadcast' ? 'ffffffffffff' : hardwareDigits(match[2])
    if (source && destination) {
      const vlans = [...(match[4] ?? '').matchAll(/vlan (\d{1,4}), p (\d)(, DEI)?/g)].map(
        (tag) => (Number(tag[2]) << 13) | (tag[3] ? 0x1000 : 0) | Number(tag[1]),
      )
      head.link = { source, destination, vlans }
    }
    if (/IPv6|86dd/i.test(`${match[3]} ${match[4] ?? ''}`)) head.version ??= 6
    cut(match[0].length)
  } else if ((match = ETHER_OLD.exec(region))) {
    head.marked = true
    head.link = { source: hardwareDigits(match[1])!, destination: hardwareDigits(match[2])! }
    cut(match[0].length)
  }
  match = SNIFFED.exec(region)
  if (match) {
    head.interfaceName = match[1]
    head.directionWord = match[2] === 'in' ? 'In' : 'Out'
    cut(match[0].length)
  } else if ((match = PROCESS.exec(region)) && head.marked) {
    head.interfaceName = match[1]
    head.directionWord = match[2]
    cut(match[0].trimStart().length)
  } else if ((match = ANY.exec(region)) && (head.marked || match[3] !== undefined || match[0].includes('ifindex '))) {
    head.marked = true
    head.directionWord = match[2]
    if (match[3] !== undefined && /IPv6|86dd/i.test(match[3])) head.version ??= 6
    // The word before the direction may be the time of a capture without interface names.
    if (match[1] !== undefined && !/^[\d:.]+$/.test(match[1])) {
      head.interfaceName = decodeUtf8(match[1])
      cut(match[0].length)
    } else cut(match[0].length - (match[1]?.length ?? 0) - (match[1] === undefined ? 0 : 1))
  }
  if (!region.endsWith(' ') && head.marked) region += ' '
  match = CLOCK.exec(region)
  const clock = match && readTime(match)
  if (clock) {
    head.time = clock
    head.from = Math.min(head.from, start + match!.index)
  } else if (head.marked && (match = EPOCH.exec(region))) {
    const seconds = Number(match[1])
    head.time = { kind: seconds < FIRST_EPOCH ? 'offset' : 'epoch', seconds, nanos: fractionNanos(match[2]) }
    head.from = Math.min(head.from, start + match.index)
  } else if (start === 0 && (match = SINCE_FIRST.exec(region))) {
    const [seconds, fraction] = match[1].split('.')
    head.time = { kind: 'offset', seconds: Number(seconds), nanos: fractionNanos(fraction) }
    head.from = 0
  }
  return head
}

/** Index of the bracket that opens the IP header at the end of `region`; -1 when there is none. */
function verboseStart(region: string): number {
  let depth = 0
  const last = region.trimEnd().length - 1
  for (let at = last; at >= 0 && last - at < 500; at--) {
    const character = region[at]
    if (character === ')') depth++
    else if (character === '(' && --depth === 0) {
      return /^\((?:tos|hlim|class|flowlabel|ttl|DF)\b/.test(region.slice(at, at + 12)) ? at : -1
    }
  }
  return -1
}
