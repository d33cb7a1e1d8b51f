/** The order in which a sender sent two packets, by its own count (IP ID, RFC 6864) and clock (TSval, RFC 7323): no timers. */
import { KNOWN, OPTION, type Packet } from '../../packet/packet.ts'
import type { Evidence, Order } from './judgement.ts'

/** Where a sender's count and clock stood at one of its packets. */
export interface SenderCount {
  /** 0: the packet has none that counts. */
  readonly ipId: number
  readonly tsVal: number
  readonly hasTimestamp: boolean
}

/** A repeat may be this many packets ahead of what it is compared with, and a little further by the segments sent in between. */
const COUNT_SLACK = 256
const SMALL_SEGMENT_BYTES = 200

/** The count and clock of a packet. */
export function countOf(p: Packet): SenderCount {
  const counts = p.ipVersion === 4 && (p.known & KNOWN.ipId) !== 0
  return { ipId: counts ? p.ipId : 0, tsVal: p.tsVal, hasTimestamp: (p.optionBits & OPTION.timestamps) !== 0 }
}

/** How the IP ID of `a` stands to that of `b`; undefined where the two do not belong to one count. */
export function ipIdOrder(a: SenderCount, b: SenderCount, bytesBetween: number): Order | undefined {
  if (a.ipId === 0 || b.ipId === 0) return undefined
  const ahead = (a.ipId - b.ipId) & 0xffff
  if (ahead === 0) return 'same'
  const most = COUNT_SLACK + Math.max(0, bytesBetween) / SMALL_SEGMENT_BYTES
  if (ahead <= most) return 'newer'
  return 0x10000 - ahead <= most ? 'older' : undefined
}

/** How the timestamp of `a` stands to that of `b`. */
export function tsValOrder(a: SenderCount, b: SenderCount): Order | undefined {
  if (!a.hasTimestamp || !b.hasTimestamp) return undefined
  const ahead = (a.tsVal - b.tsVal) | 0
  if (ahead === 0) return 'same'
  return ahead > 0 ? 'newer' : 'older'
}

/** Both together; the clock decides where it moved, as the count may be shared by many connections. */
export function senderOrder(evidence: Pick<Evidence, 'ipId' | 'tsVal'>): Order | undefined {
  const { ipId, tsVal } = evidence
  if (tsVal === 'newer' || tsVal === 'older') return tsVal
  return ipId
}
