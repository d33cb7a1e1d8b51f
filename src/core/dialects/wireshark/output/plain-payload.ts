/** What is shown of a plain packet's payload. */
import type { Dissector } from '../dissector.ts'
import { FieldItem } from '../field-item.ts'
import type { PlainPacket } from '../plain-packet.ts'
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { ANALYSIS } from '../tcp/sequence-analysis.ts'
import { tcpFields } from '../tcp/tcp-fields.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'

/** What the analysis may find that leaves payload unread, or makes items of its own. */
const REPEATED = ANALYSIS.retransmission | ANALYSIS.spuriousRetransmission | ANALYSIS.outOfOrder

/** The payload of a segment. */
export interface PlainPayload {
  /** Below TCP, where its items are not the usual. */
  readonly items: FieldItem | undefined
  /** Whether there is a layer behind TCP. */
  readonly hasData: boolean
}
const NO_PAYLOAD: PlainPayload = { items: undefined, hasData: false }
const USUAL_PAYLOAD: PlainPayload = { items: undefined, hasData: true }

/** What is shown of the payload of the segment that was followed last: the usual, or items for a reset's and for what is out of turn. */
export function payloadOf(dissector: Dissector, { capturedPayload }: PlainPacket, { segment, analysis }: FollowedSegment): PlainPayload {
  if (capturedPayload === 0) return NO_PAYLOAD
  if ((segment.flags & TCP_FLAG.rst) === 0 && (analysis.flags & REPEATED) === 0) return USUAL_PAYLOAD
  const items = new FieldItem(tcpFields.tcp, null, 0, 0)
  const { payloadLength, isOutOfTurn } = dissector.tcp.payloadItems(items)
  return { items, hasData: payloadLength > 0 && !isOutOfTurn }
}
