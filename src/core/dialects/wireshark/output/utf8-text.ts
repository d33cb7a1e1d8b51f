/** Text that may have other characters than ASCII, written as UTF-8. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'

const ASCII_LIMIT = 0x80

/** Writes `text` as UTF-8 (RFC 3629): runs of ASCII as they are, what lies between them encoded. */
export function writeText(output: TextOutput, text: string): void {
  let from = 0
  let at = 0
  while (at < text.length) {
    if (text.charCodeAt(at) < ASCII_LIMIT) {
      at++
      continue
    }
    if (at > from) output.text(text.slice(from, at))
    from = at
    while (at < text.length && text.charCodeAt(at) >= ASCII_LIMIT) at++
    output.bytes(encodeUtf8(text.slice(from, at)))
    from = at
  }
  output.text(from === 0 ? text : text.slice(from))
}
