/** A TCP segment as Wireshark shows it: the tree, the Info column, the expert notes. */
import { elapsedNs } from '../elapsed.ts'
import { FieldItem, type ExpertNote } from '../field-item.ts'
import { TEXT_ONLY } from '../text-only.ts'
import { addAnalysis, analysisMarks } from './analysis-items.ts'
import { addChecksum, checksumInfo, sumSegment, type SegmentSum } from './checksum-items.ts'
import { completenessOfFirst, completenessOfNext, completenessText } from './completeness.ts'
import { aceOf, flagLetters, flagsText } from './flags-text.ts'
import { FollowedSegment } from './followed-segment.ts'
import { MptcpTable } from './mptcp-connection.ts'
import { OptionContext } from './option-context.ts'
import { ANALYSIS, noteInitialRtt, SequenceAnalysis, setBases } from './sequence-analysis.ts'
import { StreamTable } from './stream-table.ts'
import { tcpFields } from './tcp-fields.ts'
import { dissectOptions } from './tcp-options.ts'
import type { TcpPreferences } from './tcp-preferences.ts'
import type { StopReason } from './segment-reader.ts'
import { TCP_FLAG, type TcpSegment } from './tcp-segment.ts'
import { SCALE_NOT_USED, SCALE_UNKNOWN, TcpStream, type TcpStreams } from './tcp-stream.ts'
import { TcpWanted } from './tcp-wanted.ts'

/** A segment, and what the layers around it know. Nothing of it is kept after the call. */
export interface TcpSegmentInput {
  bytes: Uint8Array
  /** The captured bytes of the segment stand in [offset, capturedEnd), already cut to the length of the IP packet. */
  offset: number
  capturedEnd: number
  /** Length of what is there of the segment (header and payload) by the IP header; undefined when unknown. */
  reportedLength: number | undefined
  /** 4 or 16 bytes; the arrays may be reused for the next call. */
  source: Uint8Array
  destination: Uint8Array
  frameNumber: number
  /** Time since the capture's start. */
  timeNs: number
  /** Inside an ICMP error: raw numbers, no analysis. */
  quoted: boolean
  /** A first or later IP fragment: not analysed. */
  fragment: boolean
}

/** What was made of a segment. */
export interface TcpLayerResult {
  /** The items for the top level of the packet (inside an ICMP error: for the level of the quote): TCP first. */
  items: FieldItem[]
  /** The Info column; empty when nobody wants it. */
  info: string
  notes: ExpertNote[]
  /** Where the payload stands, and how much of it was captured. */
  payloadOffset: number
  payloadLength: number
  /** Sent again or out of order: Wireshark does not give its payload to a protocol above. */
  isOutOfTurn: boolean
  /** -1 without a stream. */
  streamIndex: number
}

/** Parts of a segment's tree that are made on demand. */
export type FollowedPart = 'acknowledgment' | 'flags' | 'urgent' | 'options' | 'analysis' | 'mptcp'

const GENERATED = { generated: true } as const
const HIDDEN = { hidden: true } as const
const PLAIN_TITLE = { text: tcpFields.tcp.title } as const
const MIN_HEADER_BYTES = 20
/** What is read of the header up to and with the window: without that there is no stream. */
const HEADER_READS = [4, 8, 12, 14]
const FLAGS_OFFSET = 12
const IPV4_BYTES = 4
const RELATIVE_SEQ = '    (relative sequence number)'
const RELATIVE_ACK = '    (relative ack number)'
const SHORT_SEGMENT =
  'Short segment. Segment/fragment does not contain a full TCP header (might be NMAP or someone else deliberately sending unusual packets)'
const SYN_ACK = TCP_FLAG.syn | TCP_FLAG.ack
const RESERVED_SHIFT = 9
const FIRST_NON_ASCII = 0x80
/** U+FFFD in UTF-8. */
const REPLACEMENT_BYTES = 3
const CONTAINED = 'length of contained item exceeds length of containing item'
const ECN = TCP_FLAG.ece | TCP_FLAG.cwr | TCP_FLAG.ae
/** The SYN-ACKs that agree to Accurate ECN, by their three ECN bits (AE, CWR, ECE). */
const ACC_ECN_ANSWERS: readonly boolean[] = [false, false, true, true, true, false, true, false]
const FLAG_FIELDS = [
  [tcpFields.flagsUrg, TCP_FLAG.urg],
  [tcpFields.flagsAck, TCP_FLAG.ack],
  [tcpFields.flagsPush, TCP_FLAG.psh],
] as const

/** Follows the TCP streams of one capture. Give it every segment once, in file order; with `-2` once more after `finishFirstPass`. */
export class TcpDissector {
  readonly #preferences: TcpPreferences
  readonly #wanted: TcpWanted
  readonly #context = new OptionContext()
  readonly #analysis: SequenceAnalysis
  #table = new StreamTable()
  /** What the streams came to in the first of two passes. */
  #finalStreams: TcpStreams | undefined
  readonly #final = new TcpStream()
  /** What is shown of the conversation: what it came to in the first of two passes, or else as it is. */
  #shown: TcpStream = this.#context.stream
  #info = ''
  #sincePreviousNs = 0
  #isNew = false
  #hasBadChecksum = false
  readonly #followed: FollowedSegment
  readonly #epochNs: number

