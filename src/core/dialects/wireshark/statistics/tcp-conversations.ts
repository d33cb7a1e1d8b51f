/**
 * `-z conv,tcp`: the connections as Wireshark numbers them, counted straight from the records, without a tree. The table of connections, and
 * the loop over everyday packets, are compiled (`assembly/conversation-loop.ts`); all other packets are looked at here.
 *
 * A connection is its two addresses and ports. A SYN with another sequence number than the last one of that side begins a new one
 * (reference §1.7), and so does such a SYN that an ICMP error quotes (§1.8).
 */
import { LINK_TYPE } from '../../../capture/link-type.ts'
import type { PacketRecord } from '../../../capture/record.ts'
import { type RecordLoop, type RecordScan, type ScanFormat, tellFormat } from '../../../capture/record-scan.ts'
import { CONVERSATION_LOOP_CODE } from '../../../compiled/code/conversation-loop.ts'
import { CompiledMemory, CompiledRoom, type CompiledLoop, instantiate } from '../../../compiled/compiled-module.ts'
import { Decoder } from '../../../packet/decode.ts'
import { KIND, Packet } from '../../../packet/packet.ts'
import {
  ETHER_TYPE_MPLS,
  ETHER_TYPE_MPLS_UPSTREAM,
  ETHER_TYPE_PPPOE_SESSION,
  ETHER_TYPE_QINQ,
  ETHER_TYPE_QINQ_OLD,
  ETHER_TYPE_VLAN,
} from '../../../wire/ether-type.ts'
import { PROTOCOL_TCP } from '../../../wire/ip-protocol.ts'
import { IPV6_DESTINATION, IPV6_HEADER_BYTES, IPV6_SOURCE } from '../../../wire/ipv6.ts'
import { formatIpv4, formatIpv6 } from '../../../packet/address-text.ts'
import {
  BITS,
  BYTES_BACK,
  BYTES_FORTH,
  DESTINATION,
  FRAMES_BACK,
  FRAMES_FORTH,
  IPV6,
  PORTS,
  SOURCE,
  START,
  STOP,
} from './conversation-record.ts'
import type { ConversationRow } from './conversation-rows.ts'

/** What `assembly/conversation-loop.ts` exports, and says of it there. */
interface ConversationLoop extends CompiledLoop, RecordLoop {
  setUp(seed: number): void
  makeRoom(more: number): void
  takeRecords(start: number, end: number): number
  takenRecords(): number
  idOf(at: number): number
  addressOf(id: number): number
  settle(
    source: number,
    destination: number,
    ports: number,
    family: number,
    flags: number,
    seq: number,
    ack: number,
    isCounted: number,
  ): number
  count(settled: number, wireLen: number, timeNs: number): void
  quote(source: number, destination: number, ports: number, family: number, flags: number, seq: number): void
  recordOf(index: number): number
  byFrames(): number
  withFrames(): number
  manyFrames(): number
  writeRows(block: number, byteCount: number, order: number, first: number, end: number): number
  rowAfter(): number
}

/** The name of a TCP port, undefined for one without; or no names at all. */
export type PortName = ((port: number) => string | undefined) | undefined

const ETHERNET_BYTES = 14
const IPV4_BYTES = 20
const TCP_BYTES = 20
const TCP_FLAGS = 13
const IPV4_PLAIN = 0x45
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
/** No smaller record begins a conversation: a header of 16 bytes, IPv4, and what an ICMP error or a segment has at least. */
const FEWEST_RECORD_BYTES = 56
/** Room for the first quarter of a million connections. */
const FIRST_BYTES = 2 ** 25
/** Rows are written so many bytes at a time. */
const BLOCK_BYTES = 64 * 1024

