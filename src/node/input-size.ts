/** How large an input is, where that can be known before reading it. */
import { statSync } from 'node:fs'

/** Size of a regular file in bytes; undefined for standard input, pipes and what cannot be looked at. */
export function inputSizeBytes(path: string): number | undefined {
  if (path === '-') return undefined
  const status = statSync(path, { throwIfNoEntry: false })
  return status?.isFile() === true ? status.size : undefined
}
