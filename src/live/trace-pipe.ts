/** The lines that the kernel logs in an instance of its tracing, as they come (`trace_pipe`). */
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

const SLICE_BYTES = 262_144

/** An event as a line tells it: when by the kernel's clock, which, its text, and what of that is written as `key=value`. */
export interface TracedEvent {
  readonly seconds: number
  readonly name: string
  readonly text: string
  readonly fields: Readonly<Record<string, string>>
}

/** Reads the events of an instance without waiting for them. */
export class TracePipe {
  readonly #pipe: number
  readonly #take: (event: TracedEvent) => void
  readonly #buffer = Buffer.alloc(SLICE_BYTES)
  #rest = ''

  /** Opens the pipe of the instance in that folder; `take` gets each event. Raises the system's error where it is not allowed. */
  constructor(instance: string, take: (event: TracedEvent) => void) {
    this.#take = take
    this.#pipe = openSync(join(instance, 'trace_pipe'), constants.O_RDONLY | constants.O_NONBLOCK)
  }

  /** Takes what the kernel has logged so far. */
  drain(): void {
    for (;;) {
      let count = 0
      try {
        count = readSync(this.#pipe, this.#buffer)
      } catch {
        // Nothing more at the moment.
      }
      if (count === 0) return
      const lines = (this.#rest + this.#buffer.toString('latin1', 0, count)).split('\n')
      this.#rest = lines.pop() ?? ''
      for (const line of lines) {
        const event = tracedEvent(line)
        if (event !== undefined) this.#take(event)
      }
    }
  }

  /** Closes the pipe; the instance can then be removed. */
  close(): void {
    closeSync(this.#pipe)
  }
}

/** The event of a line; undefined for a line that has none. */
export function tracedEvent(line: string): TracedEvent | undefined {
  const found = /\s(\d+\.\d+): (\w+): (.*)$/.exec(line)
  if (found === null) return undefined
  const [, seconds = '', name = '', text = ''] = found
  const fields = Object.fromEntries([...text.matchAll(/(\w+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]))
  return { seconds: Number(seconds), name, text, fields }
}
