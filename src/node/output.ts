/** Writes results to a file or to standard output: in large blocks, and quietly when the reader of a pipe goes away. */

import { closeSync, constants, fstatSync, openSync, statSync, writeSync } from 'node:fs'
import { errnoOf, reasonOf } from './system-problem.ts'

/** An output that cannot be written: one sentence, and a stable code. */
export class OutputError extends Error {
  /** `no-permission`, `no-space`, `no-such-folder`, `is-directory`, `is-file`, `same-file` or `write-error`. */
  readonly code: string
  /** What was to be written; empty for standard output. */
  readonly path: string

  constructor(code: string, path: string, message: string) {
    super(message)
    this.name = 'OutputError'
    this.code = code
    this.path = path
  }
}

/** Whether `error` is an `OutputError`, also one that another part of the command raised: each part has the class for itself. */
export function isOutputError(error: unknown): error is OutputError {
  return error instanceof Error && error.name === 'OutputError'
}

/** The error of a system call that was to write `path`, or to make it; an empty path is standard output. */
export function outputError(path: string, error: unknown): OutputError {
  const errno = errnoOf(error)
  const reason = errno === 'ENOENT' ? 'its folder does not exist' : reasonOf(error)
  return new OutputError(CODES.get(errno) ?? 'write-error', path, `${nameOf(path)} cannot be written: ${reason}.`)
}

function nameOf(path: string): string {
  return path === '' ? 'standard output' : `"${path}"`
}

const CODES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no-such-folder'],
  ['ENOTDIR', 'no-such-folder'],
  ['EACCES', 'no-permission'],
  ['EPERM', 'no-permission'],
  ['EROFS', 'no-permission'],
  ['EISDIR', 'is-directory'],
  ['EEXIST', 'is-file'],
  ['ENOSPC', 'no-space'],
  ['EDQUOT', 'no-space'],
  ['EFBIG', 'no-space'],
])

/** So much is collected before a system call. */
const BLOCK_BYTES = 256 * 1024

/** So much at once is not worth collecting: it is written as it is. */
const LARGE_BYTES = 64 * 1024

/** How long to wait for a pipe that is full and cannot block. */
const RETRY_MS = 2

const STDOUT_NAME = '-'
const STDOUT = 1

/**
 * One output, written in order. Memory is bounded by one block: `write` returns when the bytes are kept or written.
 */
export class Output {
  /** True when the other end of the pipe has gone: nothing more will be written, and there is nothing to tell anybody. */
  isClosed = false
  private readonly path: string
  private readonly file: number
  private readonly block = new Uint8Array(BLOCK_BYTES)
  private readonly encoder = new TextEncoder()
  private blockBytes = 0

  /**
   * Opens the file at `path` for writing (`-`: standard output), emptying it. Raises an `OutputError` when that cannot be, and when the
   * file is one of `inputPaths`, which emptying would destroy.
   */
  constructor(path: string, inputPaths: readonly string[] = []) {
    this.path = path === STDOUT_NAME ? '' : path
    if (path !== STDOUT_NAME && inputPaths.some((input) => isSameFile(input, path))) {
      throw new OutputError('same-file', path, `${nameOf(path)} is an input too: it would be lost.`)
    }
    try {
      this.file = path === STDOUT_NAME ? STDOUT : openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o666)
    } catch (error) {
      throw this.failure(error)
    }
  }

  /** Writes bytes, or text as UTF-8. False when the reader has gone, so that the caller may stop early. Raises an `OutputError`. */
  write(data: Uint8Array | string): boolean {
    const bytes = typeof data === 'string' ? this.encoder.encode(data) : data
    if (this.isClosed) return false
    if (bytes.length > BLOCK_BYTES - this.blockBytes || bytes.length >= LARGE_BYTES) this.flush()
    if (bytes.length >= LARGE_BYTES) this.writeAll(bytes)
    else {
      this.block.set(bytes, this.blockBytes)
      this.blockBytes += bytes.length
    }
    return !this.isClosed
  }

  /** Hands over what is collected, so that a waiting person sees it. Raises an `OutputError`. */
  flush(): void {
    const { blockBytes } = this
    this.blockBytes = 0
    if (blockBytes > 0) this.writeAll(this.block.subarray(0, blockBytes))
  }

  /** Writes what is left and closes a file. Raises an `OutputError`: a full disk may say so only now. */
  close(): void {
    this.flush()
    if (this.file === STDOUT) return
    try {
      closeSync(this.file)
    } catch (error) {
      throw this.failure(error)
    }
  }

  private writeAll(bytes: Uint8Array): void {
    let written = 0
    while (written < bytes.length && !this.isClosed) {
      try {
        written += writeSync(this.file, bytes, written, bytes.length - written)
      } catch (error) {
        this.handle(error)
      }
    }
  }

  /** Waits where waiting helps, notes a closed pipe, and raises everything else. */
  private handle(error: unknown): void {
    const errno = errnoOf(error)
    if (errno === 'EPIPE') this.isClosed = true
    else if (errno === 'EAGAIN') sleep(RETRY_MS)
    else if (errno !== 'EINTR') throw this.failure(error)
  }

  private failure(error: unknown): OutputError {
    return outputError(this.path, error)
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Whether two paths lead to the same regular file; false when one of them leads nowhere. */
function isSameFile(first: string, second: string): boolean {
  try {
    const a = first === STDOUT_NAME ? fstatSync(0) : statSync(first)
    const b = statSync(second)
    return a.isFile() && a.dev === b.dev && a.ino === b.ino
  } catch {
    return false
  }
}
