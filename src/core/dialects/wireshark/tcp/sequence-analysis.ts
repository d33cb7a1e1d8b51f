/** Wireshark's analysis of sequence and acknowledgment numbers: what it says of each segment, by the rules of tshark 4.0.17. */
import { elapsedNs } from '../elapsed.ts'
import type { TcpPreferences } from './tcp-preferences.ts'
import { TCP_FLAG, type TcpSegment } from './tcp-segment.ts'
import { SCALE_NOT_USED, SCALE_UNKNOWN, type TcpFlow, type TcpStream } from './tcp-stream.ts'
import { MAX_UNACKED_SEGMENTS, UnackedSegments } from './unacked-segments.ts'

/** What the analysis may say of a segment. */
export const ANALYSIS = {
  retransmission: 0x0001,
  lostSegment: 0x0002,
  ackLostSegment: 0x0004,
  keepAlive: 0x0008,
  duplicateAck: 0x0010,
  zeroWindow: 0x0020,
  zeroWindowProbe: 0x0040,
  zeroWindowProbeAck: 0x0080,
  keepAliveAck: 0x0100,
  outOfOrder: 0x0200,
  fastRetransmission: 0x0400,
  windowUpdate: 0x0800,
  windowFull: 0x1000,
  reusedPorts: 0x2000,
  spuriousRetransmission: 0x4000,
} as const

/** A fast retransmission follows the last duplicate ACK within this time. */
const FAST_RETRANSMISSION_NS = 20_000_000
/** Later than this is no reordering, as long as the round-trip time is not known. */
const OUT_OF_ORDER_NS = 3_000_000
const FAST_RETRANSMISSION_DUP_ACKS = 2
/** More than this cannot be in flight: the numbers are from different connections. */
const MAX_BYTES_IN_FLIGHT = 2_000_000_000
/**
 * No more warnings about data that was not captured, until this side acknowledges something. tshark's counter has no sign, so it counts
 * as many duplicate ACKs as well.
 */
const MUTED = -1
/** SACK blocks that are taken off the bytes in flight. */
const MAX_SACKED_BLOCKS = 3
const CONTROL = TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst
const SYN_ACK = TCP_FLAG.syn | TCP_FLAG.ack

/** What is recorded for one frame; one object is reused. */
export class FrameAnalysis {
  /** Something was recorded: the tree has a line `[SEQ/ACK analysis]`. */
  recorded = false
  /** Bits of `ANALYSIS`. */
  flags = 0
  /** The frame that this one acknowledges, 0 without one, and how long after it. */
  ackedFrame = 0
  ackRttNs = 0
  bytesInFlight = 0
  pushBytesSent = 0
  rtoNs = 0
  rtoFrame = 0
  dupAckNumber = 0
  dupAckFrame = 0

  /** Makes it empty for the next frame. */
  clear(): void {
    this.recorded = false
    this.flags = 0
    this.ackedFrame = 0
    this.ackRttNs = 0
    this.bytesInFlight = 0
    this.pushBytesSent = 0
    this.rtoNs = 0
    this.rtoFrame = 0
    this.dupAckNumber = 0
    this.dupAckFrame = 0
  }

  /** Records a flag of `ANALYSIS`. */
  set(flag: number): void {
    this.recorded = true
    this.flags |= flag
  }
}

/** Judges segments one by one and remembers in the streams what the next ones need. */
export class SequenceAnalysis {
  /** What was recorded for the segment last judged. */
  readonly frame = new FrameAnalysis()
  readonly #preferences: TcpPreferences
  /** Queues of what is unacknowledged; `TcpFlow.queue` is the place of one here, plus one. */
  readonly #queues: UnackedSegments[] = []
  /** Those that are empty: most directions have nothing in flight most of the time. */
  readonly #idleQueues: number[] = []
  #timeNs = 0
  readonly #acked = (frame: number, timeNs: number): void => {
    this.frame.recorded = true
    this.frame.ackedFrame = frame
    this.frame.ackRttNs = elapsedNs(timeNs, this.#timeNs)
  }