/** Counts the TCP conversations of one input. */
export class TcpConversations implements RecordScan {
  readonly room: CompiledRoom
  readonly #loop = instantiate(CONVERSATION_LOOP_CODE, {}, FIRST_BYTES) as ConversationLoop
  readonly #memory: CompiledMemory
  /** Two IPv6 addresses on their way into the loop's memory. */
  readonly #addresses: CompiledRoom
  readonly #decoder = new Decoder()
  readonly #packet = new Packet()

  /** @param seed any int32 that the sender of packets cannot know */
  constructor(seed = 0) {
    this.#loop.setUp(seed)
    this.#memory = new CompiledMemory(this.#loop)
    this.room = new CompiledRoom(this.#memory)
    this.#addresses = new CompiledRoom(this.#memory)
    this.#addresses.grow(2 * IPV6_ADDRESS_BYTES, 0)
  }

  taken = 0

  take(start: number, end: number, format: ScanFormat | undefined): number {
    const loop = this.#loop
    this.taken = 0
    // Only here does the memory move, so that nobody looks at it meanwhile.
    this.#makeRoom(Math.ceil((end - start) / FEWEST_RECORD_BYTES))
    // Nothing is everyday on other link layers.
    if (format?.linkType !== LINK_TYPE.ethernet) return start
    tellFormat(loop, format)
    const { at } = this.room
    const stop = loop.takeRecords(at + start, at + end) - at
    this.taken = loop.takenRecords()
    return stop
  }

  /**
   * Takes the next record of the input, where `take` has not.
   *
   * @param isCounted false for a packet that a filter leaves out: it may begin a connection, but is not counted
   */
  takeRecord(record: PacketRecord, isCounted = true): void {
    const settled = this.#settledOf(record, isCounted)
    if (isCounted && settled >= 0) this.#loop.count(settled, record.wireLen, record.timeNs)
  }

  #makeRoom(conversations: number): void {
    this.#loop.makeRoom(conversations)
    this.#memory.tellMoved()
  }

