/** Standard input read twice: kept in a file of its own for as long as it is needed. */
import { join } from 'node:path'
import { Output } from '../node/output.ts'
import { TemporaryFolder } from '../node/temporary-folder.ts'

/** A copy of standard input. */
export class TwicePipe {
  readonly path: string
  private readonly folder: TemporaryFolder

  private constructor(folder: TemporaryFolder) {
    this.folder = folder
    this.path = join(folder.path, 'input')
  }

  /**
   * Copies standard input to its end, or until `signal` says that so much is enough. Call `remove` afterwards. Raises an `OutputError`
   * when there is no room for the copy.
   */
  static async keep(signal: AbortSignal): Promise<TwicePipe> {
    const pipe = new TwicePipe(new TemporaryFolder('input'))
    const stop = (): void => void process.stdin.destroy()
    signal.addEventListener('abort', stop)
    try {
      const copy = new Output(pipe.path)
      for await (const chunk of process.stdin) copy.write(chunk as Uint8Array)
      copy.close()
    } catch (error) {
      if (signal.aborted) return pipe
      pipe.remove()
      throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
    return pipe
  }

  /** Removes the copy. */
  remove(): void {
    this.folder.remove()
  }
}
