/** `-T fields` of plain packets, written from their bytes and what was followed, without items. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import { UTC } from '../local-time.ts'
import type { Dissector } from '../dissector.ts'
import type { PlainPacket } from '../plain-packet.ts'
import { ANALYSIS } from '../tcp/sequence-analysis.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import type { FieldsOptions } from './fields-text.ts'
import { GapFiller, GappedText, type Gaps } from './gapped-text.ts'
import { HEADER_GAPS, HEADER_TEXT_PLACES, PlainHeaders } from './plain-headers.ts'
import { NUMBER_PLACES } from './plain-places.ts'
import { NUMBER_GAPS, setCarrierNumbers, setSegmentNumbers } from './plain-values.ts'

/** The gaps for fields that plain packets have at most once. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['frame.number', '{number}'],
  ['frame.len', '{wireLength}'],
  ['frame.cap_len', '{capturedLength}'],
  ['frame.time_relative', '{time}'],
  ['frame.time_delta', '{sincePrevious}'],
  ['eth.dst', '{ethernetDestination}'],
  ['eth.src', '{ethernetSource}'],
  ['tcp.srcport', '{sourcePort}'],
  ['tcp.dstport', '{destinationPort}'],
  ['tcp.stream', '{stream}'],
  ['tcp.completeness', '{completeness}'],
  ['tcp.len', '{length}'],
  ['tcp.seq', '{seq}'],
  ['tcp.seq_raw', '{rawSeq}'],
  ['tcp.nxtseq', '{nextSeq}'],
  ['tcp.ack', '{ack}'],
  ['tcp.ack_raw', '{rawAck}'],
  ['tcp.hdr_len', '{headerLength}'],
  ['tcp.flags', '0x{flagsHex}'],
  ['tcp.window_size_value', '{rawWindow}'],
  ['tcp.window_size', '{window}'],
  ['tcp.checksum', '0x{checksum}'],
  ['tcp.urgent_pointer', '{urgentPointer}'],
  ['tcp.time_relative', '{sinceFirst}'],
  ['tcp.time_delta', '{sinceStream}'],
  ['tcp.analysis.acks_frame', '{ackedFrame}'],
  ['tcp.analysis.ack_rtt', '{ackRtt}'],
  ['tcp.analysis.initial_rtt', '{initialRtt}'],
  ['tcp.analysis.bytes_in_flight', '{inFlight}'],
  ['tcp.analysis.push_bytes_sent', '{pushBytes}'],
])
/** Those of the IPv4 header, and of the IPv6 header: packets with the other have none of them. */
const IPV4_FIELDS: ReadonlyMap<string, string> = new Map([
  ['ip.src', '{source}'],
  ['ip.dst', '{destination}'],
  ['ip.len', '{ipLength}'],
  ['ip.id', '0x{ipIdHex}'],
  ['ip.ttl', '{ttl}'],
  ['ip.proto', '{protocol}'],
])
const IPV6_FIELDS: ReadonlyMap<string, string> = new Map([
  ['ipv6.src', '{source6}'],
  ['ipv6.dst', '{destination6}'],
])
/** The flags one by one, which every segment has, and the marks, which only those have on which they are set. */
const FLAGS: ReadonlyMap<string, number> = new Map([
  ['tcp.flags.fin', TCP_FLAG.fin],
  ['tcp.flags.syn', TCP_FLAG.syn],
  ['tcp.flags.reset', TCP_FLAG.rst],
  ['tcp.flags.push', TCP_FLAG.psh],
  ['tcp.flags.ack', TCP_FLAG.ack],
  ['tcp.flags.urg', TCP_FLAG.urg],
])
const MARKS: ReadonlyMap<string, number> = new Map([
  ['tcp.analysis.flags', -1],
  ['tcp.analysis.retransmission', ANALYSIS.retransmission | ANALYSIS.fastRetransmission | ANALYSIS.spuriousRetransmission],
  ['tcp.analysis.fast_retransmission', ANALYSIS.fastRetransmission],
  ['tcp.analysis.spurious_retransmission', ANALYSIS.spuriousRetransmission],
  ['tcp.analysis.out_of_order', ANALYSIS.outOfOrder],
  ['tcp.analysis.lost_segment', ANALYSIS.lostSegment],
  ['tcp.analysis.ack_lost_segment', ANALYSIS.ackLostSegment],
  ['tcp.analysis.window_update', ANALYSIS.windowUpdate],
  ['tcp.analysis.window_full', ANALYSIS.windowFull],
  ['tcp.analysis.keep_alive', ANALYSIS.keepAlive],
  ['tcp.analysis.keep_alive_ack', ANALYSIS.keepAliveAck],
  ['tcp.analysis.zero_window', ANALYSIS.zeroWindow],
])

