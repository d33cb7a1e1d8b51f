/** An input that can be read only once (standard input, a pipe), kept in a file of its own for as long as it is needed. */
import { constants, openSync, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { Output } from '../node/output.ts'
import { TemporaryFolder } from '../node/temporary-folder.ts'

const STDIN_NAME = '-'

/** Whether what was read of the input is gone. */
export function isReadOnce(path: string): boolean {
  return path === STDIN_NAME || statSync(path, { throwIfNoEntry: false })?.isFIFO() === true
}

/** A copy of standard input, or of a pipe. */
export class TwicePipe {
  readonly path: string
  private readonly folder: TemporaryFolder

  private constructor(folder: TemporaryFolder) {
    this.folder = folder
    this.path = join(folder.path, 'input')
  }

  /**
   * Copies `path` (`-`: standard input) to its end, or until `signal` says that so much is enough. Call `remove` afterwards. Raises an
   * `OutputError` when there is no room for the copy, and the system's error when the pipe cannot be opened.
   */
  static async keep(path: string, signal: AbortSignal): Promise<TwicePipe> {
    const stream = path === STDIN_NAME ? process.stdin : pipeAt(path)
    const pipe = new TwicePipe(new TemporaryFolder('input'))
    const stop = (): void => void stream.destroy()
    signal.addEventListener('abort', stop)
    try {
      const copy = new Output(pipe.path)
      for await (const chunk of stream) copy.write(chunk as Uint8Array)
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

/** A pipe that is waited for without a thread, which would keep the process from ending. */
function pipeAt(path: string): Socket {
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false })
}