  constructor(preferences: TcpPreferences) {
    this.#preferences = preferences
  }

  /** Judges a segment of a conversation, shown as it sees it; `frame` may hold a flag already (reused ports). */
  judge(segment: TcpSegment, stream: TcpStream): void {
    const { frame } = this
    const { fwd, rev } = stream
    const { rawSeq: seq, rawAck: ack, length, flags, timeNs } = segment
    this.#timeNs = timeNs
    fwd.sackCount = 0
    if (flags & TCP_FLAG.ack) rev.validBytesInFlight = true
    // A SYN that comes again takes back what lay behind a hole.
    if ((flags & SYN_ACK) === TCP_FLAG.syn && fwd.maxSeqToBeAcked !== 0) fwd.nextSeq = fwd.maxSeqToBeAcked
    this.#judgeWindowAndAck(segment, fwd, rev)
    if (ack !== fwd.lastAck) {
      fwd.lastNonDupAckFrame = segment.frame
      fwd.dupAckCount = 0
    }
    if (flags & TCP_FLAG.ack && rev.maxSeqToBeAcked !== 0 && isAfter(ack, rev.maxSeqToBeAcked)) this.#judgeUnseen(rev)
    const takesNumbers = length > 0 || (flags & (TCP_FLAG.syn | TCP_FLAG.fin)) !== 0
    if (takesNumbers && !(frame.flags & ANALYSIS.keepAlive)) this.#judgeRepetition(segment, stream)

    let end = (seq + length) | 0
    if (takesNumbers) {
      const queue = this.#unackedOf(fwd) ?? this.#takeQueue(fwd)
      if (queue.count < MAX_UNACKED_SEGMENTS) {
        if (flags & (TCP_FLAG.syn | TCP_FLAG.fin)) end = (end + 1) | 0
        queue.add(seq, end, segment.frame, timeNs)
      }
    }
    if (!(frame.flags & ANALYSIS.zeroWindowProbe)) {
      if (fwd.nextSeq === 0 || isAfter(end, fwd.nextSeq)) {
        fwd.nextSeq = end
        fwd.nextSeqFrame = segment.frame
        fwd.nextSeqTimeNs = timeNs
      }
      if (fwd.maxSeqToBeAcked === 0 || seq === fwd.maxSeqToBeAcked) fwd.maxSeqToBeAcked = fwd.nextSeq
    }
    fwd.window = segment.rawWindow
    fwd.lastAck = ack
    fwd.lastTimeNs = timeNs
    fwd.lastFlags = frame.flags
    if (flags & TCP_FLAG.syn) fwd.isUnscaled = true
    else if (flags & TCP_FLAG.ack) fwd.isUnscaled = false
    const unacked = this.#unackedOf(rev)
    if (unacked !== undefined) {
      unacked.acknowledge(ack, this.#acked)
      if (unacked.count === 0) {
        this.#idleQueues.push(rev.queue)
        rev.queue = 0
      }
    }
    if (this.#preferences.trackBytesInFlight && length > 0) this.#countInFlight(segment, fwd, rev)
  }

  /** What a direction has sent and the other not acknowledged; undefined when that is nothing. */
  #unackedOf({ queue }: TcpFlow): UnackedSegments | undefined {
    return queue === 0 ? undefined : this.#queues[queue - 1]
  }

  #takeQueue(flow: TcpFlow): UnackedSegments {
    flow.queue = this.#idleQueues.pop() ?? this.#queues.push(new UnackedSegments())
    return this.#queues[flow.queue - 1]
  }