/** A flag or mark that is among the fields: its bits, and its place among the numbers. */
interface Bit {
  readonly bits: number
  readonly isMark: boolean
  readonly place: number
}

/** Writes the chosen fields of plain packets. */
export class PlainFields {
  readonly #dissector: Dissector
  readonly #filler: GapFiller
  readonly #ipv4: GappedText
  readonly #ipv6: GappedText
  readonly #bits: readonly Bit[]
  /** Only where addresses that are texts are among the fields. */
  readonly #headers: PlainHeaders | undefined

  private constructor(dissector: Dissector, output: TextOutput, names: readonly string[], separator: string) {
    this.#dissector = dissector
    const bits: Bit[] = []
    const gaps: Record<string, Gaps[string]> = { ...NUMBER_GAPS, ...HEADER_GAPS }
    const gapFor = (name: string, others: ReadonlyMap<string, string>): string => {
      const known = FIELDS.get(name) ?? others.get(name)
      if (known !== undefined) return known
      const flag = FLAGS.get(name)
      const mask = flag ?? MARKS.get(name)
      if (mask === undefined) return ''
      const gap = name.replaceAll('.', '_')
      if (!(gap in gaps)) {
        const place = NUMBER_PLACES + bits.length
        bits.push({ bits: mask, isMark: flag === undefined, place })
        gaps[gap] = ['numberIfAny', place]
      }
      return `{${gap}}`
    }
    const line = (others: ReadonlyMap<string, string>): GappedText =>
      new GappedText(`${names.map((name) => gapFor(name, others)).join(separator)}\n`, gaps)
    this.#ipv4 = line(IPV4_FIELDS)
    this.#ipv6 = line(IPV6_FIELDS)
    this.#bits = bits
    this.#filler = new GapFiller(output, NUMBER_PLACES + bits.length, HEADER_TEXT_PLACES)
    const hasText = names.some((name) => IPV6_FIELDS.has(name) || name.startsWith('eth.'))
    this.#headers = hasText ? new PlainHeaders(dissector.capture, UTC, false) : undefined
  }

  /** A writer of these fields; undefined when one of them, or how they are to be written, is not for it. */
  static of(names: readonly string[], options: FieldsOptions, output: TextOutput, dissector: Dissector): PlainFields | undefined {
    // Braces stand around the names of gaps.
    if (options.quote !== 'n' || options.separator === '{' || !dissector.tcp.canFollow) return undefined
    const known = [FIELDS, IPV4_FIELDS, IPV6_FIELDS, FLAGS, MARKS]
    if (!names.every((name) => known.some((fields) => fields.has(name)))) return undefined
    return new PlainFields(dissector, output, names, options.separator)
  }

  /** Whether everything that is shown of a packet is plain. */
  takes(): boolean {
    return true
  }

  /** Follows and writes a packet. */
  packet(plain: PlainPacket): void {
    const followed = this.#dissector.tcp.follow(plain.input, plain.hasTellingOptions)
    const { numbers, texts } = this.#filler
    setCarrierNumbers(numbers, plain)
    setSegmentNumbers(numbers, followed)
    this.#headers?.set(texts, numbers, plain)
    const bits = this.#bits
    for (let i = 0; i < bits.length; i++) {
      const { bits: mask, isMark, place } = bits[i]
      const isSet = ((isMark ? followed.analysis.flags : followed.segment.flags) & mask) !== 0
      numbers[place] = isSet ? 1 : isMark ? NaN : 0
    }
    this.#filler.write(plain.isIpv6 ? this.#ipv6 : this.#ipv4)
  }
}
