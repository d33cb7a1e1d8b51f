/** `-T json` of plain packets: whole trees, written from the bytes and what was followed. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import type { Dissector } from '../dissector.ts'
import type { FieldItem } from '../field-item.ts'
import type { LocalTime } from '../local-time.ts'
import { LAYOUT, type PlainPacket } from '../plain-packet.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import type { FollowedPart } from '../tcp/tcp-layer.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import { SCALE_NOT_USED } from '../tcp/tcp-stream.ts'
import { GapFiller } from './gap-filler.ts'
import { GappedText, TextPiece, type Gaps, textGaps } from './gapped-text.ts'
import type { JsonText } from './json-text.ts'
import { JSON_STYLE } from './layer-style.ts'
import { PlainFlags } from './plain-flags.ts'
import { FRAME_GAPS, FRAME_TEXT_PLACES, type FrameStyle, hasUsualDate, PlainFrame } from './plain-frame.ts'
import { HEADER_GAPS, PlainHeaders } from './plain-headers.ts'
import { OPTION_BYTE_GAPS, optionMembers } from './plain-json-options.ts'
import { PADDED_TIMESTAMPS_AT, PlainOptions, setTimestamps } from './plain-options.ts'
import { payloadOf, type PlainPayload } from './plain-payload.ts'
import { NUMBER_PLACES } from './plain-places.ts'
import { analysisTail, TAIL } from './plain-tail.ts'
import { hasMarks, isHeaderUsual, needsItems } from './plain-usual.ts'
import { NUMBER_GAPS, setCarrierNumbers, setSegmentNumbers } from './plain-values.ts'
import { writeText } from './utf8-text.ts'

const MS_PER_S = 1000
const DATE_LENGTH = 10

/** Places of texts behind those of the frame and the headers. */
const TEXT = {
  protocols: FRAME_TEXT_PLACES,
  acknowledgment: FRAME_TEXT_PLACES + 1,
  /** With the length of the header in front. */
  flags: FRAME_TEXT_PLACES + 2,
  scale: FRAME_TEXT_PLACES + 3,
  urgent: FRAME_TEXT_PLACES + 4,
} as const
const TEXT_PLACES = TEXT.urgent + 1
const GAPS: Gaps = {
  ...NUMBER_GAPS,
  ...HEADER_GAPS,
  ...FRAME_GAPS,
  ...textGaps(TEXT),
  ...OPTION_BYTE_GAPS,
  payload: ['colonDigits', 0],
}

