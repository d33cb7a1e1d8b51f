/** Reads packets out of text: lines of tcpdump, Wireshark and tshark, and hexadecimal dumps, wherever they stand in it. */
import type { CaptureFormat, CaptureInfo, CaptureReader, RecordSink } from '../record.ts'
import { CHECKSUM_NOTE, DIRECTION, KNOWN, KNOWN_ALL, PacketRecord } from '../record.ts'
import { completeApplicationLines } from './application-lines.ts'
import { cleanLine, withoutQuoteMarks } from './clean-line.ts'
import { dumpLayout, dumpWireLength, HexDump, hexLine } from './hex-lines.ts'
import { learnLengths } from './hidden-lengths.ts'
import { isIcmpError } from './icmp-text.ts'
import { LineSplitter } from './line-splitter.ts'
import { NameTable } from './name-table.ts'
import { PacketBuilder } from './packet-builder.ts'
import type { PacketFacts, TextTime } from './packet-facts.ts'
import { factsOfBytes } from './packet-of-bytes.ts'
import { QuotedPrintable } from './quoted-printable.ts'
import { QuoteGuess } from './quote-guess.ts'
import { RelativeNumbers } from './relative-numbers.ts'
import { learnReuses } from './reused-ports.ts'
import { withoutRepeats } from './repeats.ts'
import { withoutSecondViews } from './second-views.ts'
import { fractionNanos } from './tcpdump-head.ts'
import { scanTcpdump, type Found, type Scan } from './tcpdump-line.ts'
import { clockModeOf, TextClock, type ClockMode } from './text-clock.ts'
import { WiresharkDetail } from './wireshark-detail.ts'
import { WiresharkRows } from './wireshark-rows.ts'

/** Packets collected before they are handed over: repeats are found within so many. Ordinary texts have far fewer. */
const BATCH_PACKETS = 20_000
/** Bytes of dumps collected before packets are handed over. */
const BATCH_BYTES = 1 << 24
/** Lines that a packet may be wrapped over, and characters that an unfinished one may have. */
const MOST_WRAPPED_LINES = 12
const LONGEST_CARRY = 4096

/** How a packet begins that is not the rest of the one before. */
const UNREAD =
  /(?:^|\s)(\d\d):(\d\d):(\d\d)\.(\d{6}|\d{9})\s+(?:\S{1,16}\s+(?:In|Out|B|M|P)\s+)?(?:IP6? |ARP|LLDP|STP|(?:[0-9a-f]{2}:){5}[0-9a-f]{2} (?:\(oui [^)]{1,30}\) )?>)/
/** A line that begins with a time of tcpdump's is never the rest of the one before; `T` and `Z` would be a log's. */
const NEW_TIME = /^\s{0,8}(?:\d{4}-\d\d-\d\d )?-?\d\d:\d\d:\d\d[.,]\d{1,9}\s/
const NEW_HEAD = /^\s*(?:\d{4}-\d\d-\d\d|-?\d\d:\d\d:\d\d|\d{9,10}\.\d{6}|IP6? |(?:[0-9a-f]{2}:){5})/
/** The line that pktmon of Windows prints above a packet, once for each part of the system that the packet passes. */
const PASSED = /(\d\d:\d\d:\d\d\.\d{3,9})\s.{0,80}?(PktGroupId \d{1,20}, PktNumber \d{1,9}),/
/** The ends of a tunnel before the head of the packet in it. */
const TUNNEL_ENDS = /\S{2,80} > \S{2,80}: $/
/** A packet that carries another, which the next line shows without a time. */
const CARRIER = /: (?:\[[^\]]{1,40}\] )?(?:VXLAN|VXLAN-GPE|OTV|Geneve|GREv\d)\b/

/**
 * Reads pasted text. Each packet found becomes a record with the bytes of a packet, in which only what `KNOWN` bits say is real;
 * link types are RAW, or Ethernet and LINUX_SLL2 where the text shows that layer, or what a dump has.
 */
