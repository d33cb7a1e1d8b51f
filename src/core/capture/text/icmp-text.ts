/** ICMP and ICMPv6 messages as tcpdump words them. */
import type { IcmpFacts } from './packet-facts.ts'
import type { NameTable } from './name-table.ts'

/** A message and the index after it. */
export interface ParsedIcmp {
  icmp: IcmpFacts
  end: number
  /** True when a reason was printed that is none of those known: the line may be cut inside it. */
  doubtful?: boolean
}

/** Longest message: two IPv6 addresses and words. */
const LONGEST = 400
const PROTOCOLS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, igmp: 2, sctp: 132 }
/** Words after `unreachable - ` with their code (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1). */
const UNREACHABLE: readonly (readonly [RegExp, number])[] = [
  [/^need to frag/, 4],
  [/^source route failed/, 5],
  [/^source host isolated/, 8],
  [/^admin prohibited filter/, 13],
  [/^host precedence violation/, 14],
  [/^precedence cutoff/, 15],
]

/** Reads the message after `ICMP ` (or `icmp: ` of old versions). */
export function parseIcmp(text: string, at: number, names: NameTable): ParsedIcmp | undefined {
  const slice = text.slice(at, at + LONGEST)
  let match: RegExpExecArray | null
  const done = (icmp: IcmpFacts, length: number): ParsedIcmp => withLength(text, at + length, icmp)
  if ((match = /^echo (request|reply)(?:, id \d+, seq \d+| seq \d+)?/.exec(slice))) {
    return done({ type: match[1] === 'request' ? 8 : 0, code: 0 }, match[0].length)
  }
  if ((match = /^(\S+) (tcp|udp) port (\S+) unreachable/.exec(slice))) {
    return done(
      {
        type: 3,
        code: 3,
        quotedDestination: names.host(match[1], 4),
        quotedProtocol: PROTOCOLS[match[2]],
        quotedPort: names.port(match[3], true),
      },
      match[0].length,
    )
  }
  if ((match = /^(\S+) protocol (\S+) (?:port (\S+) )?unreachable/.exec(slice))) {
    const protocol = PROTOCOLS[match[2].toLowerCase()] ?? (/^\d{1,3}$/.test(match[2]) ? Number(match[2]) : undefined)
    return done(
      {
        type: 3,
        code: match[3] === undefined ? 2 : 3,
        quotedDestination: names.host(match[1], 4),
        quotedProtocol: protocol,
        quotedPort: match[3] === undefined ? undefined : names.port(match[3], true),
      },
      match[0].length,
    )
  }
  if ((match = /^(?:(net|host) )?(\S+) unreachable(?: - ((?:(?!, length|\d\d:\d\d:)[^\n]){0,60}))?/.exec(slice))) {
    const about = match[3] ?? ''
    const host = match[1] === 'host'
    let code = host ? 1 : match[1] === 'net' ? 0 : 1
    const special = UNREACHABLE.find(([pattern]) => pattern.test(about))
    const numbered = /^#(\d{1,3})/.exec(about)
    if (special) code = special[1]
    else if (numbered) code = Number(numbered[1])
    else if (about.startsWith('unknown')) code = host ? 7 : 6
    else if (about.startsWith('admin prohibited')) code = host ? 10 : 9
    else if (about.startsWith('tos prohibited')) code = host ? 12 : 11
    const mtu = /\(mtu (\d{1,5})\)/.exec(about)?.[1]
    const parsed = done(
      { type: 3, code, quotedDestination: names.host(match[2], 4), mtu: mtu === undefined ? undefined : Number(mtu) },
      match[0].length,
    )
    parsed.doubtful = about !== '' && !special && !numbered && !/^(?:unknown|(?:admin|tos) prohibited)$/.test(about.trim())
    return parsed
  }
  if ((match = /^time exceeded in-transit/.exec(slice))) return done({ type: 11, code: 0 }, match[0].length)
  if ((match = /^ip reassembly time exceeded/.exec(slice))) return done({ type: 11, code: 1 }, match[0].length)
  if ((match = /^source quench/.exec(slice))) return done({ type: 4, code: 0 }, match[0].length)
  if ((match = /^parameter problem - (?:octet|code) \d+/.exec(slice))) return done({ type: 12, code: 0 }, match[0].length)
  if ((match = /^redirect(?:-\S+)? (\S+) to (net|host) (\S+?)(?=,|\s|$)/.exec(slice))) {
    return done({ type: 5, code: match[2] === 'host' ? 1 : 0, quotedDestination: names.host(match[1], 4) }, match[0].length)
  }
  return undefined
}

