/** The digests of an MPTCP key, from which its token and first sequence number come: SHA-1 and SHA-256 of eight bytes (FIPS 180-4). */

const BLOCK_WORDS = 16
const KEY_BITS = 64
const SHA1_ROUNDS = 80
const SHA256_ROUNDS = 64
const SHA1_START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0] as const
const SHA1_CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const
const SHA256_START = fractions(8, 1 / 2)
const SHA256_CONSTANTS = fractions(SHA256_ROUNDS, 1 / 3)

/** What peers compute from a key (RFC 8684 §3.1, §3.2). */
export interface KeyDigest {
  /** The first 32 bits. */
  readonly token: number
  /** The last 64 bits: the initial data sequence number. */
  readonly initialSequence: bigint
}

/** Token and initial data sequence number of `key`: by SHA-1 in version 0 (RFC 6824), by SHA-256 in version 1. */
export function digestKey(key: bigint, version: number): KeyDigest {
  const block = new Int32Array(BLOCK_WORDS)
  block[0] = Number(key >> 32n) | 0
  block[1] = Number(key & 0xffffffffn) | 0
  block[2] = 1 << 31
  block[BLOCK_WORDS - 1] = KEY_BITS
  const words = version === 0 ? sha1(block) : sha256(block)
  const high = BigInt(words[words.length - 2] >>> 0)
  return { token: words[0] >>> 0, initialSequence: (high << 32n) | BigInt(words[words.length - 1] >>> 0) }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function rotateRight(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function sha1(block: Int32Array): Int32Array {
  const schedule = new Int32Array(SHA1_ROUNDS)
  schedule.set(block)
  for (let round = BLOCK_WORDS; round < SHA1_ROUNDS; round++)
    schedule[round] = rotateLeft(schedule[round - 3] ^ schedule[round - 8] ^ schedule[round - 14] ^ schedule[round - 16], 1)
  const start = Int32Array.from(SHA1_START)
  let [a, b, c, d, e] = start
  for (let round = 0; round < SHA1_ROUNDS; round++) {
    const quarter = Math.floor(round / 20)
    const mix = quarter === 0 ? (b & c) | (~b & d) : quarter === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
    const next = (rotateLeft(a, 5) + mix + e + SHA1_CONSTANTS[quarter] + schedule[round]) | 0
    e = d
    d = c
    c = rotateLeft(b, 30)
    b = a
    a = next
  }
  return Int32Array.from([a, b, c, d, e], (word, at) => (word + start[at]) | 0)
}

function sha256(block: Int32Array): Int32Array {
  const schedule = new Int32Array(SHA256_ROUNDS)
  schedule.set(block)
  for (let round = BLOCK_WORDS; round < SHA256_ROUNDS; round++) {
    const near = schedule[round - 15]
    const far = schedule[round - 2]
    const small = rotateRight(near, 7) ^ rotateRight(near, 18) ^ (near >>> 3)
    const large = rotateRight(far, 17) ^ rotateRight(far, 19) ^ (far >>> 10)
    schedule[round] = (schedule[round - 16] + small + schedule[round - 7] + large) | 0
  }
  const start = Int32Array.from(SHA256_START)
  let [a, b, c, d, e, f, g, h] = start
  for (let round = 0; round < SHA256_ROUNDS; round++) {
    const high = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25)
    const choice = (e & f) ^ (~e & g)
    const one = (h + high + choice + SHA256_CONSTANTS[round] + schedule[round]) | 0
    const low = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + low + majority) | 0
  }
  return Int32Array.from([a, b, c, d, e, f, g, h], (word, at) => (word + start[at]) | 0)
}

/** The first 32 bits of the fractions of the first primes' roots, which is where SHA-256 has its constants from (FIPS 180-4 §4.2.2, §5.3.3). */
function fractions(count: number, exponent: number): readonly number[] {
  const words: number[] = []
  for (let candidate = 2; words.length < count; candidate++) {
    let isPrime = true
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) isPrime = false
    if (!isPrime) continue
    const root = candidate ** exponent
    words.push(Math.floor((root - Math.floor(root)) * 2 ** 32) | 0)
  }
  return words
}