  /**
   * @param preferences tshark's `-o tcp.…`.
   * @param wanted The names of the fields that somebody will look at (`_ws.col.Info` for the Info column, `_ws.expert` for the notes);
   *   without it, all of them. More may be made than was wanted.
   * @param epochNs The beginning of 1970 on the clock of the segments, in nanoseconds; NaN when no segment was seen then.
   */
  constructor(preferences: TcpPreferences, wanted?: ReadonlySet<string>, epochNs = NaN) {
    this.#epochNs = epochNs
    this.#preferences = preferences
    this.#wanted = new TcpWanted(wanted)
    this.#analysis = new SequenceAnalysis(preferences)
    this.#followed = new FollowedSegment(this.#context.segment, this.#context.stream, this.#analysis.frame)
    this.#context.ignoresTimestamps = preferences.ignoreTcpTimestamps
    this.#context.analyzesMptcp = preferences.analyzeMptcp
    this.#context.isMptcpRelative = preferences.mptcpRelativeSequenceNumbers
    this.#context.hasExperimentIds = preferences.experimentalOptionsRfc6994
  }

  /** The first pass of `-2` is over: the same segments come again, and what a stream came to (its completeness, its iRTT) is known. */
  finishFirstPass(): void {
    this.#finalStreams = this.#table.streams
    this.#table = new StreamTable()
    this.#context.mptcp = new MptcpTable()
  }

  /** Whether timestamps are told in the Info column. */
  get tellsTimestamps(): boolean {
    return !this.#preferences.ignoreTcpTimestamps
  }

  /** Whether `follow` says all there is to say: preferences are such as nearly everybody has, and this is the only pass. */
  get canFollow(): boolean {
    const preferences = this.#preferences
    return (
      this.#finalStreams === undefined &&
      preferences.summaryInTree &&
      !preferences.checkChecksum &&
      preferences.analyzeSequenceNumbers &&
      preferences.relativeSequenceNumbers &&
      preferences.defaultWindowScaling < 0 &&
      preferences.calculateTimestamps
    )
  }

  /**
   * Reads one segment without making items, in place of `dissect`: one of a whole packet that is no quote, whose header was captured and
   * is not longer than the segment, and whose options are whole and of kinds that every system sends. What comes back is valid until the
   * next segment.
   *
   * @param hasTellingOptions Whether there may be more options than timestamps, or a SYN that says something by having none.
   * @param wantsInfo Whether `mark` and `optionsInfo` are wanted: of telling options.
   */
  follow(input: TcpSegmentInput, hasTellingOptions: boolean, wantsInfo: boolean): FollowedSegment {
    const context = this.#context
    const { reader, segment } = context
    const { offset } = input
    this.#begin(input)
    context.wantsInfo = wantsInfo
    segment.sourcePort = reader.u16(offset)
    segment.destinationPort = reader.u16(offset + 2)
    segment.frame = input.frameNumber
    segment.timeNs = input.timeNs
    this.#readHeader(input)
    const followed = this.#followed
    followed.completeness = this.#followStream(input)
    context.isRelative = true
    followed.sincePreviousNs = this.#sincePreviousNs
    this.#learn()
    const { fwd, rev } = context.stream
    followed.isPassive = rev.closingInitiator
    if (segment.flags & TCP_FLAG.fin && !followed.isPassive) fwd.closingInitiator = true
    followed.isMptcp = context.mptcp.connectionOf(context.stream) !== undefined
    followed.hasCounter = this.#hasAccurateEcn()
    followed.winScale = fwd.winScale
    segment.checksum = reader.u16(offset + 16)
    followed.urgentPointer = reader.u16(offset + 18)
    if (hasTellingOptions) this.#readOptions()
    followed.mark = context.mark
    followed.optionsInfo = context.info
    return followed
  }

  /** The items of one part of the segment that `follow` read last, below one that stands for TCP. */
  partItems(part: FollowedPart): FieldItem {
    const context = this.#context
    const item = new FieldItem(tcpFields.tcp, null, context.reader.offset, 0)
    if (part === 'acknowledgment') this.#addAck(item, (context.segment.flags & TCP_FLAG.ack) !== 0)
    else if (part === 'flags') this.#addFlags(item)
    else if (part === 'urgent') this.#addUrgent(item)
    else if (part === 'options') this.#addOptionsAgain(item)
    else if (part === 'analysis') this.#addAnalysis(item)
    else this.#addMptcp(item)
    return item
  }

