/** Packets as the lab's path and its raw sockets handle them: found, changed and made. */

/** Bits of the TCP header's flags (RFC 9293 §3.1), by the letter that tools print. */
const FLAG_BITS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, A: 16, U: 32, E: 64, W: 128 }
const ETHERNET_BYTES = 14
const IPV4_TYPE = 0x0800
const IPV6_TYPE = 0x86dd
const IPV6_BYTES = 40
const TCP = 6
const ICMPV6 = 58
/** Router and neighbour discovery lives on one link: its hop limit stays 255 (RFC 4861 §4.3). */
const ND_FIRST_TYPE = 133
const TCP_BYTES = 20

/** Where the parts of a TCP segment are in a frame. */
export interface Place {
  readonly version: 4 | 6
  /** Offset of the IP header. */
  readonly ip: number
  /** Offset of the TCP header. */
  readonly tcp: number
  readonly data: number
  /** End of the IP packet; a frame may be longer. */
  readonly end: number
}

/** The bits of flags written as letters. */
export function flagBits(letters: string): number {
  return Array.from(letters).reduce((bits, letter) => bits | (FLAG_BITS[letter] ?? 0), 0)
}

/** The parts of a TCP segment, with `link` bytes before the IP header; undefined when it is none, or none that is whole. */
export function placeOf(frame: Buffer, link = ETHERNET_BYTES): Place | undefined {
  if (frame.length < link + TCP_BYTES) return undefined
  const type = link === 0 ? (frame[0] >> 4 === 4 ? IPV4_TYPE : IPV6_TYPE) : frame.readUInt16BE(link - 2)
  const version = type === IPV4_TYPE ? 4 : type === IPV6_TYPE ? 6 : undefined
  if (version === undefined) return undefined
  const isTcp = version === 4 ? frame[link + 9] === TCP : frame.length > link + IPV6_BYTES && frame[link + 6] === TCP
  if (!isTcp) return undefined
  const tcp = link + (version === 4 ? (frame[link] & 15) * 4 : IPV6_BYTES)
  const end = version === 4 ? link + frame.readUInt16BE(link + 2) : link + IPV6_BYTES + frame.readUInt16BE(link + 4)
  if (end > frame.length || tcp + TCP_BYTES > end) return undefined
  return { version, ip: link, tcp, data: tcp + (frame[tcp + 12] >> 4) * 4, end }
}

/** Takes `hops` from the TTL, as routers would have; packets of the link itself stay. */
export function lowerTtl(frame: Buffer, hops: number): void {
  if (frame.length < ETHERNET_BYTES + TCP_BYTES) return
  const type = frame.readUInt16BE(ETHERNET_BYTES - 2)
  if (type === IPV4_TYPE) {
    frame[ETHERNET_BYTES + 8] = Math.max(1, frame[ETHERNET_BYTES + 8] - hops)
    sumIpv4(frame, ETHERNET_BYTES)
  } else if (type === IPV6_TYPE && frame.length > ETHERNET_BYTES + IPV6_BYTES) {
    const isLocal = frame[ETHERNET_BYTES + 6] === ICMPV6 && frame[ETHERNET_BYTES + IPV6_BYTES] >= ND_FIRST_TYPE
    if (!isLocal) frame[ETHERNET_BYTES + 7] = Math.max(1, frame[ETHERNET_BYTES + 7] - hops)
  }
}

/** Puts the right checksums into a segment that was changed. */
export function sumSegment(frame: Buffer, place: Place): void {
  if (place.version === 4) sumIpv4(frame, place.ip)
  frame.writeUInt16BE(0, place.tcp + 16)
  const addresses = place.version === 4 ? frame.subarray(place.ip + 12, place.ip + 20) : frame.subarray(place.ip + 8, place.ip + 40)
  const pseudo = wordSum(addresses) + TCP + (place.end - place.tcp)
  frame.writeUInt16BE(folded(pseudo + wordSum(frame.subarray(place.tcp, place.end))), place.tcp + 16)
}

function sumIpv4(frame: Buffer, ip: number): void {
  frame.writeUInt16BE(0, ip + 10)
  frame.writeUInt16BE(folded(wordSum(frame.subarray(ip, ip + (frame[ip] & 15) * 4))), ip + 10)
}

function wordSum(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += bytes[i] * 256 + (bytes[i + 1] ?? 0)
  return sum
}

/** The checksum of RFC 1071 from a sum of words. */
function folded(sum: number): number {
  let rest = sum
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x10000)
  return 0xffff - rest
}

/** What a segment made by hand says. Addresses are bytes, of IPv4 or IPv6. */
export interface SegmentHeader {
  readonly source: Uint8Array
  readonly target: Uint8Array
  readonly sourcePort: number
  readonly targetPort: number
  readonly seq: number
  readonly ack: number
  /** As letters. */
  readonly flags: string
  readonly window?: number
  readonly ttl?: number
  readonly ipId?: number
}

/** An IP packet with one segment without data and options. */
export function makeSegment(header: SegmentHeader): Buffer {
  const is4 = header.source.length === 4
  const ipBytes = is4 ? 20 : IPV6_BYTES
  const packet = Buffer.alloc(ipBytes + TCP_BYTES)
  if (is4) {
    packet[0] = 0x45
    packet.writeUInt16BE(packet.length, 2)
    packet.writeUInt16BE(header.ipId ?? 0, 4)
    packet[8] = header.ttl ?? 64
    packet[9] = TCP
    packet.set(header.source, 12)
    packet.set(header.target, 16)
  } else {
    packet[0] = 0x60
    packet.writeUInt16BE(TCP_BYTES, 4)
    packet[6] = TCP
    packet[7] = header.ttl ?? 64
    packet.set(header.source, 8)
    packet.set(header.target, 24)
  }
  packet.writeUInt16BE(header.sourcePort, ipBytes)
  packet.writeUInt16BE(header.targetPort, ipBytes + 2)
  packet.writeUInt32BE(header.seq >>> 0, ipBytes + 4)
  packet.writeUInt32BE(header.ack >>> 0, ipBytes + 8)
  packet[ipBytes + 12] = 0x50
  packet[ipBytes + 13] = flagBits(header.flags)
  packet.writeUInt16BE(header.window ?? 0, ipBytes + 14)
  sumSegment(packet, { version: is4 ? 4 : 6, ip: 0, tcp: ipBytes, data: packet.length, end: packet.length })
  return packet
}
