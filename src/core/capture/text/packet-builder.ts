/** Makes the bytes of a packet from what a text says about it; what the text does not say is filler that `KNOWN` bits disown. */
import { CHECKSUM_NOTE, KNOWN } from '../record.ts'
import { ipv4Bytes, ipv6Bytes } from './address-text.ts'
import { isIcmpError } from './icmp-text.ts'
import type { IpFacts, PacketFacts, TcpFacts } from './packet-facts.ts'
import { hexBytes } from './tcpdump-options.ts'

/** Room for the largest headers: link 14 + 4 tags, IPv6, ICMPv6, a quoted IPv6 header and a TCP header of 60 bytes. */
const ROOM = 512
const RAW = 101,
  ETHERNET = 1,
  LINUX_SLL2 = 276
const PACKET_TYPES: Readonly<Record<string, number>> = { In: 0, B: 1, M: 2, P: 3, Out: 4 }
/** Pairs of addresses that are remembered. */
const MOST_PAIRS = 4096
/** TTL for packets whose text shows none: the usual start value. */
const FILLER_TTL = 64

/** A packet as bytes, in a buffer that the next call uses again. */
export interface BuiltPacket {
  bytes: Uint8Array
  view: DataView
  capLen: number
  wireLen: number
  linkType: number
  known: number
  /** One of `CHECKSUM_NOTE`. */
  checksumNote: number
}

/** Builds packets one at a time. */
export class PacketBuilder {
  readonly #bytes = new Uint8Array(ROOM)
  readonly #view = new DataView(this.#bytes.buffer)
  /** True when the last TCP header has room for options that the text leaves out. */
  #optionsMissing = false
  /** Pairs of addresses under which a checksum of the text came out right: nobody changed them. */
  readonly #genuine = new Set<string>()
  readonly #built: BuiltPacket = { bytes: this.#bytes, view: this.#view, capLen: 0, wireLen: 0, linkType: RAW, known: 0, checksumNote: 0 }

