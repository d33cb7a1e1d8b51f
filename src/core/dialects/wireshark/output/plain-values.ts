/** The numbers of a plain packet by the places from which `GapFiller` takes them, and the names of the gaps that they fill. */
import { elapsedNs } from '../elapsed.ts'
import type { PlainPacket } from '../plain-packet.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import type { Gaps } from './gapped-text.ts'
import {
  AT_ACK,
  AT_ACKED_FRAME,
  AT_ACK_RTT_NS,
  AT_CAPTURED_BITS,
  AT_CAPTURED_LENGTH,
  AT_CAPTURED_PAYLOAD,
  AT_CHECKSUM,
  AT_COMPLETENESS,
  AT_DESTINATION,
  AT_DESTINATION_PORT,
  AT_DUP_ACK_FRAME,
  AT_DUP_ACK_NUMBER,
  AT_ECHO,
  AT_EDGES,
  AT_EPOCH_NS,
  AT_FLAGS,
  AT_HEADER_LENGTH,
  AT_INITIAL_RTT_NS,
  AT_IN_FLIGHT,
  AT_IP_CHECKSUM,
  AT_IP_ID,
  AT_IP_LENGTH,
  AT_LENGTH,
  AT_MSS,
  AT_MULTIPLIER,
  AT_NEXT_SEQ,
  AT_NUMBER,
  AT_PROTOCOL,
  AT_PUSH_BYTES,
  AT_RAW_ACK,
  AT_RAW_SEQ,
  AT_RAW_WINDOW,
  AT_SEQ,
  AT_SHIFT,
  AT_SINCE_DISPLAYED_NS,
  AT_SINCE_FIRST_NS,
  AT_SINCE_PREVIOUS_NS,
  AT_SINCE_STREAM_NS,
  AT_SOURCE,
  AT_SOURCE_PORT,
  AT_STREAM,
  AT_TIMESTAMP,
  AT_TIME_NS,
  AT_TTL,
  AT_URGENT_POINTER,
  AT_WINDOW,
  AT_WIRE_BITS,
  AT_WIRE_LENGTH,
} from './plain-places.ts'

const PROTOCOL_TCP = 6
const BITS_PER_BYTE = 8

/** The gaps that numbers fill. */
export const NUMBER_GAPS: Gaps = {
  number: ['number', AT_NUMBER],
  wireLength: ['number', AT_WIRE_LENGTH],
  wireBits: ['number', AT_WIRE_BITS],
  capturedLength: ['number', AT_CAPTURED_LENGTH],
  capturedBits: ['number', AT_CAPTURED_BITS],
  time: ['seconds', AT_TIME_NS],
  timeInMicroseconds: ['microseconds', AT_TIME_NS],
  sincePrevious: ['seconds', AT_SINCE_PREVIOUS_NS],
  sinceDisplayed: ['seconds', AT_SINCE_DISPLAYED_NS],
  epochNs: ['nanoseconds', AT_EPOCH_NS],
  source: ['ipv4', AT_SOURCE],
  destination: ['ipv4', AT_DESTINATION],
  ipLength: ['number', AT_IP_LENGTH],
  ipId: ['number', AT_IP_ID],
  ipIdHex: ['hex', AT_IP_ID],
  ttl: ['number', AT_TTL],
  ipChecksum: ['hex', AT_IP_CHECKSUM],
  protocol: ['number', AT_PROTOCOL],
  sourcePort: ['number', AT_SOURCE_PORT],
  destinationPort: ['number', AT_DESTINATION_PORT],
  stream: ['number', AT_STREAM],
  completeness: ['number', AT_COMPLETENESS],
  length: ['number', AT_LENGTH],
  seq: ['number', AT_SEQ],
  rawSeq: ['number', AT_RAW_SEQ],
  nextSeq: ['number', AT_NEXT_SEQ],
  ack: ['number', AT_ACK],
  rawAck: ['number', AT_RAW_ACK],
  headerLength: ['number', AT_HEADER_LENGTH],
  flagsHex: ['hex', AT_FLAGS],
  rawWindow: ['number', AT_RAW_WINDOW],
  window: ['number', AT_WINDOW],
  checksum: ['hex', AT_CHECKSUM],
  urgentPointer: ['number', AT_URGENT_POINTER],
  sinceFirst: ['seconds', AT_SINCE_FIRST_NS],
  sinceStream: ['seconds', AT_SINCE_STREAM_NS],
  ackedFrame: ['numberIfAny', AT_ACKED_FRAME],
  ackRtt: ['secondsIfAny', AT_ACK_RTT_NS],
  initialRtt: ['secondsIfAny', AT_INITIAL_RTT_NS],
  inFlight: ['numberIfAny', AT_IN_FLIGHT],
  pushBytes: ['numberIfAny', AT_PUSH_BYTES],
  dupAckNumber: ['number', AT_DUP_ACK_NUMBER],
  dupAckFrame: ['number', AT_DUP_ACK_FRAME],
  capturedPayload: ['number', AT_CAPTURED_PAYLOAD],
  mss: ['number', AT_MSS],
  shift: ['number', AT_SHIFT],
  multiplier: ['number', AT_MULTIPLIER],
  timestamp: ['number', AT_TIMESTAMP],
  echo: ['number', AT_ECHO],
  left0: ['number', AT_EDGES],
  right0: ['number', AT_EDGES + 1],
  left1: ['number', AT_EDGES + 2],
  right1: ['number', AT_EDGES + 3],
  left2: ['number', AT_EDGES + 4],
  right2: ['number', AT_EDGES + 5],
  left3: ['number', AT_EDGES + 6],
  right3: ['number', AT_EDGES + 7],
}

