/** `-O tcp` of plain packets: the tree with only TCP unfolded, written from the bytes and what was followed, mostly without items. */
import { AsciiText, type TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { ipv6Text } from '../address-column.ts'
import type { Dissector } from '../dissector.ts'
import { elapsedNs } from '../elapsed.ts'
import { FieldItem } from '../field-item.ts'
import { interfaceWords } from '../layers/frame-layer.ts'
import type { PlainPacket } from '../plain-packet.ts'
import { completenessText } from '../tcp/completeness.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { ANALYSIS } from '../tcp/sequence-analysis.ts'
import { tcpFields } from '../tcp/tcp-fields.ts'
import type { FollowedPart } from '../tcp/tcp-layer.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import { SCALE_UNKNOWN } from '../tcp/tcp-stream.ts'
import { childrenText } from './detail-text.ts'
import { writeEthernet, writeIpv4 } from './plain-fields.ts'
import { writeSeconds } from './seconds.ts'
import { writeText } from './utf8-text.ts'

const LINE_FEED = 0x0a
const BITS_PER_BYTE = 8
const ETHERNET_ADDRESS_BYTES = 6
const OPTION_VALUES = 24
/** Blocks of lines that many segments share are kept; so many, for hostile captures have every one of them. */
const MAX_BLOCKS = 4096
/** Behind the bits of the flags in a block's key: how they are read, and the port that a SYN's note names. */
const KEY = { counter: 1 << 12, passive: 1 << 13, port: 1 << 14 } as const
/** What the analysis may find that leaves payload unread, or makes lines of its own. */
const REPEATED = ANALYSIS.retransmission | ANALYSIS.spuriousRetransmission | ANALYSIS.outOfOrder

const T = {
  frame: new AsciiText('Frame '),
  colon: new AsciiText(': '),
  onWire: new AsciiText(' bytes on wire ('),
  bits: new AsciiText(' bits), '),
  captured: new AsciiText(' bytes captured ('),
  endBits: new AsciiText(' bits)'),
  ethernet: new AsciiText('\nEthernet II, Src: '),
  destination: new AsciiText(', Dst: '),
  ip: new AsciiText('\nInternet Protocol Version 4, Src: '),
  ipv6: new AsciiText('\nInternet Protocol Version 6, Src: '),
  tcp: new AsciiText('\nTransmission Control Protocol, Src Port: '),
  destinationPort: new AsciiText(', Dst Port: '),
  seq: new AsciiText(', Seq: '),
  ack: new AsciiText(', Ack: '),
  len: new AsciiText(', Len: '),
  sourceLine: new AsciiText('\n    Source Port: '),
  destinationLine: new AsciiText('\n    Destination Port: '),
  stream: new AsciiText('\n    [Stream index: '),
  length: new AsciiText('    [TCP Segment Len: '),
  seqLine: new AsciiText(']\n    Sequence Number: '),
  rawSeq: new AsciiText('    (relative sequence number)\n    Sequence Number (raw): '),
  next: new AsciiText('\n    [Next Sequence Number: '),
  nextEnd: new AsciiText('    (relative sequence number)]\n'),
  ackLine: new AsciiText('    Acknowledgment Number: '),
  ackEnd: new AsciiText('    (relative ack number)\n'),
  rawAck: new AsciiText('    Acknowledgment number (raw): '),
  window: new AsciiText('    Window: '),
  calculated: new AsciiText('\n    [Calculated window size: '),
  factor: new AsciiText(']\n    [Window size scaling factor: '),
  closed: new AsciiText(']\n'),
  checksum: new AsciiText('    Checksum: 0x'),
  unverified: new AsciiText(' [unverified]\n    [Checksum Status: Unverified]\n'),
  noUrgent: new AsciiText('    Urgent Pointer: 0\n'),
  options: new AsciiText('    Options: ('),
  endOptions: new AsciiText(' bytes)'),
  optionIndent: new AsciiText('        '),
  mss: new AsciiText('        TCP Option - Maximum segment size: '),
  scale: new AsciiText('        TCP Option - Window scale: '),
  multiply: new AsciiText(' (multiply by '),
  multiplier: new AsciiText('\n            [Multiplier: '),
  unknownScale: new AsciiText('-1 (unknown)'),
  unusedScale: new AsciiText('-2 (no window scaling used)'),
  noAck: new AsciiText('    Acknowledgment Number: 0\n'),
  timestamps: new AsciiText('TCP Option - Timestamps: TSval '),
  tsecr: new AsciiText(', TSecr '),
  tsval: new AsciiText('            Timestamp value: '),
  echo: new AsciiText('\n            Timestamp echo reply: '),
  times: new AsciiText('    [Timestamps]\n'),
  sinceFirst: new AsciiText('        [Time since first frame in this TCP stream: '),
  sincePrevious: new AsciiText('        [Time since previous frame in this TCP stream: '),
  seconds: new AsciiText(' seconds]\n'),
  analysis: new AsciiText('    [SEQ/ACK analysis]\n'),
  acks: new AsciiText('        [This is an ACK to the segment in frame: '),
  rtt: new AsciiText('        [The RTT to ACK the segment was: '),
  initialRtt: new AsciiText('        [iRTT: '),
  inFlight: new AsciiText('        [Bytes in flight: '),
  pushBytes: new AsciiText('        [Bytes sent since last PSH flag: '),
  payload: new AsciiText('    TCP payload ('),
  data: new AsciiText('Data ('),
  bytes: new AsciiText(' bytes)\n'),
  byte: new AsciiText(' byte)\n'),
} as const

/** The lines of two NOPs and the beginning of timestamps, the options of most segments. */
const PADDED_TIMESTAMPS = encodeUtf8(
  [
    '    Options: (12 bytes), No-Operation (NOP), No-Operation (NOP), Timestamps',
    '        TCP Option - No-Operation (NOP)',
    '            Kind: No-Operation (1)',
    '        TCP Option - No-Operation (NOP)',
    '            Kind: No-Operation (1)',
    '        ',
  ].join('\n'),
)
/** The kinds of options that are written without items. */
const OPTION = { nop: 1, mss: 2, windowScale: 3, sackPermitted: 4, timestamps: 8 } as const
const OPTION_HEADER_BYTES = 2
const MIN_HEADER_BYTES = 20
/** What each kind is called in the list of options. */
const OPTION_NAMES: Readonly<Record<number, AsciiText>> = {
  [OPTION.nop]: new AsciiText(', No-Operation (NOP)'),
  [OPTION.mss]: new AsciiText(', Maximum segment size'),
  [OPTION.windowScale]: new AsciiText(', Window scale'),
  [OPTION.sackPermitted]: new AsciiText(', SACK permitted'),
  [OPTION.timestamps]: new AsciiText(', Timestamps'),
}
const NOP_LINES = encodeUtf8('        TCP Option - No-Operation (NOP)\n            Kind: No-Operation (1)\n')
const SACK_PERMITTED_LINES = encodeUtf8(
  '        TCP Option - SACK permitted\n            Kind: SACK Permitted (4)\n            Length: 2\n',
)
const MSS_HEADER = encodeUtf8(' bytes\n            Kind: Maximum Segment Size (2)\n            Length: 4\n            MSS Value: ')
const SCALE_HEADER = encodeUtf8(')\n            Kind: Window Scale (3)\n            Length: 3\n            Shift count: ')
const TIMESTAMP_HEADER = encodeUtf8('\n            Kind: Time Stamp Option (8)\n            Length: 10\n')

/** Writes the trees of plain packets. */
export class PlainTree {
  readonly #dissector: Dissector
  readonly #output: TextOutput
  readonly #separator: Uint8Array
  /** What stands behind the length of a frame, by interface. */
  readonly #interfaces: Uint8Array[] = []
  readonly #completeness: Uint8Array[] = []
  readonly #headerLengths: Uint8Array[] = []
  readonly #flags = new Map<number, Uint8Array>()

  /**
   * Writes to `output`, with a line of `separator` behind each tree. The dissector must not be asked to show more than it can
   * (`TcpDissector.canFollow`).
   */
  constructor(output: TextOutput, dissector: Dissector, separator: string) {
    this.#output = output
    this.#dissector = dissector
    this.#separator = encodeUtf8(`${separator}\n`)
  }

  /** Follows and writes a packet. */
  packet(plain: PlainPacket): void {
    const { hasOnlyTimestamps, hasShortOptions, input } = plain
    const output = this.#output
    const { tcp } = this.#dissector
    const options = hasOnlyTimestamps || hasShortOptions ? undefined : new FieldItem(tcpFields.tcp, null, 0, 0)
    const followed = tcp.follow(input, plain.hasTellingOptions, options)
    this.#writeFrame(plain)
    this.#writeNumbers(followed)
    const { segment, analysis } = followed
    const { flags } = segment
    const isSyn = (flags & TCP_FLAG.syn) !== 0
    // A SYN-ACK for more than the SYN, or for less than it carried, is remarked on.
    if (flags & TCP_FLAG.ack && !(isSyn && (segment.ack !== 1 || followed.stream.tfoSynData))) {
      output.ascii(T.ackLine)
      output.number(segment.ack)
      output.ascii(T.ackEnd)
    } else if (flags & TCP_FLAG.ack || segment.ack !== 0) this.#writePart('acknowledgment')
    else output.ascii(T.noAck)
    output.ascii(T.rawAck)
    output.number(segment.rawAck)
    output.char(LINE_FEED)
    output.bytes((this.#headerLengths[segment.headerLength] ??= headerLengthLine(segment.headerLength)))
    this.#writeFlags(followed)
    output.ascii(T.window)
    output.number(segment.rawWindow)
    output.ascii(T.calculated)
    output.number(segment.window)
    if (!isSyn) {
      output.ascii(T.factor)
      if (followed.winScale >= 0) output.number(1 << followed.winScale)
      else output.ascii(followed.winScale === SCALE_UNKNOWN ? T.unknownScale : T.unusedScale)
    }
    output.ascii(T.closed)
    output.ascii(T.checksum)
    output.hex(segment.checksum, 4)
    output.ascii(T.unverified)
    if (followed.urgentPointer === 0) output.ascii(T.noUrgent)
    else this.#writePart('urgent')
    if (options === undefined) {
      if (hasOnlyTimestamps) {
        output.bytes(PADDED_TIMESTAMPS)
        this.#writeTimestamps(plain.bytes, input.offset + OPTION_VALUES)
      } else if (segment.headerLength > MIN_HEADER_BYTES) this.#writeOptions(plain.bytes, input.offset, segment.headerLength)
      this.#writeTimes(followed)
    } else writeText(output, childrenText(options, 1, false))
    if (analysis.flags !== 0) this.#writePart('analysis')
    else if (analysis.recorded) this.#writeAnalysis(followed)
    if (followed.stream.mptcp !== undefined) this.#writePart('mptcp')
    if (plain.capturedPayload > 0) this.#writePayload(plain, followed)
    output.bytes(this.#separator)
  }

  #writePart(part: FollowedPart): void {
    writeText(this.#output, childrenText(this.#dissector.tcp.partItems(part), 1, false))
  }

  #writeFrame(plain: PlainPacket): void {
    const output = this.#output
    const { bytes, frame, wireLength, capturedLength, interfaceIndex } = plain
    output.ascii(T.frame)
    output.number(plain.number)
    output.ascii(T.colon)
    output.number(wireLength)
    output.ascii(T.onWire)
    output.number(wireLength * BITS_PER_BYTE)
    output.ascii(T.bits)
    output.number(capturedLength)
    output.ascii(T.captured)
    output.number(capturedLength * BITS_PER_BYTE)
    output.ascii(T.endBits)
    output.bytes((this.#interfaces[interfaceIndex] ??= this.#interfaceWords(interfaceIndex)))
    output.ascii(T.ethernet)
    writeEthernet(output, bytes, frame + ETHERNET_ADDRESS_BYTES)
    output.ascii(T.destination)
    writeEthernet(output, bytes, frame)
    if (plain.isIpv6) {
      output.ascii(T.ipv6)
      output.text(ipv6Text(bytes, plain.source))
      output.ascii(T.destination)
      output.text(ipv6Text(bytes, plain.destination))
      return
    }
    output.ascii(T.ip)
    writeIpv4(output, bytes, plain.source)
    output.ascii(T.destination)
    writeIpv4(output, bytes, plain.destination)
  }

  #interfaceWords(index: number): Uint8Array {
    const { format, interfaces } = this.#dissector.capture
    const known = format === 'pcapng' ? interfaces[index] : undefined
    return encodeUtf8(known === undefined ? '' : interfaceWords(known, index))
  }

  /** The title line of TCP and the lines up to the next sequence number. */
  #writeNumbers({ segment, stream, completeness }: FollowedSegment): void {
    const output = this.#output
    const { sourcePort, destinationPort, seq, length } = segment
    output.ascii(T.tcp)
    output.number(sourcePort)
    output.ascii(T.destinationPort)
    output.number(destinationPort)
    output.ascii(T.seq)
    output.number(seq)
    if (segment.flags & TCP_FLAG.ack) {
      output.ascii(T.ack)
      output.number(segment.ack)
    }
    output.ascii(T.len)
    output.number(length)
    output.ascii(T.sourceLine)
    output.number(sourcePort)
    output.ascii(T.destinationLine)
    output.number(destinationPort)
    output.ascii(T.stream)
    output.number(stream.index)
    output.ascii(T.closed)
    output.bytes((this.#completeness[completeness] ??= completenessLine(completeness)))
    output.ascii(T.length)
    output.number(length)
    output.ascii(T.seqLine)
    output.number(seq)
    output.ascii(T.rawSeq)
    output.number(segment.rawSeq)
    output.ascii(T.next)
    output.number(segment.nextSeq)
    output.ascii(T.nextEnd)
  }

  /** The flags with the lines below them: few kinds of segments have them all. */
  #writeFlags({ segment, hasCounter, isPassive }: FollowedSegment): void {
    const { flags } = segment
    let key = flags
    if (hasCounter) key |= KEY.counter
    if (isPassive && flags & TCP_FLAG.fin) key |= KEY.passive
    if (flags & TCP_FLAG.syn) key += (flags & TCP_FLAG.ack ? segment.sourcePort : segment.destinationPort) * KEY.port
    let block = this.#flags.get(key)
    if (block === undefined) {
      block = encodeUtf8(childrenText(this.#dissector.tcp.partItems('flags'), 1, false))
      if (this.#flags.size < MAX_BLOCKS) this.#flags.set(key, block)
    }
    this.#output.bytes(block)
  }

  /** Options without anything to remark on. */
  #writeOptions(bytes: Uint8Array, segment: number, headerLength: number): void {
    const output = this.#output
    const end = segment + headerLength
    output.ascii(T.options)
    output.number(headerLength - MIN_HEADER_BYTES)
    output.ascii(T.endOptions)
    for (let at = segment + MIN_HEADER_BYTES; at < end; at += lengthAt(bytes, at)) output.ascii(OPTION_NAMES[bytes[at]])
    output.char(LINE_FEED)
    for (let at = segment + MIN_HEADER_BYTES; at < end; at += lengthAt(bytes, at)) this.#writeOption(bytes, at)
  }

  #writeOption(bytes: Uint8Array, at: number): void {
    const output = this.#output
    const kind = bytes[at]
    if (kind === OPTION.timestamps) {
      output.ascii(T.optionIndent)
      this.#writeTimestamps(bytes, at + OPTION_HEADER_BYTES)
    } else if (kind === OPTION.mss) {
      const mss = (bytes[at + 2] << 8) | bytes[at + 3]
      output.ascii(T.mss)
      output.number(mss)
      output.bytes(MSS_HEADER)
      output.number(mss)
      output.char(LINE_FEED)
    } else if (kind === OPTION.windowScale) {
      const shift = bytes[at + 2]
      output.ascii(T.scale)
      output.number(shift)
      output.ascii(T.multiply)
      output.number(1 << shift)
      output.bytes(SCALE_HEADER)
      output.number(shift)
      output.ascii(T.multiplier)
      output.number(1 << shift)
      output.ascii(T.closed)
    } else output.bytes(kind === OPTION.nop ? NOP_LINES : SACK_PERMITTED_LINES)
  }

  /** A timestamp option, whose values stand at `at`, without the indent of its first line. */
  #writeTimestamps(bytes: Uint8Array, at: number): void {
    const output = this.#output
    const value = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
    const echo = (bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7]
    output.ascii(T.timestamps)
    output.number(value)
    output.ascii(T.tsecr)
    output.number(echo)
    output.bytes(TIMESTAMP_HEADER)
    output.ascii(T.tsval)
    output.number(value)
    output.ascii(T.echo)
    output.number(echo)
    output.char(LINE_FEED)
  }

  #writeTimes({ segment, stream, sincePreviousNs }: FollowedSegment): void {
    const output = this.#output
    output.ascii(T.times)
    this.#writeTime(T.sinceFirst, elapsedNs(stream.firstTimeNs, segment.timeNs))
    this.#writeTime(T.sincePrevious, sincePreviousNs)
  }

  #writeTime(title: AsciiText, timeNs: number): void {
    const output = this.#output
    output.ascii(title)
    writeSeconds(output, timeNs)
    output.ascii(T.seconds)
  }

  #writeCount(title: AsciiText, count: number): void {
    const output = this.#output
    output.ascii(title)
    output.number(count)
    output.ascii(T.closed)
  }

  /** The analysis of a segment that has no marks. */
  #writeAnalysis({ analysis, stream }: FollowedSegment): void {
    this.#output.ascii(T.analysis)
    if (analysis.ackedFrame !== 0) {
      this.#writeCount(T.acks, analysis.ackedFrame)
      if (analysis.ackRttNs !== 0) this.#writeTime(T.rtt, analysis.ackRttNs)
    }
    if (stream.initialRttNs !== 0) this.#writeTime(T.initialRtt, stream.initialRttNs)
    if (analysis.bytesInFlight !== 0) {
      this.#writeCount(T.inFlight, analysis.bytesInFlight)
      this.#writeCount(T.pushBytes, analysis.pushBytesSent)
    }
  }

  #writePayload({ capturedPayload }: PlainPacket, { segment, analysis }: FollowedSegment): void {
    const output = this.#output
    if (segment.flags & TCP_FLAG.rst || analysis.flags & REPEATED) {
      const item = new FieldItem(tcpFields.tcp, null, 0, 0)
      const { payloadLength, isOutOfTurn } = this.#dissector.tcp.payloadItems(item)
      writeText(output, childrenText(item, 1, false))
      if (payloadLength > 0 && !isOutOfTurn) this.#writeBytes(T.data, payloadLength)
      return
    }
    this.#writeBytes(T.payload, segment.length)
    this.#writeBytes(T.data, capturedPayload)
  }

  #writeBytes(title: AsciiText, count: number): void {
    const output = this.#output
    output.ascii(title)
    output.number(count)
    output.ascii(count === 1 ? T.byte : T.bytes)
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return bytes[at] === OPTION.nop ? 1 : bytes[at + 1]
}

function completenessLine(completeness: number): Uint8Array {
  return encodeUtf8(`    [${tcpFields.completeness.title}: ${completenessText(completeness)}]\n`)
}

function headerLengthLine(headerLength: number): Uint8Array {
  const words = headerLength >>> 2
  return encodeUtf8(`    ${words.toString(2).padStart(4, '0')} .... = Header Length: ${headerLength} bytes (${words})\n`)
}
