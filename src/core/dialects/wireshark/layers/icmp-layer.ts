/** ICMP messages, RFC 792, with the packets that errors quote. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectDataBelow } from './data-layer.ts'
import { addIcmpExtensions, ICMP_EXTENSION_FIELDS } from './icmp-extensions.ts'
import { absoluteTimeText } from '../local-time.ts'
import { addChecksum, checksumFields, onesSum } from './internet-checksum.ts'
import type { IpPayload } from './ip-payload.ts'
import { dissectIpv4 } from './ipv4-layer.ts'
import { addPingItems, type PingFields } from './ping-items.ts'
import { dissectQuote } from './quoted-packet.ts'

const TYPE_NAMES = new Map([
  [0, 'Echo (ping) reply'],
  [1, 'Reserved'],
  [2, 'Reserved'],
  [3, 'Destination unreachable'],
  [4, 'Source quench (flow control)'],
  [5, 'Redirect'],
  [6, 'Alternate host address'],
  [8, 'Echo (ping) request'],
  [9, 'Router advertisement'],
  [10, 'Router solicitation'],
  [11, 'Time-to-live exceeded'],
  [12, 'Parameter problem'],
  [13, 'Timestamp request'],
  [14, 'Timestamp reply'],
  [15, 'Information request'],
  [16, 'Information reply'],
  [17, 'Address mask request'],
  [18, 'Address mask reply'],
  [30, 'Traceroute'],
  [31, 'Datagram Conversion Error'],
  [32, 'Mobile Host Redirect'],
  [33, 'IPv6 Where-Are-You'],
  [34, 'IPv6 I-Am-Here'],
  [35, 'Mobile Registration Request'],
  [36, 'Mobile Registration Reply'],
  [37, 'Domain Name Request'],
  [38, 'Domain Name Reply'],
  [39, 'SKIP'],
  [40, 'Photuris'],
  [41, 'Experimental mobility protocols'],
  [42, 'Extended Echo request'],
  [43, 'Extended Echo reply'],
])
const UNREACHABLE_NAMES = new Map(
  [
    'Network unreachable',
    'Host unreachable',
    'Protocol unreachable',
    'Port unreachable',
    'Fragmentation needed',
    'Source route failed',
    'Destination network unknown',
    'Destination host unknown',
    'Source host isolated',
    'Network administratively prohibited',
    'Host administratively prohibited',
    'Network unreachable for TOS',
    'Host unreachable for TOS',
    'Communication administratively filtered',
    'Host precedence violation',
    'Precedence cutoff in effect',
  ].map((name, code) => [code, name]),
)
const REDIRECT_NAMES = new Map(
  ['Redirect for network', 'Redirect for host', 'Redirect for TOS and network', 'Redirect for TOS and host'].map((name, code) => [
    code,
    name,
  ]),
)
const EXCEEDED_NAMES = new Map(['Time to live exceeded in transit', 'Fragment reassembly time exceeded'].map((name, code) => [code, name]))
const PARAMETER_NAMES = new Map(['Pointer indicates the error', 'Required option missing', 'Bad length'].map((name, code) => [code, name]))
const CODE_NAMES: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [3, UNREACHABLE_NAMES],
  [5, REDIRECT_NAMES],
  [11, EXCEEDED_NAMES],
  [12, PARAMETER_NAMES],
])

const ICMP = field('icmp', 'Internet Control Message Protocol', 'protocol')
const TYPE = field('icmp.type', 'Type', 'uint8')
const CODE = field('icmp.code', 'Code', 'uint8')
const CHECKSUM = checksumFields('icmp')
const UNUSED = field('icmp.unused', 'Unused', 'bytes')
const RESERVED = field('icmp.reserved', 'Reserved', 'bytes')
const ID = field('icmp.ident', 'Identifier (BE)', 'uint16', { base: 'dec-hex' })
const ID_LE = field('icmp.ident_le', 'Identifier (LE)', 'uint16', { base: 'dec-hex' })
const SEQUENCE = field('icmp.seq', 'Sequence Number (BE)', 'uint16', { base: 'dec-hex' })
const SEQUENCE_LE = field('icmp.seq_le', 'Sequence Number (LE)', 'uint16', { base: 'dec-hex' })
const MTU = field('icmp.mtu', 'MTU of next hop', 'uint16')
const LENGTH = field('icmp.length', 'Length', 'uint8')
const ORIGINAL_LENGTH = field('icmp.length.original_datagram', 'Length of original datagram', 'uint8')
const POINTER = field('icmp.pointer', 'Pointer', 'uint32')
const GATEWAY = field('icmp.redir_gw', 'Gateway Address', 'ipv4')
const RESPONSE_IN = field('icmp.resp_in', 'Response frame', 'frame-number')
const NO_RESPONSE = field('icmp.no_resp', 'No response seen', 'none')
const RESPONSE_NOT_FOUND = field('icmp.resp_not_found', 'Response not found', 'none')
const RESPONSE_TO = field('icmp.resp_to', 'Request frame', 'frame-number')
const RESPONSE_TIME = field('icmp.resptime', 'Response time', 'string')
const PING: PingFields = {
  responseIn: RESPONSE_IN,
  responseTo: RESPONSE_TO,
  responseTime: RESPONSE_TIME,
  noResponse: NO_RESPONSE,
  responseNotFound: RESPONSE_NOT_FOUND,
}
const DATA_TIME = field('icmp.data_time', 'Timestamp from icmp data', 'absolute-time')
const DATA_TIME_RELATIVE = field('icmp.data_time_relative', 'Timestamp from icmp data (relative)', 'relative-time')

/** The fields of this layer. */
export const ICMP_FIELDS: readonly Field[] = [
  ICMP,
  TYPE,
  CODE,
  ...Object.values(CHECKSUM),
  UNUSED,
  RESERVED,
  ID,
  ID_LE,
  SEQUENCE,
  SEQUENCE_LE,
  MTU,
  LENGTH,
  ORIGINAL_LENGTH,
  POINTER,
  GATEWAY,
  RESPONSE_IN,
  NO_RESPONSE,
  RESPONSE_NOT_FOUND,
  RESPONSE_TO,
  RESPONSE_TIME,
  DATA_TIME,
  DATA_TIME_RELATIVE,
  ...ICMP_EXTENSION_FIELDS,
]

