/**
 * Judges each segment by evidence: bytes seen before, the sender's own count and clock, SACK and D-SACK, what was in flight.
 *
 * An observer beside the tracker, switched on where somebody asks about single packets: `SegmentTracker` says what a rule needs of a
 * million connections, this says what one packet was, and why. Copies of the capture are set aside first. A judgement may be amended by
 * later packets (a gap is filled, a repeat turns out to be unneeded), so it is final when the input has ended. Timers decide only where
 * neither count nor clock nor the receiver tell.
 */
import { AddressTable } from '../../flow/address-table.ts'
import { CHECKSUM, FLAG, KIND, KNOWN, type Packet } from '../../packet/packet.ts'
import { checksumState } from '../../packet/tcp-checksum.ts'
import type { Evidence, JudgementKind, OrdinaryReason, RoundTrip } from './judgement.ts'
import { JudgedSide, type OpenJudgement } from './judged-side.ts'
import { judgeRepeat } from './repeat-judge.ts'
import { countOf, ipIdOrder, senderOrder, tsValOrder } from './sender-order.ts'
import type { SegmentCount, SentSegment } from './sent-segments.ts'

const SYN_FIN_RST = FLAG.syn | FLAG.fin | FLAG.rst
/** An acknowledgment further ahead than the largest scaled window (RFC 7323 §2.3) is no acknowledgment of this stream. */
const FARTHEST = 2 ** 30
/** Connections that are followed at a time; the one that began first is forgotten. */
const MOST_CONNECTIONS = 32_768
const LARGEST_SHIFT = 14
/** Segments of this size are acknowledged at least every second one; a large one (GRO) stands for many. */
const SMALL_MSS = 500
const ICMP_TOO_BIG = 3 * 256 + 4
const ICMP6_TOO_BIG = 2 * 256

/** A connection under judgement. */
interface JudgedConnection {
  readonly id: number
  readonly firstFrame: number
  readonly sides: readonly [JudgedSide, JudgedSide]
  /** The connection before on the same ports, while its numbers may still come up. */
  readonly old: JudgedConnection | undefined
  /** A router told that segments are too large. */
  tooBigFrame: number
  /** The latest ICMP error that quotes a packet of it. */
  icmpFrame: number
  /** Frame that closed it: the second FIN, or a RST that was taken. */
  closedFrame: number
}

/** What the judge makes of one packet. */
export interface JudgedPacket {
  /** Counts from 0; the same for all packets of a connection. -1: belongs to none. */
  connection: number
  connectionFirstFrame: number
  /** The ICMP error that quoted the connection last; 0 without one. */
  icmpFrame: number
  /** In order of importance; empty for an ordinary packet. Amended until the input ends. */
  judgements: OpenJudgement[]
  /** What the packet does, for one that is not notable. */
  reason: OrdinaryReason
  earlier: number
  roundTrip: RoundTrip
  /** Bytes sent, not acknowledged and not reported by SACK, with this packet; NaN unless it carries data. */
  inFlightBytes: number
  /** The peer's packet before reported bytes that came twice; 0: it did not. */
  dsackBefore: number
}

/** Takes all packets of an input in order; says of each what it was. */
export class SegmentJudge {
  readonly #connections = new Map<string, JudgedConnection>()
  readonly #addresses = new AddressTable()
  readonly #remembered: SegmentCount = { segments: 0 }
  #count = 0
  #at: JudgedPacket = unjudged()

  /** Judges a packet. The result is the caller's; its judgements may still be amended while later packets are judged. */
  packet(p: Packet): JudgedPacket {
    this.#at = unjudged()
    if (p.kind === KIND.icmpError) this.#icmp(p)
    else if (p.kind === KIND.tcp && p.malformed === 0 && p.headerCut === 0 && (p.known & KNOWN.seq) !== 0) this.#segment(p)
    return this.#at
  }

  #segment(p: Packet): void {
    const { src, dst } = this.#ends(p)
    const key = src < dst ? `${src} ${dst}` : `${dst} ${src}`
    let connection = this.#connections.get(key) ?? this.#begin(key, p, undefined)
    const isSelf = src === dst
    const side: 0 | 1 = isSelf || src < dst ? 0 : 1
    let own = connection.sides[side]
    let peer = connection.sides[isSelf ? 0 : 1 - side]
    this.#belongs(connection)

