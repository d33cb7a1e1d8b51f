/**
 * `-z conv,tcp`: the connections as Wireshark numbers them, counted straight from the records, without a tree.
 *
 * A connection is its two addresses and ports. A SYN with another sequence number than the last one of that side begins a new one
 * (reference §1.7), and so does such a SYN that an ICMP error quotes (§1.8).
 */
import { asciiBytes } from '../../../bytes/text-output.ts'
import { LINK_TYPE } from '../../../capture/link-type.ts'
import type { PacketRecord } from '../../../capture/record.ts'
import { BATCH_RECORDS, type RecordBatch } from '../../../capture/record-batch.ts'
import { AddressTable } from '../../../flow/address-table.ts'
import { Decoder } from '../../../packet/decode.ts'
import { KIND, Packet } from '../../../packet/packet.ts'
import {
  ETHER_TYPE_IPV4,
  ETHER_TYPE_IPV6,
  ETHER_TYPE_MPLS,
  ETHER_TYPE_MPLS_UPSTREAM,
  ETHER_TYPE_PPPOE_SESSION,
  ETHER_TYPE_QINQ,
  ETHER_TYPE_QINQ_OLD,
  ETHER_TYPE_VLAN,
} from '../../../wire/ether-type.ts'
import { PROTOCOL_TCP } from '../../../wire/ip-protocol.ts'
import { IPV6_DESTINATION, IPV6_HEADER_BYTES, IPV6_SOURCE } from '../../../wire/ipv6.ts'
import { FLAG } from '../../../wire/tcp.ts'
import { formatIpv4, formatIpv6 } from '../../../packet/address-text.ts'
import { ConversationBytes } from './conversation-bytes.ts'
import {
  BASE_BACK,
  BASE_FORTH,
  BITS,
  BYTES_BACK,
  BYTES_FORTH,
  COUNTED,
  DESTINATION,
  DOUBLES,
  FRAMES_BACK,
  FRAMES_FORTH,
  HAS_BASES,
  HAS_BASE_BACK,
  HAS_BASE_FORTH,
  IPV6,
  PORTS,
  SETTLED,
  SOURCE,
  START,
  STOP,
  WORDS,
} from './conversation-record.ts'
import type { ConversationRow } from './conversation-rows.ts'
import { ConversationTable } from './conversation-table.ts'

/** The name of a TCP port, undefined for one without; or no names at all. */
export type PortName = ((port: number) => string | undefined) | undefined

const ETHERNET_BYTES = 14
const ETHERNET_TYPE = 12
const IPV4_BYTES = 20
/** How far in front of what follows an IPv4 header without options its addresses are. */
const IPV4_SOURCE_BEHIND = 8
const IPV4_DESTINATION_BEHIND = 4
const TCP_BYTES = 20
const TCP_FLAGS = 13
const IPV4_PLAIN = 0x45
const IPV4_FRAGMENT_BITS = 0x3fff
const IPV4_OFFSET_BITS = 0x1fff
const PROTOCOL_IPV4_INSIDE = 4
const PROTOCOL_IPV6_INSIDE = 41
/** The link layers that the view reads; it opens no tunnel of a switch or a firewall's log. */
const VIEWED_LINK_TYPES: ReadonlySet<number> = new Set([
  LINK_TYPE.ethernet,
  LINK_TYPE.null,
  LINK_TYPE.loop,
  LINK_TYPE.linuxSll,
  LINK_TYPE.linuxSll2,
  LINK_TYPE.raw,
  LINK_TYPE.ipv4,
  LINK_TYPE.ipv6,
  LINK_TYPE.ppp,
  LINK_TYPE.pppHdlc,
])
const IPV6_NEXT_HEADER = 6
const IPV6_ADDRESS_BYTES = 16
const EXTENSION_UNIT = 8
const DESTINATION_OPTIONS = 60
const HOME_ADDRESS = 0xc9
const ROUTING_HEADER = 43
const SEGMENTS_LEFT = 3
const VLAN_BYTES = 4
/** In front of PPP's protocol number, where HDLC framing is used; and the number for MPLS (RFC 3032 §4.3). */
const PPP_ADDRESS_CONTROL = 0xff03
const PPP_MPLS = 0x0281
const VLAN_TYPES: ReadonlySet<number> = new Set([ETHER_TYPE_VLAN, ETHER_TYPE_QINQ, ETHER_TYPE_QINQ_OLD])
const UNOPENED_TYPES: ReadonlySet<number> = new Set([ETHER_TYPE_MPLS, ETHER_TYPE_MPLS_UPSTREAM, ETHER_TYPE_PPPOE_SESSION])
/** So many texts of IPv6 addresses are kept at a time. */
const MOST_TEXTS = 1024
const SYN_BITS = FLAG.syn | FLAG.ack
/** No place of a TCP header. */
const NOT_EVERYDAY = -1

