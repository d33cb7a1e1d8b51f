/** `-V` and `-O tcp` of plain packets: the tree, or the tree with only TCP unfolded, written from the bytes and what was followed. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import type { Dissector } from '../dissector.ts'
import { FieldItem } from '../field-item.ts'
import type { LocalTime } from '../local-time.ts'
import { LAYOUT, type PlainPacket } from '../plain-packet.ts'
import { completenessText } from '../tcp/completeness.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { ANALYSIS } from '../tcp/sequence-analysis.ts'
import { tcpFields } from '../tcp/tcp-fields.ts'
import type { FollowedPart } from '../tcp/tcp-layer.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import { SCALE_NOT_USED, SCALE_UNKNOWN } from '../tcp/tcp-stream.ts'
import { writeData } from './data-dump.ts'
import { childrenText } from './detail-text.ts'
import { GapFiller, GappedText, TextPiece, type Gaps, textGaps } from './gapped-text.ts'
import { FRAME, FRAME_GAPS, FRAME_TEXT_PLACES, FRAME_TREE, PlainFrame } from './plain-frame.ts'
import { HEADER_GAPS, PlainHeaders } from './plain-headers.ts'
import { optionLines, PlainOptions, PADDED_TIMESTAMPS_AT, setTimestamps } from './plain-options.ts'
import { AT_DUP_ACK_FRAME, AT_DUP_ACK_NUMBER, NUMBER_PLACES } from './plain-places.ts'
import { NUMBER_GAPS, setCarrierNumbers, setSegmentNumbers } from './plain-values.ts'
import { writeText } from './utf8-text.ts'

/** Blocks of lines that many segments share are kept; so many, for hostile captures have every one of them. */
const MAX_BLOCKS = 4096
/** Behind the bits of the flags in a block's key: how they are read, the port that a SYN's note names, and the words of the header. */
const KEY = { counter: 1 << 12, passive: 1 << 13, port: 1 << 14, headerWords: 2 ** 30 } as const
/** Segments have fewer words of header; usual ones no flags but the lower. */
const MOST_WORDS = 16
const USUAL_FLAG_BITS = 9
/** What the analysis may find that leaves payload unread, or makes lines of its own. */
const REPEATED = ANALYSIS.retransmission | ANALYSIS.spuriousRetransmission | ANALYSIS.outOfOrder
/** Seconds that are written as a number of 32 bits, with room for the longest of captures. */
const MAX_START_NS = 4_200_000_000n * 1_000_000_000n

/** Places of texts behind those of the frame and the headers. */
const TEXT = {
  protocols: FRAME_TEXT_PLACES,
  completeness: FRAME_TEXT_PLACES + 1,
  acknowledgment: FRAME_TEXT_PLACES + 2,
  /** With the line of the header's length in front. */
  flags: FRAME_TEXT_PLACES + 3,
  scale: FRAME_TEXT_PLACES + 4,
  urgent: FRAME_TEXT_PLACES + 5,
  plural: FRAME_TEXT_PLACES + 6,
  dataPlural: FRAME_TEXT_PLACES + 7,
} as const
const TEXT_PLACES = TEXT.dataPlural + 1
const GAPS: Gaps = {
  ...NUMBER_GAPS,
  ...HEADER_GAPS,
  ...FRAME_GAPS,
  ...textGaps(TEXT),
}