  /** Zero windows, holes, keep-alives, window updates, duplicate ACKs. */
  #judgeWindowAndAck(segment: TcpSegment, fwd: TcpFlow, rev: TcpFlow): void {
    const { frame } = this
    const { rawSeq: seq, rawAck: ack, length, flags, rawWindow: window } = segment
    if (length === 1 && seq === fwd.nextSeq && rev.window === 0) {
      frame.set(ANALYSIS.zeroWindowProbe)
      return
    }
    const isPlain = (flags & CONTROL) === 0
    if (window === 0 && isPlain) frame.set(ANALYSIS.zeroWindow)
    if (fwd.nextSeq !== 0 && isAfter(seq, fwd.nextSeq) && !(flags & TCP_FLAG.rst)) {
      frame.set(ANALYSIS.lostSegment)
      fwd.validBytesInFlight = false
    }
    if (!isPlain) return
    if (length <= 1 && seq === ((fwd.nextSeq - 1) | 0)) frame.set(ANALYSIS.keepAlive)
    if (length > 0) {
      if (rev.winScale !== SCALE_UNKNOWN && ((seq + length) | 0) === ((rev.lastAck + scaledWindow(rev)) | 0)) frame.set(ANALYSIS.windowFull)
      return
    }
    if (seq !== fwd.nextSeq || ack !== fwd.lastAck) return
    if (window !== fwd.window) {
      if (window !== 0) frame.set(ANALYSIS.windowUpdate)
      return
    }
    if (window === 0) {
      if (rev.lastFlags & ANALYSIS.zeroWindowProbe) frame.set(ANALYSIS.zeroWindowProbeAck)
      return
    }
    if (rev.lastFlags & ANALYSIS.keepAlive) {
      frame.set(ANALYSIS.keepAliveAck)
      return
    }
    fwd.dupAckCount = Math.max(0, fwd.dupAckCount) + 1
    frame.set(ANALYSIS.duplicateAck)
    frame.dupAckNumber = fwd.dupAckCount
    frame.dupAckFrame = fwd.lastNonDupAckFrame
  }

  /** The other side's data was acknowledged further than it was seen. */
  #judgeUnseen(rev: TcpFlow): void {
    this.frame.recorded = true
    if (isAfter(rev.nextSeq, rev.maxSeqToBeAcked)) {
      rev.maxSeqToBeAcked = rev.nextSeq
      this.frame.set(ANALYSIS.ackLostSegment)
    } else {
      if (rev.dupAckCount === 0) this.frame.set(ANALYSIS.ackLostSegment)
      rev.dupAckCount = MUTED
    }
  }

  /** Retransmissions of every kind, and segments out of order. */
  #judgeRepetition(segment: TcpSegment, { fwd, rev, initialRttNs }: TcpStream): void {
    const { frame } = this
    const { rawSeq: seq, length, flags, timeNs } = segment
    const end = (seq + length) | 0
    if (length > 0 && rev.lastAck !== 0 && ((end - rev.lastAck) | 0) <= 0) {
      frame.set(ANALYSIS.spuriousRetransmission)
      return
    }
    const isBehind = fwd.nextSeq !== 0 && ((seq - fwd.nextSeq) | 0) < 0
    // One byte before the end, and more than one byte long: new data behind a window probe.
    if (!isBehind || (length > 1 && seq === ((fwd.nextSeq - 1) | 0))) return
    const hasDupAcks = rev.dupAckCount >= FAST_RETRANSMISSION_DUP_ACKS || rev.dupAckCount === MUTED
    const isFast = hasDupAcks && seq === rev.lastAck && isWithin(elapsedNs(rev.lastTimeNs, timeNs), FAST_RETRANSMISSION_NS)
    const reorderingNs = initialRttNs === 0 ? OUT_OF_ORDER_NS : initialRttNs
    const endWithFlags = flags & (TCP_FLAG.syn | TCP_FLAG.fin) ? (end + 1) | 0 : end
    const isReordered = isWithin(elapsedNs(fwd.nextSeqTimeNs, timeNs), reorderingNs) && endWithFlags !== fwd.nextSeq
    if (isFast && (this.#preferences.fastRetransmissionSupersedesOutOfOrder || !isReordered)) frame.set(ANALYSIS.fastRetransmission)
    else if (isReordered) frame.set(ANALYSIS.outOfOrder)
    else {
      frame.set(ANALYSIS.retransmission)
      const oldest = this.#unackedOf(fwd)
      frame.rtoNs = elapsedNs(oldest?.oldestTimeNs ?? fwd.nextSeqTimeNs, timeNs)
      frame.rtoFrame = oldest?.oldestFrame ?? fwd.nextSeqFrame
    }
  }

  /** Bytes in flight behind this segment, and since the last PSH. */
  #countInFlight(segment: TcpSegment, fwd: TcpFlow, rev: TcpFlow): void {
    const { frame } = this
    if (!fwd.validBytesInFlight) return
    const unacked = this.#unackedOf(fwd)
    let inFlight: number
    if (this.#preferences.bytesInFlightBySequence) inFlight = (fwd.nextSeq - rev.lastAck) | 0
    else if (unacked === undefined) return
    else inFlight = unacked.span(fwd.baseSeq) | 0
    if (segment.flags & (TCP_FLAG.syn | TCP_FLAG.fin)) inFlight--
    inFlight = (inFlight - sackedBytes(rev)) | 0
    frame.recorded = true
    if (inFlight > 0 && inFlight < MAX_BYTES_IN_FLIGHT) frame.bytesInFlight = inFlight
    fwd.pushBytesSent = fwd.pushSetLast ? segment.length : (fwd.pushBytesSent + segment.length) >>> 0
    fwd.pushSetLast = (segment.flags & TCP_FLAG.psh) !== 0
    frame.pushBytesSent = fwd.pushBytesSent
  }
}

