/** The texts of flags: few kinds of segments have them all. */
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { TCP_FLAG } from '../tcp/tcp-segment.ts'
import type { TextPiece } from './gapped-text.ts'

/** So many are kept of those that are not usual, for hostile captures have every one of them. */
const MOST_KEPT = 4096
/** Behind the bits of the flags in a text's key: how they are read, the port that a SYN's note names, and the words of the header. */
const KEY = { counter: 1 << 12, passive: 1 << 13, port: 1 << 14, headerWords: 2 ** 30 } as const
/** Segments have fewer words of header; usual ones no flags but the lower. */
const MOST_WORDS = 16
const USUAL_FLAG_BITS = 9

/** Keeps the text of the header's length and of the flags, with what is below them, by all that it depends on. */
export class PlainFlags {
  readonly #make: (headerLength: number) => TextPiece
  /** By the length of the header and the flags: those of segments without SYN and FIN, and all others. */
  readonly #usual: (TextPiece | undefined)[] = Array.from({ length: MOST_WORDS << USUAL_FLAG_BITS }, () => undefined)
  readonly #others = new Map<number, TextPiece>()

  /** @param make makes the text for the segment that was followed last, whose header is so long */
  constructor(make: (headerLength: number) => TextPiece) {
    this.#make = make
  }

  /** The text for the segment that was followed last. */
  of({ segment, hasCounter, isPassive }: FollowedSegment): TextPiece {
    const { flags, headerLength } = segment
    const words = headerLength >>> 2
    if (flags < 1 << USUAL_FLAG_BITS && !(flags & (TCP_FLAG.syn | TCP_FLAG.fin)) && !hasCounter)
      return (this.#usual[(words << USUAL_FLAG_BITS) | flags] ??= this.#make(headerLength))
    let key = flags
    if (hasCounter) key |= KEY.counter
    if (isPassive && flags & TCP_FLAG.fin) key |= KEY.passive
    if (flags & TCP_FLAG.syn) key += (flags & TCP_FLAG.ack ? segment.sourcePort : segment.destinationPort) * KEY.port
    key += words * KEY.headerWords
    let text = this.#others.get(key)
    if (text === undefined) {
      text = this.#make(headerLength)
      if (this.#others.size < MOST_KEPT) this.#others.set(key, text)
    }
    return text
  }
}
