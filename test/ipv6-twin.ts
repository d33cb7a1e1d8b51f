/**
 * The same capture as if it had been made with IPv6: headers, quotes in ICMP errors and questions for neighbours rewritten in bytes, by
 * the rules of a translator (RFC 7915) where there are such, and without what IPv6 does not have (identification, DF).
 */
import { concatenate } from './capture-builder.ts'
import type { PcapRecords } from './pcap-records.ts'

const ETHERNET = 1
const COOKED_V2 = 276
const ETHER_TYPE = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const
const PROTOCOL = { icmp: 1, tcp: 6, icmp6: 58 } as const
const IPV6_HEADER_BYTES = 40
const CHECKSUM_AT = 16

/** ICMP type and code to those of ICMPv6 (RFC 7915 §4.2). */
const ICMP_ERRORS: Readonly<Record<string, readonly [type: number, code: number]>> = {
  '3/0': [1, 0],
  '3/1': [1, 3],
  '3/2': [4, 1],
  '3/3': [1, 4],
  '3/4': [2, 0],
  '3/9': [1, 1],
  '3/10': [1, 1],
  '3/13': [1, 1],
  '11/0': [3, 0],
}

/** The twin of a capture in IPv4; records of anything else, and what has no counterpart, stay as they are. Raises for other link types. */
export function ipv6Twin(records: PcapRecords): PcapRecords {
  const { linkType } = records
  if (linkType !== ETHERNET && linkType !== COOKED_V2) throw new Error(`link type ${linkType}`)
  const [linkBytes, typeAt] = linkType === ETHERNET ? [14, 12] : [20, 0]
  const packets = records.packets.map((packet) => {
    const { data, wireLen } = packet
    if (data.length < linkBytes) return packet
    const type = (data[typeAt] << 8) | data[typeAt + 1]
    const inner = data.subarray(linkBytes)
    const twin =
      type === ETHER_TYPE.ipv4 ? packetTwin(inner, wireLen - linkBytes) : type === ETHER_TYPE.arp ? neighbourTwin(inner) : undefined
    if (twin === undefined) return packet
    const link = data.slice(0, linkBytes)
    link[typeAt] = ETHER_TYPE.ipv6 >> 8
    link[typeAt + 1] = ETHER_TYPE.ipv6 & 0xff
    return { ...packet, data: concatenate(link, twin.bytes), wireLen: linkBytes + twin.wireLen }
  })
  return { ...records, packets }
}

/** How many records of IPv4 and ARP are left in a twin: fragments, UDP, ICMP that is no error. */
export function untranslated({ linkType, packets }: PcapRecords): number {
  const typeAt = linkType === ETHERNET ? 12 : 0
  const left: readonly number[] = [ETHER_TYPE.ipv4, ETHER_TYPE.arp]
  return packets.filter(({ data }) => left.includes(word(data, typeAt))).length
}

interface Twin {
  readonly bytes: Uint8Array
  readonly wireLen: number
}

/** An IPv4 packet as IPv6. */
function packetTwin(bytes: Uint8Array, wireLen: number): Twin | undefined {
  const headerLen = (bytes[0] & 15) * 4
  if (bytes.length < headerLen || headerLen < 20 || isFragment(bytes)) return undefined
  const payload = bytes.slice(headerLen)
  const payloadLen = (word(bytes, 2) || wireLen) - headerLen
  const header = headerTwin(bytes, payloadLen)
  switch (bytes[9]) {
    case PROTOCOL.tcp: {
      const covered = payload.subarray(0, payloadLen)
      if (payload.length >= CHECKSUM_AT + 2) putWord(payload, CHECKSUM_AT, checksumTwin(bytes, header, covered, payloadLen))
      return { bytes: concatenate(header, payload), wireLen: wireLen - headerLen + IPV6_HEADER_BYTES }
    }
    case PROTOCOL.icmp:
      return errorTwin(header, payload)
    default:
      return undefined
  }
}

