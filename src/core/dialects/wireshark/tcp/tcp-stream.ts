/** What Wireshark remembers of a TCP conversation and of each of its two directions. */
import type { MptcpConnection, MptcpDirection } from './mptcp-connection.ts'
import { UnackedSegments } from './unacked-segments.ts'

/** A window scale that no SYN has told. */
export const SCALE_UNKNOWN = -1
/** Window scaling that is known not to be used. */
export const SCALE_NOT_USED = -2
/** As many blocks of a SACK option as are remembered. */
export const MAX_SACK_BLOCKS = 4

/** One direction. Sequence numbers are raw, as int32; 0 means "not set" where Wireshark means so too. */
export class TcpFlow {
  baseSeqSet = false
  baseSeq = 0
  /** The raw window of the last segment; no real one before it. */
  window = -1
  winScale = SCALE_UNKNOWN
  /** The last window was that of a SYN (or there was none), which is never scaled. */
  isUnscaled = true
  /** The highest end of a segment, and which frame had it when. */
  nextSeq = 0
  nextSeqFrame = 0
  nextSeqTimeNs = 0
  lastAck = 0
  /** The time of the last segment of any kind. */
  lastTimeNs = 0
  lastNonDupAckFrame = 0
  dupAckCount = 0
  /** The end of what came without a hole. */
  maxSeqToBeAcked = 0
  validBytesInFlight = true
  pushBytesSent = 0
  pushSetLast = false
  /** The analysis flags of the last segment. */
  lastFlags = 0
  closingInitiator = false
  scpsCapable = false
  /** Edges of the SACK blocks of the last segment, left and right in turn. */
  sackCount = 0
  sackEdges: Int32Array | undefined = undefined
  /** Undefined when all is acknowledged. */
  unacked: UnackedSegments | undefined = undefined
  mptcp: MptcpDirection | undefined = undefined
}

/** A conversation. */
export class TcpStream {
  readonly index: number
  /** The direction of the first segment, and the other. */
  readonly forward = new TcpFlow()
  readonly reverse = new TcpFlow()
  completeness = 0
  readonly firstTimeNs: number
  previousTimeNs: number
  /** The last SYN without ACK; NaN before it. */
  synTimeNs = NaN
  /** 0 until it is known. */
  initialRttNs = 0
  accEcnSyn = false
  accEcnSynAck = false
  accEcnOption = false
  /** A SYN carried data and a TFO cookie. */
  tfoSynData = false
  mptcp: MptcpConnection | undefined = undefined

  constructor(index: number, timeNs: number) {
    this.index = index
    this.firstTimeNs = timeNs
    this.previousTimeNs = timeNs
  }
}