const PROTOCOLS = {
  ipv4: '    [Protocols in frame: eth:ethertype:ip:tcp{protocols}]\n',
  ipv6: '    [Protocols in frame: eth:ethertype:ipv6:tcp{protocols}]\n',
}
const IPV4 = 'Internet Protocol Version 4, Src: {source}, Dst: {destination}\n'
const IPV4_TREE = `    0100 .... = Version: 4
    .... 0101 = Header Length: 20 bytes (5)
{dsField}    Total Length: {ipLength}
    Identification: 0x{ipIdHex} ({ipId})
{ipFlags}    ...0 0000 0000 0000 = Fragment Offset: 0
    Time to Live: {ttl}
    Protocol: TCP (6)
    Header Checksum: 0x{ipChecksum} [validation disabled]
    [Header checksum status: Unverified]
    Source Address: {source}
    Destination Address: {destination}
`
const IPV6 = 'Internet Protocol Version 6, Src: {source6}, Dst: {destination6}\n'
const IPV6_TREE = `    0110 .... = Version: 6
{trafficClass}{flow}    Payload Length: {ipLength}
    Next Header: TCP (6)
    Hop Limit: {ttl}
    Source Address: {source6}
    Destination Address: {destination6}
{sourceDetails}{destinationDetails}`
const TITLE_START = 'Transmission Control Protocol, Src Port: {sourcePort}, Dst Port: {destinationPort}, Seq: {seq}'
const TITLE_ACK = ', Ack: {ack}'
const NUMBERS = `, Len: {length}
    Source Port: {sourcePort}
    Destination Port: {destinationPort}
    [Stream index: {stream}]
{completeness}    [TCP Segment Len: {length}]
    Sequence Number: {seq}    (relative sequence number)
    Sequence Number (raw): {rawSeq}
    [Next Sequence Number: {nextSeq}    (relative sequence number)]
`
const ACKNOWLEDGMENT = '    Acknowledgment Number: {ack}    (relative ack number)\n'
const FLAGS_AND_WINDOW = `    Acknowledgment number (raw): {rawAck}
{flags}    Window: {rawWindow}
    [Calculated window size: {window}]
{scale}    Checksum: 0x{checksum} [unverified]
    [Checksum Status: Unverified]
`
const NOT_URGENT = '    Urgent Pointer: 0\n'
const TIMES = `    [Timestamps]
        [Time since first frame in this TCP stream: {sinceFirst} seconds]
        [Time since previous frame in this TCP stream: {sinceStream} seconds]
`
const PAYLOAD = '    TCP payload ({length} byte{plural})\nData ({capturedPayload} byte{dataPlural})\n'
/** What may follow: bits of the key by which such texts are known. */
const LINE = {
  timestamps: 1,
  times: 2,
  analysis: 4,
  acks: 8,
  ackRtt: 16,
  initialRtt: 32,
  inFlight: 64,
  duplicate: 128,
  payload: 256,
  separator: 512,
} as const
/** The lines for each bit in their order, but for the separator. */
const LINES: readonly (readonly [bit: number, lines: string])[] = [
  [LINE.timestamps, optionLines(LAYOUT.paddedTimestamps)],
  [LINE.times, TIMES],
  [LINE.analysis, '    [SEQ/ACK analysis]\n'],
  [LINE.acks, '        [This is an ACK to the segment in frame: {ackedFrame}]\n'],
  [LINE.ackRtt, '        [The RTT to ACK the segment was: {ackRtt} seconds]\n'],
  [LINE.initialRtt, '        [iRTT: {initialRtt} seconds]\n'],
  [LINE.inFlight, '        [Bytes in flight: {inFlight}]\n        [Bytes sent since last PSH flag: {pushBytes}]\n'],
  [
    LINE.duplicate,
    `        [TCP Analysis Flags]
            [This is a TCP duplicate ack]
        [Duplicate ACK #: {dupAckNumber}]
        [Duplicate to the ACK in frame: {dupAckFrame}]
            [Expert Info (Note/Sequence): Duplicate ACK (#{dupAckNumber})]
                [Duplicate ACK (#{dupAckNumber})]
                [Severity level: Note]
                [Group: Sequence]
`,
  ],
  [LINE.payload, PAYLOAD],
]

const PAYLOAD_TEXT = new GappedText(PAYLOAD, GAPS)
const DATA = new GappedText('Data ({capturedPayload} byte{dataPlural})\n', GAPS)

const NOT_URGENT_PIECE = TextPiece.short(NOT_URGENT)
const NO_ACKNOWLEDGMENT = TextPiece.short('    Acknowledgment Number: 0\n')
const DATA_PROTOCOL = TextPiece.short(':data')
const PLURAL = TextPiece.short('s')

/** How much is unfolded. */
export interface PlainTreeOptions {
  /** The trees of the layers below TCP, and the bytes of its payload (`-V`), or only TCP's own (`-O tcp`). */
  readonly showsAll: boolean
  /** A line behind each tree. */
  readonly separator: string
  readonly localTime: LocalTime
}

