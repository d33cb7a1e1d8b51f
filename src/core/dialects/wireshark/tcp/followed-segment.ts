/** A segment that was followed without making its items: what the quick outputs write its lines from. */
import type { FrameAnalysis } from './sequence-analysis.ts'
import type { TcpSegment } from './tcp-segment.ts'
import { SCALE_UNKNOWN, type TcpStream } from './tcp-stream.ts'

/** One object is reused for all segments. */
export class FollowedSegment {
  readonly segment: TcpSegment
  readonly analysis: FrameAnalysis
  readonly stream: TcpStream
  /** The bits of the conversation's completeness that this segment shows. */
  completeness = 0
  /** Since the segment before of the same stream. */
  sincePreviousNs = 0
  /** The shift of this direction's windows, or why there is none. */
  winScale = SCALE_UNKNOWN
  /** The conversation is part of a Multipath TCP connection. */
  isMptcp = false
  /** The ECN flags are a counter (Accurate ECN). */
  hasCounter = false
  /** The other side has closed first. */
  isPassive = false
  urgentPointer = 0
  /** For the Info column, where it is wanted: what options put in front of the ports, and what they say behind the length. */
  mark = ''
  optionsInfo = ''

  constructor(segment: TcpSegment, stream: TcpStream, analysis: FrameAnalysis) {
    this.segment = segment
    this.stream = stream
    this.analysis = analysis
  }
}
