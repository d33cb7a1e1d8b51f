/** Shows on standard error how far the reading is, when somebody watches and it takes long. */
import type { ShellWords } from '../core/words/interface-words.ts'
import { isStderrTerminal, tell } from './terminal.ts'

/** Shorter work needs no progress. */
const QUIET_MS = 1000
/** Pause between two updates. */
const UPDATE_MS = 200
const BYTES_PER_MB = 1e6
const CLEAR_LINE = '\r\x1b[K'

/** Progress over all inputs of a command. */
export class Progress {
  readonly #words: ShellWords
  readonly #isWatched = isStderrTerminal()
  #nextMs = Date.now() + QUIET_MS
  #isShown = false

  constructor(words: ShellWords) {
    this.#words = words
  }

  /** The input `name` was read up to `bytesRead`, of `totalBytes` where that is known. */
  show(name: string, bytesRead: number, totalBytes: number | undefined): void {
    if (!this.#isWatched || Date.now() < this.#nextMs) return
    this.#nextMs = Date.now() + UPDATE_MS
    this.#isShown = true
    const percent = totalBytes === undefined || totalBytes === 0 ? undefined : (100 * bytesRead) / totalBytes
    tell(CLEAR_LINE + this.#words.progress(name, bytesRead / BYTES_PER_MB, percent))
  }

  /** Removes what was shown: results follow. */
  clear(): void {
    if (this.#isShown) tell(CLEAR_LINE)
    this.#isShown = false
  }
}