/** Writes the trees of plain packets. */
export class PlainTree {
  readonly wantsInfo = false
  readonly #dissector: Dissector
  readonly #output: TextOutput
  readonly #filler: GapFiller
  readonly #frame: PlainFrame
  readonly #headers: PlainHeaders
  readonly #options = new PlainOptions()
  readonly #showsAll: boolean
  /**
   * From the frame to the urgent pointer, for both versions of IP: with the acknowledgment as a text, missing from the title, or in it; and as
   * nearly all segments have it, a number, with nothing urgent.
   */
  readonly #starts: Readonly<Record<'ipv4' | 'ipv6', readonly [without: GappedText, withAck: GappedText, usual: GappedText]>>
  /** What may follow, by its bits. */
  readonly #ends: (GappedText | undefined)[] = Array.from({ length: LINE.separator * 2 }, () => undefined)
  readonly #separator: Uint8Array
  readonly #completeness: TextPiece[] = []
  readonly #scales: TextPiece[] = []
  /** By the length of the header and the flags: those of segments without SYN and FIN, and all others. */
  readonly #usualFlags: (TextPiece | undefined)[] = Array.from({ length: MOST_WORDS << USUAL_FLAG_BITS }, () => undefined)
  readonly #otherFlags = new Map<number, TextPiece>()

  /** Writes to `output`; `of` makes one where that can be. */
  private constructor(output: TextOutput, dissector: Dissector, { showsAll, separator, localTime }: PlainTreeOptions) {
    this.#output = output
    this.#dissector = dissector
    this.#filler = new GapFiller(output, NUMBER_PLACES, TEXT_PLACES)
    this.#frame = new PlainFrame(dissector.capture, localTime, showsAll)
    this.#headers = new PlainHeaders(showsAll)
    this.#showsAll = showsAll
    this.#separator = encodeUtf8(`${separator}\n`)
    const start = (version: 'ipv4' | 'ipv6') => {
      const header = { ipv4: [IPV4, IPV4_TREE], ipv6: [IPV6, IPV6_TREE] }[version]
      const below = showsAll ? `${FRAME}${FRAME_TREE}${PROTOCOLS[version]}{ethernet}${header.join('')}` : `${FRAME}{ethernet}${header[0]}`
      const rest = `${NUMBERS}{acknowledgment}${FLAGS_AND_WINDOW}{urgent}`
      return [
        new GappedText(`${below}${TITLE_START}${rest}`, GAPS),
        new GappedText(`${below}${TITLE_START}${TITLE_ACK}${rest}`, GAPS),
        new GappedText(`${below}${TITLE_START}${TITLE_ACK}${NUMBERS}${ACKNOWLEDGMENT}${FLAGS_AND_WINDOW}${NOT_URGENT}`, GAPS),
      ] as const
    }
    this.#starts = { ipv4: start('ipv4'), ipv6: start('ipv6') }
  }

  /** A writer of trees; undefined where the dissector is asked to show more than can be followed, or the capture has no usual date. */
  static of(output: TextOutput, dissector: Dissector, options: PlainTreeOptions): PlainTree | undefined {
    const { startNs } = dissector.capture
    if (!dissector.tcp.canFollow || encodeUtf8(options.separator).length > TextPiece.MAX_BYTES) return undefined
    if (options.showsAll && (startNs === undefined || startNs < 0n || startNs > MAX_START_NS)) return undefined
    return new PlainTree(output, dissector, options)
  }

