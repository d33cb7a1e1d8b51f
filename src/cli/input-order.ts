/** Puts several inputs in the order of their times, so that one report tells one story. */
import { DetectingReader } from '../core/capture/format.ts'
import { readInput } from '../node/input-file.ts'
import { inputSizeBytes } from '../node/input-size.ts'

/**
 * `files` by the time of their first packets; those without one (no date, unreadable) at the end, as they were named, and so standard
 * input and pipes, where what was read for this would be gone.
 */
export async function inTimeOrder(files: readonly string[]): Promise<readonly string[]> {
  if (files.length < 2) return files
  const starts = new Map<string, bigint>()
  for (const file of new Set(files)) {
    const startNs = inputSizeBytes(file) === undefined ? undefined : await startOf(file)
    if (startNs !== undefined) starts.set(file, startNs)
  }
  return [...files].sort((a, b) => compareStarts(starts.get(a), starts.get(b)))
}

function compareStarts(a: bigint | undefined, b: bigint | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return a < b ? -1 : a > b ? 1 : 0
}

/** The time of the first packet; reads no further. */
async function startOf(file: string): Promise<bigint | undefined> {
  const enough = new AbortController()
  const reader = new DetectingReader(() => enough.abort())
  await readInput(file, reader, { signal: enough.signal })
  return reader.info.startNs
}
