/** What of a plain segment is usual: it is written from numbers, and all else from items. */
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { ANALYSIS } from '../tcp/sequence-analysis.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import type { PlainPayload } from './plain-payload.ts'

/** Whether its acknowledgment is a number and no more, and nothing is urgent. */
export function isHeaderUsual({ segment, stream, urgentPointer }: FollowedSegment): boolean {
  if ((segment.flags & TCP_FLAG.ack) === 0 || urgentPointer !== 0) return false
  // A SYN-ACK for more than the SYN, or for less than it carried, is remarked on.
  return !(segment.flags & TCP_FLAG.syn && (segment.ack !== 1 || stream.tfoSynData))
}

/** Whether the analysis has marks other than that of a duplicate acknowledgment. */
export function hasMarks({ analysis }: FollowedSegment): boolean {
  return (analysis.flags & ~ANALYSIS.duplicateAck) !== 0
}

/** Whether something behind the urgent pointer and the options needs items. */
export function needsItems(followed: FollowedSegment, payload: PlainPayload): boolean {
  return hasMarks(followed) || followed.isMptcp || payload.items !== undefined
}
