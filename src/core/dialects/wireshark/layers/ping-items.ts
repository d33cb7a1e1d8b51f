/** What is said of an echo request and its reply: which frame has the other, and after what time. */
import type { Dissection } from '../dissection.ts'
import type { Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import type { CaptureState } from './capture-state.ts'
import type { IpPayload } from './ip-payload.ts'

const NS_PER_MS = 1e6
const GENERATED = { generated: true } as const

/** An echo message: its kind and numbers (RFC 792; RFC 4443 §4.1). */
export interface Ping {
  readonly isRequest: boolean
  readonly id: number
  readonly sequence: number
}

/** The fields of one ICMP version for this. */
export interface PingFields {
  readonly responseIn: Field
  readonly responseTo: Field
  readonly responseTime: Field
  readonly noResponse: Field
  readonly responseNotFound: Field
}

/**
 * Remembers an echo message that is no quote, and adds what is known of its other half.
 *
 * @param silence what is said where a request has no reply
 * @returns what the Info column says of it, with a space in front; empty when nothing is known
 */
export function addPingItems(
  d: Dissection,
  state: CaptureState,
  around: IpPayload,
  item: FieldItem,
  { isRequest, id, sequence }: Ping,
  fields: PingFields,
  silence: string,
): string {
  if (d.quoted) return ''
  const { headerData, addressBytes } = around
  const address = (at: number): string => headerData.subarray(at, at + addressBytes).join('.')
  const ends = [address(around.source), address(around.destination)]
  const key = `${(isRequest ? ends : [ends[1], ends[0]]).join(' ')} ${id} ${sequence}`
  if (!state.secondPass) {
    if (isRequest) state.pings.request(key, d.number, d.times.timeNs)
    else state.pings.reply(key, d.number)
  }
  const match = state.pings.find(d.number)
  if (match !== undefined && isRequest && match.replyFrame > 0) {
    d.add(item, fields.responseIn, match.replyFrame, item.offset, 0, GENERATED)
    return ` (reply in ${match.replyFrame})`
  }
  if (match !== undefined && !isRequest) {
    d.add(item, fields.responseTo, match.requestFrame, item.offset, 0, GENERATED)
    const milliseconds = (d.times.timeNs - match.requestTimeNs) / NS_PER_MS
    d.add(item, fields.responseTime, String(Number(milliseconds.toFixed(3))), item.offset, 0, {
      generated: true,
      text: `${fields.responseTime.title}: ${milliseconds.toFixed(3)} ms`,
    })
    return ` (request in ${match.requestFrame})`
  }
  if (!state.secondPass || !isRequest) return ''
  const note = d.add(item, fields.noResponse, null, item.offset, 0, GENERATED)
  d.note(note, { field: fields.responseNotFound, severity: 'Warning', group: 'Sequence', message: silence })
  return ' (no response found!)'
}