    const copy = own.recent.copyOf(p, isSelf ? 0 : peer.packets, own.owesAcks > 0)
    if (copy !== undefined) {
      const judgement = this.#say(copy.kind, p, copy.earlier, copy.evidence)
      if (copy.kind === 'network-copy') {
        peer.answersRepeat = p.number
        judgement.evidence.seenBefore = true
        const pos = own.positionOf(p.seq)
        own.keepRepeat({ pos, end: pos + p.payloadLen, judgement, first: undefined })
      }
      return
    }
    if (isDamaged(own, p)) {
      const judgement = this.#say('damaged', p, 0, {})
      if (p.payloadLen !== 0) own.keepDamaged({ judgement, timeNs: p.timeNs, seq: p.seq, payloadLen: p.payloadLen })
      return
    }
    if ((p.flags & (FLAG.syn | FLAG.rst | FLAG.ack)) === 0 || (p.flags & (FLAG.syn | FLAG.fin)) === (FLAG.syn | FLAG.fin)) {
      this.#say('odd-flags', p, 0, {})
      return
    }

    if (p.flags & FLAG.syn) {
      const next = this.#nextConnection(key, connection, own, peer, p)
      if (next !== connection) {
        connection = next
        this.#belongs(connection)
        own = connection.sides[side]
        peer = connection.sides[isSelf ? 0 : 1 - side]
      }
    } else {
      if (this.#isOfOld(connection, own, peer, p)) return
      if (connection.old !== undefined && speaksForOld(own, peer, p)) {
        // The connection before lives on: the SYN was not its end's own, or was challenged in vain.
        const { synJudgement } = own
        if (synJudgement !== undefined) {
          synJudgement.kind = 'syn-inside'
          synJudgement.evidence.settledBy = p.number
        }
        connection = connection.old
        this.#connections.set(key, connection)
        this.#belongs(connection)
        own = connection.sides[side]
        peer = connection.sides[isSelf ? 0 : 1 - side]
      }
    }
    if (p.flags & FLAG.rst) this.#reset(connection, own, peer, p)
    else {
      if (p.flags & FLAG.syn) this.#syn(own, peer, p)
      else this.#sequence(connection, own, peer, p)
      if (p.flags & FLAG.ack) this.#acknowledge(own, peer, p)
      if (p.payloadLen !== 0)
        this.#at.inFlightBytes = own.nxtPos - (own.finFrame === 0 ? 0 : 1) - Math.max(peer.ackPos, 1) - peer.sacks.bytes
      if (peer.dsackFrame === peer.lastFrame) this.#at.dsackBefore = peer.dsackFrame
      this.#goesOn(own, p)
    }
    own.packets++
    own.recent.add(p, isSelf ? 0 : peer.packets)
    own.lastFrame = p.number
    own.lastTimeNs = p.timeNs
    advanceCount(own, p)
    own.flowLabel = p.flowLabel
    if (peer !== own && p.payloadLen + (p.flags & (FLAG.fin | FLAG.syn)) !== 0)
      peer.owesAcks += Math.ceil(Math.max(1, p.payloadLen) / SMALL_MSS)
    own.owesAcks = p.payloadLen !== 0 || own.ackPos >= peer.nxtPos ? 0 : Math.max(0, own.owesAcks - 1)
  }

  // — which connection —

