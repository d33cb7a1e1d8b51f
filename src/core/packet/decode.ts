/**
 * From a record's bytes to a packet: the layers in turn, each of which says what comes next.
 *
 * The everyday packet, TCP in plain IPv4 or IPv6, takes a short way that does the same. Nothing here allocates.
 */
import { LINK_TYPE } from '../capture/link-type.ts'
import type { PacketRecord } from '../capture/record.ts'
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6 } from '../wire/ether-type.ts'
import { ETHERNET_HEADER_BYTES, ethernetType } from '../wire/ethernet.ts'
import { PROTOCOL_TCP } from '../wire/ip-protocol.ts'
import { ipv4Destination, ipv4Source } from '../wire/ipv4.ts'
import { IPV6_HEADER_BYTES } from '../wire/ipv6.ts'
import { arpLayer } from './arp-layer.ts'
import { Extent, stop } from './extent.ts'
import { Fragments } from './fragments.ts'
import { icmpLayer, icmpv6Layer } from './icmp-layers.ts'
import { ipLayer, ipv4Layer, ipv6Layer } from './ip-layers.ts'
import { ethernetLayer, linkLayer, llcLayer, mplsLayer, pppLayer, pppoeLayer, vlanLayer } from './link-layers.ts'
import { NEXT, other } from './next-layer.ts'
import { type Packet, PROBLEM } from './packet.ts'
import { readTcp } from './tcp-layer.ts'
import { etherIpLayer, greLayer, udpLayer } from './tunnel-layers.ts'

/** Headers of one packet that are followed, all layers together: no honest packet has so many. */
const MOST_HEADERS = 64

/** IPv4 with a header of 20 bytes. */
const IPV4_PLAIN = 0x45
const IPV4_PLAIN_BYTES = 20
/** More fragments, and the fragment offset. */
const IPV4_FRAGMENT_BITS = 0x3fff
const IPV4_DONT_FRAGMENT = 0x4000

/** Decodes the packets of one input. */
export class Decoder {
  private readonly extent = new Extent()
  private readonly fragments = new Fragments()

  /**
   * Decodes `record` into `packet`; all fields that the packet's kind makes valid are set, but for `number`, which is the caller's.
   * The packet points into the record's bytes (or, for a datagram put together from fragments, into the decoder's own) and is valid as
   * long as the record is. Never throws.
   */
  decode(record: PacketRecord, packet: Packet): void {
    const { view, from } = record
    const to = from + record.capLen
    packet.timeNs = record.timeNs
    packet.known = record.known
    packet.capLen = record.capLen
    packet.wireLen = record.wireLen
    packet.interfaceIndex = record.interfaceIndex
    packet.direction = record.direction
    packet.checksumNote = record.checksumNote
    packet.linuxInterface = 0
    if (packet.view !== view) {
      packet.view = view
      packet.bytes = record.bytes
    }
    packet.from = from
    packet.to = to
    packet.problem = PROBLEM.none
    packet.tunnelDepth = 0
    packet.vlan = -1
    packet.reassembled = 0
    if (record.linkType === LINK_TYPE.ethernet && to - from >= ETHERNET_HEADER_BYTES + IPV4_PLAIN_BYTES) {
      const type = ethernetType(view, from)
      const at = from + ETHERNET_HEADER_BYTES
      if (
        type === ETHER_TYPE_IPV4 ? this.plainIpv4(packet, view, at, to) : type === ETHER_TYPE_IPV6 && this.plainIpv6(packet, view, at, to)
      )
        return
    }
    this.layers(packet, record.linkType)
  }

  /** TCP in an IPv4 header without options, not a fragment. False, with nothing decided, for anything else. 20 bytes must be there. */
  private plainIpv4(packet: Packet, view: DataView, at: number, to: number): boolean {
    const first = view.getInt32(at)
    const second = view.getInt32(at + 4)
    const third = view.getInt32(at + 8)
    const ipLen = first & 0xffff
    if (
      first >>> 24 !== IPV4_PLAIN ||
      ((third >>> 16) & 0xff) !== PROTOCOL_TCP ||
      (second & IPV4_FRAGMENT_BITS) !== 0 ||
      ipLen < IPV4_PLAIN_BYTES
    )
      return false
    packet.ipVersion = 4
    packet.ipOffset = at
    packet.srcAddr = ipv4Source(view, at)
    packet.dstAddr = ipv4Destination(view, at)
    packet.ttl = third >>> 24
    packet.tos = (first >>> 16) & 0xff
    packet.ipId = second >>> 16
    packet.dontFragment = second & IPV4_DONT_FRAGMENT ? 1 : 0
    packet.flowLabel = 0
    packet.ipLen = ipLen
    packet.firstFragment = 0
    packet.sourceRouted = 0
    const wireEnd = at + ipLen
    readTcp(packet, view, at + IPV4_PLAIN_BYTES, wireEnd < to ? wireEnd : to, wireEnd)
    return true
  }