  /**
   * @param facts a packet whose numbers are resolved (`RelativeNumbers`)
   * @param timeKnown bits of `KNOWN` for time and date
   */
  build(facts: PacketFacts, timeKnown: number): BuiltPacket {
    const built = this.#built
    this.#bytes.fill(0)
    built.known = timeKnown
    built.checksumNote = CHECKSUM_NOTE.unknown
    let at = this.#link(facts)
    if (facts.arp) return this.#arp(facts, at)
    const ip = facts.ip ?? { version: 4 }
    if (ip.source !== undefined && ip.destination !== undefined) built.known |= KNOWN.addresses
    if (ip.tos !== undefined) built.known |= KNOWN.tos
    if (ip.ttl !== undefined) built.known |= KNOWN.ttl
    if (ip.version === 4 && ip.id !== undefined && ip.dontFragment !== undefined) built.known |= KNOWN.ipId
    if (ip.version === 6 && ip.flowLabel !== undefined) built.known |= KNOWN.flowLabel
    const header = ip.version === 6 ? 40 : 20
    const link = at
    at += header
    let payload = 0
    let protocol = 6
    if (facts.tcp) {
      const tcp = facts.tcp
      at = this.#tcp(tcp, at, ip.length === undefined || tcp.payload === undefined ? undefined : ip.length - header - tcp.payload)
      payload = tcp.payload ?? Math.max(0, (ip.length ?? 0) - (at - link))
      built.known |= knownOfTcp(tcp)
      if (this.#optionsMissing) built.known &= ~KNOWN.options
      if (payload === 0 && this.#isEdited(ip, tcp, link + header, at)) built.known &= ~KNOWN.checksum
      if (payload > 0) built.checksumNote = this.#noteOf(ip, tcp, at - link - header + payload)
    } else if (facts.icmp) {
      protocol = ip.version === 6 ? 58 : 1
      const start = at
      at = this.#icmp(facts, at)
      payload = Math.max(0, (facts.icmp.length ?? 0) - (at - start))
      this.#checksum(ip, start, at, protocol, facts.icmp.length === undefined || facts.icmp.length === at - start)
    } else if (facts.udp) {
      protocol = 17
      this.#view.setUint16(at, facts.udp.sourcePort)
      this.#view.setUint16(at + 2, facts.udp.destinationPort)
      this.#view.setUint16(at + 4, (facts.udp.payload + 8) & 0xffff)
      at += 8
      payload = facts.udp.payload
    }
    const total = at - link + payload
    this.#ip(ip, link, protocol, ip.length !== undefined && ip.length >= at - link ? ip.length : total, facts)
    built.capLen = at
    built.wireLen = at + payload
    return built
  }

  #link(facts: PacketFacts): number {
    const built = this.#built
    const protocol = facts.arp ? 0x0806 : facts.ip?.version === 6 ? 0x86dd : 0x0800
    if (facts.directionWord !== undefined) {
      built.linkType = LINUX_SLL2
      this.#view.setUint16(0, protocol)
      this.#view.setUint16(8, 1)
      this.#bytes[10] = PACKET_TYPES[facts.directionWord] ?? 0
      this.#bytes[11] = 6
      return 20
    }
    if (facts.link || facts.arp) {
      built.linkType = ETHERNET
      if (facts.link) {
        built.known |= KNOWN.linkAddresses
        this.#bytes.set(hexBytes(facts.link.destination), 0)
        this.#bytes.set(hexBytes(facts.link.source), 6)
      }
      let at = 12
      for (const tag of (facts.link?.vlans ?? []).slice(0, 4)) {
        this.#view.setUint16(at, 0x8100)
        this.#view.setUint16(at + 2, tag)
        at += 4
      }
      this.#view.setUint16(at, protocol)
      return at + 2
    }
    built.linkType = RAW
    return 0
  }

  /** IPv4 (RFC 791 §3.1) or IPv6 (RFC 8200 §3) header at `at`. */
  #ip(ip: IpFacts, at: number, protocol: number, total: number, facts: PacketFacts): void {
    const bytes = this.#bytes
    const { source, destination } = addressesOf(ip, facts)
    if (ip.version === 6) {
      this.#view.setUint32(at, (6 * 2 ** 28 + (ip.tos ?? 0) * 2 ** 20 + ((ip.flowLabel ?? 0) & 0xfffff)) >>> 0)
      this.#view.setUint16(at + 4, Math.min(total - 40, 0xffff))
      bytes[at + 6] = protocol
      bytes[at + 7] = ip.ttl ?? FILLER_TTL
      bytes.set(source, at + 8)
      bytes.set(destination, at + 24)
      return
    }
    bytes[at] = 0x45
    bytes[at + 1] = ip.tos ?? 0
    this.#view.setUint16(at + 2, Math.min(total, 0xffff))
    this.#view.setUint16(at + 4, ip.id ?? 0)
    this.#view.setUint16(at + 6, ip.dontFragment === true ? 0x4000 : 0)
    bytes[at + 8] = ip.ttl ?? FILLER_TTL
    bytes[at + 9] = protocol
    bytes.set(source, at + 12)
    bytes.set(destination, at + 16)
    this.#view.setUint16(at + 10, internetChecksum(bytes, at, at + 20, 0))
  }