const FRAME = `{start}{epochNs}{epoch}{epochNs}",
          "frame.time_delta": "{sincePrevious}",
          "frame.time_delta_displayed": "{sinceDisplayed}",
          "frame.time_relative": "{time}",
          "frame.number": "{number}",
          "frame.len": "{wireLength}",
          "frame.cap_len": "{capturedLength}",
          "frame.marked": "0",
          "frame.ignored": "0",
`
const ETHERNET = `        },
        "eth": {
{ethernet}
        },
`
const IPV4 = `          "frame.protocols": "eth:ethertype:ip:tcp{protocols}"
${ETHERNET}        "ip": {
          "ip.version": "4",
          "ip.hdr_len": "20",
{dsField},
          "ip.len": "{ipLength}",
          "ip.id": "0x{ipIdHex}",
{ipFlags},
          "ip.frag_offset": "0",
          "ip.ttl": "{ttl}",
          "ip.proto": "6",
          "ip.checksum": "0x{ipChecksum}",
          "ip.checksum.status": "2",
          "ip.src": "{source}",
          "ip.addr": "{source}",
          "ip.src_host": "{source}",
          "ip.host": "{source}",
          "ip.dst": "{destination}",
          "ip.addr": "{destination}",
          "ip.dst_host": "{destination}",
          "ip.host": "{destination}"
        },
`
const IPV6 = `          "frame.protocols": "eth:ethertype:ipv6:tcp{protocols}"
${ETHERNET}        "ipv6": {
          "ipv6.version": "6",
          "ip.version": "6",
{trafficClass},
{flow},
          "ipv6.plen": "{ipLength}",
          "ipv6.nxt": "6",
          "ipv6.hlim": "{ttl}",
          "ipv6.src": "{source6}",
          "ipv6.addr": "{source6}",
          "ipv6.src_host": "{source6}",
          "ipv6.host": "{source6}",
          "ipv6.dst": "{destination6}",
          "ipv6.addr": "{destination6}",
          "ipv6.dst_host": "{destination6}",
          "ipv6.host": "{destination6}"{sourceDetails}{destinationDetails}
        },
`
const NUMBERS = `        "tcp": {
          "tcp.srcport": "{sourcePort}",
          "tcp.dstport": "{destinationPort}",
          "tcp.port": "{sourcePort}",
          "tcp.port": "{destinationPort}",
          "tcp.stream": "{stream}",
          "tcp.completeness": "{completeness}",
          "tcp.len": "{length}",
          "tcp.seq": "{seq}",
          "tcp.seq_raw": "{rawSeq}",
          "tcp.nxtseq": "{nextSeq}",
`
const ACKNOWLEDGMENT = '          "tcp.ack": "{ack}"'
const FLAGS_AND_WINDOW = `,
          "tcp.ack_raw": "{rawAck}",
{flags},
          "tcp.window_size_value": "{rawWindow}",
          "tcp.window_size": "{window}",
{scale}          "tcp.checksum": "0x{checksum}",
          "tcp.checksum.status": "2",
`
const NOT_URGENT = '          "tcp.urgent_pointer": "0"'
const TIMES = `,
          "Timestamps": {
            "tcp.time_relative": "{sinceFirst}",
            "tcp.time_delta": "{sinceStream}"
          }`
/** The members of the analysis for each bit, in their order. */
const ANALYSIS_MEMBERS: readonly (readonly [bit: number, members: string])[] = [
  [TAIL.acks, '            "tcp.analysis.acks_frame": "{ackedFrame}"'],
  [TAIL.ackRtt, '            "tcp.analysis.ack_rtt": "{ackRtt}"'],
  [TAIL.initialRtt, '            "tcp.analysis.initial_rtt": "{initialRtt}"'],
  [TAIL.inFlight, '            "tcp.analysis.bytes_in_flight": "{inFlight}",\n            "tcp.analysis.push_bytes_sent": "{pushBytes}"'],
  [
    TAIL.duplicate,
    `            "tcp.analysis.flags": {
              "tcp.analysis.duplicate_ack": ""
            },
            "tcp.analysis.duplicate_ack_num": "{dupAckNumber}",
            "tcp.analysis.duplicate_ack_frame": "{dupAckFrame}",
            "tcp.analysis.duplicate_ack_frame_tree": {
              "_ws.expert": {
                "tcp.analysis.duplicate_ack": "",
                "_ws.expert.message": "Duplicate ACK (#{dupAckNumber})",
                "_ws.expert.severity": "4194304",
                "_ws.expert.group": "33554432"
              }
            }`,
  ],
]
const PAYLOAD = ',\n          "tcp.payload": "{payload}"'
const DATA = `
        },
        "data": {
          "data.data": "{payload}",
          "data.len": "{capturedPayload}"`
const END = '\n        }\n      }\n    }\n  }'

const NO_ACKNOWLEDGMENT = TextPiece.short('          "tcp.ack": "0"')
const NOT_URGENT_PIECE = TextPiece.short(NOT_URGENT)
const DATA_PROTOCOL = TextPiece.short(':data')
/** What stands behind items. */
const PAYLOAD_TEXT = new GappedText(`${PAYLOAD}${DATA}${END}`, GAPS)
const DATA_TEXT = new GappedText(`${DATA}${END}`, GAPS)
const END_TEXT = new GappedText(END, GAPS)

/** The date of a second since 1970, in UTC. */
function dateText(unixSeconds: number): string {
  return new Date(unixSeconds * MS_PER_S).toISOString().slice(0, DATE_LENGTH)
}

