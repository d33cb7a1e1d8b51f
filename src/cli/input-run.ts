/** Reads the inputs of a command one after the other, with progress, until their end or Ctrl-C. */
import type { CaptureReader } from '../core/capture/record.ts'
import type { DirectReader } from '../core/capture/direct-reader.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { type InputOutcome, readInput } from '../node/input-file.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { Progress } from './progress.ts'
import { printable } from '../core/view/text-layout.ts'
import { ECHO_MS, onStopSignal } from './stop-signal.ts'
import { tell } from './terminal.ts'

/** More problems of one input are only counted. */
const MOST_PROBLEMS_TOLD = 5
/** The codes that say the input ended too early: no problem when we stopped it. */
const CUT_CODES: ReadonlySet<string> = new Set(['truncated-file', 'empty-file', 'no-packets'])
const BYTES_PER_MB = 1e6

/** The reading of all inputs of a command. */
export class InputRun {
  #abort = new AbortController()
  #isInterrupted = false
  #isInterruptionTold = false
  #bytesRead = 0
  #problems = 0
  readonly #words: InterfaceWords
  readonly #progress: Progress
  readonly #release: () => void

  constructor(words: InterfaceWords) {
    this.#words = words
    this.#progress = new Progress(words.shell)
    this.#release = onStopSignal(['SIGINT'], () => {
      this.#isInterrupted = true
      this.#abort.abort()
    })
  }

  /** No more input is wanted: the reader of the output has gone, or the user pressed Ctrl-C. */
  get isStopped(): boolean {
    return this.#abort.signal.aborted
  }

  /** Aborted when no more input is wanted. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Ends the reading soon. */
  stop(): void {
    this.#abort.abort()
  }

  /**
   * Reads one input to its end, and says on standard error what is wrong with it.
   *
   * @param name what the input is called where that is not its path
   */
  async read(file: string, reader: DirectReader, name = nameOf(file)): Promise<void> {
    const before = this.#bytesRead
    const { bytesRead, isStopped } = await this.#readThrough(file, reader, name)
    this.#bytesRead = before + bytesRead
    if (isStopped) forgetCut(reader)
    this.#tellProblems(name, reader)
    if (!this.#isInterrupted || this.#isInterruptionTold) return
    this.#isInterruptionTold = true
    tell(`${this.#words.shell.interrupted(this.#bytesRead / BYTES_PER_MB)}\n`)
    // What is left to tell of what was read may take long, and leaves no time for a second Ctrl-C: whoever presses it now means it.
    await new Promise((resolve) => setTimeout(resolve, ECHO_MS))
  }

  /** Reads an input once more: what is wrong with it has been said. */
  async readAgain(file: string, reader: DirectReader, name = nameOf(file)): Promise<void> {
    await this.#readThrough(file, reader, name)
  }

  /** Ends the run: removes the handler, and gives the exit code so far. */
  end(): ExitCode {
    this.#release()
    if (this.#isInterrupted) return EXIT.interrupted
    return this.#problems > 0 ? EXIT.failed : EXIT.ok
  }

  async #readThrough(file: string, reader: DirectReader, name: string): Promise<InputOutcome> {
    const outcome = await readInput(file, reader, {
      signal: this.#abort.signal,
      onProgress: (bytesRead, totalBytes) => this.#progress.show(printable(name), bytesRead, totalBytes),
    })
    this.#progress.clear()
    return outcome
  }

  #tellProblems(file: string, reader: DirectReader): void {
    const { problems } = reader.info
    const { shell } = this.#words
    this.#problems += problems.length
    for (const problem of problems.slice(0, MOST_PROBLEMS_TOLD)) tell(`${printable(shell.problem(file, problem))}\n`)
    if (problems.length > MOST_PROBLEMS_TOLD) tell(`${shell.moreProblems(problems.length - MOST_PROBLEMS_TOLD)}\n`)
  }
}

/** What an input is called, in the report as well as in what is said of it. */
export function nameOf(file: string): string {
  return file === '-' ? 'stdin' : file
}

/** The input was not cut, we were. */
function forgetCut(reader: CaptureReader): void {
  const { problems } = reader.info
  for (let i = problems.length - 1; i >= 0; i--) if (CUT_CODES.has(problems[i].code)) problems.splice(i, 1)
}