  /** TCP header (RFC 9293 §3.1) with its options; returns the index after it. */
  #tcp(tcp: TcpFacts, at: number, headerLength: number | undefined): number {
    const view = this.#view
    view.setUint16(at, tcp.sourcePort)
    view.setUint16(at + 2, tcp.destinationPort)
    view.setUint32(at + 4, tcp.wireSeq ?? 0)
    view.setUint32(at + 8, tcp.wireAck ?? 0)
    view.setUint16(at + 14, tcp.window ?? 0)
    view.setUint16(at + 16, tcp.checksum ?? 0)
    view.setUint16(at + 18, tcp.urgent ?? 0)
    let end = at + 20
    this.#optionsMissing = false
    for (const option of tcp.options ?? []) {
      const data = option.edges
        ? (tcp.wireEdges ?? option.edges).flatMap((edge) => [edge >>> 24, (edge >>> 16) & 255, (edge >>> 8) & 255, edge & 255])
        : option.data
      const length = option.kind < 2 ? 1 : data.length + 2
      if (end + length > at + 60) break
      this.#bytes[end] = option.kind
      if (option.kind >= 2) {
        this.#bytes[end + 1] = length
        this.#bytes.set(data, end + 2)
      }
      end += length
    }
    while ((end - at) % 4 !== 0) end++
    const told = tcp.headerLength ?? headerLength
    if (told !== undefined && told % 4 === 0 && told > end - at && told <= 60) {
      // Space that no printed option fills is padding, or options that the text leaves out.
      if (tcp.options === undefined) this.#bytes.fill(1, end, at + told)
      this.#optionsMissing = told - (end - at) >= 4
      end = at + told
    }
    // Without flags in the text the segment stands as a plain one; KNOWN.flags disowns it.
    const flags = tcp.flags ?? 0x10
    view.setUint16(at + 12, (((end - at) / 4) << 12) | (flags & 0x1ff))
    return end
  }

  /** ICMP (RFC 792) or ICMPv6 (RFC 4443) message with the quoted packet, as far as the text or the lines before tell it. */
  #icmp(facts: PacketFacts, at: number): number {
    const icmp = facts.icmp!
    const version = facts.ip!.version
    this.#bytes[at] = icmp.type
    this.#bytes[at + 1] = icmp.code
    if (icmp.mtu !== undefined) {
      if (version === 6) this.#view.setUint32(at + 4, icmp.mtu)
      else this.#view.setUint16(at + 6, icmp.mtu)
    }
    if (icmp.target !== undefined && version === 6) {
      // RFC 4861 §4.3 and §4.4.
      this.#bytes.set(ipv6Bytes(icmp.target) ?? [], at + 8)
      return at + 24
    }
    if (!isIcmpError(version, icmp.type)) return at + 8
    const start = at + 8
    const header = version === 6 ? 40 : 20
    const quote = icmp.quote ?? icmp.guess
    const source = quote?.ip?.source ?? facts.ip!.destination
    const destination = quote?.ip?.destination ?? icmp.quotedDestination
    if (destination === undefined) return start
    let end = start + header
    const tcp = quote?.tcp
    const ports = tcp ?? quote?.udp
    const protocol = quote?.udp ? 17 : (icmp.quotedProtocol ?? 6)
    if (icmp.quote?.tcp?.flags !== undefined) end = this.#tcp(icmp.quote.tcp, end, undefined)
    else {
      this.#view.setUint16(end, ports?.sourcePort ?? 0)
      this.#view.setUint16(end + 2, icmp.quotedPort ?? ports?.destinationPort ?? 0)
      if (tcp) this.#view.setUint32(end + 4, tcp.wireSeq ?? 0)
      end += 8
    }
    if (tcp?.absolute && tcp.wireSeq !== undefined) this.#built.known |= KNOWN.absoluteNumbers
    if (icmp.quote?.tcp?.seqPrinted) this.#built.known |= KNOWN.seq
    const ip: IpFacts = { ...icmp.quote?.ip, version, source, destination }
    const payload = tcp?.payload ?? 0
    const total = quote?.ip?.length ?? (tcp ? header + (tcp.headerLength ?? 20) + payload : Math.max(header + 8, (icmp.length ?? 0) - 8))
    this.#ip(ip, start, protocol, Math.max(total, end - start), facts)
    return end
  }

  /**
   * True when the checksum that the text calls right is not that of the header it shows: someone changed addresses or numbers before
   * pasting, and nothing can be said about the checksum.
   */
  #isEdited(ip: IpFacts, tcp: TcpFacts, start: number, end: number): boolean {
    if (tcp.rightChecksum === undefined || tcp.options === undefined || !tcp.absolute || tcp.seq === undefined) return false
    const field = this.#view.getUint16(start + 16)
    this.#view.setUint16(start + 16, 0)
    const right = internetChecksum(this.#bytes, start, end, pseudoHeaderSum(ip, end - start, 6))
    this.#view.setUint16(start + 16, field)
    if (right === tcp.rightChecksum && this.#genuine.size < MOST_PAIRS) this.#genuine.add(`${ip.source}>${ip.destination}`)
    return right !== tcp.rightChecksum
  }

  /** What the text tells of the checksum of a segment whose payload it does not show, where its addresses are known to be those of the wire. */
  #noteOf(ip: IpFacts, tcp: TcpFacts, length: number): number {
    const { checksum, rightChecksum } = tcp
    if (checksum === undefined || rightChecksum === undefined || checksum === rightChecksum) return CHECKSUM_NOTE.unknown
    if (!this.#genuine.has(`${ip.source}>${ip.destination}`)) return CHECKSUM_NOTE.unknown
    // A host that leaves the sum to its card puts that of the pseudo-header there, not inverted; some do so without the length.
    const left = [length, 0].map((counted) => ~internetChecksum(this.#bytes, 0, 0, pseudoHeaderSum(ip, counted, 6)) & 0xffff)
    return left.includes(checksum) ? CHECKSUM_NOTE.pending : CHECKSUM_NOTE.wrong
  }

  /** The checksum of an ICMP message that is whole; of one whose end the text does not show it cannot be computed. */
  #checksum(ip: IpFacts, start: number, end: number, protocol: number, whole: boolean): void {
    if (!whole) return
    this.#view.setUint16(
      start + 2,
      internetChecksum(this.#bytes, start, end, ip.version === 6 ? pseudoHeaderSum(ip, end - start, protocol) : 0),
    )
  }

  /** ARP (RFC 826) for IPv4 over Ethernet. */
  #arp(facts: PacketFacts, at: number): BuiltPacket {
    const arp = facts.arp!
    const built = this.#built
    this.#bytes.set([0, 1, 8, 0, 6, 4, 0, arp.operation], at)
    if (arp.hardware !== undefined) this.#bytes.set(hexBytes(arp.hardware), at + 8)
    else if (facts.link) this.#bytes.set(hexBytes(facts.link.source), at + 8)
    this.#bytes.set(ipv4Bytes(arp.sender) ?? [0, 0, 0, 0], at + 14)
    this.#bytes.set(ipv4Bytes(arp.target) ?? [0, 0, 0, 0], at + 24)
    built.capLen = at + 28
    built.wireLen = built.capLen
    built.known |= KNOWN.addresses
    return built
  }
}

