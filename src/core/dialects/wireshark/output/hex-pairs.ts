/** The two hexadecimal digits of each byte, as the bytes of a little-endian word: for loops that write them at once. */
import { encodeUtf8 } from '../../../bytes/utf8.ts'

/** By byte. */
export const HEX_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const [high, low] = encodeUtf8(byte.toString(16).padStart(2, '0'))
  return high | (low << 8)
})