/** The first segment of a direction tells where its numbers begin; so does the first ACK of the other. */
export function setBases(segment: TcpSegment, { fwd, rev }: TcpStream): void {
  if (!fwd.baseSeqSet) {
    fwd.baseSeq = segment.flags & TCP_FLAG.syn ? segment.rawSeq : (segment.rawSeq - 1) | 0
    fwd.baseSeqSet = true
  }
  if (!rev.baseSeqSet && segment.flags & TCP_FLAG.ack) {
    rev.baseSeq = (segment.rawAck - 1) | 0
    rev.baseSeqSet = true
  }
}

/**
 * From the last SYN to the first ACK without SYN, whoever sends it. To tshark a SYN at the very beginning of 1970, which `epochNs` is on the
 * clock of the segments, has no time.
 */
export function noteInitialRtt(segment: TcpSegment, stream: TcpStream, epochNs: number): void {
  const isAck = (segment.flags & TCP_FLAG.ack) !== 0
  if (segment.flags & TCP_FLAG.syn) {
    if (!isAck) stream.synTimeNs = segment.timeNs === epochNs ? NaN : segment.timeNs
  } else if (isAck && stream.initialRttNs === 0 && !Number.isNaN(stream.synTimeNs))
    stream.initialRttNs = elapsedNs(stream.synTimeNs, segment.timeNs)
}

/** Wireshark's order of numbers: two that are half the circle apart come after each other, and before each other as well. */
function isAfter(left: number, right: number): boolean {
  return ((right - left) | 0) < 0
}

/** Bytes in the SACK blocks of a direction's last segment. */
function sackedBytes(flow: TcpFlow): number {
  const { sackCount } = flow
  const sackEdges = sackCount === 0 ? undefined : flow.sackEdges
  let bytes = 0
  if (sackEdges === undefined) return bytes
  for (let edge = 0; edge < Math.min(sackCount, MAX_SACKED_BLOCKS) * 2; edge += 2) bytes += sackEdges[edge + 1] - sackEdges[edge]
  return bytes
}

/** Bytes of the window that a direction last told. */
function scaledWindow(flow: TcpFlow): number {
  return flow.window << (flow.isUnscaled || flow.winScale === SCALE_NOT_USED ? 0 : flow.winScale)
}

/** Whether less than the limit has passed. Wireshark's times have no sign here: before is very long ago. */
function isWithin(elapsedNs: number, limitNs: number): boolean {
  return elapsedNs < 0 === limitNs < 0 ? elapsedNs < limitNs : limitNs < 0
}
