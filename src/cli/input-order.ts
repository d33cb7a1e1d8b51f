/** Puts several inputs in the order of their times, so that one report tells one story. */
import { realpathSync } from 'node:fs'
import { DetectingReader } from '../core/capture/format.ts'
import { printable } from '../core/view/text-layout.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { readInput } from '../node/input-file.ts'
import { inputSizeBytes } from '../node/input-size.ts'
import { nameOf } from './input-run.ts'
import { tell } from './terminal.ts'

/** Says of a file that is named twice, by whatever names, that what is in it counts twice. */
export function tellRepeated(files: readonly string[], { shell }: InterfaceWords): void {
  const repeated = namedTwice(files)
  if (repeated !== undefined) tell(`synfin: ${printable(shell.namedTwice(nameOf(repeated)))}\n`)
}

/** The first of `files` that is one of those before it; undefined when all are different. */
function namedTwice(files: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return files.find((file) => {
    const path = pathOf(file)
    if (seen.has(path)) return true
    seen.add(path)
    return false
  })
}

/** What two names of one file have in common. */
function pathOf(file: string): string {
  try {
    return file === '-' ? file : realpathSync(file)
  } catch {
    // What it is, if anything, is told when it is read.
    return file
  }
}

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
