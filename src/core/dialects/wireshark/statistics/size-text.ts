/** Sizes as Wireshark's tables show them: bytes in full, larger ones in whole multiples of a thousand. */

const PREFIXES = ['', ' k', ' M', ' G', ' T'] as const
const THOUSAND = 1000
/** Below ten of a unit the next smaller unit says more. */
const FEWEST_OF_A_UNIT = 10

/** A number of bytes as `294 bytes`, `80 kB`, `246 MB`: cut, not rounded. */
export function sizeText(bytes: number): string {
  let power = PREFIXES.length - 1
  while (power > 0 && bytes < FEWEST_OF_A_UNIT * THOUSAND ** power) power--
  return power === 0 ? `${bytes} bytes` : `${Math.floor(bytes / THOUSAND ** power)}${PREFIXES[power]}B`
}
