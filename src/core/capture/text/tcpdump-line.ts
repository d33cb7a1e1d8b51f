/** Finds the packets that tcpdump printed in a piece of text: whole lines, lines inside other text, several run together. */
import { FLAG, FLAG_WORD } from './flag-letters.ts'
import { hardwareDigits } from './address-text.ts'
import { parseIcmp, parseIcmp6, runTogether } from './icmp-text.ts'
import type { IpFacts, PacketFacts, TcpFacts } from './packet-facts.ts'
import type { NameTable } from './name-table.ts'
import { readHead, type Head } from './tcpdump-head.ts'
import { tcpdumpOptions } from './tcpdump-options.ts'

/** A packet found in a text. */
export interface Found {
  facts: PacketFacts
  /** Where its head begins and where the text after it begins. */
  from: number
  end: number
  /** False when the line stopped before the packet was over; more of it may stand on the next line. */
  complete: boolean
  /** True when the facts make a packet even if nothing follows. */
  acceptable: boolean
  /** How well the fields were understood: of two ways to join a wrapped line, the better one is taken. */
  quality: number
  /** True when the IP header was printed (`-v`). */
  verbose: boolean
  /** True when a head (`IP`, link header) was printed, not only the addresses. */
  marked: boolean
}

/** What a text holds. */
export interface Scan {
  found: Found[]
  /** Index where an unfinished packet or its head begins; -1 when the text does not end inside one. */
  openFrom: number
}

