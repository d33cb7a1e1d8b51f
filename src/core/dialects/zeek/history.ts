/** Zeek's `history`: a letter for each kind of thing that happened, in order, upper case for the originator. */

/** Letters that are written once per direction, or again only when the sequence number differs. */
export const LETTER_BIT = { syn: 1, fin: 2, rst: 4, finRst: 8, data: 16, ack: 32, multi: 64 } as const

/** Each further letter of a rare event needs this many times as many events. */
const LETTER_BASE = 10

/** Whether the `count`-th event of a rare kind is worth a letter: the 1st, 10th, 100th … */
export function isLetterDue(count: number): boolean {
  let rest = count
  while (rest > 0 && rest % LETTER_BASE === 0) rest /= LETTER_BASE
  return rest === 1
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
