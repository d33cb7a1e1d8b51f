/** Packets in the detail text of Wireshark and `tshark -V`: whole frames, or only the part of one protocol. English labels, old and new. */
import { hardwareDigits } from './address-text.ts'
import type { NameTable } from './name-table.ts'
import type { IcmpFacts, IpFacts, LinkFacts, PacketFacts, TcpFacts, TextOption, TextTime } from './packet-facts.ts'
import { dateSeconds, fractionNanos } from './tcpdump-head.ts'
import { fourBytes, hexBytes } from './tcpdump-options.ts'

const TCP_START = 'Transmission Control Protocol, Src Port'
const ANCHOR =
  /^\s*(?:Frame \d{1,9}[:\s(,]|Ethernet II, Src|Linux cooked capture|Internet Protocol(?: Version [46])?, Src|Internet Control Message Protocol|User Datagram Protocol, Src)/
/** A line of the tree that is none of the labels read here, but no prose either. */
const TREE =
  /^\s*(?:\[|[.01 ]{8,24} = |\.{3,4} |(?:Kind|Length|Type|Code|Data|Padding|TCP payload|TCP segment|Options|Header|Reserved|Address|Source|Destination)\b.{0,60}[:(=])|^\s*[A-Z][A-Za-z /()-]{2,48}: \S/
/** Labels that start a line of the tree: a page that lost its line breaks is cut before them. */
const BREAKS =
  /\s+(?=(?:Source [Pp]ort: |Destination [Pp]ort: |\[Stream index: |\[TCP Segment Len: |Sequence [Nn]umber|\[Next [Ss]equence|Acknowledgment [Nn]umber|[01]{4} \.{4} = Header|Flags: 0x|[.01]{4} [.01]{4} [.01]{4} = |Window(?: size value)?: |\[Calculated window|\[Window size scaling|Checksum: 0x|\[Checksum Status|Urgent [Pp]ointer: |Options: \(|TCP Option - |\[SEQ\/ACK|\[Timestamps\]|\[Time since |Transmission Control Protocol, Src|Internet Protocol Version|Ethernet II, Src))/
/** What a list, or the tree itself, puts before a line. */
const BULLET = /^\s*(?:[-+]|\xe2\x80\xa2|\xe2\x96[\xb6-\xbf])\s+(?=[A-Z[.01])/
const SOURCE_PORT = /^\s*Source Port: (?:[\w.-]{1,40} )?\(?(\d{1,5})\)?\s*$/i
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Numbers below this are relative where the text does not say. */
const SMALL = 1 << 24

interface Section {
  ip: IpFacts | undefined
  tcp: DetailTcp | undefined
}

interface DetailTcp extends TcpFacts {
  shownSeq?: number
  shownAck?: number
  markedRelative?: boolean
  /** Set by a `Sequence number:` line, which says when it is relative. */
  plainSeq?: boolean
  /** Set where the line is missing that names the protocol and the ports. */
  bare?: boolean
}

/** One frame while its lines come. */
class Frame {
  readonly offset: number
  readonly block: number
  time: TextTime | undefined
  streamTime: TextTime | undefined
  link: LinkFacts | undefined
  vlans: number[] = []
  icmp: IcmpFacts | undefined
  icmpVersion: 4 | 6 = 4
  udp: PacketFacts['udp']
  readonly outer: Section = { ip: undefined, tcp: undefined }
  readonly quoted: Section = { ip: undefined, tcp: undefined }
  frameLength: number | undefined
  frameNumber: number | undefined
  /** Whether the line with the source port came. */
  hasSourceLine = false

  constructor(offset: number, block: number) {
    this.offset = offset
    this.block = block
  }

  /** The section that lines belong to: what an ICMP error quotes, once it began. */
  get section(): Section {
    return this.icmp ? this.quoted : this.outer
  }
}

/** Reads detail text line by line and gives each frame when the next begins. */
export class WiresharkDetail {
  readonly #names: NameTable
  readonly #sink: (facts: PacketFacts) => void
  #frame: Frame | undefined

  constructor(names: NameTable, sink: (facts: PacketFacts) => void) {
    this.#names = names
    this.#sink = sink
  }

  /**
   * Takes a line.
   * @param block the block it stands in
   * @returns false when it is no line of a detail tree
   */
  line(printed: string, offset: number, block: number): boolean {
    const text = printed.replace(BULLET, '')
    const source = SOURCE_PORT.exec(text)
    if (source && this.#sourcePort(Number(source[1]), offset, block)) return true
    const tcpAt = text.indexOf(TCP_START)
    const anchor = tcpAt >= 0 || ANCHOR.test(text)
    if (!anchor && this.#frame === undefined) return false
    if (tcpAt > 0 && text.slice(0, tcpAt).trim() !== '' && text.length < 100_000) {
      let any = false
      for (const part of [text.slice(0, tcpAt), text.slice(tcpAt)]) any = this.line(part, offset, block) || any
      return any
    }
    if (text.length > 160 && BREAKS.test(text)) {
      for (const part of text.split(BREAKS)) if (part.length < 4000) this.#one(part, offset, block, part.startsWith(TCP_START))
      return true
    }
    return this.#one(text, offset, block, anchor)
  }

  /** The text is over, or something else begins: the open frame is complete. */
  finish(): void {
    const frame = this.#frame
    this.#frame = undefined
    if (!frame) return
    const { outer, quoted } = frame
    if (!outer.tcp && !frame.icmp && !frame.udp) return
    // Ports alone are no segment: logs of firewalls name them too.
    if (outer.tcp && !isSegment(outer.tcp)) return
    if (quoted.tcp && !isSegment(quoted.tcp)) quoted.tcp = undefined
    // A folded tree does not say which message it was.
    if (frame.icmp && frame.icmp.type < 0) return
    const facts: PacketFacts = {
      style: 'wireshark',
      form: 'tree',
      offset: frame.offset,
      block: frame.block,
      run: 0,
      time: frame.time ?? frame.streamTime,
    }
    if (frame.frameNumber !== undefined) facts.frameNumber = frame.frameNumber
    if (frame.link) facts.link = { ...frame.link, vlans: frame.vlans }
    if (outer.ip) facts.ip = outer.ip
    if (frame.icmp) {
      if (!outer.ip) return
      if (quoted.ip) {
        frame.icmp.quotedDestination = quoted.ip.destination
        frame.icmp.quotedPort = quoted.tcp?.destinationPort
        frame.icmp.quotedProtocol = quoted.tcp ? 6 : undefined
        if (quoted.tcp) {
          frame.icmp.quote = {
            style: 'wireshark',
            form: 'tree',
            offset: frame.offset,
            block: frame.block,
            run: 0,
            ip: quoted.ip,
            tcp: settled(quoted.tcp, true),
          }
        }
      }
      facts.icmp = frame.icmp
    } else if (outer.tcp) facts.tcp = settled(outer.tcp, false)
    else facts.udp = frame.udp
    this.#sink(facts)
  }

  /** The line with the source port: without the line above it that names the protocol, a header begins here. */
  #sourcePort(port: number, offset: number, block: number): boolean {
    let frame = this.#frame
    if (port > 0xffff || frame?.udp || (frame?.section.tcp && !frame.hasSourceLine)) {
      if (frame) frame.hasSourceLine = true
      return false
    }
    if (!frame || frame.section.tcp) frame = this.#begin(offset, block)
    frame.hasSourceLine = true
    frame.section.tcp = { sourcePort: port, destinationPort: -1, numbering: 'relative', bare: true }
    return true
  }

  #begin(offset: number, block: number): Frame {
    this.finish()
    return (this.#frame = new Frame(offset, block))
  }

  #one(text: string, offset: number, block: number, anchor: boolean): boolean {
    if (anchor) {
      this.#anchor(text, offset, block)
      return true
    }
    const frame = this.#frame
    if (!frame || text.length > 4000) return false
    return label(text, frame) || TREE.test(text)
  }

  #anchor(text: string, offset: number, block: number): void {
    let match: RegExpExecArray | null
    let frame = this.#frame
    if ((match = /^\s*Frame (\d{1,9})/.exec(text))) {
      frame = this.#begin(offset, block)
      const length = /(\d{1,7}) bytes on wire/.exec(text)?.[1]
      frame.frameNumber = Number(match[1])
      frame.frameLength = length === undefined ? undefined : Number(length)
      return
    }
    if (/^\s*(?:Ethernet II|Linux cooked)/.test(text)) {
      if (!frame || frame.link || frame.outer.ip || frame.outer.tcp) frame = this.#begin(offset, block)
      const macs = [...text.matchAll(/[0-9a-f]{2}(?::[0-9a-f]{2}){5}/gi)].map((one) => hardwareDigits(one[0]))
      const destinationAt = text.indexOf('Dst:')
      const first = macs[0]
      const last = macs.at(-1)
      if (destinationAt > 0 && macs.length >= 2 && first && last) frame.link = { source: first, destination: last }
      return
    }
    if (
      (match =
        /Internet Protocol(?: Version ([46]))?, Src(?: Addr)?: (\S{1,200})(?: \(([^()]{1,60})\))?, Dst(?: Addr)?: (\S{1,200})(?: \(([^()]{1,60})\))?/.exec(
          text,
        ))
    ) {
      if (!frame || (frame.outer.tcp && !frame.icmp) || frame.udp || (frame.icmp && frame.quoted.ip)) frame = this.#begin(offset, block)
      const version = match[1] === '6' ? 6 : 4
      const end = (name: string, inBrackets: string | undefined): string | undefined =>
        this.#names.host((inBrackets ?? name).replace(/,$/, ''), version)
      frame.section.ip = { version, source: end(match[2], match[3]), destination: end(match[4], match[5]) }
      return
    }
    if ((match = /^\s*Internet Control Message Protocol( v6)?/.exec(text))) {
      if (!frame || frame.icmp || frame.outer.tcp) frame = this.#begin(offset, block)
      frame.icmp = { type: -1, code: 0 }
      frame.icmpVersion = match[1] === undefined ? 4 : 6
      return
    }
    const ports =
      /Src Port: (?:([\w.-]{1,40}) )?\(?([\w.-]{1,40})\)?, Dst Port: (?:([\w.-]{1,40}) )?\(?([\w.-]{1,40}?)\)?(?=,|\s|$)(?:, Seq: (\d{1,10}))?(?:, Ack: (\d{1,10}))?(?:, Len: (\d{1,7}))?/.exec(
        text,
      )
    if (!ports) return
    const sourcePort = this.#names.port(ports[2], true)
    const destinationPort = this.#names.port(ports[4], true)
    if (sourcePort === undefined || destinationPort === undefined) return
    if (ports[1] !== undefined) this.#names.learnPort(ports[1], sourcePort)
    if (ports[3] !== undefined) this.#names.learnPort(ports[3], destinationPort)
    if (/^\s*User Datagram/.test(text)) {
      if (frame?.outer.ip && !frame.icmp) frame.udp = { sourcePort, destinationPort, payload: 0 }
      return
    }
    if (!frame || frame.section.tcp) frame = this.#begin(offset, block)
    const tcp: DetailTcp = { sourcePort, destinationPort, numbering: 'relative' }
    if (ports[5] !== undefined) tcp.shownSeq = Number(ports[5])
    if (ports[6] !== undefined) tcp.shownAck = Number(ports[6])
    if (ports[7] !== undefined) tcp.payload = Number(ports[7])
    frame.section.tcp = tcp
  }
}

/** False for ports whose header was not named and that no numbers and flags of TCP follow. */
function isSegment(tcp: DetailTcp): boolean {
  return tcp.bare !== true || (tcp.destinationPort >= 0 && tcp.flags !== undefined && (tcp.shownSeq ?? tcp.seq) !== undefined)
}

/** Decides which numbers a header has, once all its lines are known. */
function settled(tcp: DetailTcp, quoted: boolean): TcpFacts {
  const { shownSeq, shownAck, markedRelative, plainSeq, ...facts } = tcp
  delete facts.bare
  const rawSeq = facts.seq
  if (rawSeq !== undefined) {
    facts.numbering = 'absolute'
    facts.relativeSeq = shownSeq
    facts.relativeAck = shownAck
  } else {
    const absolute =
      quoted ||
      (plainSeq === true && markedRelative !== true) ||
      (shownSeq !== undefined && shownSeq >= SMALL && (shownAck === undefined || shownAck >= SMALL))
    facts.numbering = absolute && (shownSeq ?? 0) !== 0 ? 'absolute' : 'relative'
    facts.seq = shownSeq
    facts.ack = shownAck
  }
  if (facts.flags !== undefined && (facts.flags & 0x10) === 0) {
    facts.ack = undefined
    facts.relativeAck = undefined
  }
  if (facts.headerLength === 20) facts.options ??= []
  return facts
}

/** Month, day, year and time of `Arrival Time:`, taken as UTC: the zone's name does not say its distance. */
function arrivalTime(text: string): TextTime | undefined {
  let match = /([A-Z][a-z]{2}) +(\d{1,2}), (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?/.exec(text)
  const clock = (year: string, month: number, day: string, from: number): TextTime => ({
    kind: 'epoch',
    nanos: fractionNanos(match![from + 3]),
    seconds:
      dateSeconds(Number(year), month, Number(day)) +
      Number(match![from]) * 3600 +
      Number(match![from + 1]) * 60 +
      Number(match![from + 2]),
  })
  if (match) {
    const month = MONTHS.indexOf(match[1].toLowerCase()) + 1
    return month > 0 ? clock(match[3], month, match[2], 4) : undefined
  }
  match = /(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?/.exec(text)
  return match ? clock(match[1], Number(match[2]), match[3], 4) : undefined
}

function secondsText(digits: string, kind: TextTime['kind']): TextTime {
  const [seconds, fraction] = digits.split('.')
  return { kind, seconds: Number(seconds), nanos: fractionNanos(fraction) }
}

/** Reads one labelled line into the frame; false when the label is none of those that matter. */
function label(text: string, frame: Frame): boolean {
  const colon = text.indexOf(':')
  if ((colon < 0 || colon > 120) && !/\(NOP\)|Option|Fast Open/.test(text)) return false
  return frame.section.tcp
    ? tcpLabel(text, frame, frame.section.tcp)
    : frame.icmp && !frame.quoted.ip
      ? icmpLabel(text, frame.icmp)
      : frameLabel(text, frame)
}

function frameLabel(text: string, frame: Frame): boolean {
  let match: RegExpExecArray | null
  const { ip } = frame.section
  if ((match = /Epoch (?:Arrival )?Time: (\d{1,10}\.\d{1,9})/.exec(text))) frame.time = secondsText(match[1], 'epoch')
  else if (/^\s*(?:UTC )?Arrival Time: /.test(text)) frame.time ??= arrivalTime(text)
  else if ((match = /Time since reference or first frame: (\d{1,9}\.\d{1,9}) /.exec(text))) frame.time ??= secondsText(match[1], 'offset')
  else if ((match = /802\.1Q Virtual LAN.{0,80}ID: (\d{1,4})/.exec(text))) frame.vlans.push(Number(match[1]))
  else if (!ip) return false
  else if (
    (match = /Differentiated Services Field: (0x[0-9a-f]{2})/i.exec(text)) ||
    (match = /Traffic [Cc]lass: (0x[0-9a-f]{2})(?![0-9a-f])/.exec(text))
  )
    ip.tos ??= Number(match[1])
  else if ((match = /^\s*Total Length: (\d{1,5})/i.exec(text))) ip.length ??= Number(match[1])
  else if ((match = /^\s*Payload Length: (\d{1,5})/i.exec(text))) ip.length ??= Number(match[1]) + 40
  else if ((match = /^\s*Identification: (0x[0-9a-f]{4})/i.exec(text))) {
    ip.id ??= Number(match[1])
  } else if ((match = /Don't fragment: (Set|Not set)/i.exec(text))) ip.dontFragment ??= match[1] === 'Set'
  else if ((match = /^[\s01.=]*Flags: 0x[0-9a-f]{1,4}(.{0,60})/i.exec(text))) {
    // Collapsed trees name the bits on the line itself; expanded ones are read above.
    if (/Don't fragment/i.test(match[1])) ip.dontFragment ??= true
    else if (/^\s*$/.test(match[1])) ip.dontFragment ??= false
  } else if ((match = /^\s*(?:Time to Live|Hop Limit): (\d{1,3})/i.exec(text))) ip.ttl ??= Number(match[1])
  else if ((match = /Flow ?Label: (0x[0-9a-f]{5,8})/i.exec(text))) ip.flowLabel ??= Number(match[1])
  else if (frame.udp && (match = /^\s*Length: (\d{1,5})/.exec(text))) frame.udp.payload = Math.max(0, Number(match[1]) - 8)
  else return false
  return true
}

function icmpLabel(text: string, icmp: IcmpFacts): boolean {
  let match: RegExpExecArray | null
  if ((match = /^\s*Type: .{0,60}?\(?(\d{1,3})\)?/.exec(text)) && icmp.type < 0) icmp.type = Number(match[1])
  else if ((match = /^\s*Code: .{0,60}?\(?(\d{1,3})\)?/.exec(text))) icmp.code = Number(match[1])
  else if ((match = /^\s*MTU(?: of next hop)?: (\d{1,9})/.exec(text))) icmp.mtu = Number(match[1])
  else return false
  return true
}

function tcpLabel(text: string, frame: Frame, tcp: DetailTcp): boolean {
  let match: RegExpExecArray | null
  const number = (digits: string): number => Number(digits) >>> 0
  if ((match = /TCP Segment Len: (\d{1,7})/i.exec(text))) tcp.payload ??= Number(match[1])
  else if ((match = /^\s*Sequence number \(raw\): (\d{1,10})/i.exec(text))) tcp.seq ??= number(match[1])
  else if ((match = /^\s*Acknowledge?ment number \(raw\): (\d{1,10})/i.exec(text))) tcp.ack ??= number(match[1])
  else if ((match = /^\s*Sequence number: (\d{1,10})(.{0,40})/i.exec(text))) {
    tcp.shownSeq ??= number(match[1])
    tcp.plainSeq = true
    if (/relative/.test(match[2])) tcp.markedRelative = true
  } else if ((match = /^\s*Acknowledge?ment number: (\d{1,10})/i.exec(text))) tcp.shownAck ??= number(match[1])
  else if ((match = /Header Length: (\d{1,2}) bytes/i.exec(text))) tcp.headerLength ??= Number(match[1])
  else if ((match = /^\s*Flags: 0x([0-9a-f]{2,4})/i.exec(text))) tcp.flags ??= parseInt(match[1], 16) & 0x1ff
  else if ((match = /^\s*Window(?: size value)?: (\d{1,5})(?!\d)/i.exec(text))) tcp.window ??= Math.min(Number(match[1]), 0xffff)
  else if ((match = /(?:Calculated window size|^\s*Window size): (\d{1,10})/i.exec(text))) tcp.scaledWindow ??= Number(match[1])
  else if ((match = /^\s*Checksum: 0x([0-9a-f]{4})/i.exec(text))) tcp.checksum ??= parseInt(match[1], 16)
  else if ((match = /^\s*Urgent Pointer: (\d{1,5})/i.exec(text))) tcp.urgent ??= Number(match[1])
  else if ((match = /Time since first frame in this TCP stream: (\d{1,9}\.\d{1,9})/.exec(text)))
    frame.streamTime ??= secondsText(match[1], 'stream')
  else if (tcp.destinationPort < 0 && (match = /^\s*Destination Port: (?:[\w.-]{1,40} )?\(?(\d{1,5})\)?\s*$/i.exec(text))) {
    if (Number(match[1]) <= 0xffff) tcp.destinationPort = Number(match[1])
  } else if (/^\s*(?:Source|Destination) Port: /i.test(text)) return true
  else {
    const option = detailOption(text)
    if (!option) return false
    const options = (tcp.options ??= [])
    if (options.length < 40) options.push(option)
  }
  return true
}

/** An option's own line; the lines below it repeat its values. */
function detailOption(text: string): TextOption | undefined {
  let match: RegExpExecArray | null
  const trimmed = text.trim()
  if (/^(?:TCP Option - )?No-Operation \(NOP\)$/.test(trimmed)) return { kind: 1, data: [] }
  if (/^(?:TCP Option - )?End of Option List \(EOL\)$/.test(trimmed)) return { kind: 0, data: [] }
  if ((match = /^(?:TCP Option - )?Maximum segment size: (\d{1,5}) bytes/.exec(trimmed)))
    return { kind: 2, data: [Number(match[1]) >> 8, Number(match[1]) & 255] }
  if (/^(?:TCP Option - SACK permitted|TCP SACK Permitted Option: True)/.test(trimmed)) return { kind: 4, data: [] }
  if ((match = /^(?:TCP Option - )?Timestamps: TSval (\d{1,10}), TSecr (\d{1,10})/.exec(trimmed))) {
    return { kind: 8, data: [...fourBytes(Number(match[1])), ...fourBytes(Number(match[2]))] }
  }
  if ((match = /^(?:TCP Option - )?Window scale: (\d{1,2}) \(/.exec(trimmed))) return { kind: 3, data: [Number(match[1])] }
  if ((match = /^(?:TCP Option - )?SACK:? ((?:\d{1,10}-\d{1,10} ?){1,4})/.exec(trimmed))) {
    return { kind: 5, data: [], edges: match[1].trim().split(/[ -]/).map(Number) }
  }
  if ((match = /^Fast Open Cookie: ([0-9a-f]{2,32})$/.exec(trimmed))) return { kind: 34, data: hexBytes(match[1]) }
  if (trimmed.startsWith('Fast Open Cookie Request')) return { kind: 34, data: [] }
  return undefined
}
