/** tcptrace's names for the two ends of a connection: `a` and `b` for the first, `c` and `d` for the next, after `z` comes `aa`. */

const LETTERS = 26
const FIRST_LETTER = 'a'.charCodeAt(0)

/** The letters of who sent the first packet of the connection with that number (from 0), and of the other end. */
export function connectionLetters(connection: number): readonly [first: string, other: string] {
  return [lettersOf(2 * connection), lettersOf(2 * connection + 1)]
}

/** Counts as spreadsheets count columns. */
function lettersOf(index: number): string {
  let text = ''
  for (let rest = index; rest >= 0; rest = Math.floor(rest / LETTERS) - 1)
    text = String.fromCharCode(FIRST_LETTER + (rest % LETTERS)) + text
  return text
}