const MESSAGE = {
  echoReply: 0,
  unreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echoRequest: 8,
  timeExceeded: 11,
  parameterProblem: 12,
} as const
const CODE_FRAGMENTATION_NEEDED = 4
const HEADER_BYTES = 8
/** A quote that is followed by extensions has at least this many bytes (RFC 4884 §5.1). */
const MIN_EXTENDED_QUOTE_BYTES = 128
const GENERATED = { generated: true } as const

/** Reads the message at `offset`. */
export function dissectIcmp(d: Dissection, state: CaptureState, around: IpPayload, offset: number): void {
  d.setColumns('ICMP', '')
  d.enter('icmp')
  const item = d.layer(ICMP, offset, d.end - offset)
  const type = d.u8(offset)
  const code = d.u8(offset + 1)
  const typeName = TYPE_NAMES.get(type)
  const codeName = CODE_NAMES.get(type)?.get(code)
  d.setColumns('ICMP', () => infoText(typeName, codeName))
  d.add(item, TYPE, type, offset, 1, { text: `Type: ${type}${typeName === undefined ? '' : ` (${typeName})`}` })
  d.add(item, CODE, code, offset + 1, 1, codeName === undefined ? undefined : { text: `Code: ${code} (${codeName})` })
  const isWhole = d.end === d.claimedEnd && !around.isFragment
  d.u16(offset + 2)
  const sum = isWhole ? onesSum(d.data, offset, d.end, 0) : undefined
  addChecksum(d, item, CHECKSUM, offset + 2, sum, ' [fragmented datagram]')
  switch (type) {
    case MESSAGE.echoRequest:
    case MESSAGE.echoReply:
      return dissectEcho(d, state, around, item, offset, type)
    case MESSAGE.unreachable:
    case MESSAGE.sourceQuench:
    case MESSAGE.redirect:
    case MESSAGE.timeExceeded:
    case MESSAGE.parameterProblem:
      return dissectError(d, state, item, offset, type, code)
    default:
      if (d.end > offset + 4) dissectDataBelow(d, item, offset + 4)
  }
}

function infoText(typeName: string | undefined, codeName: string | undefined): string {
  if (typeName === undefined) return 'Obsolete or malformed?'
  if (codeName !== undefined) return `${typeName.padEnd(20)} (${codeName})`
  return typeName.padEnd(20)
}

/** Bytes of a message as data below its item. */
function dissectEcho(d: Dissection, state: CaptureState, around: IpPayload, item: FieldItem, offset: number, type: number): void {
  const id = d.u16(offset + 4)
  const sequence = d.u16(offset + 6)
  const isRequest = type === MESSAGE.echoRequest
  const swapBytes = (value: number): number => ((value & 0xff) << 8) | (value >>> 8)
  d.add(item, ID, id, offset + 4, 2)
  d.add(item, ID_LE, swapBytes(id), offset + 4, 2)
  d.add(item, SEQUENCE, sequence, offset + 6, 2)
  d.add(item, SEQUENCE_LE, swapBytes(sequence), offset + 6, 2)
  const suffix = addPingItems(d, state, around, item, { isRequest, id, sequence }, PING, 'No response seen to ICMP request')
  const name = TYPE_NAMES.get(type) ?? ''
  d.setColumns(
    'ICMP',
    `${name.padEnd(20)} id=0x${id.toString(16).padStart(4, '0')}, seq=${sequence}/${swapBytes(sequence)}, ttl=${around.hopLimit}${suffix}`,
  )
  const at = offset + HEADER_BYTES
  if (d.end <= at) return
  const rest = addDataTime(d, state, item, at)
  dissectDataBelow(d, item, rest)
}

