/** Tells text from binary data by the first bytes. */

/** Share of control characters above which an input is not text: output of `tcpdump -A` has a few. */
const MOST_CONTROL_SHARE = 0.05

/** True when the first bytes of an input look like text, in any encoding of ASCII's kind or UTF-16 with a byte order mark. */
export function looksLikeText(head: Uint8Array): boolean {
  if (head.length === 0) return false
  if (head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))) return true
  let controls = 0
  for (const byte of head) {
    if (byte === 0) return false
    if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27 && byte !== 8) || byte === 127) controls++
  }
  return controls <= head.length * MOST_CONTROL_SHARE
}