  /** The items of the payload of the segment that `follow` read last, below `item`, and whether the payload is out of turn. */
  payloadItems(item: FieldItem): TcpLayerResult {
    const result = newResult(item, this.#context)
    this.#addPayload(item, result)
    return result
  }

  #begin(input: TcpSegmentInput): void {
    const context = this.#context
    const { reader } = context
    const { bytes, offset, capturedEnd } = input
    reader.bytes = bytes
    reader.offset = offset
    reader.capturedEnd = capturedEnd
    reader.end = offset + (input.reportedLength ?? capturedEnd - offset)
    reader.optionEnd = Infinity
    reader.stopped = undefined
    if (context.notes.length > 0) context.notes = []
    context.info = ''
    context.wantsInfo = this.#wanted.info
    context.mark = ''
    context.tree = undefined
    this.#info = ''
    this.#hasBadChecksum = false
  }

  /** Reads one segment. Never throws. */
  dissect(input: TcpSegmentInput): TcpLayerResult {
    const context = this.#context
    const { reader } = context
    const { offset, capturedEnd } = input
    this.#begin(input)
    context.notes = []
    const item = new FieldItem(tcpFields.tcp, null, offset, Math.max(0, capturedEnd - offset), PLAIN_TITLE)
    const result = newResult(item, context)
    const tree = this.#dissectSegment(input, item, result)
    if (reader.stopped !== undefined && !input.quoted) addStop(result, reader.stopped, context, input.fragment)
    if (this.#wanted.info)
      result.info = this.#info + (reader.stopped === undefined || input.quoted ? '' : stopInfo(reader.stopped, input.fragment))
    result.items[0] = tree
    return result
  }

  #dissectSegment(input: TcpSegmentInput, item: FieldItem, result: TcpLayerResult): FieldItem {
    const context = this.#context
    const { reader, segment } = context
    const wanted = this.#wanted
    const { offset } = input
    if (!reader.has(offset, 4)) return item
    const sourcePort = reader.u16(offset)
    const destinationPort = reader.u16(offset + 2)
    segment.sourcePort = sourcePort
    segment.destinationPort = destinationPort
    segment.frame = input.frameNumber
    segment.timeNs = input.timeNs
    const isSummed = this.#preferences.summaryInTree
    if (isSummed && wanted.title) item.text = () => `${tcpFields.tcp.title}, Src Port: ${sourcePort}, Dst Port: ${destinationPort}`
    if (wanted.info) this.#info = `${sourcePort} → ${destinationPort}`
    if (wanted.sourcePort) item.add(tcpFields.srcport, sourcePort, offset, 2)
    if (wanted.destinationPort) item.add(tcpFields.dstport, destinationPort, offset + 2, 2)
    if (wanted.port) {
      item.add(tcpFields.port, sourcePort, offset, 2, HIDDEN)
      item.add(tcpFields.port, destinationPort, offset + 2, 2, HIDDEN)
    }
    // An IPv4 quote may end behind the sequence number, so that is shown first, raw.
    const isEarlySeq = input.quoted && input.source.length === IPV4_BYTES
    if (isEarlySeq) {
      if (!reader.has(offset + 4, 4)) return item
      if (wanted.seq) item.add(tcpFields.seq, reader.u32(offset + 4), offset + 4, 4)
    }
    // One number after the other: which of them is not there decides what is said.
    const whole = offset + MIN_HEADER_BYTES
    if (whole > input.capturedEnd || whole > reader.end)
      for (const at of HEADER_READS) if (!reader.has(offset + at, at < FLAGS_OFFSET ? 4 : 2)) return item
    this.#readHeader(input)
    const completeness = this.#followStream(input)
    this.#addStream(input, item, result, completeness)
    this.#addNumbers(input, item, isEarlySeq, isSummed)
    if (segment.headerLength < MIN_HEADER_BYTES) return item
    this.#learn()
    this.#addFlags(item)
    this.#addWindow(item)
    if (!reader.has(offset + 16, 2)) return item
    segment.checksum = reader.u16(offset + 16)
    const sum = this.#sum(input)
    this.#hasBadChecksum = sum !== undefined && sum.computed !== 0
    if (wanted.checksum) addChecksum(context, item, sum)
    if (sum !== undefined && wanted.info) this.#info += checksumInfo(context, sum)
    if (!reader.has(offset + 18, 2)) return item
    this.#addUrgent(item)
    if (wanted.info && segment.hasLength) this.#info += ` Len=${segment.length}`
    this.#addOptions(item)
    if (wanted.info) this.#info = context.mark + this.#info + context.info
    if (reader.stopped !== undefined) return item
    this.#addAnalysis(item)
    this.#addMptcp(item)
    this.#addPayload(item, result)
    return item
  }