/** Reads the message after `ICMP6, `. */
export function parseIcmp6(text: string, at: number, names: NameTable): ParsedIcmp | undefined {
  const slice = text.slice(at, at + LONGEST)
  let match: RegExpExecArray | null
  const done = (icmp: IcmpFacts, length: number): ParsedIcmp => withLength(text, at + length, icmp)
  const host = (name: string): string | undefined => names.host(name.replace(/,$/, ''), 6)
  if ((match = /^destination unreachable, unreachable port, (\S+) (tcp|udp) port ([A-Za-z][\w.-]{0,40}|\d{1,7})/.exec(slice))) {
    const cut = runTogether(match[3], text, at + match[0].length)
    return done(
      {
        type: 1,
        code: 4,
        quotedDestination: host(match[1]),
        quotedProtocol: PROTOCOLS[match[2]],
        quotedPort: names.port(match[3].slice(0, match[3].length - cut), true),
      },
      match[0].length - cut,
    )
  }
  if (
    (match =
      /^destination unreachable, +(unreachable route|unreachable prohibited|beyond scope|unreachable address) (\S+?)(?=,? |,|$)/.exec(
        slice,
      ))
  ) {
    const code = { 'unreachable route': 0, 'unreachable prohibited': 1, 'beyond scope': 2, 'unreachable address': 3 }[match[1]] ?? 0
    return done({ type: 1, code, quotedDestination: host(match[2]) }, match[0].length)
  }
  if ((match = /^destination unreachable, unknown unreach code \((\d{1,3})\)/.exec(slice))) {
    return done({ type: 1, code: Number(match[1]) & 255 }, match[0].length)
  }
  if ((match = /^packet too big, mtu (\d{1,9})/.exec(slice))) return done({ type: 2, code: 0, mtu: Number(match[1]) }, match[0].length)
  if ((match = /^time exceeded in-transit(?: for (\S+?)(?=,|\s|$))?/.exec(slice))) {
    return done({ type: 3, code: 0, quotedDestination: match[1] === undefined ? undefined : host(match[1]) }, match[0].length)
  }
  if ((match = /^time exceeded[^,\n]{0,20}\(reassembly\)/.exec(slice))) return done({ type: 3, code: 1 }, match[0].length)
  if (
    (match = /^neighbor (?:solicitation, (?:length \d+, )?who has|advertisement, (?:length \d+, )?tgt is) ([0-9a-f:]{2,45})/i.exec(slice))
  ) {
    return done({ type: match[0].includes('solicitation') ? 135 : 136, code: 0, target: host(match[1]) }, match[0].length)
  }
  if ((match = /^echo (request|reply)(?:, id \d+)?(?:, seq \d+)?/.exec(slice))) {
    return done({ type: match[1] === 'request' ? 128 : 129, code: 0 }, match[0].length)
  }
  return undefined
}

/** True for messages that quote the packet they are about (RFC 792; RFC 4443 §2.1: types below 128). */
export function isIcmpError(version: 4 | 6, type: number): boolean {
  return version === 6 ? type < 128 : type === 3 || type === 4 || type === 5 || type === 11 || type === 12
}

function withLength(text: string, at: number, icmp: IcmpFacts): ParsedIcmp {
  const match = /^(?: \(wrong icmp cksum [^!]{0,30}!\))?, length (\d{1,22})/.exec(text.slice(at, at + 80))
  if (!match) return { icmp, end: at }
  const cut = runTogether(match[1], text, at + match[0].length)
  icmp.length = Number(match[1].slice(0, match[1].length - cut) || '0')
  return { icmp, end: at + match[0].length - cut }
}

/**
 * How many of the last digits belong to the time of a packet that follows without a line break, as in `length 006:01:33.157778 IP`.
 * @param digits the digits after `length `
 * @param end index after them
 */
export function runTogether(digits: string, text: string, end: number): number {
  const next = text.slice(end, end + 20)
  if (/^:\d\d:\d\d[.,]\d/.test(next) && digits.length >= 3) return 2
  if (/^-\d\d-\d\d[ T]\d\d:/.test(next) && digits.length >= 5) return 4
  if (/^\.\d{6}(?:\d{3})? /.test(next) && digits.length >= 11) return 10
  return 0
}
