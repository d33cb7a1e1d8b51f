/** The bytes of a report that is to be verified: bounded, for an input that never ends is none. */
import { closeSync, openSync, readSync } from 'node:fs'

const STDIN = 0
const CHUNK_BYTES = 1 << 20
/** A report of ten million connections is smaller. */
const MOST_BYTES = 2 ** 31 - 1
const OPENING = '{'.charCodeAt(0)
const SPACES: ReadonlySet<number> = new Set(Buffer.from(' \t\r\n'))

/**
 * Reads the report at `path` (`-`: standard input) to its end, or so much of it as shows that it is none: JSON begins with a brace, and
 * has an end. Raises the system's error.
 */
export function reportBytes(path: string): Uint8Array {
  const file = path === '-' ? STDIN : openSync(path, 'r')
  const chunks: Uint8Array[] = []
  let byteCount = 0
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
      const count = readSync(file, chunk)
      if (count === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, count))
      byteCount += count
      const first = chunk.subarray(0, count).find((byte) => !SPACES.has(byte))
      const isBrace = chunks.length > 1 || first === OPENING
      if (!isBrace || byteCount > MOST_BYTES) return chunk.subarray(0, isBrace ? 0 : count)
    }
  } finally {
    if (file !== STDIN) closeSync(file)
  }
}