/** Ping writes the time of sending in front, in its own byte order. Wireshark takes it for two words: seconds and microseconds. */
function addDataTime(d: Dissection, state: CaptureState, item: FieldItem, offset: number): number {
  const { startNs, timeNs } = d.times
  if (startNs === undefined || d.end - offset < TIME_BYTES) return offset
  const nowS = Number(startNs / 1_000_000_000n) + timeNs / 1e9
  for (const [seconds, microseconds] of [
    [swapped(d.u32(offset)), swapped(d.u32(offset + 4))],
    [d.u32(offset), d.u32(offset + 4)],
  ]) {
    if (Math.abs(nowS - seconds) > SECONDS_PER_DAY || microseconds >= 1e6) continue
    const sentNs = BigInt(seconds) * 1_000_000_000n + BigInt(microseconds) * 1000n
    d.add(item, DATA_TIME, sentNs, offset, TIME_BYTES, { text: () => `${DATA_TIME.title}: ${absoluteTimeText(sentNs, state.localTime)}` })
    d.add(item, DATA_TIME_RELATIVE, Number(startNs - sentNs) + timeNs, offset, TIME_BYTES, GENERATED)
    return offset + TIME_BYTES
  }
  return offset
}

function swapped(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
}

const TIME_BYTES = 8
const SECONDS_PER_DAY = 86_400

function dissectError(d: Dissection, state: CaptureState, item: FieldItem, offset: number, type: number, code: number): void {
  const at = offset + 4
  let quoteBytes = 0
  d.need(at, 4)
  if (type === MESSAGE.redirect) d.add(item, GATEWAY, d.u32(at), at, 4)
  else if (type === MESSAGE.unreachable && code === CODE_FRAGMENTATION_NEEDED) {
    quoteBytes = addLength(d, item, at)
    d.add(item, MTU, d.u16(at + 2), at + 2, 2)
  } else if (type === MESSAGE.parameterProblem) {
    d.add(item, POINTER, d.u8(at), at, 1)
    if (d.u8(at + 1) !== 0) quoteBytes = addOriginalLength(d, item, at + 1)
    else if (d.wants(UNUSED)) d.add(item, UNUSED, d.copy(at + 1, 3), at + 1, 3)
  } else if ((type === MESSAGE.unreachable || type === MESSAGE.timeExceeded) && d.u8(at + 1) !== 0) {
    quoteBytes = addLength(d, item, at)
    if (d.wants(UNUSED)) d.add(item, UNUSED, d.copy(at + 2, 2), at + 2, 2)
  } else if (d.wants(UNUSED)) d.add(item, UNUSED, d.copy(at, 4), at, 4)
  const quote = offset + HEADER_BYTES
  if (d.end <= quote) return
  const { end, claimedEnd } = d
  const hasExtensions = quoteBytes > 0 && quote + quoteBytes < claimedEnd
  // Of a redirected packet Wireshark reads what RFC 792 promises: the header and eight bytes.
  const promised = quote + (d.u8(quote) & 15) * 4 + 8
  const quoteEnd = hasExtensions ? quote + quoteBytes : type === MESSAGE.redirect ? Math.min(promised, claimedEnd) : claimedEnd
  dissectQuote(d, state, item, dissectIpv4, quote, quoteEnd)
  if (hasExtensions && quote + quoteBytes < end) addIcmpExtensions(d, item, quote + quoteBytes)
}

/** The length of the quote in words of four bytes, where extensions follow. */
function addLength(d: Dissection, item: FieldItem, offset: number): number {
  const words = d.u8(offset + 1)
  if (words === 0) {
    if (d.wants(UNUSED)) d.add(item, UNUSED, d.copy(offset, 2), offset, 2)
    return 0
  }
  if (d.wants(UNUSED)) d.add(item, UNUSED, d.copy(offset, 1), offset, 1)
  return addOriginalLength(d, item, offset + 1)
}

function addOriginalLength(d: Dissection, item: FieldItem, offset: number): number {
  const words = d.u8(offset)
  d.add(item, LENGTH, words, offset, 1)
  d.add(item, ORIGINAL_LENGTH, words * 4, offset, 1, GENERATED)
  return Math.max(words * 4, MIN_EXTENDED_QUOTE_BYTES)
}
