/** The latest packets of one end, to find those that were captured or delivered twice: these are set aside before anything is judged. */
import { FLAG, type Packet } from '../../packet/packet.ts'
import type { Evidence } from './judgement.ts'
import { type SenderCount, countOf, ipIdOrder } from './sender-order.ts'

/** A capture of two ports may put some packets between a packet and its copy. */
const MOST_RECENT = 16
/** Two packets with the same IP ID further apart than this are not the same packet: the counter went round (16 bits). */
const SAME_ID_NS = 2e9
/** No stack sends the same again this soon, unless something came in between that asks for it. */
const ECHO_NS = 1e6
/** With another IP ID it must be sooner still: capture cards, tunnels and bridges that number their copies are that quick. */
const RENUMBERED_ECHO_NS = 1e5

interface RecentPacket {
  readonly frame: number
  readonly timeNs: number
  readonly seq: number
  readonly ack: number
  readonly flags: number
  readonly window: number
  readonly payloadLen: number
  readonly count: SenderCount
  readonly tsEcr: number
  readonly sackLeft: number
  readonly sackRight: number
  readonly vlan: number
  readonly ttl: number
  /** Packets of the peer before it. */
  readonly peerPackets: number
}

/** A packet that is one of the latest once more. */
export interface FoundCopy {
  readonly kind: 'copy' | 'network-copy'
  readonly earlier: number
  readonly evidence: Evidence
}

/** A ring of the latest packets. */
export class RecentPackets {
  readonly #ring: RecentPacket[] = []
  #next = 0

  /** Remembers a packet. */
  add(p: Packet, peerPackets: number): void {
    const entry: RecentPacket = {
      frame: p.number,
      timeNs: p.timeNs,
      seq: p.seq,
      ack: p.ack,
      flags: p.flags,
      window: p.window,
      payloadLen: p.payloadLen,
      count: countOf(p),
      tsEcr: p.tsEcr,
      sackLeft: p.sackCount === 0 ? 0 : p.sack[0],
      sackRight: p.sackCount === 0 ? 0 : p.sack[1],
      vlan: p.vlan,
      ttl: p.ttl,
      peerPackets,
    }
    this.#ring[this.#next] = entry
    this.#next = (this.#next + 1) % MOST_RECENT
  }

  /**
   * The packet that `p` is once more, if any.
   *
   * @param peerPackets packets of the peer so far: one in between may have asked for a repeat
   * @param owesAck the peer's data may still ask this end for a bare ACK that looks like its last one
   */
  copyOf(p: Packet, peerPackets: number, owesAck: boolean): FoundCopy | undefined {
    let found: RecentPacket | undefined
    for (const entry of this.#ring) {
      if (!looksLike(entry, p)) continue
      if (found === undefined || entry.frame > found.frame) found = entry
    }
    if (found === undefined) return undefined
    const count = countOf(p)
    const apartNs = p.timeNs - found.timeNs
    if (count.hasTimestamp && count.tsVal !== found.count.tsVal) return undefined
    const ipId = ipIdOrder(count, found.count, 0)
    const evidence: Evidence = { apartNs, comparedWith: found.frame }
    if (ipId !== undefined) evidence.ipId = ipId
    if (count.hasTimestamp) evidence.tsVal = 'same'
    if (found.ttl > p.ttl) evidence.ttlFell = found.ttl - p.ttl
    if (ipId === 'same') {
      if (apartNs > SAME_ID_NS) return undefined
      // A second path takes time; a second port of a switch, or the other side of a router, next to none.
      return { kind: apartNs > ECHO_NS && found.vlan === p.vlan ? 'network-copy' : 'copy', earlier: found.frame, evidence }
    }
    if (!(apartNs < (ipId === undefined ? ECHO_NS : RENUMBERED_ECHO_NS)) || found.peerPackets !== peerPackets || p.flags & FLAG.rst)
      return undefined
    const bare = p.payloadLen === 0 && (p.flags & (FLAG.syn | FLAG.fin)) === 0
    // Each segment that came twice is reported, and the reports may look alike.
    return bare && (owesAck || p.sackCount > 0) ? undefined : { kind: 'copy', earlier: found.frame, evidence }
  }
}

function looksLike(entry: RecentPacket, p: Packet): boolean {
  return (
    entry.seq === p.seq &&
    entry.ack === p.ack &&
    entry.flags === p.flags &&
    entry.window === p.window &&
    entry.payloadLen === p.payloadLen &&
    entry.tsEcr === p.tsEcr &&
    entry.sackLeft === (p.sackCount === 0 ? 0 : p.sack[0]) &&
    entry.sackRight === (p.sackCount === 0 ? 0 : p.sack[1])
  )
}