/** Counts the TCP conversations of one input. */
export class TcpConversations {
  readonly #table: ConversationTable
  readonly #addresses: AddressTable
  readonly #decoder = new Decoder()
  readonly #packet = new Packet()
  readonly #ipv6Texts = new Map<number, Uint8Array>()
  /** Which conversations the packets of a batch belong to; and the numbers of a single packet. */
  readonly #found = new Int32Array(BATCH_RECORDS)
  readonly #wireLen = new Float64Array(1)
  readonly #timeNs = new Float64Array(1)

  /** @param seed any int32 that the sender of packets cannot know */
  constructor(seed = 0) {
    this.#table = new ConversationTable(seed)
    this.#addresses = new AddressTable(seed)
  }

  /** Takes the next records of the input; all are counted. */
  takeBatch(batch: RecordBatch): void {
    const { view, count, from, capLen, wireLen, timeNs } = batch
    const isEthernet = batch.linkType === LINK_TYPE.ethernet
    const found = this.#found
    const table = this.#table
    for (let i = 0; i < count; i++) {
      const tcp = isEthernet ? everydayIpv4(view, from[i], capLen[i]) : NOT_EVERYDAY
      if (tcp === NOT_EVERYDAY) {
        found[i] = this.#find(batch.recordAt(i), true)
        continue
      }
      const source = view.getInt32(tcp - IPV4_SOURCE_BEHIND)
      const destination = view.getInt32(tcp - IPV4_DESTINATION_BEHIND)
      let place = table.find(source, destination, view.getInt32(tcp), 0)
      const isSyn = (view.getUint8(tcp + TCP_FLAGS) & FLAG.syn) !== 0
      if (place < 0 || isSyn || (table.words[(place >> 1) * WORDS + BITS] & SETTLED) !== SETTLED)
        place = this.#settle(place, view, tcp, source, destination, 0, true)
      found[i] = place
    }
    table.countPackets(found, wireLen, timeNs, count)
  }

  /**
   * Takes the next record of the input.
   *
   * @param isCounted false for a packet that a filter leaves out: it may begin a connection, but is not counted
   */
  take(record: PacketRecord, isCounted = true): void {
    this.#found[0] = this.#find(record, isCounted)
    this.#wireLen[0] = record.wireLen
    this.#timeNs[0] = record.timeNs
    if (isCounted) this.#table.countPackets(this.#found, this.#wireLen, this.#timeNs, 1)
  }

