/**
 * How gaps in a text are filled, as numbers for a loop that is hot. They stand alone in a file without imports, and not in an object, because
 * the build puts such constants where they are used: the loop then has a table to jump by, and nothing to look up.
 */

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
