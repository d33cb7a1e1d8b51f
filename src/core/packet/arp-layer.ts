/** ARP in a packet: who asks for whom. */
import { ARP_HEADER_BYTES, ARP_REPLY, ARP_REQUEST, arpIsIpv4, arpLen, arpOperation, arpSender, arpTarget } from '../wire/arp.ts'
import { type Extent, has } from './extent.ts'
import { NEXT, other } from './next-layer.ts'
import { KIND, type Packet } from './packet.ts'

/** ARP about IPv4 addresses; other kinds are only named. */
export function arpLayer(packet: Packet, extent: Extent): number {
  const { view } = packet
  const { at } = extent
  if (!has(packet, extent, ARP_HEADER_BYTES, 'arp') || !arpIsIpv4(view, at)) return other(packet, 'arp')
  const operation = arpOperation(view, at)
  if (operation !== ARP_REQUEST && operation !== ARP_REPLY) return other(packet, 'arp')
  if (!has(packet, extent, arpLen(view, at), 'arp')) return other(packet, 'arp')
  packet.kind = KIND.neighbour
  packet.ipVersion = 4
  packet.srcAddr = view.getInt32(arpSender(view, at))
  packet.dstAddr = view.getInt32(arpTarget(view, at))
  packet.neighbourOperation = operation
  packet.neighbourTarget = packet.dstAddr
  packet.neighbourTargetOffset = arpTarget(view, at)
  return NEXT.done
}
