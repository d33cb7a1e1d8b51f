/** A folder that only this user can read, for as long as it is needed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removedAtEnd } from './leftovers.ts'
import { outputError } from './output.ts'

/** A folder below the system's folder for temporary files; it goes with the process at the latest. */
export class TemporaryFolder {
  readonly path: string
  /** Takes the folder away, and what is in it. */
  readonly remove: () => void

  /** Makes a folder whose name begins with `synfin-` and `use`. Raises an `OutputError` where none can be made. */
  constructor(use: string) {
    const beginning = join(tmpdir(), `synfin-${use}-`)
    try {
      this.path = mkdtempSync(beginning)
    } catch (error) {
      throw outputError(`${beginning}...`, error)
    }
    this.remove = removedAtEnd(() => rmSync(this.path, { recursive: true, force: true }))
  }
}
