/** Zeek's `history`: a letter for each kind of thing that happened, in order, upper case for the originator. */

/** Letters that are written once per direction, or again only when the sequence number differs. */
export const LETTER_BIT = { syn: 1, fin: 2, rst: 4, finRst: 8, data: 16, ack: 32, multi: 64 } as const

/** Each further letter of a rare event needs this many times as many events. */
const LETTER_BASE = 10

/** A letter that is written at the 1st, 10th, 100th … event. */
export class RareLetter {
  readonly letter: string
  #count = 0
  #threshold = 1

  constructor(letter: string) {
    this.letter = letter
  }

  /** Counts an event; true when the letter is due. */
  count(): boolean {
    if (++this.#count !== this.#threshold) return false
    this.#threshold *= LETTER_BASE
    return true
  }
}

/** The letters of one connection. */
export class History {
  text = ''

  /** Adds a letter (given in upper case) for the originator or the responder. */
  add(letter: string, byOriginator: boolean): void {
    this.text += byOriginator ? letter : letter.toLowerCase()
  }

  /** The ends changed roles: so do the letters, and the flip is noted in front. */
  flip(): void {
    let flipped = '^'
    for (const letter of this.text) {
      const upper = letter.toUpperCase()
      flipped += letter === upper ? letter.toLowerCase() : upper
    }
    this.text = flipped
  }
}
