/** Numbers for IPv6 addresses, so that a table of conversations can keep every address as one word. */

const FIRST_ADDRESSES = 64
const WORDS = 4
const WORD_BYTES = 4
const HASH_PRIME = 0x01000193
const MIX = 0x85ebca6b

/** Each address that was asked for has a number, counted from 0, which it keeps. */
export class AddressNumbers {
  /** The addresses as four words each, in the order of their numbers. */
  #words = new Int32Array(FIRST_ADDRESSES * WORDS)
  /** Numbers plus one, at the places that hashes lead to; never more than half full. */
  #slots = new Int32Array(FIRST_ADDRESSES * 2)
  #count = 0

  /** The number of an address of 16 bytes. */
  of(address: Uint8Array): number {
    const first = wordAt(address, 0)
    const second = wordAt(address, 4)
    const third = wordAt(address, 8)
    const fourth = wordAt(address, 12)
    const words = this.#words
    const slots = this.#slots
    const mask = slots.length - 1
    let at = hashOf(first, second, third, fourth) & mask
    for (; slots[at] !== 0; at = (at + 1) & mask) {
      const row = (slots[at] - 1) * WORDS
      if (words[row + 3] === fourth && words[row + 2] === third && words[row + 1] === second && words[row] === first) return slots[at] - 1
    }
    const number = this.#count++
    slots[at] = number + 1
    words[number * WORDS] = first
    words[number * WORDS + 1] = second
    words[number * WORDS + 2] = third
    words[number * WORDS + 3] = fourth
    if (this.#count * WORDS === words.length) this.#grow()
    return number
  }

  #grow(): void {
    const words = new Int32Array(this.#words.length * 2)
    words.set(this.#words)
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let number = 0; number < this.#count; number++) {
      const row = number * WORDS
      let at = hashOf(words[row], words[row + 1], words[row + 2], words[row + 3]) & mask
      while (slots[at] !== 0) at = (at + 1) & mask
      slots[at] = number + 1
    }
    this.#words = words
    this.#slots = slots
  }
}

/** The four bytes at `at` as one number. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + WORD_BYTES - 1]
}

function hashOf(first: number, second: number, third: number, fourth: number): number {
  let hash = Math.imul(first ^ 0x2545f491, HASH_PRIME)
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, MIX)
  hash = Math.imul(hash ^ (hash >>> 15) ^ third, HASH_PRIME)
  hash = Math.imul(hash ^ (hash >>> 15) ^ fourth, MIX)
  return hash ^ (hash >>> 13) ^ (hash >>> 22)
}
