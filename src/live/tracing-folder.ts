/** Where the kernel's tracing is to be found (tracefs): in its usual place, or mounted for as long as it is needed. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removedAtEnd } from '../node/leftovers.ts'

const USUAL_PLACE = '/sys/kernel/tracing'

/** The tracing file system. */
export interface TracingFolder {
  readonly path: string
  /** Takes away what was mounted for it. */
  close(): void
}

/** Finds it; undefined where the kernel has none, or the rights do not allow to mount it (a container or a namespace may hide the usual one). */
export function tracingFolder(): TracingFolder | undefined {
  if (existsSync(join(USUAL_PLACE, 'instances'))) return { path: USUAL_PLACE, close: () => {} }
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return undefined
  const path = mkdtempSync(join(tmpdir(), 'synfin-sockets-'))
  const close = removedAtEnd(() => {
    try {
      execFileSync('umount', [path], { stdio: 'pipe' })
    } catch {
      // It was not mounted, or somebody stands in it: the system takes it away with its last user.
    }
    try {
      rmdirSync(path)
    } catch {
      // Still mounted.
    }
  })
  try {
    execFileSync('mount', ['-t', 'tracefs', 'nodev', path], { stdio: 'pipe' })
  } catch {
    close()
    return undefined
  }
  if (existsSync(join(path, 'instances'))) return { path, close }
  close()
  return undefined
}
