/** What is known of an input as a whole while its connections are being judged. */
import { HEAP } from '../bytes/table-memory.ts'
import type { NeighbourQuestion } from '../flow/neighbours.ts'
import { Translations } from '../flow/translations.ts'
import type { UnmatchedError } from '../flow/unmatched-errors.ts'

/** Facts of one input; it grows while reading. */
export class CaptureFacts {
  packets = 0
  tcpPackets = 0
  icmpErrors = 0
  /** Errors whose quoted connection is not in the capture. */
  unmatchedIcmpErrors = 0
  /** The kinds of those errors, filled when the input ends. */
  unmatchedErrors: readonly UnmatchedError[] = []
  /** TCP packets that were not enough to follow: header cut before the flags, or impossible lengths. */
  malformedTcp = 0
  /** Bytes on the wire of all packets; begins as NaN in the class so that the engine keeps it as a double from the start. */
  bytes = NaN
  /** Times of the first and latest packet, NaN as long as none has a time. */
  firstTimeNs = NaN
  lastTimeNs = NaN
  /** Packets whose time was before the one in front of them. */
  backwardSteps = 0
  /** By how much the time went back at most, and at which packet. */
  largestBackwardStepNs = 0
  largestBackwardStepPacket = 0
  /** Packets of which only the beginning was captured. */
  cutPackets = 0
  /** Packets that the capturing system says it dropped; known when the input has ended. */
  droppedPackets = 0
  /** Bits of `KNOWN` that every packet had. */
  knownAlways = -1
  /** Packets seen that are neither TCP nor ICMP errors, by protocol. */
  readonly otherPackets = new Map<string, number>()
  /** IPv6 or IPv4 ICMP of any kind was seen: the capture filter lets it through. */
  icmpSeen = false
  /** Connections that are in the capture before and after a translation of their addresses. */
  readonly translations: Translations
  /** Live connections plus those already reported. */
  connections = 0
  /** Filled when the input ends. */
  neighbours: readonly NeighbourQuestion[] = []
  #answers: ReadonlyMap<string, number> | undefined

  /** How fast the owner of an address answered for it at best; NaN while the input has not ended, or when nobody asked or answered. */
  neighbourAnswerNs(key: number, ipVersion: number): number {
    if (this.neighbours.length === 0) return NaN
    this.#answers ??= new Map(this.neighbours.map((question) => [`${question.ipVersion} ${question.target}`, question.fastestAnswerNs]))
    return this.#answers.get(`${ipVersion} ${key}`) ?? NaN
  }

  /** @param memory where that part lies which a compiled loop works on too */
  constructor(memory = HEAP) {
    this.translations = new Translations(memory)
    this.bytes = 0
  }
}
