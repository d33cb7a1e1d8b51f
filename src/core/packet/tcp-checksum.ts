/** State of a TCP checksum, by the offload rule. (Interim.) */
import { KNOWN } from '../capture/record.ts'
import { CHECKSUM, type Packet } from './packet.ts'

/** One of `CHECKSUM` for a TCP packet. */
export function checksumState(p: Packet): number {
  const v = p.view
  const len = p.tcpHeaderLen + p.payloadLen
  const end = p.tcpOffset + len
  if ((p.known & KNOWN.checksum) === 0 || p.tcpOffset + 20 > p.to) return CHECKSUM.unknown
  let sum = 6 + len
  if (p.ipVersion === 4) for (let i = 12; i < 20; i += 2) sum += v.getUint16(p.ipOffset + i)
  else for (let i = 8; i < 40; i += 2) sum += v.getUint16(p.ipOffset + i)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  const field = v.getUint16(p.tcpOffset + 16)
  if (field === sum) return CHECKSUM.partial
  if (end > p.to) return CHECKSUM.unknown
  let i = p.tcpOffset
  for (; i + 2 <= end; i += 2) sum += v.getUint16(i)
  if (i < end) sum += v.getUint8(i) << 8
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum === 0xffff ? CHECKSUM.correct : CHECKSUM.bad
}