export class TextReader implements CaptureReader {
  readonly info: CaptureInfo = {
    format: 'tcpdump-text',
    startNs: undefined,
    interfaces: [],
    problems: [],
    comments: [],
    hostNames: new Map(),
  }
  readonly #sink: RecordSink
  readonly #lines = new LineSplitter((line, offset) => this.#line(line, offset))
  readonly #mail = new QuotedPrintable()
  readonly #names = new NameTable(this.info.hostNames)
  readonly #record = new PacketRecord()
  readonly #builder = new PacketBuilder()
  readonly #numbers = new RelativeNumbers()
  readonly #guess = new QuoteGuess()
  readonly #clock = new TextClock()
  readonly #detail: WiresharkDetail
  readonly #rows: WiresharkRows
  readonly #dump = new HexDump()
  readonly #hints = new Map<number, number>()
  readonly #counts: Record<'tcpdump' | 'wireshark' | 'hex', number> = { tcpdump: 0, wireshark: 0, hex: 0 }

  #batch: PacketFacts[] = []
  #batchBytes = 0
  #emitted = 0
  #bytesRead = 0
  #block = 0
  #blockUsed = false
  #listing = 0
  /** A packet on the line before that carries the one on this line. */
  #carrier: PacketFacts | undefined
  /** Time of the packet on the next line, as printed, and whether it was shown before, where a line of its own says so. */
  #passed: { readonly clock: string; readonly isAgain: boolean } | undefined
  readonly #seen = new Set<string>()
  /** The latest time of the listing at hand, and of those before it. */
  #latest = { listing: 0, timeNs: -Infinity, beforeNs: -Infinity }
  #run = 0
  #runUsed = false
  /** Unfinished text of a packet at the end of a line, the packet it makes so far, and where it began. */
  #carry = ''
  #carryFound: Found | undefined
  #carryOffset = 0
  #carryLines = 0
  /** The packet that a dump or a quoted packet on the next lines belongs to. */
  #last: PacketFacts | undefined
  #lastSeconds = -1
  #fromZero = false

