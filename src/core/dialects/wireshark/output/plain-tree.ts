/** `-V` and `-O tcp` of plain packets: the tree, or the tree with only TCP unfolded, written from the bytes and what was followed. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import type { Dissector } from '../dissector.ts'
import { MAX_LINE_BYTES } from '../field-text.ts'
import type { LocalTime } from '../local-time.ts'
import { LAYOUT, type PlainPacket } from '../plain-packet.ts'
import { completenessText } from '../tcp/completeness.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { tcpFields } from '../tcp/tcp-fields.ts'
import type { FollowedPart } from '../tcp/tcp-layer.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import { SCALE_NOT_USED, SCALE_UNKNOWN } from '../tcp/tcp-stream.ts'
import { GapFiller } from './gap-filler.ts'
import { GappedText, TextPiece, type Gaps, textGaps } from './gapped-text.ts'
import { TREE_STYLE } from './layer-style.ts'
import { PlainFlags } from './plain-flags.ts'
import { FRAME_GAPS, FRAME_TEXT_PLACES, type FrameStyle, hasUsualDate, PlainFrame } from './plain-frame.ts'
import { HEADER_GAPS, PlainHeaders } from './plain-headers.ts'
import { optionLines, PlainOptions, PADDED_TIMESTAMPS_AT, setTimestamps } from './plain-options.ts'
import { payloadOf, type PlainPayload } from './plain-payload.ts'
import { NUMBER_PLACES } from './plain-places.ts'
import { analysisTail, TAIL } from './plain-tail.ts'
import { hasMarks, isHeaderUsual, needsItems } from './plain-usual.ts'
import { NUMBER_GAPS, setCarrierNumbers, setSegmentNumbers } from './plain-values.ts'
import { writeText } from './utf8-text.ts'

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
  ellipsis: FRAME_TEXT_PLACES + 8,
} as const
const TEXT_PLACES = TEXT.ellipsis + 1
const GAPS: Gaps = {
  ...NUMBER_GAPS,
  ...HEADER_GAPS,
  ...FRAME_GAPS,
  ...textGaps(TEXT),
  dump: ['dump', 0],
  digits: ['digits', MAX_LINE_BYTES],
}

/** The first line of a frame, and what is behind it where the tree is unfolded. */
const FRAME = 'Frame {number}: {wireLength} bytes on wire ({wireBits} bits), {capturedLength} bytes captured ({capturedBits} bits){start}'
const FRAME_TREE = `{epochNs}{epoch}{epochNs} seconds
    [Time delta from previous captured frame: {sincePrevious} seconds]
    [Time delta from previous displayed frame: {sinceDisplayed} seconds]
    [Time since reference or first frame: {time} seconds]
    Frame Number: {number}
    Frame Length: {wireLength} bytes ({wireBits} bits)
    Capture Length: {capturedLength} bytes ({capturedBits} bits)
    [Frame is marked: False]
    [Frame is ignored: False]
`
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
const PAYLOAD = '    TCP payload ({length} byte{plural})\n'
const DATA = 'Data ({capturedPayload} byte{dataPlural})\n'
const DATA_TREE = `
{dump}    Data: {digits}{ellipsis}
    [Length: {capturedPayload}]
`
/** The lines for each bit in their order, but for the payload and the separator. */
const LINES: readonly (readonly [bit: number, lines: string])[] = [
  [TAIL.timestamps, optionLines(LAYOUT.paddedTimestamps)],
  [TAIL.times, TIMES],
  [TAIL.analysis, '    [SEQ/ACK analysis]\n'],
  [TAIL.acks, '        [This is an ACK to the segment in frame: {ackedFrame}]\n'],
  [TAIL.ackRtt, '        [The RTT to ACK the segment was: {ackRtt} seconds]\n'],
  [TAIL.initialRtt, '        [iRTT: {initialRtt} seconds]\n'],
  [TAIL.inFlight, '        [Bytes in flight: {inFlight}]\n        [Bytes sent since last PSH flag: {pushBytes}]\n'],
  [
    TAIL.duplicate,
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
]

const NOT_URGENT_PIECE = TextPiece.short(NOT_URGENT)
const NO_ACKNOWLEDGMENT = TextPiece.short('    Acknowledgment Number: 0\n')
const DATA_PROTOCOL = TextPiece.short(':data')
const PLURAL = TextPiece.short('s')
const ELLIPSIS = TextPiece.short('…')

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
  readonly #options = new PlainOptions((layout) => new GappedText(optionLines(layout), GAPS))
  readonly #showsAll: boolean
  /**
   * From the frame to the urgent pointer, for both versions of IP: with the acknowledgment as a text, missing from the title, or in it; and as
   * nearly all segments have it, a number, with nothing urgent.
   */
  readonly #starts: Readonly<Record<'ipv4' | 'ipv6', readonly [without: GappedText, withAck: GappedText, usual: GappedText]>>
  /** What may follow, by its bits. */
  readonly #ends: (GappedText | undefined)[] = Array.from({ length: TAIL.end * 2 }, () => undefined)
  /** The lines of the payload, and the layer behind it; also that alone. */
  readonly #payloadLines: string
  readonly #payload: GappedText
  readonly #data: GappedText
  readonly #separator: Uint8Array
  readonly #completeness: TextPiece[] = []
  readonly #scales: TextPiece[] = []
  readonly #flags = new PlainFlags((headerLength) => this.#makeFlags(headerLength))

  /** Writes to `output`; `of` makes one where that can be. */
  private constructor(output: TextOutput, dissector: Dissector, { showsAll, separator, localTime }: PlainTreeOptions) {
    this.#output = output
    this.#dissector = dissector
    this.#filler = new GapFiller(output, NUMBER_PLACES, TEXT_PLACES)
    this.#frame = new PlainFrame(dissector.capture, localTime, showsAll ? UNFOLDED : FOLDED)
    this.#headers = new PlainHeaders(showsAll, TREE_STYLE)
    this.#showsAll = showsAll
    const data = showsAll ? DATA + DATA_TREE : DATA
    this.#payloadLines = PAYLOAD + data
    this.#payload = new GappedText(this.#payloadLines, GAPS)
    this.#data = new GappedText(data, GAPS)
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
    if (!dissector.tcp.canFollow || encodeUtf8(options.separator).length > TextPiece.MAX_BYTES) return undefined
    if (options.showsAll && !hasUsualDate(dissector.capture)) return undefined
    return new PlainTree(output, dissector, options)
  }

  /** Whether everything that is shown of a packet is plain. */
  takes(plain: PlainPacket): boolean {
    return (plain.padding >= 0 || !this.#showsAll) && this.#frame.canShow(plain.interfaceIndex)
  }

  /** Writes a packet that it takes, and that was followed just now. */
  write(plain: PlainPacket, followed: FollowedSegment): void {
    const filler = this.#filler
    const { numbers } = filler
    const { segment } = followed
    const hasAck = (segment.flags & TCP_FLAG.ack) !== 0
    const payload = payloadOf(this.#dissector, plain, followed)
    filler.setText(TEXT.plural, segment.length === 1 ? TextPiece.EMPTY : PLURAL)
    filler.setText(TEXT.dataPlural, plain.capturedPayload === 1 ? TextPiece.EMPTY : PLURAL)
    setCarrierNumbers(numbers, plain)
    setSegmentNumbers(numbers, followed)
    this.#frame.set(filler, plain)
    this.#headers.set(filler, plain)
    filler.setText(TEXT.protocols, payload.hasData ? DATA_PROTOCOL : TextPiece.EMPTY)
    filler.setText(TEXT.completeness, (this.#completeness[followed.completeness] ??= completenessLine(followed.completeness)))
    filler.setText(TEXT.flags, this.#flags.of(followed))
    filler.setText(TEXT.scale, segment.flags & TCP_FLAG.syn ? TextPiece.EMPTY : this.#scaleLine(followed.winScale))
    const starts = plain.isIpv6 ? this.#starts.ipv6 : this.#starts.ipv4
    if (isHeaderUsual(followed)) filler.write(starts[2])
    else {
      filler.setText(TEXT.urgent, followed.urgentPointer === 0 ? NOT_URGENT_PIECE : this.#part('urgent'))
      filler.setText(TEXT.acknowledgment, hasAck || segment.ack !== 0 ? this.#part('acknowledgment') : NO_ACKNOWLEDGMENT)
      filler.write(starts[hasAck ? 1 : 0])
    }
    this.#writeEnd(plain, followed, payload)
  }

  /** Options, times, analysis and payload: one text where all of them are usual. */
  #writeEnd(plain: PlainPacket, followed: FollowedSegment, payload: PlainPayload): void {
    const { layout, bytes, input } = plain
    const filler = this.#filler
    const { numbers } = filler
    let key = TAIL.times | analysisTail(followed, numbers)
    if (layout === LAYOUT.paddedTimestamps) {
      key |= TAIL.timestamps
      setTimestamps(numbers, bytes, input.offset + PADDED_TIMESTAMPS_AT)
    } else if (layout !== LAYOUT.none) this.#writeOptions(plain, followed)
    const hasItems = needsItems(followed, payload)
    if (!hasItems) key |= payload.hasData ? TAIL.payload | TAIL.end : TAIL.end
    if (payload.hasData && this.#showsAll) {
      filler.takeBytes(bytes, input.capturedEnd - plain.capturedPayload, plain.capturedPayload)
      filler.setText(TEXT.ellipsis, plain.capturedPayload > MAX_LINE_BYTES ? ELLIPSIS : TextPiece.EMPTY)
    }
    filler.write((this.#ends[key] ??= this.#endText(key)))
    if (!hasItems) return
    this.#writeItems(followed, payload)
    this.#output.bytes(this.#separator)
  }

  /** The parts that need items, of a segment that has some. */
  #writeItems(followed: FollowedSegment, { items, hasData }: PlainPayload): void {
    if (hasMarks(followed)) this.#writePart('analysis')
    if (followed.isMptcp) this.#writePart('mptcp')
    if (items !== undefined) writeText(this.#output, TREE_STYLE.text(items))
    if (hasData) this.#filler.write(items === undefined ? this.#payload : this.#data)
  }

  #part(part: FollowedPart): TextPiece {
    return TextPiece.short(TREE_STYLE.text(this.#dissector.tcp.partItems(part)))
  }

  #writePart(part: FollowedPart): void {
    writeText(this.#output, TREE_STYLE.text(this.#dissector.tcp.partItems(part)))
  }

  /** The line of the header's length, and the flags with the lines below them. */
  #makeFlags(headerLength: number): TextPiece {
    return TextPiece.short(headerLengthLine(headerLength) + TREE_STYLE.text(this.#dissector.tcp.partItems('flags')))
  }

  #scaleLine(winScale: number): TextPiece {
    return (this.#scales[winScale - SCALE_NOT_USED] ??= scaleLine(winScale))
  }

  #writeOptions(plain: PlainPacket, followed: FollowedSegment): void {
    const text = this.#options.of(this.#filler.numbers, plain, followed)
    if (text === undefined) this.#writePart('options')
    else this.#filler.write(text)
  }

  #endText(key: number): GappedText {
    const lines = LINES.filter(([bit]) => key & bit).map(([, text]) => text)
    if (key & TAIL.payload) lines.push(this.#payloadLines)
    return new GappedText(lines.join(''), GAPS, key & TAIL.end ? this.#separator : undefined)
  }
}

const FOLDED: FrameStyle = {
  layer: TREE_STYLE,
  isTimed: false,
  start: (words) => `${words}\n`,
  epoch: () => '',
}
const UNFOLDED: FrameStyle = {
  ...FOLDED,
  isTimed: true,
  start: (words, lines, arrival) => `${words}\n${lines}    Encapsulation type: Ethernet (1)\n    Arrival Time: ${arrival}`,
  epoch: (zone, unixSeconds) => `${zone}\n    [Time shift for this packet: 0.000000000 seconds]\n    Epoch Time: ${unixSeconds}.`,
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
