/** `-T fields` of plain packets, written from their bytes and what was followed, without items. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { ipv6Text } from '../address-column.ts'
import type { Dissector } from '../dissector.ts'
import { elapsedNs } from '../elapsed.ts'
import type { PlainPacket } from '../plain-packet.ts'
import { ANALYSIS } from '../tcp/sequence-analysis.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import type { FieldsOptions } from './fields-text.ts'
import { writeSeconds } from './seconds.ts'

const LINE_FEED = 0x0a
const DOT = 0x2e
const COLON = 0x3a
const DIGIT_0 = 0x30
const HEX_PREFIX = new Uint8Array([0x30, 0x78])
const ETHERNET_ADDRESS_BYTES = 6
const PROTOCOL_TCP = 6
const WORD_DIGITS = 4

/** Writes one value; nothing for a packet that has none. */
type Writer = (output: TextOutput, plain: PlainPacket, followed: FollowedSegment) => void

/** The fields that plain packets have at most once, and how each is written. */
const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['frame.number', (output, plain) => output.number(plain.number)],
  ['frame.len', (output, plain) => output.number(plain.wireLength)],
  ['frame.cap_len', (output, plain) => output.number(plain.capturedLength)],
  ['frame.time_relative', (output, plain) => writeSeconds(output, plain.timeNs)],
  ['frame.time_delta', (output, plain) => writeSeconds(output, plain.sincePreviousNs)],
  ['eth.dst', (output, plain) => writeEthernet(output, plain.bytes, plain.frame)],
  ['eth.src', (output, plain) => writeEthernet(output, plain.bytes, plain.frame + ETHERNET_ADDRESS_BYTES)],
  ...ipv4Writers(),
  ['ipv6.src', (output, plain) => writeIpv6(output, plain, plain.source)],
  ['ipv6.dst', (output, plain) => writeIpv6(output, plain, plain.destination)],
  ['tcp.srcport', (output, _, { segment }) => output.number(segment.sourcePort)],
  ['tcp.dstport', (output, _, { segment }) => output.number(segment.destinationPort)],
  ['tcp.stream', (output, _, { stream }) => output.number(stream.index)],
  ['tcp.completeness', (output, _, { completeness }) => output.number(completeness)],
  ['tcp.len', (output, _, { segment }) => output.number(segment.length)],
  ['tcp.seq', (output, _, { segment }) => output.number(segment.seq)],
  ['tcp.seq_raw', (output, _, { segment }) => output.number(segment.rawSeq)],
  ['tcp.nxtseq', (output, _, { segment }) => output.number(segment.nextSeq)],
  ['tcp.ack', (output, _, { segment }) => output.number(segment.ack)],
  ['tcp.ack_raw', (output, _, { segment }) => output.number(segment.rawAck)],
  ['tcp.hdr_len', (output, _, { segment }) => output.number(segment.headerLength)],
  ['tcp.flags', (output, _, { segment }) => writeHex(output, segment.flags)],
  ...flagWriters(),
  ['tcp.window_size_value', (output, _, { segment }) => output.number(segment.rawWindow)],
  ['tcp.window_size', (output, _, { segment }) => output.number(segment.window)],
  ['tcp.checksum', (output, _, { segment }) => writeHex(output, segment.checksum)],
  ['tcp.urgent_pointer', (output, _, { urgentPointer }) => output.number(urgentPointer)],
  ['tcp.time_relative', (output, { timeNs }, { stream }) => writeSeconds(output, elapsedNs(stream.firstTimeNs, timeNs))],
  ['tcp.time_delta', (output, _, { sincePreviousNs }) => writeSeconds(output, sincePreviousNs)],
  ['tcp.analysis.acks_frame', (output, _, { analysis }) => writeUnlessZero(output, analysis.ackedFrame)],
  ['tcp.analysis.ack_rtt', writeAckRtt],
  ['tcp.analysis.initial_rtt', writeInitialRtt],
  ['tcp.analysis.bytes_in_flight', (output, _, { analysis }) => writeUnlessZero(output, analysis.bytesInFlight)],
  ['tcp.analysis.push_bytes_sent', writePushBytes],
  ...markWriters(),
])

/** Fields of the IPv4 header, which packets with IPv6 have not. */
function ipv4Writers(): [string, Writer][] {
  const writers: [string, Writer][] = [
    ['ip.src', (output, plain) => writeIpv4(output, plain.bytes, plain.source)],
    ['ip.dst', (output, plain) => writeIpv4(output, plain.bytes, plain.destination)],
    ['ip.len', (output, { bytes, ip }) => output.number((bytes[ip + 2] << 8) | bytes[ip + 3])],
    ['ip.id', (output, { bytes, ip }) => writeHex(output, (bytes[ip + 4] << 8) | bytes[ip + 5])],
    ['ip.ttl', (output, { bytes, ip }) => output.number(bytes[ip + 8])],
    ['ip.proto', (output) => output.number(PROTOCOL_TCP)],
  ]
  return writers.map(([name, writer]) => [
    name,
    (output, plain, followed) => {
      if (!plain.isIpv6) writer(output, plain, followed)
    },
  ])
}

