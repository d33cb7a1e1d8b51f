/** Packets in the lines of the packet list of Wireshark and tshark: `1 0.000000 10.0.0.1 → 10.0.0.2 TCP 74 51594 → 80 [SYN] Seq=0 …`. */
import { ipv4Bytes, ipv6Bytes } from './address-text.ts'
import { FLAG_WORD } from './flag-letters.ts'
import type { NameTable } from './name-table.ts'
import type { IpFacts, PacketFacts, TcpFacts, TextOption, TextTime } from './packet-facts.ts'
import { dateSeconds, fractionNanos } from './tcpdump-head.ts'
import { fourBytes } from './tcpdump-options.ts'

const SMALL = 1 << 24
/** What is read of a row that shows an application's message or an ICMP error; the rest is the message. */
const LONGEST_ROW = 600
/** The arrow of a line, which programs that do not know the character print as question marks. */
const ARROW = '(?:->|>|-|\\?{1,3})'
const FLAG_LIST = '(?:FIN|SYN|RST|PSH|ACK|URG|ECN|ECE|CWR|NS|AE|Reserved|<None>)'
const INFO = new RegExp(
  // Some versions print no blanks around the arrow.
  `((?:\\w[\\w.-]{0,38})?\\w(?:\\(\\d{1,5}\\))?) {0,3}${ARROW} {0,3}([\\w.-]{1,40}(?:\\(\\d{1,5}\\))?) {0,4}\\[(${FLAG_LIST}(?:, ?(?:${FLAG_LIST}|ACE=\\d))*)\\]\\s{1,4}Seq=(\\d{1,10})`,
  'g',
)
const GAP = '[\\s|,;]{1,40}'
/** The number of the line's frame. */
const NUMBER = `(?:(\\d{1,9})${GAP})?`
const TIME = `(?:(?:(\\d{4})-(\\d\\d)-(\\d\\d)[ T])?(\\d\\d):(\\d\\d):(\\d\\d)[.,](\\d{1,9})|(?<![\\d.])(\\d{1,10})[.,](\\d{1,9}))${GAP}`
const HOST = '((?=\\d{0,12}[A-Za-z.:*_-])[A-Za-z0-9_.:%*-]{2,80})'
/** Some lists have a column for each port beside its address. */
const ENDS = `${HOST}${GAP}(?:\\d{1,5}${GAP})?(?:${ARROW}${GAP})?${HOST}${GAP}(?:\\d{1,5}${GAP})?`
const BEFORE = new RegExp(
  `${NUMBER}(?:${TIME})?${ENDS}(?:([A-Z][\\w./+-]{1,20})${GAP})?(?:(\\d{1,6})${GAP})?(?:\\d{1,6}${GAP}){0,2}(?:\\[[^\\]]{1,80}\\]\\s{0,4}){0,6}$`,
)
const ICMP_LINE = new RegExp(
  `^[\\s|]{0,20}${NUMBER}(?:${TIME})?${ENDS}ICMP(v6)?${GAP}(?:(\\d{1,6})${GAP})?(Destination [Uu]nreachable|Time-to-live exceeded|Time [Ee]xceeded|Packet Too Big)(?: \\(([^)]{1,60})\\))?`,
)
/** Protocols that run over TCP, as the column names them; what also runs over UDP is left out. */
const OVER_TCP = new RegExp(
  '^(?:HTTP(?:/XML|/JSON|2)?|TLSv1(?:\\.\\d)?|SSLv?[23]?|SSHv?2?|SMTP(?:/IMF)?|IMF|FTP(?:-DATA)?|TELNET|MySQL|PGSQL|RESP|MONGO|TNS|TDS|DRDA|CQL|Kafka|IMAP|POP|NNTP|IRC|XMPP(?:/XML)?|SMB2?|NBSS|DCERPC|LDAP|MQTT|AMQP|STOMP|OpenWire|ZMTP|RTSP|WebSocket|RTMP|BGP|LDP|OpenFlow|TPKT|COTP|RDP|VNC|X11|Git|GRPC|Thrift|MEMCACHE|Socks|Modbus/TCP|S7COMM|iSCSI|JSON|XML|BitTorrent)$',
)
/** Protocols of other packets than TCP's. */
const NOT_TCP =
  /^(?:ARP|RARP|ICMP(?:v6)?|IGMP(?:v\d)?|UDP|M?DNS|LLMNR|NBNS|QUIC|DHCP(?:v6)?|BOOTP|NTP|SSDP|SNMP|TFTP|STUN|IPv[46]|LLC|STP|LLDP|CDP|OSPF|VRRP|ESP|ISAKMP|0x.*)$/
