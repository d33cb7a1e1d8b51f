/** Judges a segment behind the highest byte: sent again, overtaken, or captured late; and why. */
import { FLAG, type Packet } from '../../packet/packet.ts'
import type { JudgedSide, MissingBytes } from './judged-side.ts'
import type { Evidence, JudgementKind, RepeatCause } from './judgement.ts'
import { type SenderCount, countOf, ipIdOrder, senderOrder, tsValOrder } from './sender-order.ts'
import type { SentSegment } from './sent-segments.ts'
import {
  LONGEST_PROBE_NS,
  LONGEST_PROBE_RTTS,
  OVERTAKING_NS,
  OVERTAKING_RTTS,
  PROMPT_NS,
  PROMPT_RTTS,
  SHORTEST_TIMEOUT_NS,
  TELLING_DUPLICATES,
} from '../repeat-timing.ts'

/** A path may be quicker than it was at its quickest so far, but not by half. */
const ASKING_LOOPS = 0.5

/** Where a segment lies. */
export interface RepeatPlace {
  readonly pos: number
  readonly end: number
  /** A router's word that segments are too large; 0 without one. */
  readonly tooBigFrame: number
  /** How many of its bytes had been missing, and the first gap among them. */
  readonly filledBytes: number
  readonly gap: MissingBytes | undefined
}

/** What such a segment was. */
export interface RepeatVerdict {
  readonly kind: JudgementKind
  readonly earlier: number
  readonly evidence: Evidence
  /** Count and clock of the first copy, where it was seen. */
  readonly firstCopy: SenderCount | undefined
}

/** Judges `p` of `own`, which begins before what was sent already. */
export function judgeRepeat(own: JudgedSide, peer: JudgedSide, p: Packet, place: RepeatPlace): RepeatVerdict {
  return place.gap === undefined ? repeated(own, peer, p, place) : filling(own, peer, p, place, place.gap)
}

/** All of its old bytes were seen before. */
function repeated(own: JudgedSide, peer: JudgedSide, p: Packet, { pos, end, tooBigFrame }: RepeatPlace): RepeatVerdict {
  const first = own.sent.overlapping(pos, end)
  const evidence: Evidence = { ...asking(peer), seenBefore: true }
  if (end > own.nxtPos) evidence.newBytes = end - own.nxtPos
  if (first === undefined) {
    evidence.cause = peer.acked && peer.ackPos >= end ? 'unneeded' : 'timeout'
    if (evidence.cause === 'unneeded') evidence.ackFrame = peer.ackFrame
    return { kind: 'retransmission', earlier: 0, evidence, firstCopy: undefined }
  }
  const last: SenderCount = { ipId: first.lastIpId, tsVal: first.lastTsVal, hasTimestamp: first.hasTimestamp }
  const order = compare(evidence, p, last, first.lastFrame, own.nxtPos - pos)
  evidence.apartNs = p.timeNs - first.lastTimeNs
  evidence.firstFrame = first.frame
  const firstCopy: SenderCount = { ipId: first.ipId, tsVal: first.tsVal, hasTimestamp: first.hasTimestamp }
  if (order === 'older') {
    // Sent before what was seen of these bytes: the network held it up, and the other one was the repeat.
    evidence.cause = 'late-original'
    for (const { judgement } of own.repeats) {
      if (judgement.frame === first.lastFrame && judgement.kind === 'retransmission') judgement.evidence.cause = 'unneeded'
    }
    return { kind: 'reordered', earlier: first.lastFrame, evidence, firstCopy: undefined }
  }
  if (order === 'same' && evidence.ipId === 'same')
    return { kind: 'network-copy', earlier: first.lastFrame, evidence, firstCopy: undefined }
  const cause = causeOf(own, peer, p, { pos, end, tooBigFrame }, first, evidence)
  if (cause !== undefined) evidence.cause = cause
  return { kind: 'retransmission', earlier: first.lastFrame, evidence, firstCopy }
}

function causeOf(
  own: JudgedSide,
  peer: JudgedSide,
  p: Packet,
  { pos, end, tooBigFrame }: Pick<RepeatPlace, 'pos' | 'end' | 'tooBigFrame'>,
  first: SentSegment,
  evidence: Evidence,
): RepeatCause | undefined {
  if (own.synDataRefused !== 0 && pos === 1 && first.frame === own.firstSynFrame) {
    evidence.settledBy = own.synDataRefused
    return 'syn-data'
  }
  const oldEnd = Math.min(end, own.nxtPos)
  if (peer.acked && peer.ackPos >= oldEnd) {
    evidence.ackFrame = peer.ackFrame
    return 'unneeded'
  }
  if (peer.sacks.covers(pos, oldEnd)) {
    evidence.ackFrame = peer.lastSackFrame
    return 'unneeded'
  }
  if (first.isStale) return 'rejected'
  if (first.exceeds && peer.ackPos === pos && first.pos < pos) {
    evidence.ackFrame = peer.ackFrame
    return 'window-cut'
  }
  if (tooBigFrame > first.frame) {
    evidence.settledBy = tooBigFrame
    return 'smaller'
  }
  const isAsked = (evidence.duplicateAcks ?? 0) > 0 || evidence.sacked === true
  const ownNs = p.timeNs - own.lastTimeNs
  // From the peer's packet to what it makes the sender do, the way to the sender and back passes.
  const peerNs = p.timeNs - peer.lastTimeNs - loopNs(peer)
  const quietNs = Math.min(ownNs, peerNs >= 0 ? peerNs : ownNs)
  const roundNs = loopNs(own) + loopNs(peer)
  if (!(quietNs >= 0)) return isAsked ? 'fast' : 'timeout'
  // After a silence of its own, and with nothing that asked for it, a sender that moves just when something arrives does so by chance.
  if (quietNs < roundNs * PROMPT_RTTS + PROMPT_NS && (isAsked || own.timedOut || ownNs < SHORTEST_TIMEOUT_NS)) {
    if (isAsked) return 'fast'
    if (own.timedOut) return 'follow-up'
    // The other direction is not in the capture: what it said is not known.
    return peer.packets === 0 ? undefined : 'fast'
  }
  // The FIN may stand behind the last segment.
  const isTail = own.nxtPos - oldEnd <= 1
  // Linux gives an IPv6 connection a new flow label with every timeout, not with a probe; IPv4 has none (0 both times).
  const isInTime = ownNs <= LONGEST_PROBE_NS + LONGEST_PROBE_RTTS * roundNs
  if (first.sends === 1 && isTail && isInTime && p.flowLabel === own.flowLabel) return 'probe'
  if (isAsked && quietNs < SHORTEST_TIMEOUT_NS) return 'fast'
  own.timedOut = true
  return 'timeout'
}

