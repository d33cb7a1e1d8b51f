/** What came last from one end of a connection that has copies: tells a copy of a segment that was not the one right before it. */
import { KNOWN, OPTION, type Packet } from '../packet/packet.ts'

/** Copies stand a few packets behind their originals; memory follows the open connections, so no more is kept of each. */
const KEPT = 32
const WORDS = 7

/** A card cuts a large segment into pieces of the path's size, each with the next IP ID; none is smaller, but for the last. */
const SMALLEST_PIECE = 200

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
    words[at + 6] = p.payloadLen
    this.#timesNs[slot] = p.timeNs
  }

  /**
   * Whether a segment is a piece of a larger one among those kept: captured whole where it came in, and cut where it went out (GRO, TSO). Then
   * `apartNs`, `ttl` and `isApart` tell of that.
   */
  holdsWhole(p: Packet): boolean {
    if (p.payloadLen === 0) return false
    const words = this.#words
    const id = idOf(p)
    const stamp = stampOf(p)
    return this.#find(p, (at, apartNs) => {
      const offset = (p.seq - words[at]) | 0
      const isPart = offset >= 0 && p.payloadLen < words[at + 6] && offset + p.payloadLen <= words[at + 6]
      if (!isPart || words[at + 1] !== p.ack || words[at + 4] !== stamp) return false
      return apartNs < ECHO_NS && isPieceId(id, words[at + 3], offset)
    })
  }

  /** Whether the very same packet is among those kept, soon enough before; then `apartNs`, `ttl` and `isApart` tell of it. */
  holds(p: Packet, shape: number): boolean {
    const words = this.#words
    const id = idOf(p)
    const stamp = stampOf(p)
    return this.#find(p, (at, apartNs) => {
      if (words[at] !== p.seq || words[at + 1] !== p.ack || words[at + 2] !== shape || words[at + 3] !== id || words[at + 4] !== stamp)
        return false
      return id > 0 ? !(apartNs > SAME_ID_NS) : apartNs < ECHO_NS
    })
  }

  /** Looks through those kept, the latest first, for the original of a packet: its words begin at `at`, and it came `apartNs` before. */
  #find(p: Packet, isOriginal: (at: number, apartNs: number) => boolean): boolean {
    const most = Math.min(this.#count, KEPT)
    for (let back = 1; back <= most; back++) {
      const slot = (this.#count - back) % KEPT
      const at = slot * WORDS
      const apartNs = p.timeNs - this.#timesNs[slot]
      if (!isOriginal(at, apartNs)) continue
      this.apartNs = apartNs
      this.ttl = this.#words[at + 5]!
      this.isApart = back > 1
      return true
    }
    return false
  }
}

/** Whether an IP ID is that of a piece `offset` bytes into the segment with the ID `whole`; 0: no ID tells. */
function isPieceId(id: number, whole: number, offset: number): boolean {
  if (id === 0 && whole === 0) return true
  const step = (id - whole) & 0xffff
  return offset === 0 ? step === 0 : step > 0 && step * SMALLEST_PIECE <= offset
}

/** The IP ID; 0 where there is none that counts. */
function idOf(p: Packet): number {
  return p.ipVersion === 4 && (p.known & KNOWN.ipId) !== 0 ? p.ipId : 0
}

function stampOf(p: Packet): number {
  return p.optionBits & OPTION.timestamps ? p.tsVal : 0
}