  #ends(p: Packet): { readonly src: string; readonly dst: string } {
    if (p.ipVersion !== 6) return { src: `${p.srcAddr}:${p.srcPort}`, dst: `${p.dstAddr}:${p.dstPort}` }
    const from = this.#addresses.idOf(p.view, p.ipOffset + 8)
    const to = this.#addresses.idOf(p.view, p.ipOffset + 24)
    return { src: `6/${from}:${p.srcPort}`, dst: `6/${to}:${p.dstPort}` }
  }

  #begin(key: string, p: Packet, old: JudgedConnection | undefined): JudgedConnection {
    // Only the latest of the connections before can still speak.
    if (old?.old !== undefined) for (const side of old.old.sides) side.sent.clear()
    const connection: JudgedConnection = {
      id: this.#count++,
      firstFrame: p.number,
      sides: [new JudgedSide(this.#remembered), new JudgedSide(this.#remembered)],
      old: old === undefined ? undefined : { ...old, old: undefined },
      tooBigFrame: 0,
      icmpFrame: 0,
      closedFrame: 0,
    }
    if (this.#connections.size >= MOST_CONNECTIONS) this.#forgetFirst()
    this.#connections.set(key, connection)
    return connection
  }

  #forgetFirst(): void {
    for (const [key, { sides }] of this.#connections) {
      for (const side of sides) side.sent.clear()
      this.#connections.delete(key)
      return
    }
  }

  #belongs(connection: JudgedConnection): void {
    this.#at.connection = connection.id
    this.#at.connectionFirstFrame = connection.firstFrame
    this.#at.icmpFrame = connection.icmpFrame
  }

  /** Whether a SYN goes on with the connection or begins another one on its ports. */
  #nextConnection(key: string, c: JudgedConnection, own: JudgedSide, peer: JudgedSide, p: Packet): JudgedConnection {
    if (own.packets + peer.packets === 0) return c
    const isAnswer = (p.flags & FLAG.ack) !== 0
    // The server's SYN-ACK answers the SYN that is open, whatever else the server said before.
    if (isAnswer && peer.sentBareSyn && ((p.ack - peer.isn - 1) | 0) === 0 && Number.isNaN(own.finPos)) return c
    const sameIsn = own.isnSeen && own.isn === p.seq
    if (c.closedFrame !== 0 && peer.resetFrame === 0) {
      if (sameIsn && isAnswer) return c
      return this.#anew(key, c, p, c.closedFrame, sameIsn)
    }
    if (sameIsn) return c
    if (own.packets === 0) return c
    // A connection to itself has one end only.
    const isUnanswered = peer === own ? own.packets === own.synSends : peer.packets === 0
    if (isUnanswered || (peer.resetFrame !== 0 && !peer.based)) {
      if (isAnswer || !own.isnSeen) return c
      const next = this.#begin(key, p, undefined)
      this.#say('new-attempt', p, own.synFrame, { apartNs: p.timeNs - own.lastTimeNs })
      return next
    }
    if (isAnswer) return c
    return this.#anew(key, c, p, Math.max(own.lastFrame, peer.lastFrame), false)
  }

  #anew(key: string, c: JudgedConnection, p: Packet, earlier: number, sameIsn: boolean): JudgedConnection {
    const next = this.#begin(key, p, c)
    const judgement = this.#say('new-connection', p, earlier, { sameIsn })
    for (const side of next.sides) side.synJudgement = judgement
    return next
  }

  /** Whether a segment speaks for the connection before the SYN that is open: a challenge, or the reset that answers it. */
  #isOfOld(c: JudgedConnection, own: JudgedSide, peer: JudgedSide, p: Packet): boolean {
    const isBare = p.payloadLen === 0 && (p.flags & (FLAG.ack | SYN_FIN_RST)) === FLAG.ack
    if (isBare && !own.based && peer.sentBareSyn && !peer.acked && peer.packets === peer.synSends) {
      if (((p.ack - peer.isn - 1) | 0) === 0 || (p.ack - peer.isn - 1) >>> 0 <= peer.synDataEnd) return false
      // RFC 9293 §3.10.7.3: in SYN-SENT an ACK of anything but the SYN belongs to an older connection.
      this.#say('challenge-ack', p, peer.synFrame, {})
      own.challengeFrame = p.number
      own.challengeAckRaw = p.ack
      if (peer.synJudgement !== undefined && c.old !== undefined) {
        peer.synJudgement.kind = 'half-open-syn'
        peer.synJudgement.evidence.settledBy = p.number
      }
      return true
    }
    if (p.flags & FLAG.rst && peer.challengeFrame !== 0 && peer.challengeAckRaw === p.seq) {
      this.#say('old-reset', p, peer.challengeFrame, {})
      return true
    }
    return false
  }

  #icmp(p: Packet): void {
    if (p.quotedProtocol !== 6) return
    let src = `${p.quotedSrcAddr}:${p.quotedSrcPort}`
    let dst = `${p.quotedDstAddr}:${p.quotedDstPort}`
    if (p.quotedIpVersion === 6) {
      src = `6/${this.#addresses.idOf(p.view, p.quotedIpOffset + 8)}:${p.quotedSrcPort}`
      dst = `6/${this.#addresses.idOf(p.view, p.quotedIpOffset + 24)}:${p.quotedDstPort}`
    }
    const connection = this.#connections.get(src < dst ? `${src} ${dst}` : `${dst} ${src}`)
    if (connection === undefined) return
    connection.icmpFrame = p.number
    const message = p.icmpType * 256 + p.icmpCode
    if (message === (p.ipVersion === 6 ? ICMP6_TOO_BIG : ICMP_TOO_BIG)) connection.tooBigFrame = p.number
    this.#belongs(connection)
    this.#reasoned('quotes', connection.firstFrame)
  }

  // — opening —

  #syn(own: JudgedSide, peer: JudgedSide, p: Packet): void {
    const isAnswer = (p.flags & FLAG.ack) !== 0
    if (own.isnSeen && own.isn === p.seq) {
      if (isAnswer && own.sentBareSyn && !own.sentSynAck) {
        // RFC 9293 §3.5, figure 7: both SYNs crossed, and each comes again with the acknowledgment of the other.
        own.sentSynAck = true
        this.#say('simultaneous-open', p, peer === own ? own.synFrame : peer.synFrame, {})
        return
      }
      const evidence: Evidence = { cause: 'timeout', apartNs: p.timeNs - own.synTimeNs, seenBefore: true, firstFrame: own.firstSynFrame }
      if (!isAnswer && peer.resetFrame !== 0) {
        evidence.cause = 'refused'
        evidence.settledBy = peer.resetFrame
      }
      const judgement = this.#say('retransmission', p, own.synFrame, evidence)
      if (isAnswer && peer.acked) peer.answersRepeat = p.number
      own.synSends++
      own.synFrame = p.number
      own.synTimeNs = p.timeNs
      own.keepRepeat({ pos: 0, end: 1, judgement, first: own.synCount })
      // A repeated SYN leaves out what may have been too much: its data comes again once the connection is up.
      if (p.payloadLen === 0 && own.synDataEnd !== 0 && !(peer.ackPos > 1)) own.synDataRefused = p.number
      return
    }
    if (own.isnSeen && own.packets > 0) {
      // Another number inside a connection that is up: it says nothing of the connection (RFC 5961 §4).
      this.#reasoned('answers-syn', peer.synFrame)
      return
    }
    if (!isAnswer && peer.sentBareSyn && !peer.acked && peer !== own) this.#say('simultaneous-open', p, peer.synFrame, {})
    own.open(p, countOf(p))
    own.sentBareSyn ||= !isAnswer
    own.sentSynAck ||= isAnswer
    if (isAnswer) this.#reasoned('answers-syn', peer.synFrame)
    if (p.payloadLen !== 0) this.#remember(own, peer, p, 1, 1 + p.payloadLen, false)
    if (isAnswer && !peer.based) peer.base(p.ack)
  }

  // — bytes —

  #sequence(c: JudgedConnection, own: JudgedSide, peer: JudgedSide, p: Packet): void {
    if (!own.based) own.base(p.seq)
    const pos = own.positionOf(p.seq)
    const segLen = p.payloadLen + (p.flags & FLAG.fin)
    const end = pos + segLen
    const nxt = own.nxtPos
    if (pos > nxt) this.#ahead(own, peer, p, pos, end)
    else if (pos === nxt) {
      this.#reasoned(
        own.behindAcked === nxt ? 'behind-acked' : 'in-order',
        own.behindAcked === nxt ? peer.ackFrame : (own.sent.holding(nxt)?.lastFrame ?? own.synFrame),
      )
      if (segLen !== 0) this.#next(own, peer, p, pos, end)
    } else this.#behind(c, own, peer, p, pos, end)
    if (p.flags & FLAG.fin && Number.isNaN(own.finPos)) {
      own.finPos = end - 1
      own.finFrame = p.number
      own.finTimeNs = p.timeNs
      if (!Number.isNaN(peer.finPos)) c.closedFrame = p.number
    }
  }

  /** Bytes are missing before it. */
  #ahead(own: JudgedSide, peer: JudgedSide, p: Packet, pos: number, end: number): void {
    const nxt = own.nxtPos
    if (pos - nxt > FARTHEST) return
    const before = own.sent.holding(nxt)?.lastFrame ?? own.synFrame
    const judgement = this.#say('gap', p, before, { bytes: pos - nxt })
    own.keepMissing({ from: nxt, to: pos, judgement, timeNs: p.timeNs, ackFrame: 0 })
    own.advanceTo(pos)
    if (end > pos) this.#next(own, peer, p, pos, end)
  }

  /** The next bytes of the stream. */
  #next(own: JudgedSide, peer: JudgedSide, p: Packet, pos: number, end: number): void {
    const damaged = own.takeDamaged(p.seq)
    if (damaged !== undefined)
      this.#say('retransmission', p, damaged.judgement.frame, { cause: 'damaged', apartNs: p.timeNs - damaged.timeNs, seenBefore: true })
    const probes = peer.shut && p.payloadLen === 1 && (p.flags & FLAG.fin) === 0
    if (probes) {
      this.#say('window-probe', p, peer.shutFrame, { newBytes: 1 })
      own.asked = { kind: 'window-probe', frame: p.number }
    }
    this.#remember(own, peer, p, pos, end, !probes && this.#againstWindow(own, peer, p, pos))
    own.advanceTo(end)
  }

  /** How far the segment goes into the peer's window. Returns whether beyond. */
  #againstWindow(own: JudgedSide, peer: JudgedSide, p: Packet, pos: number): boolean {
    const end = pos + p.payloadLen
    // What the capture missed may have moved the edge.
    if (p.payloadLen === 0 || !(end >= peer.edge) || own.missing.length > 0) return false
    if (end === peer.edge) this.#say('window-full', p, peer.ackFrame, {})
    // What was allowed once may have been sent before the window shrank.
    if (!(end > peer.mostEdge)) return false
    this.#say('window-exceeded', p, peer.ackFrame, { bytes: end - peer.edge })
    return true
  }

  #remember(own: JudgedSide, peer: JudgedSide, p: Packet, pos: number, end: number, exceeds: boolean, sends = 1): void {
    const { ipId, tsVal, hasTimestamp } = countOf(p)
    const { number: frame, timeNs } = p
    const last = { lastFrame: frame, lastTimeNs: timeNs, lastTsVal: tsVal, lastIpId: ipId, sends }
    const isStale = hasTimestamp && own.count.hasTimestamp && ((tsVal - own.count.tsVal) | 0) < 0
    own.sent.add({ pos, end, frame, timeNs, tsVal, hasTimestamp, ipId, exceeds, isStale, ...last }, peer.ackPos)
  }

  /** Its first byte lies behind the highest one. */
  #behind(c: JudgedConnection, own: JudgedSide, peer: JudgedSide, p: Packet, pos: number, end: number): void {
    const nxt = own.nxtPos
    const nothingOutstanding = peer.acked && peer.ackPos >= nxt
    if (p.payloadLen <= 1 && pos === nxt - 1 && (p.flags & SYN_FIN_RST) === 0) {
      if (peer.shut && (nothingOutstanding || p.payloadLen === 1)) {
        this.#say('window-probe', p, peer.shutFrame, { newBytes: 0 })
        own.asked = { kind: 'window-probe', frame: p.number }
        for (const segment of own.sent.allOverlapping(pos, end)) again(segment, p)
        return
      }
      if (nothingOutstanding && peer.positionOf(p.ack) <= own.ackPos) {
        this.#say('keep-alive', p, peer.ackFrame, { apartNs: p.timeNs - peer.lastTimeNs })
        own.asked = { kind: 'keep-alive', frame: p.number }
        return
      }
    }
    if (end === pos) {
      if (own.finFrame !== 0 && !(peer.ackPos > own.finPos)) this.#reasoned('fin-outstanding', own.finFrame)
      else this.#reasoned('nothing-new', own.sent.holding(nxt)?.lastFrame ?? 0)
      return
    }
    const missing = own.fill(pos, end)
    const verdict = judgeRepeat(own, peer, p, { pos, end, tooBigFrame: c.tooBigFrame, filledBytes: missing.bytes, gap: missing.gap })
    const judgement = this.#say(verdict.kind, p, verdict.earlier, verdict.evidence)
    if (verdict.kind === 'retransmission' || verdict.kind === 'late') own.keepRepeat({ pos, end, judgement, first: verdict.firstCopy })
    if (verdict.evidence.cause === 'unneeded') peer.answersRepeat = p.number
    for (const segment of own.sent.allOverlapping(pos, Math.min(end, nxt))) again(segment, p)
    if (missing.bytes > 0) this.#remember(own, peer, p, pos, Math.min(end, nxt), false, verdict.evidence.cause === 'unneeded' ? 2 : 1)
    if (end > nxt) {
      const exceeds = this.#againstWindow(own, peer, p, pos)
      this.#remember(own, peer, p, nxt, end, exceeds)
      own.advanceTo(end)
    }
  }

  // — acknowledgment —

  #acknowledge(own: JudgedSide, peer: JudgedSide, p: Packet): void {
    if (!peer.based) peer.base(p.ack)
    const ackPos = peer.positionOf(p.ack)
    if (ackPos - peer.nxtPos > FARTHEST) return
    const before = own.ackPos
    const wasAcked = own.acked
    const isBare = p.payloadLen === 0 && (p.flags & SYN_FIN_RST) === 0
    if (ackPos > peer.nxtPos) this.#unseen(peer, p, ackPos)
    const news = p.sackCount === 0 ? undefined : this.#sack(own, peer, p, ackPos)
    if (!wasAcked || ackPos > before) {
      own.acked = true
      own.ackPos = ackPos
      this.#measure(peer, p, before, ackPos)
      own.ackFrame = p.number
      own.ackTimeNs = p.timeNs
      own.duplicateAcks = 0
      own.answersRepeat = 0
      peer.asked = undefined
      own.sacks.dropBelow(ackPos)
      peer.timedOut &&= ackPos < peer.nxtPos
      if (p.flags & FLAG.syn && peer.synDataEnd > 1 && ackPos === 1) {
        // The SYN's data was not taken (RFC 7413 §4.2): it will come again.
        peer.synDataRefused = p.number
      }
      this.#window(own, peer, p, false)
      return
    }
    if (ackPos < before) {
      this.#window(own, peer, p, false)
      return
    }
    const sameWindow = own.windowKnown && p.window === own.window
    const outstanding = peer.nxtPos > ackPos
    if (isBare) {
      const { asked } = peer
      if (asked !== undefined && (sameWindow || p.window === 0) && news === undefined) {
        this.#say(asked.kind === 'keep-alive' ? 'keep-alive-answer' : 'window-probe-answer', p, asked.frame, {})
        peer.asked = undefined
      } else if (news === 'new' || (sameWindow && outstanding && news === undefined && p.window !== 0)) {
        own.duplicateAcks++
        this.#say('duplicate-ack', p, own.ackFrame, { duplicateAcks: own.duplicateAcks, sacked: news === 'new' })
      } else if (sameWindow && own.answersRepeat !== 0 && news === undefined) {
        this.#say('repeat-answer', p, own.answersRepeat, {})
        own.answersRepeat = 0
      } else if (peer.inexactReset !== undefined) {
        this.#say('challenge-ack', p, peer.inexactReset.frame, {})
        peer.inexactReset.evidence.settledBy = p.number
        peer.inexactReset = undefined
      } else if (sameWindow && news === undefined) this.#reasoned('nothing-new', own.ackFrame)
    }
    this.#window(own, peer, p, isBare && !sameWindow && news !== 'new')
  }

  /** The receiver has what the capture never saw. */
  #unseen(peer: JudgedSide, p: Packet, ackPos: number): void {
    for (;;) {
      const damaged = peer.damaged.find(({ seq, payloadLen }) => seq === peer.nxtRaw && peer.nxtPos + payloadLen <= ackPos)
      if (damaged === undefined) break
      // The receiver took it: the checksum is wrong in the capture only.
      damaged.judgement.evidence.settledBy = p.number
      peer.takeDamaged(damaged.seq)
      peer.advanceTo(peer.nxtPos + damaged.payloadLen)
    }
    const from = peer.nxtPos
    if (ackPos === from) return
    if (peer.packets !== 0) {
      const judgement = this.#say('acked-unseen', p, peer.lastFrame, { bytes: ackPos - from })
      peer.keepMissing({ from, to: ackPos, judgement, timeNs: p.timeNs, ackFrame: p.number })
    }
    peer.advanceTo(ackPos)
    peer.behindAcked = ackPos
  }

  /** Gaps that the acknowledgment covers were losses of the capture; then the round trip. */
  #measure(peer: JudgedSide, p: Packet, before: number, ackPos: number): void {
    for (const missing of peer.missing) {
      if (missing.ackFrame !== 0 || ackPos < missing.to) continue
      missing.ackFrame = p.number
      missing.judgement.evidence.settledBy = p.number
      missing.judgement.evidence.settledAs = 'acknowledged'
    }
    const answered = answeredSegment(peer, before, ackPos)
    const { roundTrip } = this.#at
    const { reason } = this.#at
    if (answered === undefined) {
      if (!Number.isNaN(peer.finPos) && ackPos > peer.finPos) this.#reasoned('acks', peer.finFrame)
      else if (ackPos === 1 && peer.synFrame !== 0) {
        if (reason !== 'answers-syn') this.#reasoned('acks', peer.synFrame)
        roundTrip.frame = peer.synFrame
        if (peer.synSends === 1) roundTrip.rttNs = p.timeNs - peer.synTimeNs
        else roundTrip.ambiguous = true
      }
    } else {
      if (reason !== 'behind-acked' && reason !== 'fin-outstanding' && p.payloadLen + (p.flags & FLAG.fin) === 0)
        this.#reasoned('acks', answered.lastFrame)
      roundTrip.frame = answered.lastFrame
      roundTrip.partial = ackPos < answered.end
      const echoed = answered.hasTimestamp && countOf(p).hasTimestamp
      if (answered.sends === 1) roundTrip.rttNs = p.timeNs - answered.timeNs
      else if (echoed && answered.tsVal !== answered.lastTsVal && (p.tsEcr === answered.tsVal || p.tsEcr === answered.lastTsVal)) {
        const isFirst = p.tsEcr === answered.tsVal
        roundTrip.frame = isFirst ? answered.frame : answered.lastFrame
        roundTrip.rttNs = p.timeNs - (isFirst ? answered.timeNs : answered.lastTimeNs)
        if (isFirst) this.#eifel(peer, p, answered.pos, answered.end)
      } else roundTrip.ambiguous = true
    }
    if (roundTrip.rttNs >= 0) {
      peer.rttNs = roundTrip.rttNs
      if (!(peer.leastRttNs <= roundTrip.rttNs)) peer.leastRttNs = roundTrip.rttNs
    }
  }

  /** RFC 3522 §3.2: the answer echoes the original, so the repeat was not needed. */
  #eifel(peer: JudgedSide, p: Packet, pos: number, end: number): void {
    for (const repeat of peer.repeats) {
      if (repeat.pos >= end || repeat.end <= pos || repeat.judgement.kind !== 'retransmission') continue
      const { evidence } = repeat.judgement
      if (evidence.cause === 'late-original' || evidence.cause === 'unneeded') continue
      evidence.cause = 'unneeded'
      evidence.echoFrame = p.number
    }
  }

  /** Takes SACK blocks: 'new' when they report bytes that were not reported yet, 'old' when not, 'dsack' when only what came twice. */
  #sack(own: JudgedSide, peer: JudgedSide, p: Packet, ackPos: number): 'new' | 'old' | 'dsack' {
    const left = p.sack[0]
    const right = p.sack[1]
    if (((right - left) | 0) <= 0) return 'old'
    const below = ((right - p.ack) | 0) <= 0
    const inside = p.sackCount > 1 && ((left - p.sack[2]) | 0) >= 0 && ((p.sack[3] - right) | 0) >= 0
    const isDsack = below || inside
    let news = 0
    for (let i = isDsack ? 1 : 0; i < p.sackCount; i++) {
      const from = ackPos + ((p.sack[i * 2] - p.ack) | 0)
      const to = ackPos + ((p.sack[i * 2 + 1] - p.ack) | 0)
      if (from >= ackPos && to > from && to - ackPos < FARTHEST) news += own.sacks.add(from, to)
    }
    if (news > 0) own.lastSackFrame = p.number
    if (!isDsack) return news > 0 ? 'new' : 'old'
    const from = ackPos + ((left - p.ack) | 0)
    const to = from + ((right - left) | 0)
    const covered = peer.repeats.find(
      ({ pos, end, judgement }) =>
        pos < to && from < end && judgement.evidence.dsackFrame === undefined && judgement.evidence.seenBefore === true,
    )
    if (covered !== undefined) {
      covered.judgement.evidence.dsackFrame = p.number
      if (covered.judgement.evidence.cause !== 'late-original') covered.judgement.evidence.cause = 'unneeded'
    }
    own.dsackFrame = p.number
    this.#say('dsack', p, covered?.judgement.frame ?? 0, { bytes: (right - left) | 0 })
    own.answersRepeat = 0
    return news > 0 ? 'new' : 'dsack'
  }

  #window(own: JudgedSide, peer: JudgedSide, p: Packet, isUpdate: boolean): void {
    if ((p.known & KNOWN.window) === 0) return
    if (p.window === 0 && (p.flags & SYN_FIN_RST) === 0) {
      this.#say('zero-window', p, own.ackFrame === p.number ? 0 : own.shutFrame, {})
      if (!own.shut) own.shutFrame = p.number
      own.shut = true
    } else {
      if (isUpdate) this.#say('window-update', p, own.shut ? own.shutFrame : own.ackFrame, {})
      own.shut = false
    }
    own.window = p.window
    own.windowKnown = true
    const shift = shiftOf(own, peer, p)
    if (shift === undefined) return
    own.edge = own.ackPos + p.window * 2 ** shift
    if (!(own.mostEdge >= own.edge)) own.mostEdge = own.edge
  }

  // — reset —

  /** RFC 9293 §3.10.7, RFC 5961 §3.2: which RST its receiver has to take. */
  #reset(c: JudgedConnection, own: JudgedSide, peer: JudgedSide, p: Packet): void {
    let kind: JudgementKind | undefined
    let bytes = 0
    if (peer.sentBareSyn && !peer.acked && !own.isnSeen) {
      const ahead = (p.ack - peer.isn - 1) | 0
      if ((p.flags & FLAG.ack) === 0 || (ahead !== 0 && ahead !== peer.nxtPos - 1)) kind = 'rst-ignored'
    } else if (own.based && peer.acked && own.resetFrame === 0) {
      const pos = own.positionOf(p.seq)
      bytes = pos - peer.ackPos
      // What the sender sent last may still be on its way: its own next number is exact as well.
      if (bytes !== 0 && pos !== own.nxtPos) kind = bytes > 0 && pos < peer.edge ? 'rst-challenged' : 'rst-ignored'
    }
    if (kind === undefined) {
      if (own.resetFrame === 0) own.resetFrame = p.number
      c.closedFrame = p.number
      this.#reasoned('nothing-new', peer.lastFrame)
      return
    }
    const judgement = this.#say(kind, p, peer.ackFrame, { bytes })
    if (kind === 'rst-challenged') own.inexactReset = judgement
    else own.ignoredReset = judgement
  }

  /** Whoever sends on has not reset the connection. */
  #goesOn(own: JudgedSide, p: Packet): void {
    if (own.ignoredReset === undefined) return
    own.ignoredReset.evidence.settledBy = p.number
    own.ignoredReset = undefined
  }

  // — the answer —

  #say(kind: JudgementKind, p: Packet, earlier: number, evidence: Evidence): OpenJudgement {
    const judgement: OpenJudgement = { kind, frame: p.number, earlier, evidence }
    this.#at.judgements.push(judgement)
    return judgement
  }

  #reasoned(reason: OrdinaryReason, earlier: number): void {
    this.#at.reason = reason
    this.#at.earlier = earlier
  }
}

