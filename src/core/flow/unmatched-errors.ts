/** ICMP errors about connections that are not in the capture: what they quote is all that is known of those. */
import type { Packet } from '../packet/packet.ts'

/** Different errors (sender, kind, quoted target) that are remembered; of more only the count is told. */
const MOST_KINDS = 64
/** Packet numbers remembered of each. */
const MOST_PACKETS = 8

/** ICMP errors of one sender and kind about TCP packets to one port. */
export interface UnmatchedError {
  /** IP version of the message, and of the packet that it quotes. */
  readonly ipVersion: number
  readonly quotedIpVersion: number
  readonly type: number
  readonly code: number
  /** Addresses: IPv4 as int32, IPv6 the id in the address table. */
  readonly sender: number
  readonly quotedSource: number
  readonly quotedTarget: number
  readonly quotedSourcePort: number
  readonly quotedTargetPort: number
  count: number
  /** The first few of them. */
  readonly packets: [number, ...number[]]
}

/** The errors of one input that belong to none of its connections. */
export class UnmatchedErrors {
  readonly #kinds = new Map<string, UnmatchedError>()

  /** Takes an ICMP error that quotes a TCP packet; the three addresses as keys. */
  add(p: Packet, sender: number, quotedSource: number, quotedTarget: number): void {
    const key = `${p.ipVersion} ${sender} ${p.icmpType} ${p.icmpCode} ${quotedSource} ${quotedTarget} ${p.quotedDstPort}`
    const known = this.#kinds.get(key)
    if (known !== undefined) {
      known.count++
      if (known.packets.length < MOST_PACKETS) known.packets.push(p.number)
      return
    }
    if (this.#kinds.size >= MOST_KINDS) return
    this.#kinds.set(key, {
      ipVersion: p.ipVersion,
      quotedIpVersion: p.quotedIpVersion,
      type: p.icmpType,
      code: p.icmpCode,
      sender,
      quotedSource,
      quotedTarget,
      quotedSourcePort: p.quotedSrcPort,
      quotedTargetPort: p.quotedDstPort,
      count: 1,
      packets: [p.number],
    })
  }

  /** All that are remembered, in the order in which they first came. */
  all(): readonly UnmatchedError[] {
    return [...this.#kinds.values()]
  }
}