/** An ICMP error, with the packet that it quotes; undefined for other messages. */
function errorTwin(header: Uint8Array, message: Uint8Array): Twin | undefined {
  const error = ICMP_ERRORS[`${message[0]}/${message[1]}`]
  const quote = message.subarray(8)
  const quotedHeaderLen = (quote[0] & 15) * 4
  if (error === undefined || quote.length < quotedHeaderLen) return undefined
  const body = new Uint8Array(8)
  body[0] = error[0]
  body[1] = error[1]
  // The MTU of the next link has 32 bits and grows with the header.
  if (error[0] === 2) putWord(body, 6, word(message, 6) + IPV6_HEADER_BYTES - quotedHeaderLen)
  const quoted = concatenate(headerTwin(quote, word(quote, 2) - quotedHeaderLen), quote.slice(quotedHeaderLen))
  const whole = concatenate(body, quoted)
  header[6] = PROTOCOL.icmp6
  putWord(header, 4, whole.length)
  putWord(whole, 2, 0xffff & ~folded(pseudoSum(header, whole.length, PROTOCOL.icmp6) + sumOf(whole)))
  return { bytes: concatenate(header, whole), wireLen: IPV6_HEADER_BYTES + whole.length }
}

/** An ARP question or answer as neighbour discovery (RFC 4861 §4.3, §4.4). */
function neighbourTwin(arp: Uint8Array): Twin | undefined {
  if (arp.length < 28) return undefined
  const isQuestion = word(arp, 6) === 1
  const [hardware, sender, target] = [arp.slice(8, 14), addressTwin(arp.slice(14, 18)), addressTwin(arp.slice(24, 28))]
  const group = concatenate(Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff), target.slice(13))
  const option = concatenate(Uint8Array.of(isQuestion ? 1 : 2, 1), hardware)
  const body = concatenate(
    Uint8Array.of(isQuestion ? 135 : 136, 0, 0, 0, isQuestion ? 0 : 0x60, 0, 0, 0),
    isQuestion ? target : sender,
    option,
  )
  const header = concatenate(Uint8Array.of(0x60, 0, 0, 0, 0, body.length, PROTOCOL.icmp6, 255), sender, isQuestion ? group : target)
  putWord(body, 2, 0xffff & ~folded(pseudoSum(header, body.length, PROTOCOL.icmp6) + sumOf(body)))
  return { bytes: concatenate(header, body), wireLen: header.length + body.length }
}

/** The header alone: class and hop limit as they were, no flow label. */
function headerTwin(ipv4: Uint8Array, payloadLen: number): Uint8Array {
  const tos = ipv4[1]
  const start = Uint8Array.of(0x60 | (tos >> 4), (tos & 15) << 4, 0, 0, (payloadLen >> 8) & 0xff, payloadLen & 0xff, ipv4[9], ipv4[8])
  return concatenate(start, addressTwin(ipv4.slice(12, 16)), addressTwin(ipv4.slice(16, 20)))
}

function addressTwin(address: Uint8Array): Uint8Array {
  const twin = new Uint8Array(16)
  const isLoopback = address[0] === 127
  if (isLoopback) twin[15] = 1
  else {
    // A network of 256 addresses becomes one of 2^64: who was next door stays so.
    twin.set([0x20, 0x01, 0x0d, 0xb8, ...address.slice(0, 3)])
    twin[15] = address[3]
  }
  return twin
}

/** What stands in the checksum field when it stood for the same: a whole sum, a sum left to the card, or damage. */
function checksumTwin(ipv4: Uint8Array, ipv6: Uint8Array, segment: Uint8Array, segmentLen: number): number {
  const field = word(segment, CHECKSUM_AT)
  const before = folded(sumOf(ipv4.subarray(12, 20)) + PROTOCOL.tcp + segmentLen)
  const after = folded(pseudoSum(ipv6, segmentLen, PROTOCOL.tcp))
  // A sum of the pseudo-header alone is not inverted; what is inverted changes by the difference (RFC 1624).
  if (field === before) return after
  return 0xffff & ~folded((0xffff & ~field) + (0xffff & ~before) + after)
}

function pseudoSum(ipv6: Uint8Array, length: number, protocol: number): number {
  return sumOf(ipv6.subarray(8, 40)) + length + protocol
}

function sumOf(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i] << 8) | (bytes[i + 1] ?? 0)
  return sum
}

function folded(sum: number): number {
  let rest = sum
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x10000)
  return rest
}

function isFragment(ipv4: Uint8Array): boolean {
  return (word(ipv4, 6) & 0x3fff) !== 0
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1]
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value >> 8) & 0xff
  bytes[at + 1] = value & 0xff
}
