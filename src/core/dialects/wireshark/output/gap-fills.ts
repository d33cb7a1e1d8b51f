/**
 * How gaps in a text are filled, and the plan of a text, as the loop that writes it reads them (`assembly/gap-loop.ts`). They stand alone in a
 * file without imports because that loop, which is another language, is given the same.
 *
 * A plan is what stands between the gaps, from front to back: four bytes for the head of each part, little-endian, then its text, filled up
 * to a multiple of four bytes. The head has the length of the text; from the bit `FILL_AT` on how the gap behind it is filled, and from
 * `PLACE_AT` on the place from which.
 */
export const FILL_AT = 16
export const PLACE_AT = 24
export const LENGTH_MASK = 0xffff
export const FILL_MASK = 0xff
export const HEAD_BYTES = 4

/** With nothing: the end of the text. */
export const FILL_NOTHING = 0
/** With an unsigned 32-bit number in decimal. */
export const FILL_NUMBER = 1
/** The same, or with nothing for NaN. */
export const FILL_NUMBER_IF_ANY = 2
/** With four hexadecimal digits. */
export const FILL_HEX = 3
/** With nanoseconds as seconds and nine decimals. */
export const FILL_SECONDS = 4
/** The same, or with nothing for NaN. */
export const FILL_SECONDS_IF_ANY = 5
/** With nine digits. */
export const FILL_NANOSECONDS = 6
/** With a dotted address, given as 32 bits. */
export const FILL_IPV4 = 7
/** With a text. */
export const FILL_TEXT = 8
/** With nanoseconds as seconds and six decimals, the rest cut off. */
export const FILL_MICROSECONDS = 9
/** With the four bytes of a word, two hexadecimal digits each, and colons between them. */
export const FILL_COLON_HEX = 10
/** With two hexadecimal digits. */
export const FILL_BYTE_HEX = 14
/** With the blanks that bring the gap right in front of this one to so many columns as the place says, at most 16: before it, or behind it. */
export const FILL_RIGHT = 15
export const FILL_LEFT = 16
/** With the bytes that were taken, two hexadecimal digits each: at most so many as the place says. */
export const FILL_DIGITS = 11
/** With all of them, and colons between them. */
export const FILL_COLON_DIGITS = 12
/** With lines of 16 of them: offset, digits, characters. */
export const FILL_DUMP = 13