const FRAME_STYLE: FrameStyle = {
  layer: JSON_STYLE,
  isTimed: true,
  start: (_, lines, arrival, unixSeconds) =>
    `  {\n    "_index": "packets-${dateText(unixSeconds)}",\n    "_type": "doc",\n    "_score": null,\n    "_source": {\n      "layers": {\n` +
    `        "frame": {\n${lines === '' ? '' : `${lines},\n`}          "frame.encap_type": "1",\n          "frame.time": "${arrival}`,
  epoch: (zone, unixSeconds) =>
    `${JSON.stringify(zone).slice(1)},\n          "frame.offset_shift": "0.000000000",\n          "frame.time_epoch": "${unixSeconds}.`,
}

/** Writes plain packets as `JsonText` does. */
export class PlainJson {
  readonly wantsInfo = false
  readonly #dissector: Dissector
  readonly #output: TextOutput
  readonly #json: JsonText
  readonly #filler: GapFiller
  readonly #frame: PlainFrame
  readonly #headers = new PlainHeaders(true, JSON_STYLE)
  readonly #flags = new PlainFlags((headerLength) => this.#makeFlags(headerLength))
  /** Up to the urgent pointer, for both versions of IP: as nearly all segments have it, and with texts where it is not so. */
  readonly #starts: Readonly<Record<'ipv4' | 'ipv6', readonly [usual: GappedText, other: GappedText]>>
  /** What may follow, by its bits (`TAIL`). */
  readonly #tails: (GappedText | undefined)[] = Array.from({ length: TAIL.end * 2 }, () => undefined)
  readonly #scales: TextPiece[] = []
  readonly #options = new PlainOptions((layout) => new GappedText(optionMembers(layout), GAPS))

  private constructor(output: TextOutput, dissector: Dissector, json: JsonText, localTime: LocalTime) {
    this.#output = output
    this.#dissector = dissector
    this.#json = json
    this.#filler = new GapFiller(output, NUMBER_PLACES, TEXT_PLACES)
    this.#frame = new PlainFrame(dissector.capture, localTime, FRAME_STYLE)
    const start = (header: string) =>
      [
        new GappedText(`${FRAME}${header}${NUMBERS}${ACKNOWLEDGMENT}${FLAGS_AND_WINDOW}${NOT_URGENT}`, GAPS),
        new GappedText(`${FRAME}${header}${NUMBERS}{acknowledgment}${FLAGS_AND_WINDOW}{urgent}`, GAPS),
      ] as const
    this.#starts = { ipv4: start(IPV4), ipv6: start(IPV6) }
  }

  /**
   * A writer of whole packets among those of `json`; undefined where the dissector is asked to show more than can be followed, or the capture
   * has no usual date.
   */
  static of(output: TextOutput, dissector: Dissector, json: JsonText, localTime: LocalTime): PlainJson | undefined {
    return dissector.tcp.canFollow && hasUsualDate(dissector.capture) ? new PlainJson(output, dissector, json, localTime) : undefined
  }

  /** Whether everything that is shown of a packet is plain. */
  takes(plain: PlainPacket): boolean {
    return plain.padding >= 0 && this.#frame.canShow(plain.interfaceIndex)
  }

