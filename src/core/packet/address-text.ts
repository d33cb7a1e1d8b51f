/** Addresses as text, and text as addresses. */
import { ipv4Bytes, ipv6Bytes } from '../capture/text/address-text.ts'
import { IPV6_DESTINATION, IPV6_SOURCE } from '../wire/ipv6.ts'
import type { Packet } from './packet.ts'

const GROUPS = 8
/** One zero group is written as it is (RFC 5952 §4.2.2). */
const SHORTEST_RUN = 2
/** Groups of zeros, or of zeros and one of ones, in front of an IPv4 address inside an IPv6 one (RFC 4291 §2.5.5). */
const COMPATIBLE_ZEROS = 6
const MAPPED_ZEROS = 5
const MAPPED_GROUP = 0xffff

/** Dotted text of an IPv4 address that is given as a 32-bit number, signed or not. */
export function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`
}

/** Text of the IPv6 address in the 16 bytes at `offset`, as RFC 5952 wants it; IPv4 addresses inside are dotted (§5). */
export function formatIpv6(bytes: Uint8Array, offset: number): string {
  let zerosAt = -1
  let zeros = 0
  for (let i = 0, run = 0; i < GROUPS; i++) {
    run = groupOf(bytes, offset, i) === 0 ? run + 1 : 0
    // The first of the longest runs is the one that is left out (§4.2.3).
    if (run > zeros) {
      zeros = run
      zerosAt = i - run + 1
    }
  }
  if (zeros < SHORTEST_RUN) return groupsText(bytes, offset, 0, GROUPS)
  if (zerosAt === 0 && zeros === COMPATIBLE_ZEROS) return `::${dottedTail(bytes, offset)}`
  if (zerosAt === 0 && zeros === MAPPED_ZEROS && groupOf(bytes, offset, MAPPED_ZEROS) === MAPPED_GROUP)
    return `::ffff:${dottedTail(bytes, offset)}`
  return `${groupsText(bytes, offset, 0, zerosAt)}::${groupsText(bytes, offset, zerosAt + zeros, GROUPS)}`
}

function groupOf(bytes: Uint8Array, offset: number, group: number): number {
  return (bytes[offset + group * 2] << 8) | bytes[offset + group * 2 + 1]
}

function groupsText(bytes: Uint8Array, offset: number, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += (i === from ? '' : ':') + groupOf(bytes, offset, i).toString(16)
  return text
}

function dottedTail(bytes: Uint8Array, offset: number): string {
  return `${bytes[offset + 12]}.${bytes[offset + 13]}.${bytes[offset + 14]}.${bytes[offset + 15]}`
}

/** Text of the sender's address in the packet's IP header (or ARP); '' for a packet without addresses. */
export function sourceText(packet: Packet): string {
  return addressText(packet, packet.ipVersion, packet.srcAddr, packet.ipOffset + IPV6_SOURCE)
}

/** Text of the receiver's address in the packet's IP header (or ARP); '' for a packet without addresses. */
export function destinationText(packet: Packet): string {
  return addressText(packet, packet.ipVersion, packet.dstAddr, packet.ipOffset + IPV6_DESTINATION)
}

/** Text of the sender's address in the packet that an ICMP error quotes. */
export function quotedSourceText(packet: Packet): string {
  return addressText(packet, packet.quotedIpVersion, packet.quotedSrcAddr, packet.quotedIpOffset + IPV6_SOURCE)
}

/** Text of the receiver's address in the packet that an ICMP error quotes. */
export function quotedDestinationText(packet: Packet): string {
  return addressText(packet, packet.quotedIpVersion, packet.quotedDstAddr, packet.quotedIpOffset + IPV6_DESTINATION)
}

function addressText(packet: Packet, ipVersion: number, ipv4: number, ipv6Offset: number): string {
  if (ipVersion === 4) return formatIpv4(ipv4)
  return ipVersion === 6 ? formatIpv6(packet.bytes, ipv6Offset) : ''
}

/** The 4 or 16 bytes of an address in any form that is read (dotted; RFC 4291 §2.2, zone ignored); undefined for other text. */
export function parseAddress(text: string): Uint8Array | undefined {
  const bytes = ipv4Bytes(text) ?? ipv6Bytes(text)
  return bytes === undefined ? undefined : Uint8Array.from(bytes)
}
