/** The flags of a segment in words, as the Info column and the tree name them. */
import { TCP_FLAG } from './tcp-segment.ts'

const NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const
const LETTERS = 'RRRACEUAPRSF'
const NOT_SET = '·'
const BITS = 12
const ECN = TCP_FLAG.ece | TCP_FLAG.cwr | TCP_FLAG.ae
const ECN_SHIFT = 6
const cache = new Map<number, string>()
const shortCache = new Map<number, string>()
/** Set in the key of a cache when the three bits of ECN are a counter. */
const COUNTER_KEY = 1 << BITS

/** The counter of CE marks that the three ECN bits are in Accurate ECN. */
export function aceOf(flags: number): number {
  return (flags & ECN) >>> ECN_SHIFT
}

/** The names from low to high: `PSH, ACK`; `<None>` without any; with `hasCounter` the ECN bits as `ACE=n`. */
export function flagsText(flags: number, hasCounter: boolean): string {
  const key = hasCounter ? flags | COUNTER_KEY : flags
  let text = cache.get(key)
  if (text === undefined) {
    const names: string[] = NAMES.filter((_, bit) => flags & (1 << bit) && !(hasCounter && ECN & (1 << bit)))
    // tshark puts its comma before the counter even when nothing stands there.
    if (hasCounter) names.push(names.length === 0 ? `, ACE=${aceOf(flags)}` : `ACE=${aceOf(flags)}`)
    if (flags & TCP_FLAG.reserved) names.push('Reserved')
    text = names.length === 0 ? '<None>' : names.join(', ')
    cache.set(key, text)
  }
  return text
}

/** A letter for each bit that is set: `·······AP···`. */
export function flagLetters(flags: number, hasCounter: boolean): string {
  const key = hasCounter ? flags | COUNTER_KEY : flags
  let text = shortCache.get(key)
  if (text === undefined) {
    text = Array.from(LETTERS, (letter, at) => (flags & (1 << (BITS - 1 - at)) ? letter : NOT_SET)).join('')
    if (hasCounter) text = `${text.slice(0, 3)}-${aceOf(flags)}-${text.slice(6)}`
    shortCache.set(key, text)
  }
  return text
}
