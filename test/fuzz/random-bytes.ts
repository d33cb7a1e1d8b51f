/** Randomness for fuzzing that a seed repeats exactly. */

/** A small generator of pseudo-random numbers (xorshift, 32 bits): fast and repeatable, and that is all it has to be. */
export class RandomNumbers {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0 || 1
  }

  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number {
    this.state ^= this.state << 13
    this.state ^= this.state >>> 17
    this.state ^= this.state << 5
    return (this.state >>> 0) % bound
  }
}

/** Values that programs get wrong: zero, limits of signs and sizes. */
const ODD_WORDS = [
  0, 1, 3, 4, 7, 8, 16, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x40000, 0x40001, 0x7fffffff, 0x80000000, 0xffffffff,
]

/** A copy of `seed` with some bytes changed, words made odd, parts left out, doubled or cut off. */
export function mutated(seed: Uint8Array, random: RandomNumbers): Uint8Array {
  let bytes = seed.slice()
  for (let left = 1 + random.below(6); left > 0 && bytes.length > 0; left--) {
    const at = random.below(bytes.length)
    const span = Math.min(bytes.length - at, 1 + random.below(40))
    switch (random.below(6)) {
      case 0:
        bytes[at] ^= 1 << random.below(8)
        break
      case 1:
        bytes[at] = random.below(256)
        break
      case 2: {
        const byteCount = Math.min(4, bytes.length - at)
        const word = ODD_WORDS[random.below(ODD_WORDS.length)]
        for (let i = 0; i < byteCount; i++) bytes[at + i] = word >>> (8 * i)
        break
      }
      case 3:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + span)])
        break
      case 4:
        bytes = Uint8Array.from([...bytes.subarray(0, at + span), ...bytes.subarray(at)])
        break
      default:
        if (random.below(4) === 0) bytes = bytes.slice(0, at)
    }
  }
  return bytes
}
