/** ICMPv6 messages, RFC 4443: errors with the packets that they quote, and echoes; of others the common header. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { ICMPV6_TYPE_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectDataBelow } from './data-layer.ts'
import { addChecksum, checksumFields, onesSum } from './internet-checksum.ts'
import type { IpPayload } from './ip-payload.ts'
import { dissectIpv6 } from './ipv6-layer.ts'
import { addPingItems, type PingFields } from './ping-items.ts'
import { dissectQuote } from './quoted-packet.ts'

const codes = (...names: string[]): ReadonlyMap<number, string> => new Map(names.map((name, code) => [code, name]))
const CODE_NAMES: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [
    1,
    codes(
      'no route to destination',
      'Administratively prohibited',
      'Beyond scope of source address',
      'Address unreachable',
      'Port unreachable',
      'Source address failed ingress/egress policy',
      'Reject route to destination',
      'Error in Source Routing Header',
      'Headers too long',
    ),
  ],
  [3, codes('hop limit exceeded in transit', 'fragment reassembly time exceeded')],
  [4, codes('erroneous header field encountered', 'unrecognized Next Header type encountered', 'unrecognized IPv6 option encountered')],
])

const ICMPV6 = field('icmpv6', 'Internet Control Message Protocol v6', 'protocol')
const TYPE = field('icmpv6.type', 'Type', 'uint8', { valueNames: ICMPV6_TYPE_NAMES })
const CODE = field('icmpv6.code', 'Code', 'uint8')
const CHECKSUM = checksumFields('icmpv6')
const RESERVED = field('icmpv6.reserved', 'Reserved', 'bytes')
const MTU = field('icmpv6.mtu', 'MTU', 'uint32')
const POINTER = field('icmpv6.pointer', 'Pointer', 'uint32')
const ECHO_ID = field('icmpv6.echo.identifier', 'Identifier', 'uint16', { base: 'hex' })
const ECHO_SEQUENCE = field('icmpv6.echo.sequence_number', 'Sequence', 'uint16')
const RESPONSE_IN = field('icmpv6.resp_in', 'Response In', 'frame-number')
const NO_RESPONSE = field('icmpv6.no_resp', 'No response seen', 'none')
const RESPONSE_NOT_FOUND = field('icmpv6.resp_not_found', 'Response not found', 'none')
const RESPONSE_TO = field('icmpv6.resp_to', 'Response To', 'frame-number')
const RESPONSE_TIME = field('icmpv6.resptime', 'Response Time', 'string')
const PING: PingFields = {
  responseIn: RESPONSE_IN,
  responseTo: RESPONSE_TO,
  responseTime: RESPONSE_TIME,
  noResponse: NO_RESPONSE,
  responseNotFound: RESPONSE_NOT_FOUND,
}

/** The fields of this layer. */
export const ICMPV6_FIELDS: readonly Field[] = [
  ICMPV6,
  TYPE,
  CODE,
  ...Object.values(CHECKSUM),
  RESERVED,
  MTU,
  POINTER,
  ECHO_ID,
  ECHO_SEQUENCE,
  RESPONSE_IN,
  NO_RESPONSE,
  RESPONSE_NOT_FOUND,
  RESPONSE_TO,
  RESPONSE_TIME,
]

const MESSAGE = { unreachable: 1, tooBig: 2, timeExceeded: 3, parameterProblem: 4, echoRequest: 128, echoReply: 129 } as const
const HEADER_BYTES = 8
const PROTOCOL_ICMPV6 = 58

/** Reads the message at `offset`. */
export function dissectIcmpv6(d: Dissection, state: CaptureState, around: IpPayload, offset: number): void {
  d.setColumns('ICMPv6', '')
  d.enter('icmpv6')
  const item = d.layer(ICMPV6, offset, d.end - offset)
  const type = d.u8(offset)
  const typeName = ICMPV6_TYPE_NAMES.get(type) ?? 'Unknown'
  d.setColumns('ICMPv6', ICMPV6_TYPE_NAMES.get(type) ?? `Unknown (${type})`)
  d.add(item, TYPE, type, offset, 1)
  const code = d.u8(offset + 1)
  const codeName = CODE_NAMES.get(type)?.get(code)
  if (codeName !== undefined) d.setColumns('ICMPv6', `${typeName} (${codeName})`)
  d.add(item, CODE, code, offset + 1, 1, codeName === undefined ? undefined : { text: `Code: ${code} (${codeName})` })
  addChecksum(d, item, CHECKSUM, offset + 2, checksumSum(d, around, offset), '')
  const at = offset + 4
  switch (type) {
    case MESSAGE.unreachable:
    case MESSAGE.tooBig:
    case MESSAGE.timeExceeded:
    case MESSAGE.parameterProblem:
      d.need(at, 4)
      if (type === MESSAGE.tooBig) d.add(item, MTU, d.u32(at), at, 4)
      else if (type === MESSAGE.parameterProblem) d.add(item, POINTER, d.u32(at), at, 4)
      else if (d.wants(RESERVED)) d.add(item, RESERVED, d.copy(at, 4), at, 4)
      if (d.end > offset + HEADER_BYTES) dissectQuote(d, state, item, dissectIpv6, offset + HEADER_BYTES, d.claimedEnd)
      return
    case MESSAGE.echoRequest:
    case MESSAGE.echoReply:
      return dissectEcho(d, state, around, item, offset, type === MESSAGE.echoRequest)
    default:
      if (d.end > at) dissectDataBelow(d, item, at)
  }
}

/** The sum over pseudo-header and message (RFC 8200 §8.1); undefined when bytes are missing. */
function checksumSum(d: Dissection, around: IpPayload, offset: number): number | undefined {
  if (d.end !== d.claimedEnd || around.isFragment || around.addressBytes === 4) return undefined
  const { headerData, source, destination, addressBytes } = around
  const length = d.end - offset
  let sum = onesSum(headerData, source, source + addressBytes, (length >>> 16) + (length & 0xffff) + PROTOCOL_ICMPV6)
  sum = onesSum(headerData, destination, destination + addressBytes, sum)
  return onesSum(d.data, offset, d.end, sum)
}

function dissectEcho(d: Dissection, state: CaptureState, around: IpPayload, item: FieldItem, offset: number, isRequest: boolean): void {
  const id = d.u16(offset + 4)
  const sequence = d.u16(offset + 6)
  d.add(item, ECHO_ID, id, offset + 4, 2)
  d.add(item, ECHO_SEQUENCE, sequence, offset + 6, 2)
  const suffix = addPingItems(
    d,
    state,
    around,
    item,
    { isRequest, id, sequence },
    PING,
    `No response seen to ICMPv6 request in frame ${d.number}`,
  )
  const name = ICMPV6_TYPE_NAMES.get(isRequest ? MESSAGE.echoRequest : MESSAGE.echoReply) ?? ''
  d.setColumns('ICMPv6', `${name} id=0x${id.toString(16).padStart(4, '0')}, seq=${sequence}, hop limit=${around.hopLimit}${suffix}`)
  if (d.end > offset + HEADER_BYTES) dissectDataBelow(d, item, offset + HEADER_BYTES)
}
