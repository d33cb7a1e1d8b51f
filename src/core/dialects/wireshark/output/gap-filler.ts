/** Writes texts with gaps: the loop that does so is compiled (`assembly/gap-loop.ts`), and texts, numbers and output are in its memory. */
import { BLOCK_BYTES, SLACK_BYTES, type TextOutput } from '../../../bytes/text-output.ts'
import { GAP_LOOP_CODE } from '../../../compiled/code/gap-loop.ts'
import { type CompiledLoop, checkByteOrder, instantiate } from '../../../compiled/compiled-module.ts'
import { secondsText } from '../field-text.ts'
import { HEAD_BYTES } from './gap-fills.ts'
import { GAP_BYTES, type GappedText, type KeptText, MAX_BYTE_ROOM, partBytes, type TextPiece } from './gapped-text.ts'

/** What the loop exports, and says of it there. */
interface GapLoop extends CompiledLoop {
  setUp(numbers: number, texts: number, bytes: number): void
  fill(text: number, to: number, byteCount: number): number
}

/** Of each of the two halves in which texts are kept: many times what a packet needs. */
const HALF_BYTES = 1024 * 1024
/** An IP packet has no more. */
const MAX_BYTES = 65_535
/** So many bytes at a time are read, also behind the end. */
const STEP = 16

/** Writes texts, their gaps filled from `numbers`, and with texts and bytes that it is given. */
export class GapFiller {
  /** Stretches of time are numbered through for all fillers: a text is in the memory of the one that kept it last. */
  static #stretches = 0

  /** What the gaps for numbers are filled with, by place; IPv4 addresses as 32 bits, times in nanoseconds. */
  readonly numbers: Float64Array
  readonly #output: TextOutput
  readonly #loop: GapLoop
  readonly #memory: Uint8Array
  readonly #words: Uint32Array
  /** Where the block of output begins, the bytes that are taken, and the two halves for texts. */
  readonly #block: number
  readonly #bytes: number
  readonly #halves: number
  /** Where the texts stand that fill gaps, by place. */
  readonly #texts: Uint32Array
  /** Texts are kept from here on, in one of the halves, until its end; then in the other. */
  #keptAt = 0
  #keptEnd = 0
  #stretch = 0
  #byteCount = 0

  /**
   * Writes to `output`, whose block is from now on one in the memory of the loop; there is one filler for it. There are so many places for
   * numbers, and for texts, in which at first there is nothing.
   */
  constructor(output: TextOutput, numberPlaces: number, textPlaces: number) {
    checkByteOrder()
    this.#output = output
    const loop = instantiate(GAP_LOOP_CODE, {
      'gap-loop': { oddSeconds: (to, timeNs) => this.#writeOddSeconds(to, timeNs) },
    }) as GapLoop
    const blockBytes = BLOCK_BYTES + MAX_BYTES * MAX_BYTE_ROOM + SLACK_BYTES
    const numbers = loop.allocate(numberPlaces * Float64Array.BYTES_PER_ELEMENT)
    const texts = loop.allocate(textPlaces * Uint32Array.BYTES_PER_ELEMENT)
    const nothing = loop.allocate(STEP)
    this.#loop = loop
    this.#block = loop.allocate(blockBytes)
    this.#bytes = loop.allocate(MAX_BYTES + STEP)
    this.#halves = loop.allocate(2 * HALF_BYTES + STEP)
    loop.setUp(numbers, texts, this.#bytes)
    // A loop begins with memory enough for all this (`compiled-module.ts`), and nothing more is allocated: it stays where it is.
    const { buffer } = loop.memory
    this.#memory = new Uint8Array(buffer)
    this.#words = new Uint32Array(buffer)
    this.numbers = new Float64Array(buffer, numbers, numberPlaces)
    this.#texts = new Uint32Array(buffer, texts, textPlaces).fill(nothing)
    this.#beginHalf(this.#halves)
    output.useBlock(new Uint8Array(buffer, this.#block, blockBytes))
  }

  /** Fills the gaps of a place with a text, for the next packet. */
  setText(place: number, text: TextPiece): void {
    this.#texts[place] = text.stretch === this.#stretch ? text.at : this.#keep(text)
  }

  /** Takes `count` bytes at `at`, at most 65,535, for gaps to be filled with them. */
  takeBytes(bytes: Uint8Array, at: number, count: number): void {
    this.#byteCount = count
    this.#memory.set(bytes.subarray(at, at + count), this.#bytes)
  }

  /** Writes a text. */
  write(text: GappedText): void {
    const at = text.stretch === this.#stretch ? text.at : this.#keep(text)
    const block = this.#block
    // The block has more room than it gives out, for the bytes.
    const to = block + this.#output.open(text.room)
    this.#output.close(this.#loop.fill(at + HEAD_BYTES, to, this.#byteCount) - block)
  }

  /**
   * Puts a text into memory, behind its length. What is kept in the other half stays until this one is full, which is more than any packet needs: all that
   * was set for it is there when it is written.
   */
  #keep(text: KeptText): number {
    const { bytes } = text
    const size = partBytes(bytes.length)
    if (this.#keptAt + size > this.#keptEnd) this.#beginHalf(this.#keptEnd === this.#halves + HALF_BYTES ? this.#keptEnd : this.#halves)
    const at = this.#keptAt
    this.#words[at / HEAD_BYTES] = bytes.length
    this.#memory.set(bytes, at + HEAD_BYTES)
    this.#keptAt += size
    text.at = at
    text.stretch = this.#stretch
    return at
  }

  #beginHalf(at: number): void {
    this.#keptAt = at
    this.#keptEnd = at + HALF_BYTES
    this.#stretch = ++GapFiller.#stretches
  }

  /** Times that go backwards, and such as are not whole: few enough digits for their gap. */
  #writeOddSeconds(to: number, timeNs: number): number {
    const text = secondsText(timeNs)
    const length = Math.min(text.length, GAP_BYTES)
    for (let i = 0; i < length; i++) this.#memory[to + i] = text.charCodeAt(i)
    return to + length
  }
}
