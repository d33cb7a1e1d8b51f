/** Reads from a dumped packet the few facts by which it is compared with the lines of a text. */
import { ipv6Groups } from './address-text.ts'
import type { IpFacts, PacketFacts } from './packet-facts.ts'
import type { DumpLayout } from './hex-lines.ts'

/**
 * Facts of the packet in `bytes`: addresses, IP fields, TCP header.
 * @returns undefined when the dump ends before the transport header does, so that its bytes alone make no packet
 */
export function factsOfBytes(bytes: Uint8Array, layout: DumpLayout): Pick<PacketFacts, 'ip' | 'tcp'> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = layout.ip
  if (at < 0) return {}
  const six = bytes[at] >> 4 === 6
  const header = six ? 40 : (bytes[at] & 15) * 4
  const address = (from: number): string =>
    six ? ipv6Groups(bytes.subarray(from, from + 16)) : Array.from(bytes.subarray(from, from + 4)).join('.')
  const ip: IpFacts = six
    ? { version: 6, source: address(at + 8), destination: address(at + 24), ttl: bytes[at + 7], length: view.getUint16(at + 4) + 40 }
    : {
        version: 4,
        source: address(at + 12),
        destination: address(at + 16),
        tos: bytes[at + 1],
        ttl: bytes[at + 8],
        id: view.getUint16(at + 4),
        dontFragment: (bytes[at + 6] & 0x40) !== 0,
        length: view.getUint16(at + 2),
      }
  const protocol = six ? bytes[at + 6] : bytes[at + 9]
  const start = at + header
  const fragment = !six && (view.getUint16(at + 6) & 0x1fff) !== 0
  if (protocol !== 6 || fragment) return bytes.length >= start + 8 ? { ip } : undefined
  if (bytes.length < start + 20) return undefined
  const length = (bytes[start + 12] >> 4) * 4
  if (bytes.length < start + length) return undefined
  const flags = view.getUint16(start + 12) & 0x1ff
  return {
    ip,
    tcp: {
      sourcePort: view.getUint16(start),
      destinationPort: view.getUint16(start + 2),
      flags,
      seq: view.getUint32(start + 4),
      ack: (flags & 0x10) === 0 ? undefined : view.getUint32(start + 8),
      numbering: 'absolute',
      window: view.getUint16(start + 14),
      checksum: view.getUint16(start + 16),
      payload: Math.max(0, (ip.length ?? 0) - header - length),
      headerLength: length,
    },
  }
}