/** Some of its bytes were missing until now. */
function filling(own: JudgedSide, peer: JudgedSide, p: Packet, place: RepeatPlace, gap: MissingBytes): RepeatVerdict {
  const { judgement } = gap
  const delayNs = p.timeNs - gap.timeNs
  const evidence: Evidence = { ...asking(peer), apartNs: delayNs, seenBefore: false }
  const roundNs = loopNs(own) + loopNs(peer)
  const soonNs = Math.max(OVERTAKING_NS, roundNs * OVERTAKING_RTTS)
  const order = compare(evidence, p, own.count, own.countFrame, own.nxtPos - place.pos)
  if (gap.ackFrame !== 0) {
    evidence.ackFrame = gap.ackFrame
    if (judgement.kind === 'acked-unseen' && order !== 'older' && delayNs < soonNs) {
      judgement.evidence.settledBy = p.number
      return { kind: 'capture-order', earlier: gap.ackFrame, evidence, firstCopy: undefined }
    }
    if (order !== 'older') {
      evidence.cause = 'unneeded'
      return { kind: 'retransmission', earlier: gap.ackFrame, evidence, firstCopy: undefined }
    }
  }
  if (judgement.evidence.settledBy === undefined) {
    judgement.evidence.settledBy = p.number
    judgement.evidence.settledAs = 'filled'
  }
  const earlier = judgement.frame
  if (order === 'older') return { kind: 'reordered', earlier, evidence, firstCopy: undefined }
  const isAsked = (evidence.duplicateAcks ?? 0) > 0 || evidence.sacked === true
  const silenceNs = p.timeNs - own.lastTimeNs
  const canBeTimeout = silenceNs >= SHORTEST_TIMEOUT_NS
  const kind: JudgementKind = 'retransmission'
  // Sooner than anybody can have asked for it. Only the clock could say otherwise: a count may be shared, or be given out by several queues.
  if (!isAsked && delayNs < soonNs && evidence.tsVal !== 'newer') return { kind: 'reordered', earlier, evidence, firstCopy: undefined }
  if (order === 'newer' || (evidence.duplicateAcks ?? 0) >= TELLING_DUPLICATES || canBeTimeout) {
    // Sent behind its successors, by the sender's own count: but nobody sends again what nobody asked for, this soon.
    if (!isAsked && !canBeTimeout && peer.packets > 0 && !own.timedOut && (p.flags & FLAG.syn) === 0)
      return { kind: 'late', earlier, evidence, firstCopy: undefined }
    if (canBeTimeout) evidence.cause = 'timeout'
    else if (!isAsked && own.timedOut) evidence.cause = 'follow-up'
    // The receiver's word cannot have reached the sender yet: a router has told it, or another path.
    else evidence.cause = delayNs < loopNs(peer) * ASKING_LOOPS ? 'unasked' : 'fast'
    own.timedOut ||= canBeTimeout
    return { kind, earlier, evidence, firstCopy: undefined }
  }
  if (isAsked && delayNs >= OVERTAKING_NS) {
    evidence.cause = 'fast'
    return { kind, earlier, evidence, firstCopy: undefined }
  }
  return { kind: 'late', earlier, evidence, firstCopy: undefined }
}

/** The shortest way from this end's packets past the capture point to the other end and back; 0 before any was measured. */
function loopNs(side: JudgedSide): number {
  return side.leastRttNs > 0 ? side.leastRttNs : 0
}

/** What the receiver had said of missing bytes. */
function asking(peer: JudgedSide): Evidence {
  return { duplicateAcks: peer.duplicateAcks, sacked: !peer.sacks.isEmpty }
}

function compare(evidence: Evidence, p: Packet, other: SenderCount, frame: number, bytesBetween: number): ReturnType<typeof senderOrder> {
  const count = countOf(p)
  const ipId = ipIdOrder(count, other, bytesBetween)
  const tsVal = tsValOrder(count, other)
  if (ipId !== undefined) evidence.ipId = ipId
  if (tsVal !== undefined) evidence.tsVal = tsVal
  if (ipId !== undefined || tsVal !== undefined) evidence.comparedWith = frame
  return senderOrder(evidence)
}