  #readHeader(input: TcpSegmentInput): void {
    const { reader, segment } = this.#context
    const { offset } = input
    const word = reader.u16(offset + 12)
    segment.rawSeq = reader.i32(offset + 4)
    segment.rawAck = reader.i32(offset + 8)
    segment.seq = segment.rawSeq
    segment.ack = segment.rawAck
    segment.headerLength = (word >>> 12) * 4
    segment.flags = word & 0xfff
    segment.rawWindow = reader.u16(offset + 14)
    segment.window = segment.rawWindow
    const length = (input.reportedLength ?? 0) - segment.headerLength
    segment.hasLength = input.reportedLength !== undefined && !input.quoted && !input.fragment && length >= 0
    segment.length = segment.hasLength ? length : 0
  }

  /** Finds the stream, and lets it learn from the segment; gives the completeness to show. */
  #followStream(input: TcpSegmentInput): number {
    const context = this.#context
    const { segment } = context
    const table = this.#table
    const { source, destination, timeNs } = input
    const { sourcePort, destinationPort, flags, rawSeq } = segment
    const frame = this.#analysis.frame
    frame.clear()
    const { stream } = context
    const known = table.find(source, destination, sourcePort, destinationPort)
    const isNew = known < 0
    table.streams.show(isNew ? table.begin(timeNs) : known, table.isForward, stream)
    const { fwd } = stream
    let shown = stream.completeness
    if (fwd.baseSeqSet && fwd.baseSeq !== rawSeq) {
      if ((flags & SYN_ACK) === TCP_FLAG.syn) {
        table.streams.show(table.begin(timeNs), true, stream)
        stream.completeness = completenessOfFirst(flags, 0)
        shown = stream.completeness
        frame.set(ANALYSIS.reusedPorts)
      } else if ((flags & SYN_ACK) === SYN_ACK) {
        fwd.baseSeq = rawSeq
        frame.set(ANALYSIS.reusedPorts)
      }
    } else if (fwd.baseSeqSet && (flags & SYN_ACK) === TCP_FLAG.syn) frame.recorded = true
    this.#isNew = isNew
    this.#shown = this.#shownOf(stream)
    this.#sincePreviousNs = elapsedNs(stream.previousTimeNs, timeNs)
    stream.previousTimeNs = timeNs
    context.learns = true
    context.seqBase = this.#shown.fwd.baseSeq
    context.ackBase = this.#shown.rev.baseSeq
    if (this.#finalStreams !== undefined) this.#lookAgain(input.quoted)
    if (flags & TCP_FLAG.syn) noteAccurateEcn(stream, flags)
    if (this.#shown !== stream) shown = this.#shown.completeness
    this.#analyse(stream)
    return shown
  }

  #addStream(input: TcpSegmentInput, item: FieldItem, result: TcpLayerResult, completeness: number): void {
    const { index } = this.#context.stream
    const at = input.offset
    result.streamIndex = index
    if (this.#wanted.stream) item.add(tcpFields.stream, index, at, 0, GENERATED)
    if (this.#wanted.completeness)
      item.add(tcpFields.completeness, completeness, at, 0, {
        generated: true,
        text: () => `${tcpFields.completeness.title}: ${completenessText(completeness)}`,
      })
  }

  #analyse(stream: TcpStream): void {
    const { segment } = this.#context
    const preferences = this.#preferences
    if (segment.hasLength) {
      setBases(segment, stream)
      this.#context.seqBase = this.#shown.fwd.baseSeq
      this.#context.ackBase = this.#shown.rev.baseSeq
      if (preferences.analyzeSequenceNumbers) {
        this.#analysis.judge(segment, stream)
        if (preferences.relativeSequenceNumbers) {
          segment.seq = (segment.rawSeq - this.#context.seqBase) | 0
          if (segment.flags & TCP_FLAG.ack) segment.ack = (segment.rawAck - this.#context.ackBase) | 0
        }
      }
      if (!(segment.flags & TCP_FLAG.syn)) {
        const scale = this.#shown.fwd.winScale
        if (scale >= 0) segment.window = segment.rawWindow << scale
        else if (scale === SCALE_UNKNOWN && preferences.defaultWindowScaling >= 0)
          segment.window = segment.rawWindow << preferences.defaultWindowScaling
      }
    }
    segment.nextSeq = (segment.seq + segment.length + (segment.flags & (TCP_FLAG.syn | TCP_FLAG.fin) ? 1 : 0)) | 0
  }

  /** In the second pass a SYN-ACK is held against the base that the first pass came to, and quotes were not analysed. */
  #lookAgain(isQuoted: boolean): void {
    const context = this.#context
    const { rawSeq, flags } = context.segment
    const { frame } = this.#analysis
    if (isQuoted) frame.clear()
    else if ((flags & SYN_ACK) === SYN_ACK && context.seqBase !== rawSeq) {
      frame.set(ANALYSIS.reusedPorts)
      this.#shown.fwd.baseSeq = rawSeq
      context.seqBase = rawSeq
    }
  }

  /** What only a segment with a whole header tells its stream. */
  #learn(): void {
    const { segment, stream } = this.#context
    const { flags, length } = segment
    stream.completeness |= this.#isNew ? completenessOfFirst(flags, length) : completenessOfNext(flags, length)
    // The second pass adds to what the first came to; no stream is new then.
    if (this.#shown !== stream) this.#shown.completeness |= completenessOfNext(flags, length)
    noteInitialRtt(segment, stream, this.#epochNs)
  }

  /** The conversation as the first of two passes left it, or as it is. */
  #shownOf(stream: TcpStream): TcpStream {
    const streams = this.#finalStreams
    if (streams === undefined || stream.index >= streams.count) return stream
    streams.show(stream.index, stream.isForward, this.#final)
    return this.#final
  }

  #addNumbers(input: TcpSegmentInput, item: FieldItem, isEarlySeq: boolean, isSummed: boolean): void {
    const { segment } = this.#context
    const context = this.#context
    const { offset } = input
    const wanted = this.#wanted
    const preferences = this.#preferences
    const isRelative = preferences.relativeSequenceNumbers && preferences.analyzeSequenceNumbers
    const { flags } = segment
    const seq = segment.seq >>> 0
    const ack = segment.ack >>> 0
    const hasAck = (flags & TCP_FLAG.ack) !== 0
    const hasCounter = this.#hasAccurateEcn()
    context.isRelative = isRelative
    if (wanted.info) {
      this.#info += ` [${flagsText(flags, hasCounter)}] Seq=${seq}${hasAck ? ` Ack=${ack}` : ''} Win=${segment.window}`
    }
    const { headerLength, length, hasLength } = segment
    const isBogus = headerLength < MIN_HEADER_BYTES
    if (isSummed && wanted.title) {
      const { sourcePort, destinationPort } = segment
      item.text = () =>
        `${tcpFields.tcp.title}, Src Port: ${sourcePort}, Dst Port: ${destinationPort}, Seq: ${seq}` +
        (isBogus ? '' : `${hasAck ? `, Ack: ${ack}` : ''}${hasLength ? `, Len: ${length}` : ''}`)
    }
    if (wanted.length) {
      if (hasLength) item.add(tcpFields.len, length, offset, 0, GENERATED)
      else if (!input.fragment && !input.quoted) {
        const line = item.add(TEXT_ONLY, null, offset, 0, { text: SHORT_SEGMENT })
        context.note(line, tcpFields.shortSegment, 'Warning', 'Malformed', SHORT_SEGMENT)
      }
    }
    if (!isEarlySeq) {
      if (wanted.seq) {
        const text = isRelative && wanted.texts ? { text: () => `${tcpFields.seq.title}: ${seq}${RELATIVE_SEQ}` } : undefined
        item.add(tcpFields.seq, seq, offset + 4, 4, text)
      }
      if (wanted.seqRaw) item.add(tcpFields.seqRaw, segment.rawSeq >>> 0, offset + 4, 4, isRelative ? undefined : HIDDEN)
    }
    if (isBogus) {
      const message = `ogus TCP header length (${headerLength}, must be at least ${MIN_HEADER_BYTES})`
      if (wanted.info) this.#info += `, b${message}`
      if (wanted.headerLength) context.note(this.#addHeaderLength(item), tcpFields.bogusHeaderLength, 'Error', 'Protocol', `B${message}`)
      return
    }
    item.length = Math.min(headerLength, context.reader.end - offset, input.capturedEnd - offset)
    if (wanted.nextSeq && hasLength) {
      const next = segment.nextSeq >>> 0
      const text =
        isRelative && wanted.texts ? { generated: true, text: () => `${tcpFields.nxtseq.title}: ${next}${RELATIVE_SEQ}` } : GENERATED
      item.add(tcpFields.nxtseq, next, offset, 0, text)
    }
    if (wanted.ack) this.#addAck(item, isRelative && hasAck)
    if (wanted.ackRaw) item.add(tcpFields.ackRaw, segment.rawAck >>> 0, offset + 8, 4, isRelative || !hasAck ? undefined : HIDDEN)
    if (wanted.headerLength) this.#addHeaderLength(item)
  }

  #addHeaderLength(item: FieldItem): FieldItem {
    const { segment, reader } = this.#context
    const { headerLength } = segment
    const words = headerLength >>> 2
    return item.add(tcpFields.hdrLen, headerLength, reader.offset + 12, 1, {
      text: () => `${words.toString(2).padStart(4, '0')} .... = Header Length: ${headerLength} bytes (${words})`,
    })
  }

  #addAck(item: FieldItem, isRelative: boolean): void {
    const context = this.#context
    const { segment } = context
    const { flags, rawAck } = segment
    const ack = segment.ack >>> 0
    const text = isRelative && this.#wanted.texts ? { text: () => `${tcpFields.ack.title}: ${ack}${RELATIVE_ACK}` } : undefined
    const line = item.add(tcpFields.ack, ack, context.reader.offset + 8, 4, text)
    if (!(flags & TCP_FLAG.ack) && ack !== 0) context.note(line, tcpFields.ackNonzero, 'Note', 'Protocol')
    if ((flags & SYN_ACK) !== SYN_ACK || !this.#preferences.analyzeSequenceNumbers) return
    const acked = (rawAck - context.ackBase) >>> 0
    if (acked > 1) context.note(line, tcpFields.analysisTfoAck, 'Note', 'Sequence')
    else if (acked === 1 && context.stream.tfoSynData) context.note(line, tcpFields.analysisTfoIgnored, 'Note', 'Sequence')
  }

  #addFlags(tree: FieldItem): void {
    const context = this.#context
    const { segment } = context
    const { fwd, rev } = context.stream
    const { flags, destinationPort, sourcePort } = segment
    const at = context.reader.offset + 12
    const isFin = (flags & TCP_FLAG.fin) !== 0
    const isPassive = rev.closingInitiator
    if (isFin && !isPassive) fwd.closingInitiator = true
    if (!this.#wanted.flags) return
    const hasCounter = this.#hasAccurateEcn()
    const text = () => `Flags: 0x${flags.toString(16).padStart(3, '0')} (${flagsText(flags, hasCounter)})`
    const item = tree.add(tcpFields.flags, flags, at, 2, this.#wanted.texts ? { text } : undefined)
    if (!this.#wanted.eachFlag) return
    const reserved = (flags & TCP_FLAG.reserved) >>> RESERVED_SHIFT
    const bits = reserved === 0 ? undefined : { text: `${reserved.toString(2).padStart(3, '0')}. .... .... = Reserved: Set` }
    item.add(tcpFields.flagsRes, reserved === 0 ? 0 : 1, at, 1, bits)
    if (hasCounter) item.add(tcpFields.flagsAce, aceOf(flags), at, 2, { text: () => aceText(flags) })
    else {
      item.add(tcpFields.flagsAe, flags & TCP_FLAG.ae ? 1 : 0, at, 1)
      item.add(tcpFields.flagsCwr, flags & TCP_FLAG.cwr ? 1 : 0, at + 1, 1)
      item.add(tcpFields.flagsEce, flags & TCP_FLAG.ece ? 1 : 0, at + 1, 1)
    }
    for (const [field, bit] of FLAG_FIELDS) item.add(field, flags & bit ? 1 : 0, at + 1, 1)
    const reset = item.add(tcpFields.flagsReset, flags & TCP_FLAG.rst ? 1 : 0, at + 1, 1)
    if (flags & TCP_FLAG.rst) context.note(reset, tcpFields.connectionRst, 'Warning', 'Sequence')
    const syn = item.add(tcpFields.flagsSyn, flags & TCP_FLAG.syn ? 1 : 0, at + 1, 1)
    if (flags & TCP_FLAG.syn) {
      if (flags & TCP_FLAG.ack)
        context.note(syn, tcpFields.connectionSynack, 'Chat', 'Sequence', `${tcpFields.connectionSynack.title}: server port ${sourcePort}`)
      else
        context.note(syn, tcpFields.connectionSyn, 'Chat', 'Sequence', `${tcpFields.connectionSyn.title}: server port ${destinationPort}`)
    }
    const fin = item.add(tcpFields.flagsFin, isFin ? 1 : 0, at + 1, 1)
    if (isFin) context.note(fin, tcpFields.connectionFin, 'Chat', 'Sequence')
    const letters = item.add(tcpFields.flagsStr, flagLetters(flags, hasCounter), at, 2, GENERATED)
    if (isFin) context.note(letters, isPassive ? tcpFields.connectionFinPassive : tcpFields.connectionFinActive, 'Note', 'Sequence')
  }

  #hasAccurateEcn(): boolean {
    return (this.#context.segment.flags & TCP_FLAG.syn) === 0 && this.#shown.usesAccurateEcn
  }

  #addWindow(tree: FieldItem): void {
    if (!this.#wanted.window) return
    const { segment, reader } = this.#context
    const at = reader.offset + 14
    tree.add(tcpFields.windowSizeValue, segment.rawWindow, at, 2)
    tree.add(tcpFields.windowSize, segment.window, at, 2, GENERATED)
    if (segment.flags & TCP_FLAG.syn) return
    const scale = this.#shown.fwd.winScale
    const given = this.#preferences.defaultWindowScaling
    const title = tcpFields.windowSizeScalefactor.title
    if (scale === SCALE_UNKNOWN) {
      const shown = given >= 0 ? 1 << given : SCALE_UNKNOWN
      const reason = given >= 0 ? 'missing - taken from preference' : 'unknown'
      tree.add(tcpFields.windowSizeScalefactor, shown, at, 2, { generated: true, text: `${title}: ${shown} (${reason})` })
    } else if (scale === SCALE_NOT_USED) {
      tree.add(tcpFields.windowSizeScalefactor, scale, at, 2, { generated: true, text: `${title}: ${scale} (no window scaling used)` })
    } else tree.add(tcpFields.windowSizeScalefactor, 1 << scale, at, 2, GENERATED)
  }

  /** The checksum, when somebody wants it checked and the whole segment is there. */
  #sum(input: TcpSegmentInput): SegmentSum | undefined {
    const { reportedLength } = input
    if (!this.#preferences.checkChecksum || input.fragment || reportedLength === undefined) return undefined
    if (input.offset + reportedLength > input.capturedEnd) return undefined
    return sumSegment(this.#context, reportedLength, input.source, input.destination)
  }

  #addUrgent(tree: FieldItem): void {
    const { reader, segment } = this.#context
    const at = reader.offset + 18
    const pointer = reader.u16(at)
    const isUrgent = (segment.flags & TCP_FLAG.urg) !== 0
    if (isUrgent && this.#wanted.info) this.#info += ` Urg=${pointer}`
    if (!this.#wanted.urgent) return
    const item = tree.add(tcpFields.urgentPointer, pointer, at, 2)
    if (!isUrgent && pointer !== 0) this.#context.note(item, tcpFields.urgentPointerNonZero, 'Note', 'Protocol')
  }

  #addOptions(tree: FieldItem): void {
    this.#addOptionsLine(tree)
    this.#addTimes(tree)
    this.#readOptions()
  }

  /** The line `Options: …`, below which `#readOptions` puts each of them. */
  #addOptionsLine(tree: FieldItem): void {
    const context = this.#context
    const { reader, segment } = context
    const from = reader.offset + MIN_HEADER_BYTES
    const to = reader.offset + segment.headerLength
    if (to > from && this.#wanted.options) {
      const room = Math.max(0, Math.min(to, reader.capturedEnd) - from)
      context.tree = tree.add(tcpFields.options, reader.copy(from, room), from, room, { text: `Options: (${to - from} bytes)` })
    }
  }

  /** Options of which the stream has learned already. */
  #addOptionsAgain(tree: FieldItem): void {
    const context = this.#context
    context.learns = false
    this.#addOptionsLine(tree)
    this.#readOptions()
    context.tree = undefined
  }

  /** Reads the options, for what they tell the stream and for the tree in `context`. */
  #readOptions(): void {
    const context = this.#context
    const { reader, segment } = context
    const from = reader.offset + MIN_HEADER_BYTES
    const to = reader.offset + segment.headerLength
    const isSyn = (segment.flags & TCP_FLAG.syn) !== 0
    if (to > from) dissectOptions(context, from, to)
    if (reader.stopped !== undefined) return
    if (to > from && isSyn && !context.hasMss && context.isComplete)
      context.note(context.tree, tcpFields.optionsMssAbsent, 'Note', 'Protocol')
    if (isSyn) settleScaling(segment, context.stream)
  }

  #addTimes(tree: FieldItem): void {
    const { stream } = this.#context
    const { timeNs } = this.#context.segment
    if (!this.#wanted.times || !this.#preferences.calculateTimestamps) return
    const at = this.#context.reader.offset
    const item = tree.add(TEXT_ONLY, null, at, 0, { generated: true, text: 'Timestamps' })
    item.add(tcpFields.timeRelative, elapsedNs(stream.firstTimeNs, timeNs), at, 0, GENERATED)
    item.add(tcpFields.timeDelta, this.#sincePreviousNs, at, 0, GENERATED)
  }

  #addAnalysis(tree: FieldItem): void {
    const { frame } = this.#analysis
    if (!frame.recorded || !this.#preferences.analyzeSequenceNumbers) return
    if (this.#wanted.info) this.#info = analysisMarks(frame) + this.#info
    if (!this.#wanted.analysis) return
    addAnalysis(this.#context, tree, frame, this.#shown.initialRttNs)
  }

  #addMptcp(tree: FieldItem): void {
    const { stream } = this.#context
    const connection = this.#context.mptcp.connectionOf(stream)
    if (connection === undefined || !this.#wanted.options || !this.#preferences.analyzeMptcp) return
    const at = this.#context.reader.offset
    const { master, index, subflowText } = connection
    const item = tree.add(tcpFields.mptcpAnalysis, null, at, 0, GENERATED)
    const title = tcpFields.mptcpMaster.title
    item.add(tcpFields.mptcpMaster, master === stream.index ? 1 : 0, at, 0, {
      generated: true,
      text: master === undefined ? `${title}: False` : `${title}: Master is tcp stream ${master}`,
    })
    item.add(tcpFields.mptcpStream, index, at, 0, GENERATED)
    item.add(tcpFields.mptcpAnalysisSubflows, subflowText, at, 0, GENERATED)
  }

  #addPayload(tree: FieldItem, result: TcpLayerResult): void {
    const { reader, segment } = this.#context
    const at = reader.offset + segment.headerLength
    result.payloadOffset = at
    const length = reader.end - at
    const captured = Math.min(reader.capturedEnd - at, length)
    if (captured <= 0) return
    if (segment.flags & TCP_FLAG.rst) {
      if (this.#wanted.payload) this.#addResetCause(tree, at, captured)
      return
    }
    result.payloadLength = captured
    result.isOutOfTurn = this.#isOutOfTurn(captured === length)
    if (!this.#wanted.payload) return
    const bytes = reader.copy(at, captured)
    const plural = length === 1 ? '' : 's'
    tree.add(tcpFields.payload, bytes, at, captured, { text: () => `TCP payload (${length} byte${plural})` })
    if (this.#isDesegmented(captured === length) && this.#isAnalysed() && this.#analysis.frame.flags & ANALYSIS.retransmission)
      tree.add(tcpFields.segmentData, bytes, at, captured, { text: () => `Retransmitted TCP segment data (${length} byte${plural})` })
  }

  /** Whether tshark would put the payload together with others: not when it was cut or damaged. */
  #isDesegmented(isWhole: boolean): boolean {
    return this.#preferences.desegmentTcpStreams && isWhole && !this.#hasBadChecksum
  }

  #isAnalysed(): boolean {
    return this.#context.segment.hasLength && this.#preferences.analyzeSequenceNumbers
  }

  /** Whether tshark keeps the payload from the layer above: what came before, or comes too early, would confuse it. */
  #isOutOfTurn(isWhole: boolean): boolean {
    if (!this.#isAnalysed()) return false
    const { noSubdissectorOnError } = this.#preferences
    const { flags } = this.#analysis.frame
    if (this.#isDesegmented(isWhole) && flags & (ANALYSIS.retransmission | ANALYSIS.spuriousRetransmission)) return true
    return noSubdissectorOnError && (flags & (ANALYSIS.retransmission | ANALYSIS.outOfOrder)) !== 0
  }

  /** What a reset says in its payload (RFC 9293 §3.5.2 does not forbid it). */
  #addResetCause(tree: FieldItem, at: number, captured: number): void {
    const { bytes } = this.#context.reader
    const zero = bytes.subarray(at, at + captured).indexOf(0)
    const item = tree.add(tcpFields.resetCause, asciiText(bytes, at, at + (zero < 0 ? captured : zero)), at, captured)
    if (zero >= 0 && hasStrayCharacters(bytes, at, captured)) this.#context.note(item, tcpFields.strayCharacters, 'Warning', 'Undecoded')
  }
}

function newResult(item: FieldItem, { notes, reader }: OptionContext): TcpLayerResult {
  return { items: [item], info: '', notes, payloadOffset: reader.capturedEnd, payloadLength: 0, isOutOfTurn: false, streamIndex: -1 }
}

/** The counter with its bits: `...1 01.. .... = ACE: 5`. */
function aceText(flags: number): string {
  const bits = aceOf(flags).toString(2).padStart(3, '0')
  return `...${bits[0]} ${bits.slice(1)}.. .... = ACE: ${aceOf(flags)}`
}

/** A SYN settles whether windows are scaled: only when both have the option. */
function settleScaling(segment: TcpSegment, { fwd, rev }: TcpStream): void {
  if (fwd.winScale === SCALE_UNKNOWN) {
    fwd.winScale = SCALE_NOT_USED
    rev.winScale = SCALE_NOT_USED
  } else if (segment.flags & TCP_FLAG.ack && rev.winScale === SCALE_NOT_USED) fwd.winScale = SCALE_NOT_USED
}

function noteAccurateEcn(stream: TcpStream, flags: number): void {
  if (!(flags & TCP_FLAG.ack)) {
    if ((flags & ECN) === ECN) stream.noteAccEcnSyn()
  } else if (ACC_ECN_ANSWERS[aceOf(flags)]) stream.noteAccEcnSynAck()
}

/** Where dissection stopped early, with the line that says so. */
function addStop(result: TcpLayerResult, stopped: StopReason, context: OptionContext, isFragment: boolean): void {
  const at = context.reader.offset
  if (stopped === 'cut') {
    result.items.push(new FieldItem(tcpFields.short, null, at, 0, { text: '[Packet size limited during capture: TCP truncated]' }))
    return
  }
  if (isFragment && stopped === 'malformed') {
    result.items.push(new FieldItem(tcpFields.unreassembled, null, at, 0, { text: '[Unreassembled Packet: TCP]' }))
    return
  }
  const reason = stopped === 'contained' ? `: ${CONTAINED}` : ''
  const item = new FieldItem(tcpFields.malformed, null, at, 0, { text: `[Malformed Packet: TCP${reason}]` })
  context.note(item, tcpFields.malformedExpert, 'Error', 'Malformed')
  result.items.push(item)
}

/** What the Info column says where dissection stopped. */
function stopInfo(stopped: StopReason, isFragment: boolean): string {
  if (stopped === 'cut') return '[Packet size limited during capture]'
  if (stopped === 'contained') return `[Malformed Packet: ${CONTAINED}]`
  return isFragment ? '[Unreassembled Packet]' : '[Malformed Packet]'
}

/** ASCII text up to the first zero byte; what is not ASCII as the replacement character. */
function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += bytes[at] < FIRST_NON_ASCII ? String.fromCharCode(bytes[at]) : '\ufffd'
  return text
}

/**
 * Whether tshark warns of characters behind the zero byte that ends a text. It looks for them in the text as UTF-8, where each byte that is
 * not ASCII has become three, and no further than the text was long before.
 */
function hasStrayCharacters(bytes: Uint8Array, at: number, count: number): boolean {
  let position = 0
  let isEnded = false
  for (let index = at; index < at + count && position < count; index++) {
    if (bytes[index] === 0) isEnded = true
    else if (isEnded) return true
    position += bytes[index] < FIRST_NON_ASCII ? 1 : REPLACEMENT_BYTES
  }
  return false
}