  /** TCP directly behind an IPv6 header. False, with nothing decided, for anything else. 20 bytes must be there. */
  private plainIpv6(packet: Packet, view: DataView, at: number, to: number): boolean {
    const first = view.getInt32(at)
    const second = view.getInt32(at + 4)
    const payloadLength = second >>> 16
    if (first >>> 28 !== 6 || ((second >>> 8) & 0xff) !== PROTOCOL_TCP || payloadLength === 0 || to - at < IPV6_HEADER_BYTES) return false
    packet.ipVersion = 6
    packet.ipOffset = at
    packet.srcAddr = 0
    packet.dstAddr = 0
    packet.ttl = second & 0xff
    packet.tos = (first >>> 20) & 0xff
    packet.ipId = 0
    packet.dontFragment = 0
    packet.flowLabel = first & 0xfffff
    packet.ipLen = payloadLength + IPV6_HEADER_BYTES
    packet.firstFragment = 0
    packet.sourceRouted = 0
    const wireEnd = at + IPV6_HEADER_BYTES + payloadLength
    readTcp(packet, view, at + IPV6_HEADER_BYTES, wireEnd < to ? wireEnd : to, wireEnd)
    return true
  }

  /** May an IP header at the extent take the short way: the outermost one, and `needed` bytes are there? */
  private mayBeShort(packet: Packet, needed: number): boolean {
    return packet.ipVersion === 0 && this.extent.end - this.extent.at >= needed
  }

  /** Every other packet: one header after the other. */
  private layers(packet: Packet, linkType: number): void {
    const { extent, fragments } = this
    extent.at = packet.from
    extent.end = packet.to
    extent.wireEnd = packet.from + packet.wireLen
    packet.ipVersion = 0
    packet.otherName = ''
    let next = linkLayer(packet, extent, linkType)
    for (let headers = 0; next !== NEXT.done; headers++) {
      if (headers === MOST_HEADERS) {
        stop(packet, extent, PROBLEM.tooDeep, 'headers', 1)
        other(packet, 'too many headers')
        return
      }
      switch (next) {
        case NEXT.ethernet:
          next = ethernetLayer(packet, extent)
          break
        case NEXT.vlan:
          next = vlanLayer(packet, extent)
          break
        case NEXT.llc:
          next = llcLayer(packet, extent)
          break
        case NEXT.ppp:
          next = pppLayer(packet, extent)
          break
        case NEXT.pppoe:
          next = pppoeLayer(packet, extent)
          break
        case NEXT.mpls:
          next = mplsLayer(packet, extent)
          break
        case NEXT.ip:
          next = ipLayer(packet, extent)
          break
        case NEXT.ipv4:
          if (this.mayBeShort(packet, IPV4_PLAIN_BYTES) && this.plainIpv4(packet, packet.view, extent.at, extent.end)) return
          next = ipv4Layer(packet, extent, fragments)
          break
        case NEXT.ipv6:
          if (this.mayBeShort(packet, IPV6_HEADER_BYTES) && this.plainIpv6(packet, packet.view, extent.at, extent.end)) return
          next = ipv6Layer(packet, extent, fragments)
          break
        case NEXT.arp:
          next = arpLayer(packet, extent)
          break
        case NEXT.tcp:
          readTcp(packet, packet.view, extent.at, extent.end, extent.wireEnd)
          return
        case NEXT.udp:
          next = udpLayer(packet, extent)
          break
        case NEXT.icmp:
          next = icmpLayer(packet, extent)
          break
        case NEXT.icmpv6:
          next = icmpv6Layer(packet, extent)
          break
        case NEXT.gre:
          next = greLayer(packet, extent)
          break
        case NEXT.etherIp:
          next = etherIpLayer(packet, extent)
          break
        default:
          throw new Error(`no layer ${next}`)
      }
    }
  }
}