  /** Whether everything that is shown of a packet is plain. */
  takes(plain: PlainPacket): boolean {
    return (plain.padding >= 0 || !this.#showsAll) && this.#frame.canShow(plain.interfaceIndex)
  }

  /** Writes a packet that it takes, and that was followed just now. */
  write(plain: PlainPacket, followed: FollowedSegment): void {
    const filler = this.#filler
    const { numbers, texts } = filler
    const { segment } = followed
    const hasAck = (segment.flags & TCP_FLAG.ack) !== 0
    const payload = this.#payloadOf(plain, followed)
    setCarrierNumbers(numbers, plain)
    setSegmentNumbers(numbers, followed)
    this.#frame.set(texts, numbers, plain)
    this.#headers.set(texts, plain)
    texts[TEXT.protocols] = payload.hasData ? DATA_PROTOCOL : TextPiece.EMPTY
    texts[TEXT.completeness] = this.#completeness[followed.completeness] ??= completenessLine(followed.completeness)
    texts[TEXT.flags] = this.#flagsText(followed)
    texts[TEXT.scale] = segment.flags & TCP_FLAG.syn ? TextPiece.EMPTY : this.#scaleLine(followed.winScale)
    const starts = plain.isIpv6 ? this.#starts.ipv6 : this.#starts.ipv4
    // A SYN-ACK for more than the SYN, or for less than it carried, is remarked on.
    const isAckUsual = hasAck && !(segment.flags & TCP_FLAG.syn && (segment.ack !== 1 || followed.stream.tfoSynData))
    if (isAckUsual && followed.urgentPointer === 0) filler.write(starts[2])
    else {
      texts[TEXT.urgent] = followed.urgentPointer === 0 ? NOT_URGENT_PIECE : this.#part('urgent')
      texts[TEXT.acknowledgment] = hasAck || segment.ack !== 0 ? this.#part('acknowledgment') : NO_ACKNOWLEDGMENT
      filler.write(starts[hasAck ? 1 : 0])
    }
    this.#writeEnd(plain, followed, payload)
  }

  /** Options, times, analysis and payload: one text where all of them are usual. */
  #writeEnd(plain: PlainPacket, followed: FollowedSegment, payload: PlainPayload): void {
    const { layout, bytes, input } = plain
    const { numbers } = this.#filler
    let key = LINE.times | this.#analysisLines(followed)
    if (layout === LAYOUT.paddedTimestamps) {
      key |= LINE.timestamps
      setTimestamps(numbers, bytes, input.offset + PADDED_TIMESTAMPS_AT)
    } else if (layout !== LAYOUT.none) this.#writeOptions(plain, followed)
    const needsItems = hasMarks(followed) || followed.isMptcp || payload.items !== undefined
    const needsDump = payload.hasData && this.#showsAll
    if (!needsItems) {
      if (payload.hasData) key |= LINE.payload
      if (!needsDump) key |= LINE.separator
    }
    this.#filler.write((this.#ends[key] ??= this.#endText(key)))
    if (needsItems) this.#writeItems(followed, payload)
    if (needsDump) writeData(this.#output, bytes, input.capturedEnd - plain.capturedPayload, plain.capturedPayload)
    if (needsItems || needsDump) this.#output.bytes(this.#separator)
  }

  /** The parts that need items, of a segment that has some. */
  #writeItems(followed: FollowedSegment, { items, hasData }: PlainPayload): void {
    if (hasMarks(followed)) this.#writePart('analysis')
    if (followed.isMptcp) this.#writePart('mptcp')
    if (items !== undefined) writeText(this.#output, childrenText(items, 1, false))
    if (hasData) this.#filler.write(items === undefined ? PAYLOAD_TEXT : DATA)
  }

  #part(part: FollowedPart): TextPiece {
    return TextPiece.short(childrenText(this.#dissector.tcp.partItems(part), 1, false))
  }

  #writePart(part: FollowedPart): void {
    writeText(this.#output, childrenText(this.#dissector.tcp.partItems(part), 1, false))
  }

  /** The line of the header's length, and the flags with the lines below them: few kinds of segments have them all. */
  #flagsText({ segment, hasCounter, isPassive }: FollowedSegment): TextPiece {
    const { flags, headerLength } = segment
    const words = headerLength >>> 2
    if (flags < 1 << USUAL_FLAG_BITS && !(flags & (TCP_FLAG.syn | TCP_FLAG.fin)) && !hasCounter)
      return (this.#usualFlags[(words << USUAL_FLAG_BITS) | flags] ??= this.#makeFlags(headerLength))
    let key = flags
    if (hasCounter) key |= KEY.counter
    if (isPassive && flags & TCP_FLAG.fin) key |= KEY.passive
    if (flags & TCP_FLAG.syn) key += (flags & TCP_FLAG.ack ? segment.sourcePort : segment.destinationPort) * KEY.port
    key += words * KEY.headerWords
    let text = this.#otherFlags.get(key)
    if (text === undefined) {
      text = this.#makeFlags(headerLength)
      if (this.#otherFlags.size < MAX_BLOCKS) this.#otherFlags.set(key, text)
    }
    return text
  }

  #makeFlags(headerLength: number): TextPiece {
    return TextPiece.short(headerLengthLine(headerLength) + childrenText(this.#dissector.tcp.partItems('flags'), 1, false))
  }

  #scaleLine(winScale: number): TextPiece {
    return (this.#scales[winScale - SCALE_NOT_USED] ??= scaleLine(winScale))
  }

  #writeOptions(plain: PlainPacket, followed: FollowedSegment): void {
    const text = this.#options.lines(this.#filler.numbers, plain, followed)
    if (text === undefined) this.#writePart('options')
    else this.#filler.write(text)
  }

  /** The lines of an analysis without marks, or with that of a duplicate acknowledgment alone. */
  #analysisLines(followed: FollowedSegment): number {
    const { analysis, stream } = followed
    if (!analysis.recorded || hasMarks(followed)) return 0
    let key: number = LINE.analysis
    if (analysis.ackedFrame !== 0) key |= analysis.ackRttNs === 0 ? LINE.acks : LINE.acks | LINE.ackRtt
    if (stream.initialRttNs !== 0) key |= LINE.initialRtt
    if (analysis.bytesInFlight !== 0) key |= LINE.inFlight
    if (analysis.flags !== 0) {
      key |= LINE.duplicate
      const { numbers } = this.#filler
      numbers[AT_DUP_ACK_NUMBER] = analysis.dupAckNumber
      numbers[AT_DUP_ACK_FRAME] = analysis.dupAckFrame
    }
    return key
  }

  #endText(key: number): GappedText {
    const lines = LINES.filter(([bit]) => key & bit).map(([, text]) => text)
    return new GappedText(lines.join(''), GAPS, key & LINE.separator ? this.#separator : undefined)
  }

  /** What is shown of the payload: the usual, or items for a reset's and for what is out of turn; and whether its bytes are. */
  #payloadOf({ capturedPayload }: PlainPacket, { segment, analysis }: FollowedSegment): PlainPayload {
    if (capturedPayload === 0) return NO_PAYLOAD
    const { texts } = this.#filler
    texts[TEXT.plural] = segment.length === 1 ? TextPiece.EMPTY : PLURAL
    texts[TEXT.dataPlural] = capturedPayload === 1 ? TextPiece.EMPTY : PLURAL
    if ((segment.flags & TCP_FLAG.rst) === 0 && (analysis.flags & REPEATED) === 0) return USUAL_PAYLOAD
    const items = new FieldItem(tcpFields.tcp, null, 0, 0)
    const { payloadLength, isOutOfTurn } = this.#dissector.tcp.payloadItems(items)
    return { items, hasData: payloadLength > 0 && !isOutOfTurn }
  }
}

interface PlainPayload {
  /** Below TCP, where its lines are not the usual. */
  readonly items: FieldItem | undefined
  /** Whether there is a layer behind TCP. */
  readonly hasData: boolean
}
const NO_PAYLOAD: PlainPayload = { items: undefined, hasData: false }
const USUAL_PAYLOAD: PlainPayload = { items: undefined, hasData: true }

/** Marks of the analysis other than that of a duplicate acknowledgment. */
function hasMarks({ analysis }: FollowedSegment): boolean {
  return (analysis.flags & ~ANALYSIS.duplicateAck) !== 0
}

function completenessLine(completeness: number): TextPiece {
  return TextPiece.short(`    [${tcpFields.completeness.title}: ${completenessText(completeness)}]\n`)
}

function headerLengthLine(headerLength: number): string {
  const words = headerLength >>> 2
  return `    ${words.toString(2).padStart(4, '0')} .... = Header Length: ${headerLength} bytes (${words})\n`
}

function scaleLine(winScale: number): TextPiece {
  const known = winScale >= 0 ? String(1 << winScale) : winScale === SCALE_UNKNOWN ? '-1 (unknown)' : '-2 (no window scaling used)'
  return TextPiece.short(`    [Window size scaling factor: ${known}]\n`)
}