  /** The conversation of a packet, as the table gives it; it may begin with it. -1 for a packet without one. */
  #find(record: PacketRecord, isCounted: boolean): number {
    const { view, from, capLen, linkType } = record
    if (linkType !== LINK_TYPE.ethernet) return this.#findOther(record, isCounted)
    let tcp = everydayIpv4(view, from, capLen)
    if (tcp !== NOT_EVERYDAY) {
      const destination = view.getInt32(tcp - IPV4_DESTINATION_BEHIND)
      return this.#findSegment(view, tcp, view.getInt32(tcp - IPV4_SOURCE_BEHIND), destination, 0, isCounted)
    }
    tcp = everydayIpv6(view, from, capLen)
    if (tcp === NOT_EVERYDAY) return this.#findOther(record, isCounted)
    const source = this.#addresses.idOf(view, from + ETHERNET_BYTES + IPV6_SOURCE)
    const destination = this.#addresses.idOf(view, from + ETHERNET_BYTES + IPV6_DESTINATION)
    return this.#findSegment(view, tcp, source, destination, IPV6, isCounted)
  }

  /** The conversation of the TCP header at `tcp`. */
  #findSegment(view: DataView, tcp: number, source: number, destination: number, family: number, isCounted: boolean): number {
    const found = this.#table.find(source, destination, view.getInt32(tcp), family)
    return this.#settle(found, view, tcp, source, destination, family, isCounted)
  }

  /**
   * The conversation of the TCP header at `tcp`, where the table `found` one or none: it may have to begin, and to learn the numbers of its
   * sides. Gives it as the table does.
   */
  #settle(found: number, view: DataView, tcp: number, source: number, destination: number, family: number, isCounted: boolean): number {
    const table = this.#table
    const ports = view.getInt32(tcp)
    const flags = view.getUint8(tcp + TCP_FLAGS)
    const seq = view.getInt32(tcp + 4)
    let settled = found
    if (found < 0) settled = table.add(source, destination, ports, family) << 1
    else if ((flags & SYN_BITS) === FLAG.syn && this.#isOther(found, seq)) settled = table.add(source, destination, ports, family) << 1
    else if (isCounted && (table.words[(found >> 1) * WORDS + BITS] & COUNTED) === 0)
      settled = this.#adopt(found, source, destination, ports) << 1
    const at = (settled >> 1) * WORDS
    if (isCounted) table.words[at + BITS] |= COUNTED
    if ((table.words[at + BITS] & HAS_BASES) !== HAS_BASES || (flags & FLAG.syn) !== 0)
      this.#learn(at, (settled & 1) === 0, flags, seq, view.getInt32(tcp + 8))
    return settled
  }

  /** Whether a SYN with `seq` cannot belong to the conversation that was found, because its sender began with another number. */
  #isOther(found: number, seq: number): boolean {
    const { words } = this.#table
    const at = (found >> 1) * WORDS
    return (found & 1) === 0
      ? (words[at + BITS] & HAS_BASE_FORTH) !== 0 && words[at + BASE_FORTH] !== seq
      : (words[at + BITS] & HAS_BASE_BACK) !== 0 && words[at + BASE_BACK] !== seq
  }

  /** Learns the first sequence numbers of both sides as far as a packet tells them. */
  #learn(at: number, isForth: boolean, flags: number, seq: number, ack: number): void {
    const { words } = this.#table
    const own = isForth ? HAS_BASE_FORTH : HAS_BASE_BACK
    const ownBase = at + (isForth ? BASE_FORTH : BASE_BACK)
    const isSyn = (flags & FLAG.syn) !== 0
    if ((words[at + BITS] & own) === 0 || ((flags & SYN_BITS) === SYN_BITS && words[ownBase] !== seq)) {
      words[at + BITS] |= own
      words[ownBase] = isSyn ? seq : seq - 1
    }
    const other = isForth ? HAS_BASE_BACK : HAS_BASE_FORTH
    if ((words[at + BITS] & other) === 0 && (flags & FLAG.ack) !== 0) {
      words[at + BITS] |= other
      words[at + (isForth ? BASE_BACK : BASE_FORTH)] = ack - 1
    }
  }

  /**
   * A connection that only an ICMP error told of gets its first packet: rows stand in the order of first packets, sides as in them.
   * Gives the index of its record.
   */
  #adopt(found: number, source: number, destination: number, ports: number): number {
    const table = this.#table
    const { words } = table
    const index = found >> 1
    const isForth = (found & 1) === 0
    const at = index * WORDS
    const bits = words[at + BITS]
    if ((bits & HAS_BASES) === 0 && index === table.size - 1) {
      words[at + SOURCE] = source
      words[at + DESTINATION] = destination
      words[at + PORTS] = ports
      return index
    }
    const forth = words[at + BASE_FORTH]
    const back = words[at + BASE_BACK]
    const adopted = table.add(source, destination, ports, bits & IPV6)
    const to = adopted * WORDS
    const turned = ((bits & HAS_BASE_FORTH) !== 0 ? HAS_BASE_BACK : 0) | ((bits & HAS_BASE_BACK) !== 0 ? HAS_BASE_FORTH : 0)
    table.words[to + BITS] |= isForth ? bits & HAS_BASES : turned
    table.words[to + BASE_FORTH] = isForth ? forth : back
    table.words[to + BASE_BACK] = isForth ? back : forth
    return adopted
  }

  /** The conversation of every other packet: cut, tunnelled, in fragments, on another link layer, or an ICMP error. */
  #findOther(record: PacketRecord, isCounted: boolean): number {
    if (!VIEWED_LINK_TYPES.has(record.linkType)) return -1
    const packet = this.#packet
    this.#decoder.decode(record, packet)
    if (packet.kind === KIND.tcp) {
      if (packet.malformed === 1 || packet.headerCut === 1 || packet.firstFragment === 1) return -1
      const { view } = packet
      const tcp = packet.tcpOffset
      const headerEnd = tcp + packet.tcpHeaderLen
      if (packet.tcpHeaderLen < TCP_BYTES || headerEnd > packet.to || !isSeen(packet) || isLabelled(record)) return -1
      const isIpv6 = packet.ipVersion === 6
      const source = isIpv6 ? this.#addresses.idOf(view, addressOffset(packet, true)) : packet.srcAddr
      const destination = isIpv6 ? this.#addresses.idOf(view, addressOffset(packet, false)) : packet.dstAddr
      return this.#findSegment(view, tcp, source, destination, isIpv6 ? IPV6 : 0, isCounted)
    }
    if (packet.kind === KIND.fragment && packet.ipVersion === 4) return this.#findCutFragment(packet, isCounted)
    if (packet.kind === KIND.icmpError && packet.quotedProtocol === PROTOCOL_TCP && packet.quotedFlags >= 0) {
      const { view } = packet
      const isIpv6 = packet.quotedIpVersion === 6
      const source = isIpv6 ? this.#addresses.idOf(view, packet.quotedIpOffset + IPV6_SOURCE) : packet.quotedSrcAddr
      const destination = isIpv6 ? this.#addresses.idOf(view, packet.quotedIpOffset + IPV6_DESTINATION) : packet.quotedDstAddr
      const ports = (packet.quotedSrcPort << 16) | packet.quotedDstPort
      this.#quoted(source, destination, ports, isIpv6 ? IPV6 : 0, packet.quotedFlags, packet.quotedSeq)
    }
    return -1
  }

  /** A first fragment that the capture cut is never put together: it is taken for itself. */
  #findCutFragment(packet: Packet, isCounted: boolean): number {
    const { view, ipOffset, ipLen, to } = packet
    const at = ipOffset + (view.getUint8(ipOffset) & 0x0f) * 4
    const isFirst = (view.getUint16(ipOffset + 6) & IPV4_OFFSET_BITS) === 0
    if (!isFirst || ipOffset + ipLen <= to || at + TCP_BYTES > to || view.getUint8(ipOffset + 9) !== PROTOCOL_TCP) return -1
    if (!isHeaderWhole(view, at, ipOffset + ipLen, to)) return -1
    return this.#findSegment(view, at, packet.srcAddr, packet.dstAddr, 0, isCounted)
  }

  /** A segment that an ICMP error quotes begins a connection as a packet would, but tells nothing of its numbers. */
  #quoted(source: number, destination: number, ports: number, family: number, flags: number, seq: number): void {
    const table = this.#table
    const found = table.find(source, destination, ports, family)
    if (found < 0 || ((flags & SYN_BITS) === FLAG.syn && this.#isOther(found, seq))) table.add(source, destination, ports, family)
  }

  /**
   * The rows of the table, most frames first, those with equally many in the order of their first packets.
   *
   * @param text makes the text of a row where the plain way does not do
   * @param isPlain rows have a relative start and ports as numbers
   * @param portName gives the name of a port where it has one
   */
  *rows(text: (row: ConversationRow) => string, isPlain: boolean, portName: PortName): Iterable<string | Uint8Array> {
    const bytes = new ConversationBytes()
    const table = this.#table
    const ipv6Text = (id: number): Uint8Array => this.#ipv6Ascii(id)
    const order = table.byFrames()
    for (let next = 0; next < order.length;) {
      const first = next
      if (isPlain) next = bytes.write(table, order, first, ipv6Text)
      if (next === first) yield text(this.#row(order[next++], portName))
      else yield bytes.rows
      bytes.clear()
    }
  }

  #row(index: number, portName: PortName): ConversationRow {
    const { words, doubles } = this.#table
    const at = index * WORDS
    const half = index * DOUBLES
    const ports = words[at + PORTS]
    const isIpv6 = (words[at + BITS] & IPV6) !== 0
    const endpoint = (address: number, port: number): string =>
      `${isIpv6 ? this.#ipv6Text(address) : formatIpv4(address)}:${portName?.(port) ?? port}`
    return {
      first: endpoint(words[at + SOURCE], ports >>> 16),
      second: endpoint(words[at + DESTINATION], ports & 0xffff),
      framesForth: words[at + FRAMES_FORTH],
      framesBack: words[at + FRAMES_BACK],
      bytesForth: doubles[half + BYTES_FORTH],
      bytesBack: doubles[half + BYTES_BACK],
      startNs: doubles[half + START],
      stopNs: doubles[half + STOP],
    }
  }

  #ipv6Text(id: number): string {
    return formatIpv6(this.#addresses.bytesOf(id), 0)
  }

  /** The same as bytes: the few that most conversations have are made once. */
  #ipv6Ascii(id: number): Uint8Array {
    const kept = this.#ipv6Texts.get(id)
    if (kept !== undefined) return kept
    if (this.#ipv6Texts.size >= MOST_TEXTS) this.#ipv6Texts.clear()
    const text = asciiBytes(this.#ipv6Text(id))
    this.#ipv6Texts.set(id, text)
    return text
  }
}

/** Where the TCP header is in the everyday packet: Ethernet, IPv4 without options, TCP with a whole header. */
function everydayIpv4(view: DataView, from: number, capLen: number): number {
  if (capLen < ETHERNET_BYTES + IPV4_BYTES + TCP_BYTES || view.getUint16(from + ETHERNET_TYPE) !== ETHER_TYPE_IPV4) return NOT_EVERYDAY
  const at = from + ETHERNET_BYTES
  if (view.getUint8(at) !== IPV4_PLAIN || view.getUint8(at + 9) !== PROTOCOL_TCP) return NOT_EVERYDAY
  if ((view.getUint16(at + 6) & IPV4_FRAGMENT_BITS) !== 0) return NOT_EVERYDAY
  return isHeaderWhole(view, at + IPV4_BYTES, at + view.getUint16(at + 2), from + capLen) ? at + IPV4_BYTES : NOT_EVERYDAY
}

/** The same for IPv6 without extension headers. */
function everydayIpv6(view: DataView, from: number, capLen: number): number {
  const tcp = from + ETHERNET_BYTES + IPV6_HEADER_BYTES
  if (tcp + TCP_BYTES > from + capLen || view.getUint16(from + ETHERNET_TYPE) !== ETHER_TYPE_IPV6) return NOT_EVERYDAY
  const at = from + ETHERNET_BYTES
  if (view.getUint8(at) >>> 4 !== 6 || view.getUint8(at + IPV6_NEXT_HEADER) !== PROTOCOL_TCP) return NOT_EVERYDAY
  return isHeaderWhole(view, tcp, tcp + view.getUint16(at + 4), from + capLen) ? tcp : NOT_EVERYDAY
}

/** Whether a TCP header is there with all its options, within its packet and within what was captured: tshark takes no other. */
function isHeaderWhole(view: DataView, tcp: number, packetEnd: number, capturedEnd: number): boolean {
  const headerBytes = (view.getUint8(tcp + 12) >>> 4) * 4
  return headerBytes >= TCP_BYTES && tcp + headerBytes <= packetEnd && tcp + headerBytes <= capturedEnd
}

/**
 * Where an address of an IPv6 packet stands: in its header; the source also as home address in destination options (RFC 6275 §6.3), the
 * destination also as the last one of a route that is not yet gone to its end (RFC 2460 §4.4).
 */
function addressOffset({ view, ipOffset, tcpOffset, sourceRouted }: Packet, isSource: boolean): number {
  const inHeader = ipOffset + (isSource ? IPV6_SOURCE : IPV6_DESTINATION)
  if (sourceRouted === 0) return inHeader
  let next = view.getUint8(ipOffset + IPV6_NEXT_HEADER)
  let at = ipOffset + IPV6_HEADER_BYTES
  // Every extension header has eight bytes at least, so that this ends.
  while (at + EXTENSION_UNIT <= tcpOffset && next !== PROTOCOL_TCP) {
    const end = Math.min(tcpOffset, at + (view.getUint8(at + 1) + 1) * EXTENSION_UNIT)
    if (isSource && next === DESTINATION_OPTIONS) {
      for (let option = at + 2; option + 2 <= end; option += view.getUint8(option) === 0 ? 1 : view.getUint8(option + 1) + 2)
        if (view.getUint8(option) === HOME_ADDRESS && option + 2 + IPV6_ADDRESS_BYTES <= end) return option + 2
    }
    const isRoute = !isSource && next === ROUTING_HEADER && view.getUint8(at + SEGMENTS_LEFT) > 0
    if (isRoute && end - at > IPV6_ADDRESS_BYTES) return end - IPV6_ADDRESS_BYTES
    next = view.getUint8(at)
    at = end
  }
  return inHeader
}

/** Whether MPLS or PPPoE stands between the link layer (Ethernet with its VLAN tags, PPP) and the packet: the view opens neither. */
function isLabelled({ view, from, capLen, linkType }: PacketRecord): boolean {
  if (linkType === LINK_TYPE.ppp || linkType === LINK_TYPE.pppHdlc) {
    const at = view.getUint16(from) === PPP_ADDRESS_CONTROL ? from + 2 : from
    return view.getUint16(at) === PPP_MPLS
  }
  if (linkType !== LINK_TYPE.ethernet) return false
  let at = from + ETHERNET_BYTES - 2
  while (at + VLAN_BYTES + 2 <= from + capLen && VLAN_TYPES.has(view.getUint16(at))) at += VLAN_BYTES
  return at + 2 <= from + capLen && UNOPENED_TYPES.has(view.getUint16(at))
}

/** Whether nothing but IP itself stands around the packet's IP header: the view opens no other tunnel. */
function isSeen(packet: Packet): boolean {
  if (packet.tunnelDepth === 0) return true
  const { bytes, ipOffset } = packet
  const v4 = ipOffset - IPV4_BYTES
  const v6 = ipOffset - IPV6_HEADER_BYTES
  return (
    (v4 >= 0 && bytes[v4] === IPV4_PLAIN && isIpInside(bytes[v4 + 9])) || (v6 >= 0 && bytes[v6] >>> 4 === 6 && isIpInside(bytes[v6 + 6]))
  )
}

function isIpInside(protocol: number): boolean {
  return protocol === PROTOCOL_IPV4_INSIDE || protocol === PROTOCOL_IPV6_INSIDE
}
