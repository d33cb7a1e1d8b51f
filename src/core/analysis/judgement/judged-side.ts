/** What the judge knows of one end of a connection: what it sent, what it acknowledged, and how it may be told apart from what was lost. */
import { OPTION, type Packet } from '../../packet/packet.ts'
import { ByteRanges } from './byte-ranges.ts'
import type { Evidence, Judgement, JudgementKind } from './judgement.ts'
import { RecentPackets } from './recent-packets.ts'
import type { SenderCount } from './sender-order.ts'
import { type SegmentCount, SentSegments } from './sent-segments.ts'

/** A judgement that later packets may amend. */
export interface OpenJudgement extends Judgement {
  kind: JudgementKind
  readonly evidence: Evidence
}

/** Bytes that were jumped over, or acknowledged before they were seen. */
export interface MissingBytes {
  readonly from: number
  readonly to: number
  readonly judgement: OpenJudgement
  readonly timeNs: number
  /** The acknowledgment that covered them although they were never seen; 0: none yet. */
  ackFrame: number
}

/** A repeat that a D-SACK or an echoed timestamp may still show to have been unneeded. */
export interface OpenRepeat {
  readonly pos: number
  readonly end: number
  readonly judgement: OpenJudgement
  readonly first: SenderCount | undefined
}

/** A segment that its receiver dropped for its checksum. */
export interface DamagedSegment {
  readonly judgement: OpenJudgement
  readonly timeNs: number
  readonly seq: number
  readonly payloadLen: number
}

/** Gaps and repeats that are kept open; the oldest is settled as it stands. */
const MOST_OPEN = 64
const NO_COUNT: SenderCount = { ipId: 0, tsVal: 0, hasTimestamp: false }

/** One end. Positions count from its SYN, which is 0, as everywhere in `analysis`. */
export class JudgedSide {
  packets = 0
  lastFrame = 0
  lastTimeNs = NaN
  /** The furthest count and clock, and whose they are. */
  count: SenderCount = NO_COUNT
  countFrame = 0
  readonly recent = new RecentPackets()

  // — its bytes —
  based = false
  isn = 0
  isnSeen = false
  nxtRaw = 0
  nxtPos = 0
  readonly sent: SentSegments
  missing: MissingBytes[] = []
  repeats: OpenRepeat[] = []
  /** What of `nxtPos` was acknowledged by the peer before it was seen, and where. */
  behindAcked = 0
  timedOut = false

  // — opening and closing —
  synFrame = 0
  firstSynFrame = 0
  synTimeNs = NaN
  synSends = 0
  synJudgement: OpenJudgement | undefined
  sentBareSyn = false
  sentSynAck = false
  synCount: SenderCount = NO_COUNT
  synDataEnd = 0
  synDataRefused = 0
  windowScale = -1
  mss = 0
  finPos = NaN
  finFrame = 0
  finTimeNs = NaN
  resetFrame = 0
  /** Its RST that was not exact: the peer is about to challenge it. */
  inexactReset: OpenJudgement | undefined
  /** Its RST that was outside the window: to be confirmed by whatever it sends later. */
  ignoredReset: OpenJudgement | undefined
  /** Its challenge to a SYN, and the raw acknowledgment number in it. */
  challengeFrame = 0
  challengeAckRaw = 0
  /** Segments with a wrong checksum that were not sent again yet. */
  readonly damaged: DamagedSegment[] = []
  flowLabel = 0
  goodSums = 0
  badSums = 0

  // — what it says of the peer's bytes —
  acked = false
  ackPos = 0
  ackFrame = 0
  ackTimeNs = NaN
  window = 0
  windowKnown = false
  shut = false
  shutFrame = 0
  /** The highest position that its window ever allowed, and the latest. */
  mostEdge = NaN
  edge = NaN
  duplicateAcks = 0
  readonly sacks = new ByteRanges()
  lastSackFrame = 0
  dsackFrame = 0
  /** Acknowledgments without data that the peer's segments still entitle it to. */
  owesAcks = 0
  /** Its keep-alive or window probe that waits for an answer. */
  asked: { readonly kind: 'keep-alive' | 'window-probe'; readonly frame: number } | undefined
  /** The peer's repeat of what it had already: it is about to say so. */
  answersRepeat = 0
  rttNs = NaN
  leastRttNs = NaN

  /** @param count segments that all ends together remember */
  constructor(count: SegmentCount) {
    this.sent = new SentSegments(count)
  }

  /** Position of a raw sequence number of this end. */
  positionOf(raw: number): number {
    return this.nxtPos + ((raw - this.nxtRaw) | 0)
  }

  /** Moves the next number to `position`. */
  advanceTo(position: number): void {
    this.nxtRaw = (this.nxtRaw + (position - this.nxtPos)) | 0
    this.nxtPos = position
  }

  /** Begins to count where no SYN was seen: the next byte is 1. */
  base(raw: number): void {
    this.based = true
    this.isn = (raw - 1) | 0
    this.nxtRaw = raw
    this.nxtPos = 1
  }

  /** Keeps a gap open until it is filled. */
  keepMissing(missing: MissingBytes): void {
    if (this.missing.length >= MOST_OPEN) this.missing.shift()
    this.missing.push(missing)
  }

  /** Keeps a repeat open until the peer's answer tells whether it was needed. */
  keepRepeat(repeat: OpenRepeat): void {
    if (this.repeats.length >= MOST_OPEN) this.repeats.shift()
    this.repeats.push(repeat)
  }

  /** Keeps a damaged segment until it comes again. */
  keepDamaged(damaged: DamagedSegment): void {
    if (this.damaged.length >= MOST_OPEN) this.damaged.shift()
    this.damaged.push(damaged)
  }

  /** The damaged segment that the segment with this sequence number is once more, if any; it is then forgotten. */
  takeDamaged(seq: number): DamagedSegment | undefined {
    const at = this.damaged.findIndex((damaged) => damaged.seq === seq)
    return at < 0 ? undefined : this.damaged.splice(at, 1)[0]
  }

  /** Takes [from, to) out of the missing ranges. Returns what of it was missing, and the first range that it touches. */
  fill(from: number, to: number): { readonly bytes: number; readonly gap: MissingBytes | undefined } {
    let bytes = 0
    let gap: MissingBytes | undefined
    const left: MissingBytes[] = []
    for (const missing of this.missing) {
      const low = Math.max(missing.from, from)
      const high = Math.min(missing.to, to)
      if (low >= high) {
        left.push(missing)
        continue
      }
      gap ??= missing
      bytes += high - low
      if (missing.from < low) left.push({ ...missing, to: low })
      if (high < missing.to) left.push({ ...missing, from: high })
    }
    if (bytes > 0) this.missing = left
    return { bytes, gap }
  }

  /** Takes the numbers and options of a SYN or SYN-ACK. */
  open(p: Packet, count: SenderCount): void {
    this.based = true
    this.isnSeen = true
    this.isn = p.seq
    this.nxtRaw = (p.seq + 1 + p.payloadLen) | 0
    this.nxtPos = 1 + p.payloadLen
    this.synFrame = p.number
    this.firstSynFrame = p.number
    this.synTimeNs = p.timeNs
    this.synSends = 1
    this.synCount = count
    this.synDataEnd = p.payloadLen === 0 ? 0 : 1 + p.payloadLen
    this.windowScale = p.optionBits & OPTION.windowScale ? p.windowScale : -1
    this.mss = p.optionBits & OPTION.mss ? p.mss : 0
  }
}
