/** Standard input read twice: kept in a file of its own for as long as it is needed. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** A copy of standard input. */
export class TwicePipe {
  readonly path: string
  private readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
    this.path = join(folder, 'input')
  }

  /** Copies standard input to its end. Call `remove` afterwards. */
  static async keep(): Promise<TwicePipe> {
    const pipe = new TwicePipe(mkdtempSync(join(tmpdir(), 'synfin-')))
    try {
      await pipeline(process.stdin, createWriteStream(pipe.path, { mode: 0o600 }))
    } catch (error) {
      pipe.remove()
      throw error
    }
    return pipe
  }

  /** Removes the copy. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
