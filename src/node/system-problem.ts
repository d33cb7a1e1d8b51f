/** What to say when the operating system refuses: one sentence for each everyday error number. */

import type { CaptureProblem } from '../core/capture/record.ts'

/** The error number's name (`ENOENT`) of an error that a system call raised; empty for any other value. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The reason alone, in lower case, as it can follow a colon. */
export function reasonOf(error: unknown): string {
  const known = REASONS.get(errnoOf(error))
  if (known !== undefined) return known
  return error instanceof Error ? error.message : String(error)
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'a part of its path is not a directory'],
  ['EISDIR', 'it is a directory'],
  ['EEXIST', 'it is no folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EIO', 'the device reports an error'],
  ['ENOSPC', 'no space is left on the device'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EFBIG', 'the file would become too large'],
  ['EROFS', 'the file system is read-only'],
  ['EMFILE', 'too many files are open'],
  ['ENXIO', 'it is a socket or a device without a driver'],
  ['ELOOP', 'its symbolic links go in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EBADF', 'it is closed'],
])

const CODES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no-such-file'],
  ['ENOTDIR', 'no-such-file'],
  ['EISDIR', 'is-directory'],
  ['EACCES', 'no-permission'],
  ['EPERM', 'no-permission'],
])

/** The problem of the input `name` that could not be opened or read on from `offset`. */
export function inputProblem(name: string, error: unknown, offset: number): CaptureProblem {
  return { code: CODES.get(errnoOf(error)) ?? 'read-error', offset, message: `"${name}" cannot be read: ${reasonOf(error)}.` }
}
