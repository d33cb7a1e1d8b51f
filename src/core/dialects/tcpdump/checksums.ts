/** Internet checksums (RFC 1071), and what they should be. */

import { onesComplementSum } from '../../wire/checksum.ts'
import type { Printing } from './printing.ts'

const WORD = 0xffff

/** What the checksum at `checksumAt` should be, or undefined when it is right. `pseudoSum` is the sum of what is not in these bytes. */
export function checksumFault(p: Printing, at: number, length: number, checksumAt: number, pseudoSum: number): number | undefined {
  const sum = onesComplementSum(p.view, at, length, pseudoSum)
  if (sum === WORD) return undefined
  return shouldBe(p.u16(checksumAt), ~sum & WORD)
}

/** The right checksum, from the wrong one and the complement of the sum over everything (as tcpdump does it: never ffff for 0). */
function shouldBe(checksum: number, complement: number): number {
  let should = checksum + complement
  should = (should & WORD) + (should >> 16)
  return (should + (should >> 16)) & WORD
}

/** The sum of the pseudo header of IPv4 (RFC 9293 §3.1); `dst` is where the final destination stands. */
export function pseudoSum4(p: Printing, ip: number, dst: number, protocol: number, length: number): number {
  return onesComplementSum(p.view, dst, 4, onesComplementSum(p.view, ip + 12, 4, protocol + length))
}

/** The sum of the pseudo header of IPv6 (RFC 8200 §8.1). */
export function pseudoSum6(p: Printing, ip: number, dst: number, protocol: number, length: number): number {
  return onesComplementSum(p.view, dst, 16, onesComplementSum(p.view, ip + 8, 16, protocol + length))
}