const LONGEST_HOST = 280
/** An unfinished packet further from the end of the text than this was not cut by a line break. */
const LONGEST_TAIL = 60
const HEAD_AT_END =
  /(?:\d\d:\d\d:\d\d\.\d{3,9}\s+(?:\S{1,16}\s+(?:In|Out|B|M|P)\s+)?(?:IP6?\b|ARP\b|(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?:\s{0,2}$| \(oui| >))|\bIP6? \((?:tos|hlim|class|flowlabel)|ethertype IPv|(?:^|\s)\((?:tos 0x|hlim \d|flowlabel 0x|class 0x)).{0,600}$|\d\d:\d\d:\d\d\.\d{6}\s*$/

/** Finds all packets of a text. */
export function scanTcpdump(text: string, names: NameTable): Scan {
  const found: Found[] = []
  let floor = 0
  let from = 0
  let arp = nextArp(text, 0)
  let openFrom = -1
  for (;;) {
    const arrow = nextArrow(text, from)
    if (arp >= 0 && (arrow < 0 || arp < arrow)) {
      const one = parseArp(text, arp, floor, names)
      if (one) {
        found.push(one)
        floor = one.end
        from = Math.max(from, one.end)
      }
      arp = nextArp(text, Math.max(arp + 6, floor))
      continue
    }
    if (arrow < 0) break
    const one = parsePacket(text, arrow, floor, names)
    if (one === undefined) {
      from = arrow + 2
      continue
    }
    if (one.complete || one.acceptable) found.push(one)
    floor = one.end
    from = Math.max(one.end, arrow + 2)
    if (arp >= 0 && arp < floor) arp = nextArp(text, floor)
    if (!one.complete) {
      openFrom = one.from
      break
    }
  }
  if (openFrom < 0) {
    const tail = Math.max(floor, text.length - 800)
    const match = HEAD_AT_END.exec(text.slice(tail))
    if (match) openFrom = tail + match.index
  }
  return { found, openFrom }
}

/** The `>`, or `->`, between two addresses: a blank, or the start of the text, on its left; a blank or the end on its right. */
function nextArrow(text: string, from: number): number {
  let at = text.indexOf('>', from)
  while (at >= 0) {
    const before = text.charCodeAt(text[at - 1] === '-' ? at - 2 : at - 1)
    if (at > 0 && (before === 32 || before === 9) && (at + 1 === text.length || text.charCodeAt(at + 1) === 32)) return at
    at = text.indexOf('>', at + 1)
  }
  return -1
}

function nextArp(text: string, from: number): number {
  const asked = text.indexOf('who-has ', from)
  const told = text.indexOf(' is-at ', from)
  return asked < 0 ? told : told < 0 ? asked : Math.min(asked, told)
}

function newFacts(head: Head): PacketFacts {
  return {
    style: 'tcpdump',
    offset: 0,
    block: 0,
    run: 0,
    time: head.time,
    interfaceName: head.interfaceName,
    directionWord: head.directionWord,
    link: head.link,
  }
}

function parsePacket(text: string, arrow: number, floor: number, names: NameTable): Found | undefined {
  let end = text[arrow - 1] === '-' ? arrow - 2 : arrow - 1
  while (end > floor && text.charCodeAt(end - 1) === 32) end--
  let start = end
  while (start > floor && end - start < LONGEST_HOST && text.charCodeAt(start - 1) > 32) start--
  while (start < end && !/[A-Za-z0-9_:*<[{$\x80-\xff]/.test(text[start])) start++
  // Prose in front, without a blank between: a numeric address begins where its digits do.
  const numeric = /[^\d.:A-Za-z_-](\d{1,3}(?:\.\d{1,3}){3}(?:\.[\w-]{1,20})?)$/.exec(text.slice(start, end))
  if (numeric) start = end - numeric[1].length
  // The number of a line may touch the address.
  const glued = /^\d{1,2}\.((?:\d{1,3}\.){4}\d{1,5})$/.exec(text.slice(start, end))
  if (glued) start = end - glued[1].length
  const left = text.slice(start, end)
  if (left === '' || (!left.includes('.') && !left.includes(':') && !/^[A-Za-z\x80-\xff]/.test(left))) return undefined
  let right = arrow + 1
  while (text.charCodeAt(right) === 32) right++
  let stop = right
  while (stop < text.length && stop - right < LONGEST_HOST && text.charCodeAt(stop) > 32) stop++
  const token = text.slice(right, stop)
  const unfinished = stop === text.length && text.length - arrow < LONGEST_HOST
  if (!token.endsWith(':')) {
    if (!unfinished || !left.includes('.')) return undefined
    const head = readHead(text, floor, start)
    if (!head.marked && !/\.\d{1,5}$/.test(left)) return undefined
    return {
      facts: newFacts(head),
      from: head.from,
      end: text.length,
      complete: false,
      acceptable: false,
      quality: 0,
      verbose: head.verbose,
      marked: head.marked,
    }
  }
  let at = stop
  while (text.charCodeAt(at) === 32) at++
  return parseTransport(text, { left, right: token.slice(0, -1), start, at, floor }, names)
}

interface Ends {
  left: string
  right: string
  start: number
  at: number
  floor: number
}

const ICMP = /(?:icmp: (?=[a-z0-9])|(?:HBH )?(?:\[(?:icmp6 sum ok|bad icmp6 cksum [^\]]{0,40})\] )?(?:ICMP6, |icmp6: |ICMP ))/y
const EXTENSION = /(?:(?:HBH|DSTOPT) (?:\([^()]{0,60}\) ?){0,8}|frag \(\S{1,30}\) |RT6 \([^()]{0,200}\) ?|AH\([^()]{0,100}\): )/y
/** Letters, or the words that somebody put for them. */
const NEW_FLAGS =
  /[Ff]lags\s{1,3}\[\s{0,2}([FSRPUEWCAe. ]{0,12}|none|(?:(?:SYN|FIN|RST|PU?SH|ACK|URG|ECE|CWR)(?:[.,+|/& -]{1,3}|(?=\]))){1,6})\]/y
const OLD_START = /([SFRPUWE]{1,8}|\.)(?:(?=, cksum 0x)| (?=\[tcp sum ok\]|\[bad tcp|\d{1,10}:\d{1,10}\(|ack \d|win \d))/y
/** What the sniffer of Fortinet's firewalls prints: words for flags, each with its number. */
const WORDS = /(?:(syn|fin|psh|rst|urg) (\d{1,10}))?(?:(?<=\d) )?(?:ack (\d{1,10}))?(?![\w:.])/y
const QUICK = /tcp (\d{1,6})/y
const CUT_TCP = /\[\|tcp\]/y
const UDP = /(?:\[[^\]]{0,60}\] )?(?:UDP, (?:bad )?length:? (\d{1,5})|udp (\d{1,5}))/y

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function parseTransport(text: string, ends: Ends, names: NameTable): Found | undefined {
  let { at } = ends
  for (let count = 0; count < 8; count++) {
    const extension = sticky(EXTENSION, text, at)
    if (!extension) break
    at += extension[0].length
  }
  const icmp = sticky(ICMP, text, at)
  if (icmp) return parseIcmpPacket(text, ends, at + icmp[0].length, icmp[0].includes('6'), names)
  const flags = sticky(NEW_FLAGS, text, at)
  if (flags) {
    const tcp = emptyTcp(flagsOfLetters(flags[1]))
    const parsed = parseFields(text, at + flags[0].length, tcp)
    return tcpPacket(text, ends, tcp, parsed.end, parsed.complete, names)
  }
  const old = sticky(OLD_START, text, at)
  if (old) {
    const tcp = emptyTcp(flagsOfLetters(old[1]))
    const ip: Partial<IpFacts> = {}
    const parsed = parseOldFields(text, at + old[0].length, tcp, ip)
    const found = parsed && tcpPacket(text, ends, tcp, parsed.end, parsed.complete, names)
    if (found?.facts.ip) found.facts.ip = { ...found.facts.ip, ...ip }
    return found
  }
  const words = sticky(WORDS, text, at)
  if (words && words[0] !== '') {
    const tcp = emptyTcp((FLAG[words[1]?.[0].toUpperCase()] ?? 0) | (words[3] === undefined ? 0 : FLAG['.']))
    if (words[2] !== undefined) tcp.seq = Number(words[2]) >>> 0
    if (words[3] !== undefined) tcp.ack = Number(words[3]) >>> 0
    // The line has no length; only data is pushed.
    if (words[1] !== 'psh' && words[1] !== 'urg') tcp.payload = 0
    return tcpPacket(text, ends, tcp, at + words[0].length, true, names)
  }
  const quick = sticky(QUICK, text, at)
  if (quick) {
    const cut = runTogether(quick[1], text, at + quick[0].length)
    const tcp = emptyTcp(undefined)
    tcp.payload = Number(quick[1].slice(0, quick[1].length - cut) || '0')
    return tcpPacket(text, ends, tcp, at + quick[0].length - cut, true, names, true)
  }
  const cutTcp = sticky(CUT_TCP, text, at)
  if (cutTcp) return tcpPacket(text, ends, emptyTcp(undefined), at + cutTcp[0].length, true, names, true)
  const udp = sticky(UDP, text, at)
  if (udp) return udpPacket(text, ends, udp, at, names)
  // The line may have been cut just before or inside the first word.
  const rest = text.slice(at)
  if (
    rest.length < 16 &&
    ('Flags [S'.startsWith(rest.slice(0, 7)) || /^(?:Flags(?: \[[^\]]{0,9})?|ICMP6?,?|IC|I|[SFRP.]{1,2})$/.test(rest))
  ) {
    const head = readHead(text, ends.floor, ends.start)
    if (!head.marked && !/\.[\w-]{1,20}$/.test(ends.left)) return undefined
    return {
      facts: newFacts(head),
      from: head.from,
      end: text.length,
      complete: false,
      acceptable: false,
      quality: 0,
      verbose: head.verbose,
      marked: head.marked,
    }
  }
  return undefined
}

/** Where the port of an end begins: behind the last dot, or the colon that other programs put behind an IPv4 address; -1 without one. */
function portAt(end: string): number {
  const colon = /^\d{1,3}(?:\.\d{1,3}){3}(?=:\d{1,5}$)/.exec(end)
  return colon ? colon[0].length : end.lastIndexOf('.')
}

/** A name of a host without a dot, so that no port can stand behind one. */
const PLAIN_NAME = /^[A-Za-z][\w-]{0,40}$/

function emptyTcp(flags: number | undefined): TcpFacts {
  return { sourcePort: 0, destinationPort: 0, numbering: 'tcpdump', flags }
}

function flagsOfLetters(letters: string): number {
  let flags = 0
  if (letters === 'none') return 0
  if (/[A-Z]{3}/.test(letters) && /SYN|FIN|RST|SH|ACK|URG|ECE|CWR/.test(letters)) {
    for (const word of letters.split(/[^A-Z]+/)) flags |= FLAG_WORD[word] ?? 0
    return flags
  }
  for (const letter of letters) flags |= FLAG[letter] ?? 0
  return flags
}

const CHECKSUM = /\s{0,4},?\s{0,40}cksum 0x([0-9a-f]{1,4}) \((?:(correct)|incorrect(?: \(?->)?\s?(?:0x)?([0-9a-f]{0,4})\)?)[^),]{0,20}\)/y
const SEQ = /\s{0,4},\s{0,40}seq\s{1,3}(\d{1,10})(?::(\d{1,10}))?(?:\((\d{1,6})\))?(?![\d:])/y
const ACK = /\s{0,4},\s{0,40}ack\s{1,3}(\d{1,10})(?!\d)/y
const WINDOW = /\s{0,4},\s{0,40}win\s{1,3}(\d{1,10})(?!\d)/y
const URGENT = /\s{0,4},\s{0,40}urg\s{1,3}(\d{1,5})(?!\d)/y
const OPTIONS = /\s{0,4},\s{0,40}(?:options|opts)\s{0,3}\[/y
const LENGTH = /\s{0,4},\s{0,40}length:?\s{1,3}(\d{1,22})/y
/** Longest list of options: 40 bytes of option space give fewer than 20 printed options. */
const LONGEST_OPTIONS = 900

function parseFields(text: string, from: number, tcp: TcpFacts): { end: number; complete: boolean } {
  let at = from
  let seqLength: number | undefined
  for (let count = 0; count < 9; count++) {
    let match = sticky(LENGTH, text, at)
    if (match) {
      const end = at + match[0].length
      const cut = runTogether(match[1], text, end)
      const digits = match[1].slice(0, match[1].length - cut)
      const payload = Number(digits)
      tcp.payload = seqLength ?? (digits.length <= 7 ? payload : 0)
      return { end: end - cut, complete: true }
    }
    if ((match = sticky(CHECKSUM, text, at))) {
      tcp.checksum = parseInt(match[1], 16)
      tcp.rightChecksum = match[2] === undefined ? (match[3] ? parseInt(match[3], 16) : undefined) : tcp.checksum
    } else if ((match = sticky(SEQ, text, at))) {
      tcp.seq = Number(match[1]) >>> 0
      seqLength =
        match[2] === undefined ? (match[3] === undefined ? undefined : Number(match[3])) : (Number(match[2]) - Number(match[1])) >>> 0
      if (seqLength !== undefined && seqLength > 1 << 20) seqLength = undefined
    } else if ((match = sticky(ACK, text, at))) tcp.ack = Number(match[1]) >>> 0
    else if ((match = sticky(WINDOW, text, at))) {
      const window = Number(match[1])
      if (window <= 0xffff) tcp.window = window
    } else if ((match = sticky(URGENT, text, at))) tcp.urgent = Number(match[1])
    else if ((match = sticky(OPTIONS, text, at))) {
      const start = at + match[0].length
      const close = closingBracket(text, start)
      if (close < 0) {
        const unfinished = text.length - start < LONGEST_OPTIONS
        finish(tcp, seqLength)
        return { end: unfinished ? text.length : start, complete: !unfinished }
      }
      tcp.options = tcpdumpOptions(text.slice(start, close))
      at = close + 1
      continue
    } else break
    at += match[0].length
  }
  finish(tcp, seqLength)
  // `, options` without a list means that the line shows none of them; what is left may be a field that a line break cut.
  return {
    end: at,
    complete:
      text.length - at > LONGEST_TAIL ||
      !/^,?\s*(?:[a-z]{1,7}(?: (?:\d{0,10}:?\d{0,10}|\[?|0?x?[0-9a-f]{0,4} ?\(?[a-z]{0,9}(?: -?>?)?.{0,8}))?)?$/.test(text.slice(at)),
  }
}

function finish(tcp: TcpFacts, seqLength: number | undefined): void {
  if (seqLength !== undefined) tcp.payload = seqLength
  else if (tcp.flags !== undefined && (tcp.seq === undefined || (tcp.flags & 7) !== 0)) tcp.payload = 0
}

function closingBracket(text: string, from: number): number {
  const limit = Math.min(text.length, from + LONGEST_OPTIONS)
  let depth = 0
  for (let at = from; at < limit; at++) {
    const character = text[at]
    if (character === '[') depth++
    else if (character === ']') {
      if (depth === 0) return at
      depth--
    }
  }
  return -1
}

const OLD_CHECK = /\[(?:tcp sum ok|bad tcp cksum (?:0x)?([0-9a-f]{1,4})[^\]]{0,30})\] ?/y
const OLD_RANGE = /(\d{1,10}):(\d{1,10})\((\d{1,6})\) ?/y
const OLD_ACK = /ack (\d{1,10}) ?/y
const OLD_WINDOW = /win (\d{1,7}) ?/y
const OLD_URGENT = /urg (\d{1,5}) ?/y
/** The IP header that `-v` of tcpdump 3 printed at the end of the line. */
const OLD_TAIL = /(\(DF\) {0,3})?(?:\[tos (0x[0-9a-f]{1,2})[^\]]{0,8}\] {0,3})?\(ttl +(\d{1,3}), id (\d{1,5})(?:, len \d{1,5})?\)/y
const OLD_OPTIONS = /<([^<>]{0,300})> ?/y

/** `S 123:123(0) ack 1 win 5840 <mss 1460>` of tcpdump before version 4. */
function parseOldFields(text: string, from: number, tcp: TcpFacts, ip: Partial<IpFacts>): { end: number; complete: boolean } | undefined {
  let at = from
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = sticky(pattern, text, at)
    if (match) at += match[0].length
    return match
  }
  const check = take(OLD_CHECK)
  if (check?.[1] !== undefined) tcp.checksum = parseInt(check[1], 16)
  const cksum = take(CHECKSUM)
  if (cksum) {
    tcp.checksum = parseInt(cksum[1], 16)
    at += sticky(/,? ?/y, text, at)?.[0].length ?? 0
  }
  const range = take(OLD_RANGE)
  if (range) {
    tcp.seq = Number(range[1]) >>> 0
    tcp.payload = Number(range[3])
  } else tcp.payload = 0
  const ack = take(OLD_ACK)
  if (ack) {
    tcp.ack = Number(ack[1]) >>> 0
    tcp.flags = (tcp.flags ?? 0) | 0x10
  }
  const window = take(OLD_WINDOW)
  if (window && Number(window[1]) <= 0xffff) tcp.window = Number(window[1])
  const urgent = take(OLD_URGENT)
  if (urgent) tcp.urgent = Number(urgent[1])
  const options = take(OLD_OPTIONS)
  if (options) tcp.options = tcpdumpOptions(options[1])
  else if (window) tcp.options = []
  if (!range && !ack) return text.slice(at).trim() === '' ? { end: text.length, complete: false } : undefined
  const tail = take(OLD_TAIL)
  if (tail) Object.assign(ip, { dontFragment: tail[1] !== undefined, tos: Number(tail[2] ?? 0), ttl: Number(tail[3]), id: Number(tail[4]) })
  const rest = text.slice(at, at + LONGEST_TAIL + 1)
  return { end: at, complete: window !== null && !/^<[^>]*$/.test(rest) && !(rest === '' && !options) }
}

function tcpPacket(
  text: string,
  ends: Ends,
  tcp: TcpFacts,
  end: number,
  complete: boolean,
  names: NameTable,
  bare = false,
): Found | undefined {
  const head = readHead(text, ends.floor, ends.start)
  // Somebody who put names for the ends may have left out the ports.
  const numbered = tcp.seq !== undefined || tcp.ack !== undefined
  const named = head.marked || head.time !== undefined || numbered
  const left = named && PLAIN_NAME.test(ends.left) ? ends.left.length : portAt(ends.left)
  const right = named && PLAIN_NAME.test(ends.right) ? ends.right.length : portAt(ends.right)
  if (left < 1 || right < 1) return undefined
  // Lines without flags are short: prose looks like them unless a head says otherwise.
  if (bare && !head.marked && head.time === undefined) return undefined
  const sourceName = left === ends.left.length ? '0' : ends.left.slice(left + 1)
  const destinationName = right === ends.right.length ? '0' : ends.right.slice(right + 1)
  const sourcePort = names.port(sourceName, head.marked || /^\d+$/.test(destinationName))
  const destinationPort = names.port(destinationName, head.marked || /^\d+$/.test(sourceName))
  if (sourcePort === undefined || destinationPort === undefined) return undefined
  const version = head.version ?? (ends.left.slice(0, left).includes(':') ? 6 : undefined)
  const loose = head.time !== undefined || (head.marked && text.slice(head.from).startsWith('IP'))
  const source = names.host(ends.left.slice(0, left), version, loose)
  const destination = names.host(ends.right.slice(0, right), version, loose)
  if (source === undefined || destination === undefined) return undefined
  tcp.sourcePort = sourcePort
  tcp.destinationPort = destinationPort
  // A line that was read to its end shows every option there is; a shortened one does not.
  if (complete && !bare && tcp.options === undefined && !/options|opts|</.test(text.slice(ends.at, end))) tcp.options = []
  const facts = newFacts(head)
  facts.tcp = tcp
  facts.ip = { ...head.ip, version: version ?? 4, source, destination }
  const quality = (complete ? 2 : 0) + (tcp.payload === undefined ? 0 : 1) + (tcp.options === undefined ? 0 : 2)
  // Flags alone may also explain the format: a time or a port in figures tells a packet.
  const told = /^\d+$/.test(sourceName) || /^\d+$/.test(destinationName) ? head.marked || head.time !== undefined : head.marked && head.time
  const acceptable = bare || numbered || tcp.window !== undefined || Boolean(told)
  return acceptable || !complete
    ? { facts, from: head.from, end, complete, acceptable, quality, verbose: head.verbose, marked: head.marked }
    : undefined
}

function udpPacket(text: string, ends: Ends, match: RegExpExecArray, at: number, names: NameTable): Found | undefined {
  const head = readHead(text, ends.floor, ends.start)
  const left = ends.left.lastIndexOf('.')
  const right = ends.right.lastIndexOf('.')
  if (!head.marked || left < 1 || right < 1) return undefined
  const sourcePort = names.port(ends.left.slice(left + 1), true)
  const destinationPort = names.port(ends.right.slice(right + 1), true)
  const version = head.version ?? (ends.left.slice(0, left).includes(':') ? 6 : undefined)
  const source = names.host(ends.left.slice(0, left), version)
  const destination = names.host(ends.right.slice(0, right), version)
  if (sourcePort === undefined || destinationPort === undefined || source === undefined || destination === undefined) return undefined
  const digits = match[1] ?? match[2]
  const cut = runTogether(digits, text, at + match[0].length)
  const facts = newFacts(head)
  facts.udp = { sourcePort, destinationPort, payload: Number(digits.slice(0, digits.length - cut) || '0') }
  facts.ip = { ...head.ip, version: version ?? 4, source, destination }
  return {
    facts,
    from: head.from,
    end: at + match[0].length - cut,
    complete: true,
    acceptable: true,
    quality: 0,
    verbose: head.verbose,
    marked: true,
  }
}

function parseIcmpPacket(text: string, ends: Ends, at: number, six: boolean, names: NameTable): Found | undefined {
  const parsed = six ? parseIcmp6(text, at, names) : parseIcmp(text, at, names)
  const head = readHead(text, ends.floor, ends.start)
  if (!parsed) {
    if (text.length - at > LONGEST_TAIL || !head.marked) return undefined
    return {
      facts: newFacts(head),
      from: head.from,
      end: text.length,
      complete: false,
      acceptable: false,
      quality: 0,
      verbose: head.verbose,
      marked: true,
    }
  }
  const source = names.host(ends.left, six ? 6 : 4)
  const destination = names.host(ends.right, six ? 6 : 4)
  if (source === undefined || destination === undefined) return undefined
  const facts = newFacts(head)
  facts.icmp = parsed.icmp
  facts.ip = { ...head.ip, version: six ? 6 : 4, source, destination }
  const complete =
    parsed.icmp.length !== undefined ||
    (six && head.verbose) ||
    !/^[,\s-]*[a-z ]{0,8}$/.test(text.slice(parsed.end, parsed.end + LONGEST_TAIL))
  const quality = (complete ? 2 : 0) + (parsed.icmp.length === undefined ? 0 : 1) + (parsed.doubtful ? 0 : 2)
  return { facts, from: head.from, end: parsed.end, complete, acceptable: true, quality, verbose: head.verbose, marked: head.marked }
}

const ASKED = /who-has (\S{1,80}?)(?: \([^()]{1,40}\))? tell ([^\s,]{1,80})(?=,|\s|$)/y
const TOLD = / is-at ([0-9a-f:]{11,17})/y

function parseArp(text: string, at: number, floor: number, names: NameTable): Found | undefined {
  const asked = sticky(ASKED, text, at)
  const told = asked ? null : sticky(TOLD, text, at)
  if (!asked && !told) return undefined
  const before = /(?:ARP, |arp )?(?:Ethernet \([^()]{0,20}\), IPv4 \([^()]{0,20}\), )?(?:Request |Reply |reply )?(\S{0,80})$/.exec(
    text.slice(Math.max(floor, at - 160), at),
  )
  if (!before) return undefined
  const start = at - before[0].length
  const named = /arp/i.test(before[0])
  const head = readHead(text, floor, start, named)
  if (!named && !head.marked) return undefined
  const facts = newFacts(head)
  if (asked) {
    const target = names.host(asked[1], 4)
    const sender = names.host(asked[2].replace(/,$/, ''), 4)
    if (target === undefined || sender === undefined) return undefined
    facts.arp = { operation: 1, sender, target, hardware: undefined }
  } else {
    const sender = names.host(before[1], 4)
    const hardware = hardwareDigits(told![1])
    if (sender === undefined) return undefined
    facts.arp = { operation: 2, sender, target: '0.0.0.0', hardware }
  }
  let end = at + (asked ?? told!)[0].length
  const length = /^(?: \([^()]{1,30}\))?, length (\d{1,6})/.exec(text.slice(end, end + 60))
  if (length) end += length[0].length - runTogether(length[1], text, end + length[0].length)
  return { facts, from: head.from, end, complete: true, acceptable: true, quality: 1, verbose: false, marked: true }
}