  /** Writes a packet that it takes, and that was followed just now. */
  write(plain: PlainPacket, followed: FollowedSegment): void {
    const filler = this.#filler
    const { numbers } = filler
    const { segment } = followed
    const isSyn = (segment.flags & TCP_FLAG.syn) !== 0
    const payload = payloadOf(this.#dissector, plain, followed)
    writeText(this.#output, this.#json.before())
    setCarrierNumbers(numbers, plain)
    setSegmentNumbers(numbers, followed)
    this.#frame.set(filler, plain)
    this.#headers.set(filler, plain)
    filler.setText(TEXT.protocols, payload.hasData ? DATA_PROTOCOL : TextPiece.EMPTY)
    filler.setText(TEXT.flags, this.#flags.of(followed))
    filler.setText(TEXT.scale, isSyn ? TextPiece.EMPTY : (this.#scales[followed.winScale - SCALE_NOT_USED] ??= this.#makeScale(followed)))
    const starts = plain.isIpv6 ? this.#starts.ipv6 : this.#starts.ipv4
    if (isHeaderUsual(followed)) filler.write(starts[0])
    else {
      filler.setText(TEXT.urgent, followed.urgentPointer === 0 ? NOT_URGENT_PIECE : this.#part('urgent'))
      const hasNone = (segment.flags & TCP_FLAG.ack) === 0 && segment.ack === 0
      filler.setText(TEXT.acknowledgment, hasNone ? NO_ACKNOWLEDGMENT : this.#part('acknowledgment'))
      filler.write(starts[1])
    }
    this.#writeTail(plain, followed, payload)
  }

  /** Options, times, analysis and payload: one text where all of them are usual. */
  #writeTail(plain: PlainPacket, followed: FollowedSegment, payload: PlainPayload): void {
    const { layout, bytes, input } = plain
    const filler = this.#filler
    const { numbers } = filler
    let tail = TAIL.times | analysisTail(followed, numbers)
    if (layout === LAYOUT.paddedTimestamps) {
      tail |= TAIL.timestamps
      setTimestamps(numbers, bytes, input.offset + PADDED_TIMESTAMPS_AT)
    } else if (layout !== LAYOUT.none) this.#writeOptions(plain, followed)
    const hasItems = needsItems(followed, payload)
    if (!hasItems) tail |= payload.hasData ? TAIL.payload | TAIL.end : TAIL.end
    if (payload.hasData) filler.takeBytes(bytes, input.capturedEnd - plain.capturedPayload, plain.capturedPayload)
    filler.write((this.#tails[tail] ??= tailText(tail)))
    if (hasItems) {
      this.#writeItems(followed, payload)
      filler.write(payload.hasData ? (payload.items === undefined ? PAYLOAD_TEXT : DATA_TEXT) : END_TEXT)
    }
  }

  #writeOptions(plain: PlainPacket, followed: FollowedSegment): void {
    const text = this.#options.of(this.#filler.numbers, plain, followed)
    if (text === undefined) this.#writeMembers(this.#dissector.tcp.partItems('options'))
    else this.#filler.write(text)
  }

  /** The parts that need items, of a segment that has some. */
  #writeItems(followed: FollowedSegment, { items }: PlainPayload): void {
    if (hasMarks(followed)) this.#writeMembers(this.#dissector.tcp.partItems('analysis'))
    if (followed.isMptcp) this.#writeMembers(this.#dissector.tcp.partItems('mptcp'))
    if (items !== undefined) this.#writeMembers(items)
  }

  /** Members behind others. */
  #writeMembers(item: FieldItem): void {
    if (item.children.length > 0) writeText(this.#output, JSON_STYLE.between + JSON_STYLE.text(item))
  }

  #part(part: FollowedPart): TextPiece {
    return TextPiece.short(JSON_STYLE.text(this.#dissector.tcp.partItems(part)))
  }

  #makeFlags(headerLength: number): TextPiece {
    return TextPiece.short(`          "tcp.hdr_len": "${headerLength}",\n${JSON_STYLE.text(this.#dissector.tcp.partItems('flags'))}`)
  }

  #makeScale({ winScale }: FollowedSegment): TextPiece {
    return TextPiece.short(`          "tcp.window_size_scalefactor": "${winScale >= 0 ? 1 << winScale : winScale}",\n`)
  }
}

function tailText(tail: number): GappedText {
  let text = tail & TAIL.timestamps ? optionMembers(LAYOUT.paddedTimestamps) : ''
  if (tail & TAIL.times) text += TIMES
  if (tail & TAIL.analysis) {
    const members = ANALYSIS_MEMBERS.filter(([bit]) => tail & bit).map(([, lines]) => lines)
    text += members.length === 0 ? ',\n          "tcp.analysis": ""' : `,\n          "tcp.analysis": {\n${members.join(',\n')}\n          }`
  }
  if (tail & TAIL.payload) text += PAYLOAD + DATA
  return new GappedText(text + (tail & TAIL.end ? END : ''), GAPS)
}
