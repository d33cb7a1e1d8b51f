/**
 * The state of a packet's TCP checksum, computed when somebody asks: it costs 0.3 ns per byte.
 *
 * A host that leaves checksums to its network card puts the sum of the pseudo-header into the field (not inverted), and captures its
 * own packets so. Windows does the same for large sends with a length of 0 in the pseudo-header.
 */
import { CHECKSUM_NOTE, KNOWN } from '../capture/record.ts'
import { onesComplementSum } from '../wire/checksum.ts'
import { PROTOCOL_TCP } from '../wire/ip-protocol.ts'
import { IPV6_SOURCE } from '../wire/ipv6.ts'
import { tcpChecksum } from '../wire/tcp.ts'
import { CHECKSUM, KIND, type Packet } from './packet.ts'

const IPV4_SOURCE = 12
const IPV4_ADDRESSES_BYTES = 8
const IPV6_ADDRESSES_BYTES = 32
const ALL_ONES = 0xffff
/** What the sum is made of; where a text left one out, filler stands in its place. */
const SUMMED = KNOWN.checksum | KNOWN.addresses | KNOWN.absoluteNumbers | KNOWN.seq | KNOWN.window | KNOWN.options | KNOWN.flags

/** One of `CHECKSUM` for a TCP `packet` (RFC 9293 §3.1), by what the capturing kernel says or else by its bytes; `unknown` when the input does not have the whole segment and its checksum. */
export function checksumState(packet: Packet): number {
  const { view, tcpOffset } = packet
  const segmentLen = packet.tcpHeaderLen + packet.payloadLen
  if (packet.kind !== KIND.tcp || packet.malformed | packet.headerCut | packet.firstFragment | packet.sourceRouted) return CHECKSUM.unknown
  // The kernel, or a text, says so: nothing has to be inferred, and the packet may be cut.
  if (packet.checksumNote === CHECKSUM_NOTE.pending && packet.tunnelDepth === 0) return CHECKSUM.partial
  if (packet.checksumNote === CHECKSUM_NOTE.wrong) return CHECKSUM.bad
  if ((packet.known & SUMMED) !== SUMMED || tcpOffset + segmentLen > packet.to) return CHECKSUM.unknown
  const addresses =
    packet.ipVersion === 4
      ? onesComplementSum(view, packet.ipOffset + IPV4_SOURCE, IPV4_ADDRESSES_BYTES, PROTOCOL_TCP)
      : onesComplementSum(view, packet.ipOffset + IPV6_SOURCE, IPV6_ADDRESSES_BYTES, PROTOCOL_TCP)
  const pseudo = folded(addresses + segmentLen)
  if (onesComplementSum(view, tcpOffset, segmentLen, pseudo) === ALL_ONES) return CHECKSUM.correct
  const field = tcpChecksum(view, tcpOffset)
  return field === pseudo || (field === addresses && packet.payloadLen > 0) ? CHECKSUM.partial : CHECKSUM.bad
}

function folded(sum: number): number {
  const once = (sum >>> 16) + (sum & 0xffff)
  return (once >>> 16) + (once & 0xffff)
}
