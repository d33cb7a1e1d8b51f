/** Fields that plain packets have at most once, and what stands for each of them. */
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { ANALYSIS } from '../tcp/sequence-analysis.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'

/** The gaps for those that all have. */
export const FIELD_GAPS: ReadonlyMap<string, string> = new Map([
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
/** Those of the IPv4 header: packets with the other have none of them. */
export const IPV4_GAPS: ReadonlyMap<string, string> = new Map([
  ['ip.src', '{source}'],
  ['ip.dst', '{destination}'],
  ['ip.len', '{ipLength}'],
  ['ip.id', '0x{ipIdHex}'],
  ['ip.ttl', '{ttl}'],
  ['ip.proto', '{protocol}'],
])
/** Those of the IPv6 header. */
export const IPV6_GAPS: ReadonlyMap<string, string> = new Map([
  ['ipv6.src', '{source6}'],
  ['ipv6.dst', '{destination6}'],
])
/** The flags one by one, which every segment has, by their bits. */
const FLAG_BITS: ReadonlyMap<string, number> = new Map([
  ['tcp.flags.fin', TCP_FLAG.fin],
  ['tcp.flags.syn', TCP_FLAG.syn],
  ['tcp.flags.reset', TCP_FLAG.rst],
  ['tcp.flags.push', TCP_FLAG.psh],
  ['tcp.flags.ack', TCP_FLAG.ack],
  ['tcp.flags.urg', TCP_FLAG.urg],
])
/** The marks of the analysis, which only those segments have on which they are set. */
const MARK_BITS: ReadonlyMap<string, number> = new Map([
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

/** A flag of the segment, or a mark of its analysis, which is there only where it is set. */
export interface FlagOrMark {
  readonly bits: number
  readonly isMark: boolean
}

/** The flag or mark that a field stands for; undefined for any other. */
export function flagOrMark(name: string): FlagOrMark | undefined {
  const flag = FLAG_BITS.get(name)
  const bits = flag ?? MARK_BITS.get(name)
  return bits === undefined ? undefined : { bits, isMark: flag === undefined }
}

/** Whether a segment has it. */
export function isSetOn({ bits, isMark }: FlagOrMark, { segment, analysis }: FollowedSegment): boolean {
  return ((isMark ? analysis.flags : segment.flags) & bits) !== 0
}
