/** A reader whose results are handed on after each piece of input, where somebody may be waiting for them. */
import type { DirectReader } from '../core/capture/direct-reader.ts'

/** `reader`, with `flush` called after each piece that it took. */
export function flushingReader(reader: DirectReader, flush: () => void): DirectReader {
  return {
    get info() {
      return reader.info
    },
    get done() {
      return reader.done
    },
    space: (minBytes) => reader.space(minBytes),
    commit(byteCount) {
      reader.commit(byteCount)
      flush()
    },
    push(chunk) {
      reader.push(chunk)
      flush()
    },
    end() {
      reader.end()
      flush()
    },
  }
}
