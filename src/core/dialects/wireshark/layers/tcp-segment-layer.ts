/** Hands a segment to the TCP dissector, and takes its items, columns and payload back. */
import type { Dissection } from '../dissection.ts'
import type { FieldItem } from '../field-item.ts'
import type { TcpSegmentInput } from '../tcp/tcp-layer.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import type { IpPayload } from './ip-payload-layer.ts'

/** One input for all segments: the dissector keeps nothing of it. */
const INPUT: TcpSegmentInput = {
  bytes: new Uint8Array(0),
  offset: 0,
  capturedEnd: 0,
  reportedLength: undefined,
  source: new Uint8Array(0),
  destination: new Uint8Array(0),
  frameNumber: 0,
  timeNs: 0,
  quoted: false,
  fragment: false,
}
const IPV4_SOURCE = new Uint8Array(4)
const IPV4_DESTINATION = new Uint8Array(4)
const IPV6_SOURCE = new Uint8Array(16)
const IPV6_DESTINATION = new Uint8Array(16)

/** Reads the segment at `offset`. */
export function dissectTcp(d: Dissection, state: CaptureState, around: IpPayload, offset: number): void {
  // Of a segment of which nothing was captured, not even the columns speak.
  if (d.end <= offset && d.claimedEnd > offset) d.need(offset, 1)
  d.enter('tcp')
  const isIpv4 = around.addressBytes === IPV4_SOURCE.length
  const source = isIpv4 ? IPV4_SOURCE : IPV6_SOURCE
  const destination = isIpv4 ? IPV4_DESTINATION : IPV6_DESTINATION
  const { headerData } = around
  for (let i = 0; i < source.length; i++) {
    source[i] = headerData[around.source + i]
    destination[i] = headerData[around.destination + i]
  }
  INPUT.bytes = d.data
  INPUT.offset = offset
  INPUT.capturedEnd = d.end
  INPUT.reportedLength = around.isFragment ? undefined : d.claimedEnd - offset
  INPUT.source = source
  INPUT.destination = destination
  INPUT.frameNumber = d.number
  INPUT.timeNs = d.times.timeNs
  INPUT.quoted = d.quoted
  INPUT.fragment = around.isFragment
  const result = state.tcp.dissect(INPUT)
  for (const item of result.items) d.level.push(item)
  if (d.isEverything) enterMptcp(d, result.items[0])
  for (const note of result.notes) d.notes.push(note)
  d.setColumns('TCP', result.info)
  if (result.payloadLength > 0 && !result.isOutOfTurn) dissectData(d, result.payloadOffset)
}

/** Names Multipath TCP in the list of protocols, once for each of its options (RFC 8684 §3). */
function enterMptcp(d: Dissection, tcp: FieldItem | undefined): void {
  if (tcp === undefined) return
  for (const child of tcp.children) {
    if (child.field.name !== 'tcp.options') continue
    for (const option of child.children) if (option.field.name === 'mptcp') d.enter('mptcp')
  }
}