  constructor(sink: RecordSink) {
    this.#sink = sink
    this.#detail = new WiresharkDetail(this.#names, (facts) => this.#add(facts))
    this.#rows = new WiresharkRows(this.#names, (packets, offset) => {
      this.#finishCarry()
      this.#detail.finish()
      for (const facts of packets) this.#add(Object.assign(facts, { offset }))
    })
  }

  /** Text is never so damaged that nothing could follow. */
  get done(): boolean {
    return false
  }

  push(chunk: Uint8Array): void {
    this.#bytesRead += chunk.length
    this.#lines.push(chunk)
  }

  end(): void {
    this.#lines.end()
    const rest = this.#mail.rest()
    if (rest !== '') this.#line(rest, this.#bytesRead)
    this.#finishDump()
    this.#finishCarry()
    this.#rows.finish()
    this.#detail.finish()
    this.#hand()
    if (this.#emitted === 0) {
      this.info.problems.push({
        code: 'no-packets',
        offset: 0,
        message: `No packet was found in ${this.#bytesRead} bytes of text: neither a line of tcpdump or Wireshark nor a dump.`,
      })
    }
    const { tcpdump, wireshark, hex } = this.#counts
    const most: [CaptureFormat, number][] = [
      ['tcpdump-text', tcpdump],
      ['wireshark-text', wireshark],
      ['hex-dump', hex],
    ]
    this.info.format = most.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
  }

  #line(raw: string, offset: number): void {
    const line = this.#mail.line(raw)
    if (line === undefined) return
    const cleaned = cleanLine(line)
    const passed = cleaned.includes('PktGroupId') ? PASSED.exec(cleaned) : null
    if (passed) {
      this.#finishDump()
      this.#finishCarry()
      this.#passed = { clock: passed[1], isAgain: this.#seen.has(passed[2]) }
      if (this.#seen.size >= BATCH_PACKETS) this.#seen.clear()
      this.#seen.add(passed[2])
      return
    }
    const isAgain = this.#passed?.isAgain
    const whole = this.#passed ? `${this.#passed.clock} ${cleaned.trimStart()}` : cleaned
    this.#passed = undefined
    if (isAgain === true && scanTcpdump(whole, this.#names).found.length > 0) return
    const text = withoutQuoteMarks(whole)
    if (text.trim() === '') {
      if (this.#carry !== '' && ++this.#carryLines > MOST_WRAPPED_LINES) this.#finishCarry()
      return
    }
    const dumped = hexLine(text)
    if (dumped) {
      this.#finishCarry()
      if (this.#dump.add(dumped, offset)) return
      this.#finishDump()
      if (this.#dump.add(dumped, offset)) return
    } else if (this.#dump.length > 0) this.#finishDump()
    this.#marks(text)
    if (this.#tcpdump(text, whole, offset)) {
      this.#rows.finish()
      return
    }
    if (this.#rows.line(text, offset)) return
    if (this.#detail.line(text, offset, this.#block)) {
      this.#blockUsed = true
      return
    }
    if (this.#carry === '') this.#prose(text)
  }

  /** Starts of tcpdump that the text shows: its numbers and offsets begin anew. */
  #marks(text: string): void {
    const command = text.indexOf('tcpdump')
    if (command < 0 && !text.includes('listening on ') && !text.includes('packets captured')) return
    this.#listing++
    if (this.#runUsed) {
      this.#run++
      this.#runUsed = false
    }
    if (command < 0) return
    const hint = /^tcpdump\s(?:[^|;&\n]{0,200}?\s)?-[a-su-zA-Z]{0,12}(t{1,5})(?=[\sa-zA-Z])/.exec(text.slice(command, command + 300))
    if (hint && hint[1].length >= 3) this.#hints.set(this.#run, hint[1].length)
    if (this.#hints.size > 1000) this.#hints.clear()
  }

  /** Lines of tcpdump; true when the line was one, or part of one. */
  #tcpdump(text: string, whole: string, offset: number): boolean {
    if (this.#carry !== '' && NEW_TIME.test(text)) this.#finishCarry()
    if (this.#carry !== '') {
      const trimmed = text.trimStart()
      const raw = this.#carry
      const carry = raw.trimEnd()
      const alone = scanTcpdump(text, this.#names).found[0]
      // A line that is a packet of its own, or begins one, ends what came before.
      const ways =
        (alone?.complete && alone.marked && alone.facts.time !== undefined) || (this.#carryFound && NEW_HEAD.test(text))
          ? []
          : [`${carry} ${trimmed}`, raw + text]
      if (ways.length > 0 && whole !== text) ways.push(`${carry} ${whole.trimStart()}`)
      // Log prefixes stand between the head of a packet and its second line.
      if (ways.length > 0 && this.#carryFound === undefined && alone && !alone.marked && alone.from > 0)
        ways.unshift(`${carry} ${text.slice(alone.from)}`)
      let best: { scan: Scan; joined: string; quality: number } | undefined
      for (const joined of ways) {
        const scan = scanTcpdump(joined, this.#names)
        const first = scan.found[0]
        const taken = first !== undefined && first.from < carry.length && first.end > carry.length && this.#isBetter(first)
        if (!taken) continue
        const quality = first.quality + (first.marked ? 8 : 0)
        if (best === undefined || quality > best.quality) best = { scan, joined, quality }
      }
      if (best) {
        this.#accept(best.scan, best.joined, this.#carryOffset)
        return true
      }
      if (this.#carryFound === undefined && this.#carryLines < MOST_WRAPPED_LINES && this.#extendCarry(ways, text)) return false
      this.#finishCarry()
    }
    const scan = scanTcpdump(text, this.#names)
    if (scan.found.length === 0 && scan.openFrom < 0) return false
    this.#accept(scan, text, offset)
    return true
  }

  /** Joins a line to the head of a packet that has not come yet. False when the line begins something new. */
  #extendCarry(ways: readonly string[], text: string): boolean {
    for (const joined of ways) {
      const scan = scanTcpdump(joined, this.#names)
      if (scan.found.length > 0 || scan.openFrom < 0 || scan.openFrom >= this.#carry.length || joined.length >= LONGEST_CARRY) continue
      const alone = scanTcpdump(text, this.#names)
      const head = alone.openFrom < 0 ? '' : text.slice(alone.openFrom, alone.openFrom + 20)
      if (alone.found.length > 0 || (NEW_HEAD.test(head) && !TUNNEL_ENDS.test(text.slice(0, alone.openFrom)))) return false
      this.#carry = joined.slice(scan.openFrom)
      this.#carryLines++
      return true
    }
    return false
  }

  /** A joined line is taken when it says more about the packet than its first part did. */
  #isBetter(found: Found): boolean {
    return this.#carryFound === undefined || found.complete || found.end > this.#carryFound.end
  }

  #accept(scan: Scan, text: string, offset: number): void {
    this.#carry = ''
    this.#carryFound = undefined
    let lines = this.#carryLines
    this.#carryLines = 0
    for (const found of scan.found) {
      found.facts.offset = offset + (found.from > text.length ? 0 : found.from)
      if (!found.complete) {
        this.#carryFound = found.acceptable ? found : undefined
        break
      }
      lines = 0
      this.#addFound(found)
    }
    if (scan.openFrom >= 0 && text.length - scan.openFrom < LONGEST_CARRY && lines < MOST_WRAPPED_LINES) {
      this.#carry = text.slice(scan.openFrom)
      this.#carryOffset = offset
      this.#carryLines = lines + 1
      if (this.#carryFound) this.#carryFound.end -= scan.openFrom
    } else if (this.#carryFound) this.#finishCarry()
  }

  #finishCarry(): void {
    const found = this.#carryFound
    const carry = this.#carry
    this.#carry = ''
    this.#carryFound = undefined
    this.#carryLines = 0
    if (found) this.#addFound(found)
    else if (carry !== '') this.#unread(carry)
  }

  #addFound(found: Found): void {
    const { facts } = found
    if (this.#carrier !== undefined && facts.time === undefined && this.#batch.at(-1) === this.#carrier) {
      facts.time = this.#carrier.time
      this.#batch.pop()
    }
    this.#carrier = undefined
    const last = this.#last
    if (last?.icmp && last.ip && last.icmp.quote === undefined && isIcmpError(last.ip.version, last.icmp.type) && isQuoteOf(last, found)) {
      last.icmp.quote = facts
      return
    }
    this.#detail.finish()
    this.#add(facts)
  }

  #prose(text: string): void {
    // Payload that -A prints after a line does not end the listing.
    if (this.#last && /^(?:E\.|E[\x20-\x7e]{3,}\.{2}|\x60[.\x20-\x7e]{3,}\.{2})/.test(text)) return
    if (this.#unread(text)) return
    // Indented lines are the rest of a packet that -v explains; a dump may follow them.
    if (!/^(?:\t| {2,})/.test(text)) this.#last = undefined
    this.#listing++
    if (this.#blockUsed) {
      this.#block++
      this.#blockUsed = false
    }
  }

  /** A packet of another protocol: it is not handed over, but later times may count from it (`-ttt`). */
  #unread(text: string): boolean {
    const match = UNREAD.exec(text)
    if (!match) return false
    const time: TextTime = {
      kind: 'day',
      seconds: Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]),
      nanos: fractionNanos(match[4]),
    }
    const facts: PacketFacts = { style: 'tcpdump', offset: 0, block: 0, run: 0, time }
    this.#add(facts)
    this.#carrier = CARRIER.test(text) ? facts : undefined
    return true
  }

  #add(facts: PacketFacts): void {
    // A listing that goes back in time was shown again, or is another one.
    if (facts.time !== undefined) {
      const seconds = facts.time.seconds + facts.time.nanos / 1e9
      // Offsets from the packet before (`-ttt`) go back all the time; such a listing begins with 0.
      if (!this.#runUsed || this.#lastSeconds < 0) this.#fromZero = seconds === 0 && facts.style === 'tcpdump'
      if (seconds < this.#lastSeconds && this.#blockUsed && !this.#fromZero) this.#block++
      this.#lastSeconds = seconds
    }
    // Where lines have times, one without was cited.
    const before = this.#batch.at(-1)
    if (
      this.#blockUsed &&
      facts.style === 'tcpdump' &&
      before?.style === 'tcpdump' &&
      (before.time === undefined) !== (facts.time === undefined)
    )
      this.#block++
    // A frame of several lines belongs where it began.
    facts.block = facts.style === 'wireshark' && facts.block > 0 ? facts.block : this.#block
    facts.run = this.#run
    facts.listing = this.#listing
    this.#blockUsed = true
    this.#runUsed = true
    this.#last = facts
    this.#counts[facts.style]++
    this.#batch.push(facts)
    if (this.#batch.length >= BATCH_PACKETS || this.#batchBytes >= BATCH_BYTES) this.#hand()
  }

  /** A dump is over: it gives the bytes of the packet before it, or stands for itself. */
  #finishDump(): void {
    if (this.#dump.length === 0) return
    const { offset } = this.#dump
    this.#detail.finish()
    const bytes = this.#dump.take()
    const layout = dumpLayout(bytes)
    const read = layout && factsOfBytes(bytes, layout)
    const last = this.#last
    if (
      last?.icmp &&
      last.icmp.quote === undefined &&
      last.ip?.version === 6 &&
      bytes.length >= 56 &&
      bytes[0] === last.icmp.type &&
      bytes[1] === last.icmp.code
    ) {
      // tcpdump dumps messages whose code it does not know, without the IP header.
      const quote = bytes[8] >> 4 === 6 ? factsOfBytes(bytes, { linkType: 101, ip: 8 }) : undefined
      if (quote?.tcp) last.icmp.quote = { style: 'tcpdump', offset, block: last.block, run: last.run, ip: quote.ip, tcp: quote.tcp }
      return
    }
    if (!read) return
    if (last && last.bytes === undefined && fits(last, read)) {
      last.bytes = bytes
      this.#batchBytes += bytes.length
      if (last.tcp && read.tcp) {
        last.tcp.relativeSeq = last.tcp.numbering === 'absolute' ? last.tcp.relativeSeq : last.tcp.seq
        last.tcp.relativeAck = last.tcp.numbering === 'absolute' ? last.tcp.relativeAck : last.tcp.ack
        last.tcp = { ...last.tcp, ...read.tcp }
      }
      this.#names.learnHost(last.ip?.source, read.ip?.source)
      this.#names.learnHost(last.ip?.destination, read.ip?.destination)
      if (last.ip && read.ip && last.ip.version === 4)
        last.ip = {
          ...last.ip,
          ...read.ip,
          source: last.ip.source ?? read.ip.source,
          destination: last.ip.destination ?? read.ip.destination,
        }
      return
    }
    this.#batchBytes += bytes.length
    this.#add({ style: 'hex', offset, block: 0, run: 0, ...read, bytes })
  }

  /** Hands over the packets collected: numbers resolved, repeats taken out, times counted from the first. */
  #hand(): void {
    let batch = this.#batch
    this.#batch = []
    this.#batchBytes = 0
    this.#last = undefined
    this.#putLearnedHosts(batch)
    for (const { tcp } of batch) {
      if (!tcp) continue
      tcp.sourcePort = this.#names.learnedPort(tcp.sourcePort)
      tcp.destinationPort = this.#names.learnedPort(tcp.destinationPort)
    }
    completeApplicationLines(batch)
    batch = batch.filter((facts) => isPacket(facts) || facts.time?.kind === 'day')
    learnReuses(batch)
    learnLengths(batch)
    const sketch = new RelativeNumbers()
    for (const facts of batch) sketch.learn(facts)
    for (const facts of batch) {
      this.#numbers.learn(facts)
      sketch.resolve(facts)
    }
    const once = withoutRepeats(batch, (placeholder, address) => this.#names.learnHost(placeholder, address))
    this.#putLearnedHosts(once)
    const packets = withoutSecondViews(once)
    // Joined packets link the numbers of one listing with the addresses of another.
    for (const facts of packets) this.#numbers.learn(facts)
    const modes = this.#clockModes(packets)
    for (const facts of packets) this.#emit(facts, modes.get(facts.run)!)
  }

  /** Puts addresses for names, where another part of the text tells them. */
  #putLearnedHosts(packets: readonly PacketFacts[]): void {
    for (const { ip, icmp } of packets) {
      if (ip) {
        ip.source = this.#names.learnedHost(ip.source)
        ip.destination = this.#names.learnedHost(ip.destination)
      }
      if (icmp) icmp.quotedDestination = this.#names.learnedHost(icmp.quotedDestination)
    }
  }

  #clockModes(packets: readonly PacketFacts[]): Map<number, ClockMode> {
    const runs = new Map<number, PacketFacts[]>()
    for (const facts of packets) {
      const list = runs.get(facts.run)
      if (list) list.push(facts)
      else runs.set(facts.run, [facts])
    }
    const modes = new Map<number, ClockMode>()
    for (const [run, list] of runs) modes.set(run, clockModeOf(list, this.#hints.get(run)))
    return modes
  }

  #emit(facts: PacketFacts, mode: ClockMode): void {
    const record = this.#record
    this.#numbers.resolve(facts)
    if (facts.icmp?.quote) this.#numbers.resolve(facts.icmp.quote)
    this.#guess.see(facts)
    let { time } = facts
    if (!isPacket(facts) && !mode.deltas) return
    if (time?.kind === 'day' && mode.offset) time = { ...time, kind: 'offset' }
    const { timeNs, date } = this.#clock.next(time, facts.run, mode.deltas && facts.style === 'tcpdump')
    if (!isPacket(facts)) return
    this.info.startNs = this.#clock.startNs
    const timeKnown =
      (Number.isNaN(timeNs) ? 0 : KNOWN.time) | (date ? KNOWN.date : 0) | (this.#isInOrder(facts.listing ?? 0, timeNs) ? KNOWN.order : 0)
    record.timeNs = timeNs
    record.checksumNote = CHECKSUM_NOTE.unknown
    if (facts.bytes) {
      const layout = dumpLayout(facts.bytes)
      record.bytes = facts.bytes
      record.view = new DataView(facts.bytes.buffer, facts.bytes.byteOffset, facts.bytes.length)
      record.capLen = facts.bytes.length
      record.wireLen = dumpWireLength(facts.bytes, layout)
      record.linkType = layout?.linkType ?? 1
      record.known =
        (KNOWN_ALL & ~(KNOWN.time | KNOWN.date | KNOWN.order | KNOWN.linkAddresses)) |
        timeKnown |
        (record.linkType === 1 ? KNOWN.linkAddresses : 0)
    } else {
      if (facts.tcp && facts.ip === undefined) facts.ip = { version: 4 }
      const built = this.#builder.build(facts, timeKnown)
      record.bytes = built.bytes
      record.view = built.view
      record.capLen = built.capLen
      record.wireLen = built.wireLen
      record.linkType = built.linkType
      record.known = built.known
      record.checksumNote = built.checksumNote
    }
    record.from = 0
    record.direction = facts.directionWord === 'Out' ? DIRECTION.out : facts.directionWord === undefined ? DIRECTION.unknown : DIRECTION.in
    record.interfaceIndex = this.#interface(facts.interfaceName ?? '', record.linkType)
    this.#emitted++
    this.#sink(record)
  }

  /** False for a packet that only packets of other listings are later than. */
  #isInOrder(listing: number, timeNs: number): boolean {
    const latest = this.#latest
    if (listing !== latest.listing) {
      latest.beforeNs = Math.max(latest.beforeNs, latest.timeNs)
      latest.timeNs = -Infinity
      latest.listing = listing
    }
    const inOrder = timeNs < latest.timeNs || !(timeNs < latest.beforeNs)
    if (timeNs > latest.timeNs) latest.timeNs = timeNs
    return inOrder
  }

  #interface(name: string, linkType: number): number {
    const { interfaces } = this.info
    const index = interfaces.findIndex((one) => one.name === name && one.linkType === linkType)
    if (index >= 0) return index
    // More interfaces than any host has: the text is hostile.
    if (interfaces.length >= 256)
      return Math.max(
        0,
        interfaces.findIndex((one) => one.linkType === linkType),
      )
    interfaces.push({ name, linkType, snaplen: 0, dropped: undefined })
    return interfaces.length - 1
  }
}

/** False for a line whose packet is of a protocol that is not read. */
function isPacket(facts: PacketFacts): boolean {
  return (
    facts.tcp !== undefined || facts.udp !== undefined || facts.icmp !== undefined || facts.arp !== undefined || facts.bytes !== undefined
  )
}

/** Whether a packet is the one that the ICMP error before it quotes: `-v` prints it on the next lines, without a time. */
function isQuoteOf(error: PacketFacts, { facts, verbose }: Found): boolean {
  if (!facts.ip || facts.time !== undefined || !verbose) return false
  if (error.icmp?.quotedDestination !== undefined && facts.ip.destination !== error.icmp.quotedDestination) return false
  return error.time !== undefined || facts.ip.source === error.ip?.destination
}

/** Whether a dump can be that of the packet before it. */
function fits(last: PacketFacts, read: Pick<PacketFacts, 'ip' | 'tcp'>): boolean {
  if (last.tcp)
    return read.tcp !== undefined && read.tcp.sourcePort === last.tcp.sourcePort && read.tcp.destinationPort === last.tcp.destinationPort
  if (last.icmp || last.udp) return read.tcp === undefined && read.ip !== undefined
  return last.arp !== undefined && read.ip === undefined
}