/** The count goes on with each packet, but for one that was overtaken: what comes later is held against the furthest. */
function advanceCount(own: JudgedSide, p: Packet): void {
  const count = countOf(p)
  const { ipId, tsVal } = { ipId: ipIdOrder(count, own.count, 0), tsVal: tsValOrder(count, own.count) }
  const order = senderOrder({ ...(ipId === undefined ? {} : { ipId }), ...(tsVal === undefined ? {} : { tsVal }) })
  if (order === 'older') return
  own.count = count
  own.countFrame = p.number
}

/** Before its SYN is answered, an end sends only SYN or RST, and its peer nothing but the answer: all else is the old connection's. */
function speaksForOld(own: JudgedSide, peer: JudgedSide, p: Packet): boolean {
  if (p.flags & FLAG.rst) return false
  return (own.sentBareSyn && !own.acked && !peer.based) || (peer.sentBareSyn && !peer.acked && !own.based)
}

function unjudged(): JudgedPacket {
  return {
    connection: -1,
    connectionFirstFrame: 0,
    icmpFrame: 0,
    judgements: [],
    reason: 'nothing-new',
    earlier: 0,
    roundTrip: { frame: 0, rttNs: NaN, partial: false, ambiguous: false },
    inFlightBytes: NaN,
    dsackBefore: 0,
  }
}

