/** How much of a conversation the capture holds, as bits, with Wireshark's words. */
import { TCP_FLAG } from './tcp-segment.ts'

const COMPLETENESS = { syn: 1, synAck: 2, ack: 4, data: 8, fin: 16, rst: 32 } as const
const CLOSED = COMPLETENESS.fin | COMPLETENESS.rst
const ESTABLISHED = COMPLETENESS.syn | COMPLETENESS.synAck | COMPLETENESS.ack
const WITH_DATA = ESTABLISHED | COMPLETENESS.data

/** What the first segment of a conversation shows: only a SYN counts. */
export function completenessOfFirst(flags: number, length: number): number {
  if (!(flags & TCP_FLAG.syn) || flags & TCP_FLAG.ack) return 0
  return length > 0 ? COMPLETENESS.syn | COMPLETENESS.data : COMPLETENESS.syn
}

/** What a later segment adds. */
export function completenessOfNext(flags: number, length: number): number {
  let bits = 0
  if (flags & TCP_FLAG.ack) {
    if (flags & TCP_FLAG.syn) bits |= COMPLETENESS.synAck
    else bits |= length > 0 ? COMPLETENESS.data : COMPLETENESS.ack
    if (flags & TCP_FLAG.fin) bits |= COMPLETENESS.fin
  }
  if (flags & TCP_FLAG.rst) bits |= COMPLETENESS.rst
  return bits
}

/** The words for it: `Complete, WITH_DATA (31)`. */
export function completenessText(bits: number): string {
  return `${completenessWords(bits)} (${bits})`
}

function completenessWords(bits: number): string {
  if (bits & CLOSED) {
    const rest = bits & ~CLOSED
    if (rest === WITH_DATA) return 'Complete, WITH_DATA'
    return rest === ESTABLISHED ? 'Complete, NO_DATA' : 'Incomplete'
  }
  switch (bits) {
    case COMPLETENESS.syn:
      return 'Incomplete, SYN_SENT'
    case COMPLETENESS.syn | COMPLETENESS.synAck:
      return 'Incomplete, CLIENT_ESTABLISHED'
    case ESTABLISHED:
      return 'Incomplete, ESTABLISHED'
    case WITH_DATA:
      return 'Incomplete, DATA'
    default:
      return 'Incomplete'
  }
}
