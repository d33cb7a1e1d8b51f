/** One end of a connection as the rules and the report see it: facts by name over the track's columns. */
import { KNOWN, OPTION } from '../packet/packet.ts'
import type { SegmentTracker } from './segment-tracker.ts'
import * as at from './side-layout.ts'
import { sideDoubles, sideWords } from './track-store.ts'

const BIT = at.SIDE_BIT

/** Counts of repeats that are not remembered one by one. */
export interface MoreRepeats {
  readonly fast: number
  readonly timeout: number
  readonly unneeded: number
  readonly fillingFast: number
  readonly fillingTimeout: number
}

/** A view of one side; it shows whatever connection was bound last. Packet numbers are 0 when there is no such packet. */
export class Endpoint {
  readonly side: 0 | 1
  // Private by TypeScript's word only: these getters run a million times before the engine has compiled them, and `#names` cost most there.
  private readonly segments: SegmentTracker
  private words: Int32Array
  private doubles: Float64Array
  private wordsAt = 0
  private doublesAt = 0
  private track = 0

  constructor(segments: SegmentTracker, side: 0 | 1) {
    this.segments = segments
    this.side = side
    this.words = segments.store.words
    this.doubles = segments.store.doubles
  }

  /** Shows the side of another track. The view is good until the next segment is tracked. */
  bind(track: number): void {
    this.words = this.segments.store.words
    this.doubles = this.segments.store.doubles
    this.track = track
    this.wordsAt = sideWords(track, this.side)
    this.doublesAt = sideDoubles(track, this.side)
  }

  // — opening —

