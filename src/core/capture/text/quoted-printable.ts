/** Undoes the encoding that mails have in archives: `=3D` for a byte, and lines that are broken after a `=` (RFC 2045 §6.7). */

/** What shows a line to be encoded; a lone `=` or a digit behind it does not. */
const ENCODED = /=3D|=[0-9A-F]{2}=[0-9A-F]{2}/
/** A line that is broken as late as it may be, though nothing else in it is encoded: at most 76 characters. */
const BROKEN = /^.{72,75}[^=\s]?=$/
/** A line put together from more than this many characters is no line of a mail. */
const LONGEST_LINE = 4096

/** Decodes a text line by line; lines of texts that are not encoded pass as they are. */
export class QuotedPrintable {
  /** The beginning of a line that goes on after a soft break. */
  #begun = ''
  /** Whether any line so far was encoded: only then a `=` at an end is a soft break. */
  #seen = false

  /**
   * Takes a line.
   * @returns the line decoded; undefined when it goes on with the next
   */
  line(raw: string): string | undefined {
    const encoded = ENCODED.test(raw)
    this.#seen ||= encoded || (raw.length <= 76 && BROKEN.test(raw))
    if (!this.#seen) return raw
    const text = this.#begun + (encoded || this.#begun !== '' ? decoded(raw) : raw)
    this.#begun = ''
    if (!/=[ \t]{0,8}$/.test(raw) || text.length > LONGEST_LINE) return text
    this.#begun = text.replace(/=[ \t]{0,8}$/, '')
    return undefined
  }

  /** The text is over: what was begun and never ended. */
  rest(): string {
    const text = this.#begun
    this.#begun = ''
    return text
  }
}

function decoded(line: string): string {
  return line.replace(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
}