  /** The conversation of the TCP header at `tcp`, as the loop gives it; it may begin with it. */
  #settle(view: DataView, tcp: number, source: number, destination: number, family: number, isCounted: boolean): number {
    const flags = view.getUint8(tcp + TCP_FLAGS)
    const ports = view.getInt32(tcp)
    return this.#loop.settle(source, destination, ports, family, flags, view.getInt32(tcp + 4), view.getInt32(tcp + 8), isCounted ? 1 : 0)
  }

  /** The ids of the two IPv6 addresses at these offsets. */
  #idsOf(view: DataView, source: number, destination: number): readonly [source: number, destination: number] {
    const bytes = new Uint8Array(view.buffer, view.byteOffset)
    const addresses = this.#addresses
    addresses.bytes.set(bytes.subarray(source, source + IPV6_ADDRESS_BYTES))
    addresses.bytes.set(bytes.subarray(destination, destination + IPV6_ADDRESS_BYTES), IPV6_ADDRESS_BYTES)
    return [this.#loop.idOf(addresses.at), this.#loop.idOf(addresses.at + IPV6_ADDRESS_BYTES)]
  }

  /** The conversation of a packet: cut, tunnelled, in fragments, on any link layer, or an ICMP error; -1 for one without. */
  #settledOf(record: PacketRecord, isCounted: boolean): number {
    if (!VIEWED_LINK_TYPES.has(record.linkType)) return -1
    const packet = this.#packet
    this.#makeRoom(1)
    this.#decoder.decode(record, packet)
    if (packet.kind === KIND.tcp) {
      if (packet.malformed === 1 || packet.headerCut === 1 || packet.firstFragment === 1) return -1
      const { view } = packet
      const tcp = packet.tcpOffset
      const headerEnd = tcp + packet.tcpHeaderLen
      if (packet.tcpHeaderLen < TCP_BYTES || headerEnd > packet.to || !isSeen(packet) || isLabelled(record)) return -1
      if (packet.ipVersion !== 6) return this.#settle(view, tcp, packet.srcAddr, packet.dstAddr, 0, isCounted)
      const [source, destination] = this.#idsOf(view, addressOffset(packet, true), addressOffset(packet, false))
      return this.#settle(view, tcp, source, destination, IPV6, isCounted)
    }
    if (packet.kind === KIND.fragment && packet.ipVersion === 4) return this.#findCutFragment(packet, isCounted)
    if (packet.kind === KIND.icmpError && packet.quotedProtocol === PROTOCOL_TCP && packet.quotedFlags >= 0) {
      const { view } = packet
      const isIpv6 = packet.quotedIpVersion === 6
      const at = packet.quotedIpOffset
      const [source, destination] = isIpv6
        ? this.#idsOf(view, at + IPV6_SOURCE, at + IPV6_DESTINATION)
        : [packet.quotedSrcAddr, packet.quotedDstAddr]
      const ports = (packet.quotedSrcPort << 16) | packet.quotedDstPort
      this.#loop.quote(source, destination, ports, isIpv6 ? IPV6 : 0, packet.quotedFlags, packet.quotedSeq)
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
    return this.#settle(view, at, packet.srcAddr, packet.dstAddr, 0, isCounted)
  }

  /**
   * The rows of the table, most frames first, those with equally many in the order of their first packets. Bytes are valid until the next.
   *
   * @param text makes the text of a row where the plain way does not do
   * @param isPlain rows have a relative start and ports as numbers
   * @param portName gives the name of a port where it has one
   */
  *rows(text: (row: ConversationRow) => string, isPlain: boolean, portName: PortName): Iterable<string | Uint8Array> {
    const loop = this.#loop
    const block = loop.allocate(BLOCK_BYTES)
    const orderAt = loop.byFrames()
    const count = loop.withFrames()
    const { buffer } = loop.memory
    // WebAssembly's order of bytes need not be this machine's.
    const view = new DataView(buffer)
    const framesOf = (index: number): number => {
      const at = loop.recordOf(index)
      return view.getInt32(at + 4 * FRAMES_FORTH, true) + view.getInt32(at + 4 * FRAMES_BACK, true)
    }
    const many = Array.from({ length: loop.manyFrames() }, (_, i) => view.getUint32(orderAt + 4 * i, true))
    many.sort((a, b) => framesOf(b) - framesOf(a) || a - b)
    for (const [i, index] of many.entries()) view.setUint32(orderAt + 4 * i, index, true)
    for (let next = 0; next < count;) {
      const first = next
      if (isPlain) {
        const end = loop.writeRows(block, BLOCK_BYTES, orderAt, first, count)
        next = loop.rowAfter()
        if (next > first) yield new Uint8Array(buffer, block, end - block)
      }
      if (next === first) yield text(this.#row(view.getUint32(orderAt + 4 * next++, true), portName))
    }
  }

  #row(index: number, portName: PortName): ConversationRow {
    const loop = this.#loop
    const { buffer } = loop.memory
    const view = new DataView(buffer, loop.recordOf(index))
    const word = (at: number): number => view.getInt32(4 * at, true)
    const double = (at: number): number => view.getFloat64(8 * at, true)
    const ports = word(PORTS)
    const isIpv6 = (word(BITS) & IPV6) !== 0
    const endpoint = (address: number, port: number): string => {
      const host = isIpv6 ? formatIpv6(new Uint8Array(buffer, loop.addressOf(address), IPV6_ADDRESS_BYTES), 0) : formatIpv4(address)
      return `${host}:${portName?.(port) ?? port}`
    }
    return {
      first: endpoint(word(SOURCE), ports >>> 16),
      second: endpoint(word(DESTINATION), ports & 0xffff),
      framesForth: word(FRAMES_FORTH),
      framesBack: word(FRAMES_BACK),
      bytesForth: double(BYTES_FORTH),
      bytesBack: double(BYTES_BACK),
      startNs: double(START),
      stopNs: double(STOP),
    }
  }
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
