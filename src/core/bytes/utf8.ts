/** UTF-8 to strings and back, for the names and comments of captures: the core has no TextDecoder. */

const REPLACEMENT = '\ufffd'

/** The text of `bytes[from..to)`, RFC 3629; each byte that does not belong becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  let text = ''
  let at = from
  while (at < to) {
    const lead = bytes[at]
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0
    let code = length === 1 ? lead : lead & (0x7f >> length)
    let valid = length > 0 && at + length <= to
    for (let i = 1; valid && i < length; i++) {
      const next = bytes[at + i]
      valid = (next & 0xc0) === 0x80
      code = (code << 6) | (next & 0x3f)
    }
    // Longer forms than needed, halves of UTF-16 pairs and numbers beyond Unicode are no characters.
    valid &&=
      !(length === 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) && !(length === 4 && (code < 0x10000 || code > 0x10ffff))
    text += valid ? String.fromCodePoint(code) : REPLACEMENT
    at += valid ? length : 1
  }
  return text
}

/** The UTF-8 bytes of `text`, RFC 3629; half a UTF-16 pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const ascii = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) return encodeBeyondAscii(text)
    ascii[i] = code
  }
  return ascii
}

function encodeBeyondAscii(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    let code = character.codePointAt(0)!
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))
  }
  return Uint8Array.from(bytes)
}