/** Puts what the frame and the IP header say into its places. */
export function setCarrierNumbers(numbers: Float64Array, plain: PlainPacket): void {
  const { bytes, ip, source, destination } = plain
  numbers[AT_NUMBER] = plain.number
  numbers[AT_WIRE_LENGTH] = plain.wireLength
  numbers[AT_WIRE_BITS] = plain.wireLength * BITS_PER_BYTE
  numbers[AT_CAPTURED_LENGTH] = plain.capturedLength
  numbers[AT_CAPTURED_BITS] = plain.capturedLength * BITS_PER_BYTE
  numbers[AT_TIME_NS] = plain.timeNs
  numbers[AT_SINCE_PREVIOUS_NS] = plain.sincePreviousNs
  numbers[AT_SINCE_DISPLAYED_NS] = plain.sinceDisplayedNs
  numbers[AT_CAPTURED_PAYLOAD] = plain.capturedPayload
  numbers[AT_PROTOCOL] = PROTOCOL_TCP
  if (plain.isIpv6) {
    numbers[AT_IP_LENGTH] = (bytes[ip + 4] << 8) | bytes[ip + 5]
    numbers[AT_TTL] = bytes[ip + 7]
    return
  }
  numbers[AT_SOURCE] = (bytes[source] << 24) | (bytes[source + 1] << 16) | (bytes[source + 2] << 8) | bytes[source + 3]
  numbers[AT_DESTINATION] =
    (bytes[destination] << 24) | (bytes[destination + 1] << 16) | (bytes[destination + 2] << 8) | bytes[destination + 3]
  numbers[AT_IP_LENGTH] = (bytes[ip + 2] << 8) | bytes[ip + 3]
  numbers[AT_IP_ID] = (bytes[ip + 4] << 8) | bytes[ip + 5]
  numbers[AT_TTL] = bytes[ip + 8]
  numbers[AT_IP_CHECKSUM] = (bytes[ip + 10] << 8) | bytes[ip + 11]
}

/** The same for what the segment says, and what was learned by following it. */
export function setSegmentNumbers(numbers: Float64Array, followed: FollowedSegment): void {
  const { segment, analysis, stream } = followed
  numbers[AT_SOURCE_PORT] = segment.sourcePort
  numbers[AT_DESTINATION_PORT] = segment.destinationPort
  numbers[AT_STREAM] = stream.index
  numbers[AT_COMPLETENESS] = followed.completeness
  numbers[AT_LENGTH] = segment.length
  numbers[AT_SEQ] = segment.seq
  numbers[AT_RAW_SEQ] = segment.rawSeq
  numbers[AT_NEXT_SEQ] = segment.nextSeq
  numbers[AT_ACK] = segment.ack
  numbers[AT_RAW_ACK] = segment.rawAck
  numbers[AT_HEADER_LENGTH] = segment.headerLength
  numbers[AT_FLAGS] = segment.flags
  numbers[AT_RAW_WINDOW] = segment.rawWindow
  numbers[AT_WINDOW] = segment.window
  numbers[AT_CHECKSUM] = segment.checksum
  numbers[AT_URGENT_POINTER] = followed.urgentPointer
  numbers[AT_SINCE_FIRST_NS] = elapsedNs(stream.firstTimeNs, segment.timeNs)
  numbers[AT_SINCE_STREAM_NS] = followed.sincePreviousNs
  const isAck = analysis.ackedFrame !== 0
  numbers[AT_ACKED_FRAME] = isAck ? analysis.ackedFrame : NaN
  numbers[AT_ACK_RTT_NS] = isAck && analysis.ackRttNs !== 0 ? analysis.ackRttNs : NaN
  numbers[AT_INITIAL_RTT_NS] = analysis.recorded && stream.initialRttNs !== 0 ? stream.initialRttNs : NaN
  const hasInFlight = analysis.bytesInFlight !== 0
  numbers[AT_IN_FLIGHT] = hasInFlight ? analysis.bytesInFlight : NaN
  numbers[AT_PUSH_BYTES] = hasInFlight ? analysis.pushBytesSent : NaN
}
