/** Tells text from binary data by the first bytes. */

/** Share of control characters above which an input is not text: output of `tcpdump -A` has a few. */
const MOST_CONTROL_SHARE = 0.05

/** Share of UTF-16's units that are ASCII, from which on an input without a mark is taken for it: captures begin with other zeros. */
const FEWEST_ASCII_UNITS = 0.9

/** True when the first bytes of an input look like text, in any encoding of ASCII's kind or UTF-16, with a byte order mark or nearly all ASCII. */
export function looksLikeText(head: Uint8Array): boolean {
  if (head.length === 0) return false
  if (head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))) return true
  if (head.length >= 4 && (head[0] === 0) !== (head[1] === 0)) return looksLikeUnits(head, head[0] === 0 ? 1 : 0)
  let controls = 0
  for (const byte of head) {
    if (byte === 0) return false
    if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27 && byte !== 8) || byte === 127) controls++
  }
  return controls <= head.length * MOST_CONTROL_SHARE
}

/** Units of 16 bits that are nearly all printable ASCII; `low` is where in a unit its lower byte stands. */
function looksLikeUnits(head: Uint8Array, low: 0 | 1): boolean {
  let letters = 0
  const units = head.length >> 1
  for (let at = 0; at + 1 < head.length; at += 2) {
    const byte = head[at + low]
    if (head[at + 1 - low] === 0 && ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13)) letters++
  }
  return letters >= units * FEWEST_ASCII_UNITS
}
