/** Hands a segment to the TCP dissector, and takes its items, columns and payload back. */
import type { Dissection } from '../dissection.ts'
import type { TcpSegmentInput } from '../tcp/tcp-layer.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import type { IpPayload } from './ip-payload.ts'

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

const MIN_HEADER_BYTES = 20
const OPTION_END = 0
const OPTION_NOP = 1
const OPTION_MPTCP = 30

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
  INPUT.reportedLength = d.claimedEnd - offset
  INPUT.source = source
  INPUT.destination = destination
  INPUT.frameNumber = d.number
  INPUT.timeNs = d.times.timeNs
  INPUT.quoted = d.quoted
  INPUT.fragment = around.isFragment
  const result = state.tcp.dissect(INPUT)
  for (const item of result.items) d.level.push(item)
  for (const note of result.notes) d.notes.push(note)
  const mptcpOptions = d.wanted.protocols ? countMptcpOptions(d.data, offset, d.end) : 0
  for (let i = 0; i < mptcpOptions; i++) d.enter('mptcp')
  d.setColumns(mptcpOptions > 0 ? 'MPTCP' : 'TCP', result.info)
  if (result.payloadLength > 0 && !result.isOutOfTurn) dissectData(d, result.payloadOffset)
}

/** How many of a segment's options are of Multipath TCP (RFC 8684 §3). */
function countMptcpOptions(data: Uint8Array, offset: number, end: number): number {
  if (end - offset < MIN_HEADER_BYTES) return 0
  const optionsEnd = Math.min(end, offset + (data[offset + 12] >>> 4) * 4)
  let count = 0
  let at = offset + MIN_HEADER_BYTES
  while (at < optionsEnd && data[at] !== OPTION_END) {
    if (data[at] === OPTION_NOP) {
      at++
      continue
    }
    const length = at + 1 < optionsEnd ? data[at + 1] : 0
    if (length < 2 || at + length > optionsEnd) break
    if (data[at] === OPTION_MPTCP) count++
    at += length
  }
  return count
}