function knownOfTcp(tcp: TcpFacts): number {
  let known = 0
  if (tcp.absolute) known |= KNOWN.absoluteNumbers
  if (tcp.seqPrinted) known |= KNOWN.seq
  if (tcp.window !== undefined) known |= KNOWN.window
  if (tcp.options !== undefined) known |= KNOWN.options
  if (tcp.flags !== undefined) known |= KNOWN.flags
  if (tcp.checksum !== undefined) known |= KNOWN.checksum
  return known
}

/** Address bytes, or fillers such that the two directions of a connection pair by their ports: 0.0.0.1 has the higher port. */
function addressesOf(ip: IpFacts, facts: PacketFacts): { source: number[]; destination: number[] } {
  const parse = ip.version === 6 ? ipv6Bytes : ipv4Bytes
  const filler = (last: number): number[] => [...Array.from({ length: ip.version === 6 ? 15 : 3 }, () => 0), last]
  const higher = (facts.tcp?.sourcePort ?? 0) >= (facts.tcp?.destinationPort ?? 0)
  return {
    source: (ip.source === undefined ? undefined : parse(ip.source)) ?? filler(higher ? 1 : 2),
    destination: (ip.destination === undefined ? undefined : parse(ip.destination)) ?? filler(higher ? 2 : 1),
  }
}

/** Sum of the words of the pseudo-header (RFC 9293 §3.1, RFC 8200 §8.1). */
function pseudoHeaderSum(ip: IpFacts, length: number, protocol: number): number {
  const parse = ip.version === 6 ? ipv6Bytes : ipv4Bytes
  const ends = [...(parse(ip.source ?? '') ?? []), ...(parse(ip.destination ?? '') ?? [])]
  let sum = length + protocol
  for (let at = 0; at < ends.length; at += 2) sum += ends[at] * 256 + ends[at + 1]
  return sum
}

/** The Internet checksum (RFC 1071) of `bytes[from, to)` plus `sum`. */
function internetChecksum(bytes: Uint8Array, from: number, to: number, sum: number): number {
  let total = sum
  for (let at = from; at < to; at += 2) total += bytes[at] * 256 + (at + 1 < to ? bytes[at + 1] : 0)
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 65_536)
  return ~total & 0xffff
}
