/** What came last from one end of a connection that has copies: tells a copy of a segment that was not the one right before it. */
import { KNOWN, OPTION, type Packet } from '../packet/packet.ts'

/** Copies stand a few packets behind their originals; memory follows the open connections, so no more is kept of each. */
const KEPT = 32
const WORDS = 6

/** Two packets with the same IP ID further apart than this are not the same packet: the counter went round (16 bits). */
export const SAME_ID_NS = 2e9
/** Without an IP ID that counts, only an echo this close is taken for a copy and not for a repeat: no stack repeats that fast. */
export const ECHO_NS = 1e6

/** A ring of the numbers of the latest segments, by which a packet that was captured or delivered twice is known (RFC 6864 §4). */
export class RecentSegments {
  readonly #words = new Int32Array(KEPT * WORDS)
  readonly #timesNs = new Float64Array(KEPT)
  #count = 0
  /** Of the original that `holds` found: how long ago it came, its TTL. */
  apartNs = NaN
  ttl = 0
  /** It was not the latest: others stand between it and its copy. */
  isApart = false

  /** Keeps a segment; `shape` is one number for its flags, window and length. */
  add(p: Packet, shape: number): void {
    const slot = this.#count++ % KEPT
    const at = slot * WORDS
    const words = this.#words
    words[at] = p.seq
    words[at + 1] = p.ack
    words[at + 2] = shape
    words[at + 3] = idOf(p)
    words[at + 4] = stampOf(p)
    words[at + 5] = p.ttl
    this.#timesNs[slot] = p.timeNs
  }

  /** Whether the very same packet is among those kept, soon enough before; then `apartNs`, `ttl` and `isApart` tell of it. */
  holds(p: Packet, shape: number): boolean {
    const words = this.#words
    const id = idOf(p)
    const stamp = stampOf(p)
    const most = Math.min(this.#count, KEPT)
    for (let back = 1; back <= most; back++) {
      const slot = (this.#count - back) % KEPT
      const at = slot * WORDS
      if (words[at] !== p.seq || words[at + 1] !== p.ack || words[at + 2] !== shape || words[at + 3] !== id || words[at + 4] !== stamp)
        continue
      const apartNs = p.timeNs - this.#timesNs[slot]
      if (id > 0 ? apartNs > SAME_ID_NS : !(apartNs < ECHO_NS)) continue
      this.apartNs = apartNs
      this.ttl = words[at + 5]!
      this.isApart = back > 1
      return true
    }
    return false
  }
}

/** The IP ID; 0 where there is none that counts. */
function idOf(p: Packet): number {
  return p.ipVersion === 4 && (p.known & KNOWN.ipId) !== 0 ? p.ipId : 0
}

function stampOf(p: Packet): number {
  return p.optionBits & OPTION.timestamps ? p.tsVal : 0
}
