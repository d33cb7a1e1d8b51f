/** How a packet is named on an arrow: flags in tcpdump's letters, relative numbers. */
import { FLAG } from '../packet/packet.ts'

const LETTERS: readonly (readonly [bit: number, letter: string])[] = [
  [FLAG.fin, 'F'],
  [FLAG.syn, 'S'],
  [FLAG.rst, 'R'],
  [FLAG.psh, 'P'],
  [FLAG.ack, '.'],
  [FLAG.urg, 'U'],
  [FLAG.ece, 'E'],
  [FLAG.cwr, 'W'],
  [FLAG.ae, 'e'],
]

/** TCP flags as tcpdump prints them: `S.`, `FP.`; `none` without any. */
export function flagLetters(flags: number): string {
  let letters = ''
  for (const [bit, letter] of LETTERS) if (flags & bit) letters += letter
  return letters === '' ? 'none' : letters
}

/** What a segment is labelled with; positions count the SYN as 0, the first byte of data as 1. */
export interface SegmentFacts {
  /** Bits of `FLAG`; undefined when only the kind of segment is remembered. */
  readonly flags: number | undefined
  /** Position of its first byte; NaN when unknown. */
  readonly pos: number
  /** Undefined when unknown. */
  readonly payloadLen: number | undefined
  /** Highest position of the peer acknowledged; NaN when unknown or without ACK. */
  readonly ackPos: number
}

/** `S`, `S. ack 1`, `P. 1:121(120) ack 1`: numbers only where they say something. */
export function segmentLabel({ flags, pos, payloadLen, ackPos }: SegmentFacts): string {
  const parts: string[] = []
  if (flags !== undefined) parts.push(flagLetters(flags))
  if (payloadLen !== undefined && payloadLen > 0) parts.push(!(pos >= 0) ? `(${payloadLen})` : `${pos}:${pos + payloadLen}(${payloadLen})`)
  else if (flags !== undefined && (flags & (FLAG.fin | FLAG.rst)) !== 0 && pos >= 0) parts.push(`seq ${pos}`)
  // A number from before the connection is another connection's: it would only confuse.
  if (ackPos >= 0) parts.push(`ack ${ackPos}`)
  return parts.join(' ')
}