const APPLICATION = new RegExp(
  `^[\\s|]{0,20}${NUMBER}(?:${TIME})${ENDS}(?:([A-Za-z0-9][\\w./+-]{1,20}) {0,4}(?:[|,;\\t ] {0,20})(\\d{1,6})(?:[\\s|,;]|$))`,
)
/** What may stand before the last column when a line has nothing else: a number, and Wireshark's marks. */
const STARTS_LINE = /^[\s\d.:)(#*-]{0,20}(?:\[TCP [^\]]{1,60}\]\s{0,4}){0,4}$/
/** A field of a line with commas and quotation marks ends, and the next begins. */
const BETWEEN_FIELDS = /"\s{0,4}[,;\t]\s{0,4}"/g

/** Where a row begins: number, time, and the two ends. */
const ROW = `\\d{1,9}${GAP}(?:${TIME})(?=${ENDS}[A-Z])`
const ROW_BEGINS = new RegExp(`^[\\s|]{0,20}\\d{1,9}${GAP}(?:${TIME})${HOST}(?:\\s|$)`)
const NEXT_ROW = new RegExp(`\\s(?=${ROW})`, 'g')

/** Words of Wireshark for codes of ICMP type 3 and ICMPv6 type 1. */
const CODES: Readonly<Record<string, number>> = {
  'network unreachable': 0,
  'host unreachable': 1,
  'protocol unreachable': 2,
  'port unreachable': 3,
  'fragmentation needed': 4,
  'source route failed': 5,
  'network administratively prohibited': 9,
  'host administratively prohibited': 10,
  'communication administratively filtered': 13,
  'host precedence violation': 14,
  'precedence cutoff in effect': 15,
}
const CODES6: Readonly<Record<string, number>> = {
  'no route to destination': 0,
  'administratively prohibited': 1,
  'communication with destination administratively prohibited': 1,
  'beyond scope of source address': 2,
  'address unreachable': 3,
  'port unreachable': 4,
  'source address failed ingress/egress policy': 5,
  'reject route to destination': 6,
}

/** Whether a line begins with the number, the time and the first address of a row; it may end anywhere behind. */
export function beginsRow(text: string): boolean {
  return ROW_BEGINS.test(text)
}

/** The rows of a line, whose breaks were lost; one as a rule. What stands before the first row is one too. */
export function rowsOf(text: string): string[] {
  if (text.length < 80) return [text]
  const rows: string[] = []
  let from = 0
  for (const match of text.matchAll(NEXT_ROW)) {
    if (match.index > from && text.slice(from, match.index).trim() !== '') rows.push(text.slice(from, match.index))
    from = match.index
  }
  rows.push(text.slice(from))
  return rows
}

/** All packets in a line; packets of application protocols have neither `tcp` nor `icmp`, only addresses and `frameLength`. */
export function scanSummary(line: string, names: NameTable): PacketFacts[] {
  const found: PacketFacts[] = []
  const text = line.includes('"') ? withoutQuotationMarks(line) : line
  if (text.includes('Seq=')) {
    let floor = 0
    INFO.lastIndex = 0
    for (let match = INFO.exec(text); match; match = INFO.exec(text)) {
      const facts = tcpLine(text, match, floor, names)
      floor = INFO.lastIndex
      if (facts) found.push(facts)
    }
    if (found.length > 0) return found
  }
  const row = text.slice(0, LONGEST_ROW)
  if (!/\d/.test(row)) return found
  if (/(?:nreachable|xceeded|Packet Too Big)/.test(row)) {
    const match = ICMP_LINE.exec(row)
    const facts = match && icmpLine(match, names)
    if (facts) return [facts]
  }
  const match = /^[\s|]{0,20}\d/.test(row) ? APPLICATION.exec(row) : null
  if (match) {
    const ip = endsOf(match[11], match[12], names)
    const protocol = match[13]
    // What TCP itself says of a segment is read above; only data of an application stands here.
    const isData =
      protocol === 'TCP' || protocol === 'MPTCP' ? row.includes('[TCP segment of') || row.includes('[TCP PDU ') : !NOT_TCP.test(protocol)
    if (ip && isData)
      found.push({ ...listed(match), ip, frameLength: Number(match[14]), overTcp: protocol === 'TCP' || OVER_TCP.test(protocol) })
  }
  return found
}

/** A line of comma-separated values as one of a list with bars; any other line as it is. */
function withoutQuotationMarks(line: string): string {
  const plain = line.replace(BETWEEN_FIELDS, ' | ')
  return plain === line ? line : plain.replace(/^\s{0,40}"|"\s{0,40}$/g, '')
}

/** What stands before the ends of every line: frame number and time. */
function listed(match: RegExpExecArray): PacketFacts {
  const facts: PacketFacts = { style: 'wireshark', form: 'list', offset: 0, block: 0, run: 0, time: timeOf(match) }
  if (match[1] !== undefined) facts.frameNumber = Number(match[1])
  return facts
}

/** Options at the start of a line that a mail program wrapped. */
export function summaryContinuation(text: string): TextOption[] {
  return /^\s{0,8}(?:SACK_PERM|(?:MSS|TSval|TSecr|TSV|TSER|WS|SLE|SRE)=)/.test(text) ? optionsOf(text) : []
}

function endsOf(source: string, destination: string, names: NameTable): IpFacts | undefined {
  const version = source.includes(':') ? 6 : 4
  const from = names.host(source, version)
  const to = names.host(destination, version)
  return from === undefined || to === undefined ? undefined : { version, source: from, destination: to }
}

function isAddress(text: string): boolean {
  return ipv4Bytes(text) !== undefined || ipv6Bytes(text) !== undefined
}

function timeOf(match: RegExpExecArray): TextTime | undefined {
  const [, , year, month, day, hours, minutes, wholeSeconds, fraction, digits, decimals] = match as readonly (string | undefined)[]
  if (hours !== undefined) {
    const seconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(wholeSeconds)
    const nanos = fractionNanos(fraction)
    if (year === undefined) return { kind: 'day', seconds, nanos }
    return { kind: 'epoch', seconds: dateSeconds(Number(year), Number(month), Number(day)) + seconds, nanos }
  }
  if (digits === undefined) return undefined
  // Ten digits of seconds are a time since 1970, fewer one since the first packet.
  return { kind: digits.length === 10 ? 'epoch' : 'offset', seconds: Number(digits), nanos: fractionNanos(decimals) }
}

function portOf(text: string, names: NameTable): number | undefined {
  const inBrackets = /\((\d{1,5})\)$/.exec(text)
  return names.port(inBrackets ? inBrackets[1] : text, true)
}

function tcpLine(text: string, match: RegExpExecArray, floor: number, names: NameTable): PacketFacts | undefined {
  const after = text.slice(match.index + match[0].length, match.index + match[0].length + 400)
  // The fields end where the next line of a text without line breaks begins.
  const next = after.search(/\d{1,9}\s+(?:\d{1,9}\.\d{3,9}|\d\d:\d\d:\d\d\.)/)
  const fields = next > 0 ? after.slice(0, next) : after
  const value = (name: string): number | undefined => {
    const digits = new RegExp(`(?:^|\\s)${name}=(\\d{1,10})`).exec(fields)?.[1]
    return digits === undefined ? undefined : Number(digits)
  }
  const sourcePort = portOf(match[1], names)
  const destinationPort = portOf(match[2], names)
  const payload = value('Len')
  const window = value('Win')
  const found = BEFORE.exec(text.slice(Math.max(floor, match.index - 500), match.index))
  // Without the protocol's column, any two words would do for names.
  const before = found && (found[13] !== undefined || (isAddress(found[11]) && isAddress(found[12]))) ? found : null
  if (sourcePort === undefined || destinationPort === undefined) return undefined
  // A line that somebody shortened needs its addresses, or nothing else around it, to be told from prose.
  if (payload === undefined && window === undefined && !before && !STARTS_LINE.test(text.slice(floor, match.index))) return undefined
  let flags = 0
  for (const word of match[3].split(/, ?/)) flags |= FLAG_WORD[word] ?? 0
  const seq = Number(match[4]) >>> 0
  const ack = (flags & 0x10) === 0 ? undefined : value('Ack')
  const absolute = ((flags & 2) !== 0 && seq !== 0) || (seq >= SMALL && (ack === undefined || ack >= SMALL))
  const tcp: TcpFacts = {
    sourcePort,
    destinationPort,
    flags,
    seq,
    ack,
    numbering: absolute ? 'absolute' : 'relative',
    options: optionsOf(fields),
  }
  if (payload !== undefined) tcp.payload = payload
  if (window !== undefined) tcp.scaledWindow = window
  const urgent = value('Urg')
  if (urgent !== undefined && urgent <= 0xffff) tcp.urgent = urgent
  // Some versions give a repeated SYN both marks.
  if (before?.[0].includes('Retransmission') === true) tcp.repeated = true
  else if (before?.[0].includes('Port numbers reused') === true && (flags & 0x12) === 2) tcp.reused = true
  if (!before) return { style: 'wireshark', form: 'list', offset: 0, block: 0, run: 0, tcp }
  const facts: PacketFacts = { ...listed(before), ip: endsOf(before[11], before[12], names), tcp }
  if (before[14] !== undefined) facts.frameLength = Number(before[14])
  return facts
}

/** Options in the order of the line. Padding is not shown; the builder pads at the end. */
function optionsOf(fields: string): TextOption[] {
  const options: TextOption[] = []
  const edges: number[] = []
  for (const match of fields.matchAll(/(?:^|\s)(MSS|SACK_PERM|TSval|TSV|WS|SLE|SRE|TFO)(?:=(\w{1,10}))?(?: (?:TSecr|TSER)=(\d{1,10}))?/g)) {
    const number = Number(match[2] ?? 0)
    if (match[1] === 'MSS') options.push({ kind: 2, data: [(number >> 8) & 255, number & 255] })
    else if (match[1] === 'SACK_PERM') options.push({ kind: 4, data: [] })
    else if (match[1] === 'TSval' || match[1] === 'TSV')
      options.push({ kind: 8, data: [...fourBytes(number), ...fourBytes(Number(match[3] ?? 0))] })
    else if (match[1] === 'WS') options.push({ kind: 3, data: [Math.min(14, Math.round(Math.log2(Math.max(1, number))))] })
    else if (match[1] === 'TFO') options.push({ kind: 34, data: match[2] === 'C' ? [0, 0, 0, 0, 0, 0, 0, 0] : [] })
    else edges.push(number)
    if (options.length > 20) break
  }
  if (edges.length >= 2) options.push({ kind: 5, data: [], edges: edges.slice(0, 8) })
  return options
}

function icmpLine(match: RegExpExecArray, names: NameTable): PacketFacts | undefined {
  const ip = endsOf(match[11], match[12], names)
  if (!ip) return undefined
  const six = match[13] !== undefined
  const reason = (match[16] ?? '').toLowerCase()
  const kind = match[15].toLowerCase()
  const type = kind.startsWith('dest') ? (six ? 1 : 3) : kind.startsWith('packet') ? 2 : six ? 3 : 11
  const code = kind.startsWith('dest') ? ((six ? CODES6[reason] : CODES[reason]) ?? (six ? 0 : 1)) : /reassembly/.test(reason) ? 1 : 0
  const facts: PacketFacts = { ...listed(match), ip, icmp: { type, code } }
  // The frame holds an Ethernet header and the IP header besides the message.
  if (match[14] !== undefined) facts.icmp!.length = Math.max(0, Number(match[14]) - 14 - (six ? 40 : 20))
  return facts
}