  /** First SYN or SYN-ACK of this side. */
  get synPacket(): number {
    return this.words[this.wordsAt + at.SYN_PACKET]
  }
  get synTimeNs(): number {
    return this.doubles[this.doublesAt + at.SYN_TIME_F]
  }
  /** Time of the latest copy of the SYN or SYN-ACK. */
  get lastSynTimeNs(): number {
    return this.doubles[this.doublesAt + at.LAST_SYN_TIME_F]
  }
  /** How often the SYN or SYN-ACK was sent (exact copies by the capture not counted). */
  get synCount(): number {
    return this.words[this.wordsAt + at.SYN_COUNT]
  }
  /** A SYN without ACK was seen: this side opened actively. */
  get sentBareSyn(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.bareSyn) !== 0
  }
  get sentSynAck(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.synAck) !== 0
  }
  get isn(): number {
    return this.words[this.wordsAt + at.ISN] >>> 0
  }
  get isnSeen(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.isnSeen) !== 0
  }
  /** Offered in the SYN: 0 when absent. */
  get mss(): number {
    return this.words[this.wordsAt + at.MSS]
  }
  /** Offered in the SYN: -1 when absent or the SYN was not seen. */
  get windowScale(): number {
    return this.words[this.wordsAt + at.WSCALE]
  }
  get synOptionBits(): number {
    return this.words[this.wordsAt + at.SYN_OPTIONS]
  }
  get sackPermitted(): boolean {
    return (this.words[this.wordsAt + at.SYN_OPTIONS] & OPTION.sackPermitted) !== 0
  }
  get synTimestamps(): boolean {
    return (this.words[this.wordsAt + at.SYN_OPTIONS] & OPTION.timestamps) !== 0
  }
  get synWindow(): number {
    return this.words[this.wordsAt + at.SYN_WINDOW]
  }
  get fastOpen(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.fastOpen) !== 0
  }
  get fastOpenCookie(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.fastOpenCookie) !== 0
  }
  get synCarriedData(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.synData) !== 0
  }
  get synDataAcked(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.synDataAcked) !== 0
  }
  get ecnSetup(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.ecnSetup) !== 0
  }
  /** Its SYN-ACK agreed to classic ECN (RFC 3168 §6.1.1). */
  get ecnAgreed(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.ecnAgreed) !== 0
  }
  /** First segment with ACK and without SYN that acknowledges the peer's SYN or data. */
  get establishingAck(): number {
    return this.words[this.wordsAt + at.ESTABLISHING_ACK]
  }
  get establishingAckTimeNs(): number {
    return this.doubles[this.doublesAt + at.ESTABLISHING_ACK_TIME_F]
  }
  get establishingAckCarriedData(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.dataWithAck) !== 0
  }

  // — sending —

  get packets(): number {
    return this.words[this.wordsAt + at.PACKETS]
  }
  get dataPackets(): number {
    return this.words[this.wordsAt + at.DATA_PACKETS]
  }
  /** Payload bytes, each counted once. */
  get payloadBytes(): number {
    return this.doubles[this.doublesAt + at.PAYLOAD_BYTES_F]
  }
  get firstPacket(): number {
    return this.words[this.wordsAt + at.FIRST_PACKET]
  }
  get firstTimeNs(): number {
    return this.doubles[this.doublesAt + at.FIRST_TIME_F]
  }
  get lastPacket(): number {
    return this.words[this.wordsAt + at.LAST_PACKET]
  }
  get lastTimeNs(): number {
    return this.doubles[this.doublesAt + at.LAST_TIME_F]
  }
  get firstData(): number {
    return this.words[this.wordsAt + at.FIRST_DATA]
  }
  get firstDataLen(): number {
    return this.words[this.wordsAt + at.FIRST_DATA_LEN]
  }
  get firstDataTimeNs(): number {
    return this.doubles[this.doublesAt + at.FIRST_DATA_TIME_F]
  }
  get lastData(): number {
    return this.words[this.wordsAt + at.LAST_DATA]
  }
  get lastDataTimeNs(): number {
    return this.doubles[this.doublesAt + at.LAST_DATA_TIME_F]
  }
  /** Position behind the highest byte sent (SYN is 0, first data byte 1). */
  get nxtPos(): number {
    return this.doubles[this.doublesAt + at.NXT_POS_F]
  }
  get maxSegmentBytes(): number {
    return this.words[this.wordsAt + at.MAX_SEGMENT]
  }
  /** The first packet with that many bytes. */
  get largestPacket(): number {
    return this.doubles[this.doublesAt + at.LARGEST_PACKET_F]
  }
  /** Position of the first segment larger than what every path carries (1220 bytes of payload); 0 without one. */
  get firstLargePos(): number {
    return this.doubles[this.doublesAt + at.FIRST_LARGE_POS_F]
  }

  // — acknowledging —

  get hasAcked(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.acked) !== 0
  }
  /** Highest position of the peer that this side acknowledged. */
  get ackPos(): number {
    return this.doubles[this.doublesAt + at.ACK_POS_F]
  }
  /** When this side last acknowledged something new. */
  get lastAdvanceTimeNs(): number {
    return this.doubles[this.doublesAt + at.LAST_ADVANCE_F]
  }
  get duplicateAcks(): number {
    return this.words[this.wordsAt + at.DUPLICATE_ACKS]
  }
  /** The first acknowledgment by which this side told of a hole (SACK blocks above what it acknowledges). */
  get firstSackPacket(): number {
    return this.doubles[this.doublesAt + at.FIRST_SACK_F]
  }
  get ackedUnseen(): number {
    return this.words[this.wordsAt + at.ACKED_UNSEEN]
  }

  // — windows —

  get window(): number {
    return this.words[this.wordsAt + at.WINDOW]
  }
  get windowShut(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.windowShut) !== 0
  }
  get zeroWindows(): number {
    return this.words[this.wordsAt + at.ZERO_WINDOWS]
  }
  get zeroWindowSinceNs(): number {
    return this.doubles[this.doublesAt + at.ZERO_SINCE_F]
  }
  get zeroWindowTotalNs(): number {
    return this.doubles[this.doublesAt + at.ZERO_TOTAL_F]
  }

  /** Segments of this side exactly as long as the peer's window field says, read without its scale. */
  get rawWindowFilled(): number {
    return this.words[this.wordsAt + at.RAW_WINDOW_FILLED]
  }

  // — order and loss —

  get retransmitted(): number {
    return this.words[this.wordsAt + at.RETRANSMITTED]
  }
  /** Repeats beyond those that the connection's events tell of, by cause; those of `filling` filled a gap. */
  get moreRepeats(): MoreRepeats {
    const { words, wordsAt } = this
    return {
      fast: words[wordsAt + at.MORE_FAST],
      timeout: words[wordsAt + at.MORE_TIMEOUT],
      unneeded: words[wordsAt + at.MORE_UNNEEDED],
      fillingFast: words[wordsAt + at.MORE_FILLING_FAST],
      fillingTimeout: words[wordsAt + at.MORE_FILLING_TIMEOUT],
    }
  }
  get retransmittedBytes(): number {
    return this.doubles[this.doublesAt + at.RETRANSMITTED_BYTES_F]
  }
  get outOfOrder(): number {
    return this.words[this.wordsAt + at.OUT_OF_ORDER]
  }
  get gaps(): number {
    return this.words[this.wordsAt + at.GAPS]
  }
  /** Bytes that were jumped over and never seen. */
  get missingBytes(): number {
    return this.segments.missingBytes(this.track, this.side)
  }
  /** Those of them that the peer acknowledged all the same: they arrived, and the capture lost them. `peerAckPos` is the peer's `ackPos`. */
  missingAckedBytes(peerAckPos: number): number {
    return this.segments.missingBytes(this.track, this.side, peerAckPos)
  }
  /** The last of what it sent, perhaps a FIN, was never seen: only what came behind it, or was acknowledged, tells of it. */
  get isEndUnseen(): boolean {
    return this.missingBytes > this.missingAckedBytes(this.nxtPos - 1)
  }
  /** The most bytes sent and not acknowledged at a time, a FIN not counted. `peerAckPos` is the peer's `ackPos`. */
  mostInFlightBytes(peerAckPos: number): number {
    const nxt = this.nxtPos - (this.sentFin ? 1 : 0)
    return Math.max(this.doubles[this.doublesAt + at.MOST_IN_FLIGHT_F], nxt - Math.max(peerAckPos, 1), 0)
  }
  get keepalives(): number {
    return this.words[this.wordsAt + at.KEEPALIVES]
  }
  /** Exact copies of packets of this side. */
  get copies(): number {
    return this.words[this.wordsAt + at.COPIES]
  }

  // — round trip from this side's data to the peer's acknowledgment, at the capture point —

  get rttSamples(): number {
    return this.words[this.wordsAt + at.RTT_SAMPLES]
  }
  get rttMinNs(): number {
    return this.doubles[this.doublesAt + at.RTT_MIN_F]
  }
  get rttMaxNs(): number {
    return this.doubles[this.doublesAt + at.RTT_MAX_F]
  }
  /** Half of the samples are not above this (±5 % beyond three samples); NaN without samples. */
  get rttMedianNs(): number {
    return this.segments.roundTrips.quantileNs(this.track, this.side, 0.5)
  }
  get rttP95Ns(): number {
    return this.segments.roundTrips.quantileNs(this.track, this.side, 0.95)
  }
  get rttMeanNs(): number {
    return this.rttSamples === 0 ? NaN : this.doubles[this.doublesAt + at.RTT_SUM_F] / this.rttSamples
  }

  /** Times from a timestamp of this side to its echo on data that the peer sent steadily: the round trip under load, seen by the receiver. */
  get echoSamples(): number {
    return this.words[this.wordsAt + at.ECHO_SAMPLES]
  }
  get echoMeanNs(): number {
    return this.echoSamples === 0 ? NaN : this.doubles[this.doublesAt + at.ECHO_SUM_F] / this.echoSamples
  }

  // — closing —

  get finPacket(): number {
    return this.words[this.wordsAt + at.FIN_PACKET]
  }
  get finTimeNs(): number {
    return this.doubles[this.doublesAt + at.FIN_TIME_F]
  }
  get finPos(): number {
    return this.doubles[this.doublesAt + at.FIN_POS_F]
  }
  get finCount(): number {
    return this.words[this.wordsAt + at.FIN_COUNT]
  }
  get sentFin(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.fin) !== 0
  }
  get finAcked(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.finAcked) !== 0
  }
  /** The peer's packet that acknowledged this side's FIN. */
  get finAckedPacket(): number {
    return this.words[this.wordsAt + at.FIN_ACKED_PACKET]
  }
  get finAckedTimeNs(): number {
    return this.doubles[this.doublesAt + at.FIN_ACKED_TIME_F]
  }
  /** The FIN acknowledged the peer's FIN: this side closed second. */
  get finAcksPeerFin(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.finAcksFin) !== 0
  }
  /** IP ID distance between the FIN and this side's packet before it (IPv6: 2 when the flow label changed, 1 when not); 0 unknown. */
  get finIdStep(): number {
    return this.words[this.wordsAt + at.FIN_ID_STEP]
  }
  /** How long this side had sent nothing before its FIN; NaN without times or without packets before. */
  get finSilenceNs(): number {
    return this.doubles[this.doublesAt + at.FIN_SILENCE_F]
  }
  /** Data segments sent after this side had acknowledged the peer's FIN: the other direction of a half-close. */
  get dataAfterPeerFin(): number {
    return this.words[this.wordsAt + at.DATA_AFTER_PEER_FIN]
  }
  get firstDataAfterPeerFin(): number {
    return this.words[this.wordsAt + at.FIRST_DATA_AFTER_PEER_FIN]
  }

  // — whose turn —

  /** Times this side answered data of the peer with data of its own. */
  get turns(): number {
    return this.words[this.wordsAt + at.TURNS]
  }
  /** The longest wait for this side's answer at the capture point, from the peer's last data to its own first; 0 without one. */
  get longestTurnNs(): number {
    return this.doubles[this.doublesAt + at.LONGEST_TURN_F]
  }
  get longestTurnPacket(): number {
    return this.words[this.wordsAt + at.LONGEST_TURN_PACKET]
  }
  get longestTurnFrom(): number {
    return this.words[this.wordsAt + at.LONGEST_TURN_FROM]
  }
  /** IP ID distance of the packet behind the longest turn to this side's packet before (IPv6: 2 when the flow label changed, 1 when not); 0 unknown. */
  get longestTurnIdStep(): number {
    return this.words[this.wordsAt + at.LONGEST_TURN_ID_STEP]
  }
  get longestPauseIdStep(): number {
    return this.words[this.wordsAt + at.LONGEST_PAUSE_ID_STEP]
  }
  /** All waits for this side's answers together. */
  get turnTotalNs(): number {
    return this.doubles[this.doublesAt + at.TURN_TOTAL_F]
  }
  /** The longest pause between two data packets of this side while everything sent was acknowledged and nothing came from the peer. */
  get longestPauseNs(): number {
    return this.doubles[this.doublesAt + at.LONGEST_PAUSE_F]
  }
  get longestPausePacket(): number {
    return this.words[this.wordsAt + at.LONGEST_PAUSE_PACKET]
  }
  get longestPauseFrom(): number {
    return this.words[this.wordsAt + at.LONGEST_PAUSE_FROM]
  }
  /** Segments that were sent as soon as the delayed ACK of the one before had come. */
  get nagleStalls(): number {
    return this.words[this.wordsAt + at.NAGLE_STALLS]
  }
  get keepalivesAnswered(): number {
    return this.words[this.wordsAt + at.KEEPALIVES_ANSWERED]
  }
  /** This side told of congestion marks (ECE on a segment that is no SYN). */
  get ecnEcho(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.ecnEcho) !== 0
  }

  // — resets —

  get rstCount(): number {
    return this.words[this.wordsAt + at.RST_COUNT]
  }
  /** First RST in this side's name. */
  get rstPacket(): number {
    return this.words[this.wordsAt + at.RST_PACKET]
  }
  get rstTimeNs(): number {
    return this.doubles[this.doublesAt + at.RST_TIME_F]
  }
  /** A RST in this side's name had the exact number (RFC 5961 §3.2): its receiver had to accept it. */
  get rstAccepted(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.rst) !== 0
  }
  /** It began with a RST that refuses a SYN which the capture has not. */
  get refusesUnseen(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.refusesUnseen) !== 0
  }
  /** Packets in this side's name, other than RST, after such a RST. */
  get packetsAfterRst(): number {
    return this.words[this.wordsAt + at.AFTER_RST]
  }
  get firstPacketAfterRst(): number {
    return this.words[this.wordsAt + at.FIRST_AFTER_RST]
  }

  // — profile —

  get firstTtl(): number {
    return this.words[this.wordsAt + at.FIRST_TTL] & 0xff
  }
  /** TOS or traffic class of this side's first packet. */
  get firstTos(): number {
    return (this.words[this.wordsAt + at.FIRST_TTL] >>> 8) & 0xff
  }
  /** TCP flags of this side's first packet. */
  get firstFlags(): number {
    return this.words[this.wordsAt + at.FIRST_TTL] >>> 16
  }
  /** TTL of this side's latest packet, exact copies included. */
  get lastTtl(): number {
    return this.words[this.wordsAt + at.LAST_TTL]
  }
  get minTtl(): number {
    return this.words[this.wordsAt + at.MIN_TTL]
  }
  get maxTtl(): number {
    return this.words[this.wordsAt + at.MAX_TTL]
  }
  get lastIpId(): number {
    return this.words[this.wordsAt + at.LAST_IP_ID]
  }
  /** The first packet of this side must not be fragmented (DF); IPv4 only. */
  get dontFragment(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.dontFragment) !== 0
  }
  /** IPv6 flow label of this side's latest packet other than RST; 0 without. */
  get lastFlowLabel(): number {
    return this.words[this.wordsAt + at.LAST_FLOW_LABEL]
  }
  get timestamps(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.timestamps) !== 0
  }
  get ceMarked(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.ceMarked) !== 0
  }
  get urgent(): boolean {
    return (this.words[this.wordsAt + at.BITS] & BIT.urgent) !== 0
  }
  /** Segments of this side whose checksum was left to the network card: they were captured where they were sent. */
  get partialChecksums(): number {
    return this.words[this.wordsAt + at.PARTIAL_CHECKSUMS]
  }
  /** The first such segment. */
  get firstPartialChecksum(): number {
    return this.doubles[this.doublesAt + at.FIRST_PARTIAL_F]
  }
  get fullChecksums(): number {
    return this.words[this.wordsAt + at.FULL_CHECKSUMS]
  }
  get badChecksums(): number {
    return this.words[this.wordsAt + at.BAD_CHECKSUMS]
  }
  /** Packets of this side that the capturing host marked as received, and as sent. */
  get capturedIn(): number {
    return this.words[this.wordsAt + at.CAPTURED_IN]
  }
  get capturedOut(): number {
    return this.words[this.wordsAt + at.CAPTURED_OUT]
  }
  /** Whether a fact of `KNOWN` was there in every packet of this side. */
  knows(fact: keyof typeof KNOWN): boolean {
    return (this.words[this.wordsAt + at.KNOWN_ALWAYS] & KNOWN[fact]) !== 0
  }

  /** Bytes (and FIN) of this side that the peer has not acknowledged. NaN before the peer acknowledged anything. */
  get peerHasNotAcked(): number {
    return this.nxtPos - this.segments.store.doubles[sideDoubles(this.track, this.side === 0 ? 1 : 0) + at.ACK_POS_F]
  }
}
