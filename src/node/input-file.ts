/** Feeds a capture reader from a file, a pipe or standard input, compressed or not. */

import { type Stats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { DirectReader } from '../core/capture/direct-reader.ts'
import { compressedProblem, compressionOf } from '../core/capture/format.ts'
import type { CaptureProblem } from '../core/capture/record.ts'
import { inputProblem } from './system-problem.ts'

/** How an input is read. */
export interface InputOptions {
  /** Called now and then with the bytes read so far and, for a regular file, its size (compressed bytes where it is compressed). */
  readonly onProgress?: (bytesRead: number, totalBytes: number | undefined) => void
  /** Aborting it ends the reading soon; what was read until then counts. */
  readonly signal?: AbortSignal
}

/** How the reading of an input went. What is wrong with the input itself is in the reader's `info.problems`. */
export interface InputOutcome {
  /** Bytes taken from the file or pipe (compressed bytes where it is compressed). */
  readonly bytesRead: number
  /** The size of a regular file. */
  readonly totalBytes: number | undefined
  /** True when `signal` ended the reading before the input was over. */
  readonly isStopped: boolean
}

/** A file is read this far between two looks at the event loop, for signals and timers. */
const TURN_BYTES = 8 * 1024 * 1024

/** Size of the pieces in which a compressed file is read. */
const PIECE_BYTES = 256 * 1024

/** The longest magic number of a compression. */
const MAGIC_BYTES = 6

const STDIN_NAME = '-'
const STDIN = 0

/**
 * Reads the file at `path` (`-`: standard input) into `reader` until its end, and ends the reader. gzip, and zstd where this Node has
 * it, are undone on the way. Nothing is thrown for a bad input: `reader.info.problems` says what is wrong (`no-such-file`,
 * `no-permission`, `is-directory`, `read-error`, `compressed`, `damaged-compression`, or a problem of the format).
 */
export async function readInput(path: string, reader: DirectReader, options: InputOptions = {}): Promise<InputOutcome> {
  let input: Input
  try {
    input = new Input(path, options)
  } catch (error) {
    reader.info.problems.push(inputProblem(path, error, 0))
    return { bytesRead: 0, totalBytes: undefined, isStopped: false }
  }
  let problem: CaptureProblem | undefined
  try {
    problem = input.isStream ? await readStream(input, reader) : await readFile(input, reader)
  } catch (error) {
    if (!isSystemError(error)) throw error
    problem = inputProblem(path, error, input.bytesRead)
  } finally {
    input.close()
  }
  endReader(reader, problem, input.isStopped)
  options.onProgress?.(input.bytesRead, input.totalBytes)
  return { bytesRead: input.bytesRead, totalBytes: input.totalBytes, isStopped: input.isStopped }
}

/** Ends `reader`. Where the input did not come to its own end, what the reader makes of that end is not the input's fault. */
function endReader(reader: DirectReader, problem: CaptureProblem | undefined, isStopped: boolean): void {
  const countBefore = reader.info.problems.length
  reader.end()
  if (problem === undefined && !isStopped) return
  reader.info.problems.splice(countBefore)
  if (problem !== undefined) reader.info.problems.push(problem)
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

/** An open file or pipe. */
class Input {
  readonly totalBytes: number | undefined
  /** True for what has to be waited for: pipes, sockets, terminals. */
  readonly isStream: boolean
  bytesRead = 0
  private readonly file: number
  private readonly options: InputOptions
  private nextTurnAt = TURN_BYTES
  private isOwnedByStream = false

  /** Opens `path`; raises the system's error when that is not possible. */
  constructor(path: string, options: InputOptions) {
    this.options = options
    // Without O_NONBLOCK, opening a FIFO would block this thread until somebody writes to it. Regular files do not mind.
    this.file = path === STDIN_NAME ? STDIN : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stat = fstatSync(this.file)
    this.totalBytes = stat.isFile() ? stat.size : undefined
    this.isStream = mustBeAwaited(stat, this.file)
  }

  /** True when the caller wants no more. */
  get isStopped(): boolean {
    return this.options.signal?.aborted === true
  }

  close(): void {
    if (this.file !== STDIN && !this.isOwnedByStream) closeSync(this.file)
  }

  /** Reads what comes next into `space` at once, of anything but a stream. 0 at the end. */
  read(space: Uint8Array): number {
    const byteCount = readSync(this.file, space, 0, space.length, null)
    this.bytesRead += byteCount
    return byteCount
  }

  /** Whether it is time for `turn`. */
  get isTurn(): boolean {
    return this.bytesRead >= this.nextTurnAt
  }

  /** Reports the progress, and gives way to signals and timers. */
  async turn(): Promise<void> {
    this.nextTurnAt = this.bytesRead + TURN_BYTES
    this.options.onProgress?.(this.bytesRead, this.totalBytes)
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** The chunks of a stream as they come, until its end or until the caller wants no more. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    // Reading in a thread (fs.read) is not enough: a process cannot exit while one of its threads waits for a pipe.
    const stream = this.file === STDIN ? process.stdin : new (await import('node:net')).Socket({ fd: this.file, writable: false })
    this.isOwnedByStream = true
    const stop = (): void => void stream.destroy()
    this.options.signal?.addEventListener('abort', stop)
    try {
      if (this.isStopped) return
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        this.bytesRead += chunk.length
        yield chunk
        if (this.isTurn) await this.turn()
        if (this.isStopped) return
      }
    } catch (error) {
      if (!this.isStopped) throw error
    } finally {
      this.options.signal?.removeEventListener('abort', stop)
      stream.destroy()
    }
  }

  /** The rest of a file in pieces; each is a new array. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    while (!this.isStopped) {
      const piece = new Uint8Array(PIECE_BYTES)
      const byteCount = this.read(piece)
      if (byteCount === 0) return
      yield piece.subarray(0, byteCount)
      if (this.isTurn) await this.turn()
    }
  }
}

function mustBeAwaited(stat: Stats, file: number): boolean {
  return stat.isFIFO() || stat.isSocket() || isatty(file)
}

/** Reads a file that never makes us wait: straight into the reader's buffer, without a promise per read. */
async function readFile(input: Input, reader: DirectReader): Promise<CaptureProblem | undefined> {
  const head = reader.space()
  const headBytes = input.read(head)
  const compression = compressionOf(head.subarray(0, headBytes))
  if (compression !== undefined) {
    const start = head.slice(0, headBytes)
    return readCompressed(compression, withStart(start, input.pieces()), input, reader)
  }
  let byteCount = headBytes
  while (byteCount > 0) {
    reader.commit(byteCount)
    if (reader.done || input.isStopped) break
    if (input.isTurn) await input.turn()
    byteCount = input.read(reader.space())
  }
  return undefined
}

/** Reads a pipe chunk by chunk, each handed on as soon as it is there. */
async function readStream(input: Input, reader: DirectReader): Promise<CaptureProblem | undefined> {
  const chunks = input.chunks()
  try {
    let start: Uint8Array = new Uint8Array(0)
    while (start.length < MAGIC_BYTES) {
      const next = await chunks.next()
      if (next.done === true) break
      start = joined(start, next.value)
    }
    const compression = compressionOf(start)
    if (compression !== undefined) return await readCompressed(compression, withStart(start, chunks), input, reader)
    for await (const chunk of withStart(start, chunks)) {
      reader.push(chunk)
      if (reader.done) break
    }
    return undefined
  } finally {
    // A pipe that nobody reads on from, and nobody closes, would keep the process alive.
    await chunks.return(undefined)
  }
}

async function readCompressed(
  compression: string,
  pieces: AsyncIterable<Uint8Array>,
  input: Input,
  reader: DirectReader,
): Promise<CaptureProblem | undefined> {
  const { canDecompress, decompress } = await import('./decompress.ts')
  if (!canDecompress(compression)) return compressedProblem(compression)
  const problem = await decompress(compression, pieces, reader)
  return input.isStopped ? undefined : problem
}

async function* withStart(start: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (start.length > 0) yield start
  yield* rest
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
