/** MD5 (RFC 1321): for signatures of TCP segments, never for security of our own. */

const BLOCK_BYTES = 64
const LENGTH_BYTES = 8
/** Shifts of the four rounds (RFC 1321 §3.4). */
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]
/** Whole parts of 2^32 |sin i|. */
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32))

/** The digest of `message`: 16 bytes. */
export function md5(message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 1 + LENGTH_BYTES) / BLOCK_BYTES)
  const padded = new Uint8Array(blocks * BLOCK_BYTES)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - LENGTH_BYTES, message.length << 3, true)
  view.setUint32(padded.length - LENGTH_BYTES + 4, Math.floor(message.length / 2 ** 29), true)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let block = 0; block < padded.length; block += BLOCK_BYTES) addBlock(state, view, block)
  const digest = new Uint8Array(16)
  const digestView = new DataView(digest.buffer)
  for (let i = 0; i < 4; i++) digestView.setInt32(i * 4, state[i], true)
  return digest
}

function addBlock(state: Int32Array, view: DataView, block: number): void {
  let [a, b, c, d] = state
  for (let i = 0; i < 64; i++) {
    const round = i >> 4
    let mixed: number
    let word: number
    if (round === 0) {
      mixed = (b & c) | (~b & d)
      word = i
    } else if (round === 1) {
      mixed = (d & b) | (~d & c)
      word = (5 * i + 1) & 15
    } else if (round === 2) {
      mixed = b ^ c ^ d
      word = (3 * i + 5) & 15
    } else {
      mixed = c ^ (b | ~d)
      word = (7 * i) & 15
    }
    const sum = (a + mixed + SINES[i] + view.getInt32(block + word * 4, true)) | 0
    const shift = SHIFTS[round][i & 3]
    a = d
    d = c
    c = b
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
  }
  state[0] += a
  state[1] += b
  state[2] += c
  state[3] += d
}
