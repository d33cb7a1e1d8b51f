/** IPv4 headers, RFC 791, with options and fragments put together. */
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem, ItemTraits } from '../field-item.ts'
import { ipv4Text } from '../address-column.ts'
import { DSCP_NAMES, ECN_NAMES, IP_PROTOCOL_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { dsFieldText } from './ds-field.ts'
import { addFragmentItems, fragmentFieldList, fragmentFields } from './fragment-items.ts'
import type { Reassembly } from './fragment-table.ts'
import { addIpv4Options, IPV4_OPTION_FIELDS } from './ipv4-options.ts'
import type { IpPayload } from './ip-payload.ts'

const SET_NAMES = ['Set', 'Not set'] as const

const IP = field('ip', 'Internet Protocol Version 4', 'protocol')
const VERSION = field('ip.version', 'Version', 'uint8')
const HEADER_LENGTH = field('ip.hdr_len', 'Header Length', 'uint8')
const DS_FIELD = field('ip.dsfield', 'Differentiated Services Field', 'uint8', { base: 'hex' })
const DSCP = field('ip.dsfield.dscp', 'Differentiated Services Codepoint', 'uint8', { mask: 0xfc, maskBits: 8, valueNames: DSCP_NAMES })
const ECN = field('ip.dsfield.ecn', 'Explicit Congestion Notification', 'uint8', { mask: 0x03, maskBits: 8, valueNames: ECN_NAMES })
const TOTAL_LENGTH = field('ip.len', 'Total Length', 'uint16')
const ID = field('ip.id', 'Identification', 'uint16', { base: 'hex-dec' })
const FLAGS = field('ip.flags', 'Flags', 'uint8', { base: 'hex', mask: 0xe0 })
const FLAG_RESERVED = field('ip.flags.rb', 'Reserved bit', 'boolean', { mask: 0x80, maskBits: 8, booleanNames: SET_NAMES })
const FLAG_DF = field('ip.flags.df', "Don't fragment", 'boolean', { mask: 0x40, maskBits: 8, booleanNames: SET_NAMES })
const FLAG_MF = field('ip.flags.mf', 'More fragments', 'boolean', { mask: 0x20, maskBits: 8, booleanNames: SET_NAMES })
const FRAGMENT_OFFSET = field('ip.frag_offset', 'Fragment Offset', 'uint16', { mask: 0x1fff })
const TTL = field('ip.ttl', 'Time to Live', 'uint8')
const PROTOCOL = field('ip.proto', 'Protocol', 'uint8', { valueNames: IP_PROTOCOL_NAMES })
const CHECKSUM = field('ip.checksum', 'Header Checksum', 'uint16', { base: 'hex' })
const CHECKSUM_STATUS = field('ip.checksum.status', 'Header checksum status', 'uint8', { valueNames: new Map([[2, 'Unverified']]) })
const SOURCE = field('ip.src', 'Source Address', 'ipv4')
const SOURCE_HOST = field('ip.src_host', 'Source Host', 'string')
const DESTINATION = field('ip.dst', 'Destination Address', 'ipv4')
const DESTINATION_HOST = field('ip.dst_host', 'Destination Host', 'string')
const ADDRESS = field('ip.addr', 'Source or Destination Address', 'ipv4')
const HOST = field('ip.host', 'Source or Destination Host', 'string')
const BOGUS_VERSION = field('ip.bogus_ip_version', 'Bogus IP version', 'none')
const BOGUS_LENGTH = field('ip.bogus_ip_length', 'Bogus IP length', 'none')
const BOGUS_HEADER_LENGTH = field('ip.bogus_header_length', 'Bogus IP header length', 'none')
const TTL_TOO_SMALL = field('ip.ttl.too_small', 'Time To Live', 'none')
const TTL_LOCAL_BLOCK = field('ip.ttl.lncb', 'Time To Live', 'none')

const FRAGMENTS = fragmentFields('ip', 'IPv4')

/** The fields of this layer. */
export const IPV4_FIELDS: readonly Field[] = [
  IP,
  VERSION,
  HEADER_LENGTH,
  DS_FIELD,
  DSCP,
  ECN,
  TOTAL_LENGTH,
  ID,
  FLAGS,
  FLAG_RESERVED,
  FLAG_DF,
  FLAG_MF,
  FRAGMENT_OFFSET,
  TTL,
  PROTOCOL,
  CHECKSUM,
  CHECKSUM_STATUS,
  SOURCE,
  SOURCE_HOST,
  DESTINATION,
  DESTINATION_HOST,
  ADDRESS,
  HOST,
  BOGUS_VERSION,
  BOGUS_LENGTH,
  BOGUS_HEADER_LENGTH,
  TTL_TOO_SMALL,
  TTL_LOCAL_BLOCK,
  ...fragmentFieldList(FRAGMENTS),
  ...IPV4_OPTION_FIELDS,
]

const HEADER_BYTES = 20
const MAX_DEPTH = 24
/** A time to live below this is worth a remark. */
const SMALL_TTL = 5
const PROTOCOL_PIM = 103
const PROTOCOL_OSPF = 89
const UNVERIFIED = 2

const HIDDEN = { hidden: true } as const
const STATUS_TRAITS = { generated: true, text: 'Header checksum status: Unverified' } as const
const GENERATED = { generated: true } as const

/** Reads the IPv4 packet at `offset`. */
export function dissectIpv4(d: Dissection, state: CaptureState, offset: number): void {
  d.payloadEnd = -1
  if (++d.depth > MAX_DEPTH) return
  d.setColumns('IPv4', '')
  d.enter('ip')
  const item = d.layer(IP, offset, Math.max(0, Math.min(HEADER_BYTES, d.end - offset)))
  const first = d.u8(offset)
  const version = first >>> 4
  const headerLength = (first & 15) * 4
  d.add(item, VERSION, version, offset, 1, d.isEverything ? VERSION_TEXTS[version] : undefined)
  if (version !== 4) {
    d.setColumns('IPv4', `Bogus IPv4 version (${version}, must be 4)`)
    d.note(item, { field: BOGUS_VERSION, severity: 'Error', group: 'Protocol', message: BOGUS_VERSION.title })
    return
  }
  if (d.wants(IP)) item.length = headerLength
  if (headerLength < HEADER_BYTES) {
    d.setColumns('IPv4', `Bogus IP header length (${headerLength}, must be at least ${HEADER_BYTES})`)
    const problem = `Bogus IP header length (${headerLength}, must be at least ${HEADER_BYTES})`
    const lengthItem = d.add(item, HEADER_LENGTH, headerLength, offset, 1, HEADER_LENGTH_TEXTS[first & 15])
    d.note(lengthItem, { field: BOGUS_HEADER_LENGTH, severity: 'Error', group: 'Protocol', message: problem })
    return
  }
  d.add(item, HEADER_LENGTH, headerLength, offset, 1, d.isEverything ? HEADER_LENGTH_TEXTS[first & 15] : undefined)
  addDsField(d, item, offset + 1)
  const totalLength = addTotalLength(d, item, offset, headerLength)
  if (totalLength < 0) return
  d.payloadEnd = Math.min(offset + totalLength, d.claimedEnd)
  d.claimedEnd = d.payloadEnd
  d.end = Math.min(d.end, d.claimedEnd)
  const packetEnd = d.payloadEnd
  const id = d.u16(offset + 4)
  d.add(item, ID, id, offset + 4, 2)
  const flagsAndOffset = d.u16(offset + 6)
  addFlags(d, item, flagsAndOffset >>> 13, offset + 6)
  const fragmentOffset = (flagsAndOffset & 0x1fff) * 8
  d.add(
    item,
    FRAGMENT_OFFSET,
    flagsAndOffset & 0x1fff,
    offset + 6,
    2,
    d.isEverything ? fragmentOffsetTraits(flagsAndOffset & 0x1fff) : undefined,
  )
  const ttl = d.u8(offset + 8)
  const ttlItem = d.add(item, TTL, ttl, offset + 8, 1)
  const protocol = d.u8(offset + 9)
  d.add(item, PROTOCOL, protocol, offset + 9, 1)
  const checksum = d.u16(offset + 10)
  d.add(item, CHECKSUM, checksum, offset + 10, 2, d.isEverything ? checksumTraits(checksum) : undefined)
  d.add(item, CHECKSUM_STATUS, UNVERIFIED, offset + 10, 0, STATUS_TRAITS)
  addAddresses(d, item, offset)
  const destination = d.u32(offset + 16)
  addTtlNote(d, ttlItem, ttl, protocol, destination)
  if (headerLength > HEADER_BYTES) addIpv4Options(d, item, offset + HEADER_BYTES, headerLength - HEADER_BYTES)
  const payload = offset + headerLength
  const isFragment = (flagsAndOffset & 0x3fff) !== 0
  const around: IpPayload = {
    protocol,
    source: offset + 12,
    destination: offset + 16,
    addressBytes: 4,
    header: item,
    isFragment,
    headerData: d.data,
    hopLimit: ttl,
  }
  if (!isFragment) state.readIpPayload(d, state, around, payload)
  else dissectFragment(d, state, around, { payload, packetEnd, id, fragmentOffset, hasMore: (flagsAndOffset & 0x2000) !== 0 })
  d.payloadEnd = packetEnd
}

const VERSION_TEXTS = Array.from({ length: 16 }, (_, version) => ({ text: `${nibble(version)} .... = Version: ${version}` }))
const HEADER_LENGTH_TEXTS = Array.from({ length: 16 }, (_, words) => ({
  text: `.... ${nibble(words)} = Header Length: ${words * 4} bytes (${words})`,
}))

const DS_FIELD_TRAITS = Array.from({ length: 256 }, (_, byte) => ({
  text: `Differentiated Services Field: 0x${byte.toString(16).padStart(2, '0')} (${dsFieldText(byte)})`,
}))
const NOT_FRAGMENTED = { text: '...0 0000 0000 0000 = Fragment Offset: 0' }

function fragmentOffsetTraits(words: number): ItemTraits {
  return words === 0 ? NOT_FRAGMENTED : { text: () => `...${offsetArt(words)} = Fragment Offset: ${words * 8}` }
}

function checksumTraits(checksum: number): ItemTraits {
  return { text: () => `Header Checksum: 0x${checksum.toString(16).padStart(4, '0')} [validation disabled]` }
}

function nibble(value: number): string {
  return value.toString(2).padStart(4, '0')
}

/** The thirteen bits of the fragment offset behind three dots: `0 0000 0000 0110`. */
function offsetArt(words: number): string {
  const bits = words.toString(2).padStart(13, '0')
  return `${bits[0]} ${bits.slice(1, 5)} ${bits.slice(5, 9)} ${bits.slice(9)}`
}

/** Adds the lines of what was once the type of service, at `offset`. */
export function addDsField(d: Dissection, item: FieldItem, offset: number): void {
  const byte = d.u8(offset)
  const dsItem = d.add(item, DS_FIELD, byte, offset, 1, d.isEverything ? DS_FIELD_TRAITS[byte] : undefined)
  d.add(dsItem, DSCP, byte >>> 2, offset, 1)
  d.add(dsItem, ECN, byte & 3, offset, 1)
}

/** The total length, and what is wrong with it; -1 when nothing behind it can be read. */
function addTotalLength(d: Dissection, item: FieldItem, offset: number, headerLength: number): number {
  const length = d.u16(offset + 2)
  const claimed = d.claimedEnd - offset
  if (length === 0 && !d.quoted) {
    // A zero comes from a sending system that left the cutting into segments to its network card.
    d.add(item, TOTAL_LENGTH, claimed, offset + 2, 2, {
      generated: true,
      text: `Total Length: ${claimed} bytes (reported as 0, presumed to be because of "TCP segmentation offload" (TSO))`,
    })
    return claimed
  }
  if (length < headerLength) {
    const lengthItem = d.add(item, TOTAL_LENGTH, length, offset + 2, 2, {
      text: `Total Length: ${length} bytes (bogus, less than header length ${headerLength})`,
    })
    d.setColumns('IPv4', `Bogus IP length (${length}, less than header length ${headerLength})`)
    d.note(lengthItem, { field: BOGUS_LENGTH, severity: 'Error', group: 'Protocol', message: BOGUS_LENGTH.title })
    return -1
  }
  const lengthItem = d.add(item, TOTAL_LENGTH, length, offset + 2, 2)
  if (length > claimed && !d.quoted) {
    d.note(lengthItem, {
      field: BOGUS_LENGTH,
      severity: 'Error',
      group: 'Protocol',
      message: `IPv4 total length exceeds packet length (${claimed} bytes)`,
    })
  }
  return length
}

/** Adds the lines of the three flags, whose byte is at `offset`. */
export function addFlags(d: Dissection, item: FieldItem, flags: number, offset: number): void {
  const flagsItem = d.add(item, FLAGS, flags, offset, 1, d.isEverything ? FLAGS_TEXTS[flags] : undefined)
  d.add(flagsItem, FLAG_RESERVED, flags >>> 2, offset, 1)
  d.add(flagsItem, FLAG_DF, (flags >>> 1) & 1, offset, 1)
  d.add(flagsItem, FLAG_MF, flags & 1, offset, 1)
}

const FLAGS_TEXTS = Array.from({ length: 8 }, (_, flags) => {
  const names = ['Reserved bit', "Don't fragment", 'More fragments'].filter((_name, i) => ((flags >>> (2 - i)) & 1) === 1)
  return { text: `${flags.toString(2).padStart(3, '0')}. .... = Flags: 0x${flags}${names.map((name) => `, ${name}`).join('')}` }
})

function addAddresses(d: Dissection, item: FieldItem, offset: number): void {
  const { data } = d
  const source = d.u32(offset + 12)
  if (d.end < offset + HEADER_BYTES) {
    d.setIpv4Source(offset + 12)
    if (d.wants(IP)) item.text = `Internet Protocol Version 4, Src: ${ipv4Text(data, offset + 12)}`
  } else d.setIpv4Columns(offset + 12, offset + 16)
  const wantsHosts = d.wants(SOURCE_HOST) || d.wants(HOST) || d.wants(DESTINATION_HOST)
  if (d.wants(IP) && d.end >= offset + HEADER_BYTES)
    item.text = () => `Internet Protocol Version 4, Src: ${ipv4Text(data, offset + 12)}, Dst: ${ipv4Text(data, offset + 16)}`
  d.add(item, SOURCE, source, offset + 12, 4)
  d.add(item, ADDRESS, source, offset + 12, 4, HIDDEN)
  if (wantsHosts) {
    const text = ipv4Text(data, offset + 12)
    d.add(item, SOURCE_HOST, text, offset + 12, 4, HIDDEN)
    d.add(item, HOST, text, offset + 12, 4, HIDDEN)
  }
  const destination = d.u32(offset + 16)
  d.add(item, DESTINATION, destination, offset + 16, 4)
  d.add(item, ADDRESS, destination, offset + 16, 4, HIDDEN)
  if (!wantsHosts) return
  const text = ipv4Text(data, offset + 16)
  d.add(item, DESTINATION_HOST, text, offset + 16, 4, HIDDEN)
  d.add(item, HOST, text, offset + 16, 4, HIDDEN)
}

function addTtlNote(d: Dissection, item: FieldItem, ttl: number, protocol: number, destination: number): void {
  const isMulticast = destination >>> 28 === 0xe
  const isLocalBlock = destination >>> 8 === 0xe00000
  if (isLocalBlock) {
    const expected = LOCAL_BLOCK_TTL.get(destination & 0xff) ?? 1
    if (ttl === expected || expected === ANY_TTL) return
    d.note(item, {
      field: TTL_LOCAL_BLOCK,
      severity: 'Note',
      group: 'Sequence',
      message: `"Time To Live" != ${expected} for a packet sent to the Local Network Control Block (see RFC 3171)`,
    })
  } else if (ttl < SMALL_TTL && !isMulticast && protocol !== PROTOCOL_PIM && protocol !== PROTOCOL_OSPF) {
    d.note(item, { field: TTL_TOO_SMALL, severity: 'Note', group: 'Sequence', message: `"Time To Live" only ${ttl}` })
  }
}

const ANY_TTL = -1
/** Groups of the local network whose packets have another time to live than 1. */
const LOCAL_BLOCK_TTL: ReadonlyMap<number, number> = new Map([
  [18, 255],
  [102, 255],
  [251, 255],
  [252, ANY_TTL],
])

interface FragmentPlace {
  readonly payload: number
  readonly packetEnd: number
  readonly id: number
  readonly fragmentOffset: number
  readonly hasMore: boolean
}

function dissectFragment(d: Dissection, state: CaptureState, around: IpPayload, place: FragmentPlace): void {
  const { payload, packetEnd, id, fragmentOffset, hasMore } = place
  const { protocol, header } = around
  let whole: Reassembly | undefined
  // Only a fragment that was captured whole can be put together with others.
  if (d.end === packetEnd && packetEnd > payload && !d.quoted) {
    const key = `${d.u32(around.source)} ${d.u32(around.destination)} ${id} ${protocol}`
    const table = state.ipv4Fragments
    if (state.secondPass) whole = table.find(key, d.number)
    else whole = table.add(key, d.number, d.data.subarray(payload, packetEnd), fragmentOffset, !hasMore)
  }
  if (whole !== undefined && whole.frame === d.number) {
    addFragmentItems(d, header, FRAGMENTS, whole)
    return dissectWhole(d, state, around, whole)
  }
  // What was cut when captured cannot be put together: the first piece is read as far as it goes.
  if (d.end < packetEnd && fragmentOffset === 0) return state.readIpPayload(d, state, around, payload)
  const protocolName = IP_PROTOCOL_NAMES.get(protocol) ?? `Unknown`
  const info = `Fragmented IP protocol (proto=${protocolName} ${protocol}, off=${fragmentOffset}, ID=${id.toString(16).padStart(4, '0')})`
  if (whole !== undefined) d.add(header, FRAGMENTS.reassembledIn, whole.frame, 0, 0, GENERATED)
  d.setColumns('IPv4', whole === undefined ? info : `${info} [Reassembled in #${whole.frame}]`)
  // The first fragment's header is read where nothing was put together: Wireshark shows the rest as data.
  dissectData(d, payload)
}

/** Goes on in the bytes of the datagram put together. */
function dissectWhole(d: Dissection, state: CaptureState, around: IpPayload, whole: Reassembly): void {
  const { data, end, claimedEnd } = d
  d.reassembled ??= []
  d.reassembled.push({ name: 'Reassembled IPv4', bytes: whole.bytes })
  d.data = whole.bytes
  d.end = whole.bytes.length
  d.claimedEnd = whole.bytes.length
  state.readIpPayload(d, state, { ...around, isFragment: false }, 0)
  d.data = data
  d.end = end
  d.claimedEnd = claimedEnd
  if (whole.isTooLong || whole.isMultipleTails || whole.isConflict) illegalInfo(d, whole)
}

/** Fragments that contradict each other take the Info column, unless what they make up has a say. */
function illegalInfo(d: Dissection, whole: Reassembly): void {
  if (whole.isTooLong || whole.isMultipleTails) d.setColumns(d.protocol, '[Illegal IPv4 fragments]')
}