function flagWriters(): [string, Writer][] {
  const flags = [
    ['fin', TCP_FLAG.fin],
    ['syn', TCP_FLAG.syn],
    ['reset', TCP_FLAG.rst],
    ['push', TCP_FLAG.psh],
    ['ack', TCP_FLAG.ack],
    ['urg', TCP_FLAG.urg],
  ] as const
  return flags.map(([name, bit]) => [
    `tcp.flags.${name}`,
    (output, _, { segment }) => output.char(segment.flags & bit ? DIGIT_0 + 1 : DIGIT_0),
  ])
}

function markWriters(): [string, Writer][] {
  const marks = [
    ['flags', -1],
    ['retransmission', ANALYSIS.retransmission | ANALYSIS.fastRetransmission | ANALYSIS.spuriousRetransmission],
    ['fast_retransmission', ANALYSIS.fastRetransmission],
    ['spurious_retransmission', ANALYSIS.spuriousRetransmission],
    ['out_of_order', ANALYSIS.outOfOrder],
    ['lost_segment', ANALYSIS.lostSegment],
    ['ack_lost_segment', ANALYSIS.ackLostSegment],
    ['window_update', ANALYSIS.windowUpdate],
    ['window_full', ANALYSIS.windowFull],
    ['keep_alive', ANALYSIS.keepAlive],
    ['keep_alive_ack', ANALYSIS.keepAliveAck],
    ['zero_window', ANALYSIS.zeroWindow],
  ] as const
  return marks.map(([name, bits]) => [
    `tcp.analysis.${name}`,
    (output, _, { analysis }) => {
      if (analysis.flags & bits) output.char(DIGIT_0 + 1)
    },
  ])
}

/** Writes the chosen fields of plain packets. */
export class PlainFields {
  readonly #dissector: Dissector
  readonly #output: TextOutput
  readonly #writers: readonly Writer[]
  readonly #separator: Uint8Array

  private constructor(dissector: Dissector, output: TextOutput, writers: readonly Writer[], separator: string) {
    this.#dissector = dissector
    this.#output = output
    this.#writers = writers
    this.#separator = encodeUtf8(separator)
  }

  /** A writer of these fields; undefined when one of them, or how they are to be written, is not for it. */
  static of(names: readonly string[], options: FieldsOptions, output: TextOutput, dissector: Dissector): PlainFields | undefined {
    if (options.quote !== 'n' || !dissector.tcp.canFollow) return undefined
    const writers: Writer[] = []
    for (const name of names) {
      const writer = WRITERS.get(name)
      if (writer === undefined) return undefined
      writers.push(writer)
    }
    return new PlainFields(dissector, output, writers, options.separator)
  }

  /** Follows and writes a packet. */
  packet(plain: PlainPacket): void {
    const followed = this.#dissector.tcp.follow(plain.input, plain.hasTellingOptions)
    const output = this.#output
    const separator = this.#separator
    const writers = this.#writers
    for (let i = 0; i < writers.length; i++) {
      if (i > 0) {
        if (separator.length === 1) output.char(separator[0])
        else output.bytes(separator)
      }
      writers[i](output, plain, followed)
    }
    output.char(LINE_FEED)
  }
}

/** Writes the Ethernet address at `at`: six pairs of digits with colons. */
export function writeEthernet(output: TextOutput, bytes: Uint8Array, at: number): void {
  output.hex(bytes[at], 2)
  for (let i = 1; i < ETHERNET_ADDRESS_BYTES; i++) {
    output.char(COLON)
    output.hex(bytes[at + i], 2)
  }
}

/** Writes the dotted IPv4 address at `at`. */
export function writeIpv4(output: TextOutput, bytes: Uint8Array, at: number): void {
  output.number(bytes[at])
  output.char(DOT)
  output.number(bytes[at + 1])
  output.char(DOT)
  output.number(bytes[at + 2])
  output.char(DOT)
  output.number(bytes[at + 3])
}

function writeIpv6(output: TextOutput, plain: PlainPacket, at: number): void {
  if (plain.isIpv6) output.text(ipv6Text(plain.bytes, at))
}

function writeHex(output: TextOutput, value: number): void {
  output.bytes(HEX_PREFIX)
  output.hex(value, WORD_DIGITS)
}

function writeUnlessZero(output: TextOutput, value: number): void {
  if (value !== 0) output.number(value)
}

function writePushBytes(output: TextOutput, _: PlainPacket, { analysis }: FollowedSegment): void {
  if (analysis.bytesInFlight !== 0) output.number(analysis.pushBytesSent)
}

function writeAckRtt(output: TextOutput, _: PlainPacket, { analysis }: FollowedSegment): void {
  if (analysis.ackedFrame !== 0 && analysis.ackRttNs !== 0) writeSeconds(output, analysis.ackRttNs)
}

function writeInitialRtt(output: TextOutput, _: PlainPacket, { analysis, stream }: FollowedSegment): void {
  if (analysis.recorded && stream.initialRttNs !== 0) writeSeconds(output, stream.initialRttNs)
}