/** Of the segments that an acknowledgment newly covers, the one that it answers: what was sent last, and of that, new bytes first. */
function answeredSegment(peer: JudgedSide, before: number, ackPos: number): SentSegment | undefined {
  let answered: SentSegment | undefined
  for (const segment of peer.sent.allOverlapping(before, ackPos)) {
    if (
      answered === undefined ||
      segment.lastFrame > answered.lastFrame ||
      (segment.lastFrame === answered.lastFrame && segment.sends === 1)
    )
      answered = segment
  }
  return answered
}

/** The segment was sent once more, or a part of it. */
function again(segment: SentSegment, p: Packet): void {
  const { ipId, tsVal } = countOf(p)
  segment.sends++
  segment.lastFrame = p.number
  segment.lastTimeNs = p.timeNs
  segment.lastTsVal = tsVal
  segment.lastIpId = ipId
}

/** RFC 7323 §2.2: the shift holds when both SYNs had the option, and not in the SYNs themselves. Undefined: not known. */
function shiftOf(own: JudgedSide, peer: JudgedSide, p: Packet): number | undefined {
  if (p.flags & FLAG.syn) return 0
  if (!own.isnSeen || !peer.isnSeen) return undefined
  return own.windowScale >= 0 && peer.windowScale >= 0 ? Math.min(own.windowScale, LARGEST_SHIFT) : 0
}

/** A wrong checksum says that the receiver drops the segment, where the other sums of its sender are right (RFC 9293 §3.1). */
function isDamaged(own: JudgedSide, p: Packet): boolean {
  if (p.checksum === CHECKSUM.unknown && !(p.bytes.length > p.tcpOffset && p.tcpOffset !== 0)) return false
  const state = p.checksum === CHECKSUM.unknown ? checksumState(p) : p.checksum
  if (state !== CHECKSUM.bad) {
    if (state !== CHECKSUM.unknown) own.goodSums++
    return false
  }
  own.badSums++
  return own.goodSums >= own.badSums
}
