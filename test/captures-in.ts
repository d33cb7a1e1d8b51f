/** The captures of a folder, for tests that hold something of every one of them. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of the captures in `folder` (not below it) whose names match, in order; none when the folder is not there. */
export function capturesIn(folder: string, names = /\.pcap$/): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => names.test(name))
    .sort()
    .map((name) => join(folder, name))
}
