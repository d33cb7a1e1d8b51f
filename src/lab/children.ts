/** Processes that the lab starts: each is ended by its own id, at the latest when the lab ends. */
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const living = new Set<ChildProcessByStdio<Writable, Readable, Readable>>()
const LONGEST_WAIT_MS = 15_000
const MOST_ERROR_TEXT = 2000

/** A call of another program failed; the message has the program's own words. */
export class CommandError extends Error {}

/** Runs a program to its end and gives what it printed. Raises a `CommandError`. */
export async function runCommand(command: string, words: readonly string[], input?: string): Promise<string> {
  const running = execute(command, [...words])
  running.child.stdin?.on('error', () => {})
  running.child.stdin?.end(input ?? '')
  try {
    return (await running).stdout
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string }
    throw new CommandError(`${command} ${words.join(' ').slice(0, 200)}: ${stderr.trim()}`)
  }
}

/** A program that runs beside the lab and talks in lines. */
export class Child {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #waiters: { readonly fits: (line: string) => boolean; readonly done: (line: string) => void }[] = []
  readonly #gone: Promise<unknown>
  #errorText = ''
  #isGone = false

  /** @param onLine gets every line of standard output, and of standard error when `errors` says so */
  constructor(command: string, words: readonly string[], { onLine = () => {}, errors = false, environment = {} }: ChildOptions = {}) {
    this.#process = spawn(command, [...words], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...environment } })
    living.add(this.#process)
    this.#process.stdin.on('error', () => {})
    this.#gone = once(this.#process, 'close')
    this.#process.once('close', () => {
      this.#isGone = true
      living.delete(this.#process)
    })
    const take = (line: string): void => {
      onLine(line)
      for (const waiter of this.#waiters.filter(({ fits }) => fits(line))) {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
        waiter.done(line)
      }
    }
    eachLine(this.#process.stdout, take)
    eachLine(this.#process.stderr, (line) => {
      this.#errorText = `${this.#errorText}${line}\n`.slice(-MOST_ERROR_TEXT)
      if (errors) take(line)
    })
  }

  /** Writes a line to its standard input. */
  say(line: string): void {
    if (!this.#isGone) this.#process.stdin.write(`${line}\n`)
  }

  /** Waits for a line. Raises a `CommandError` when the program ends first, or says nothing for too long. */
  async line(fits: (line: string) => boolean, limitMs = LONGEST_WAIT_MS): Promise<string> {
    let timer: NodeJS.Timeout | undefined
    const found = new Promise<string>((done) => this.#waiters.push({ fits, done }))
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(this.#failure('is silent')), limitMs)
    })
    const ended = this.#gone.then(() => {
      throw this.#failure('ended')
    })
    try {
      return await Promise.race([found, late, ended])
    } finally {
      clearTimeout(timer)
      // Whichever loses the race fails later, when nobody listens any more.
      ended.catch(() => {})
    }
  }

  /** Lets it go before others that want the processor. */
  hurry(priority: number): void {
    try {
      setPriority(this.#process.pid ?? 0, priority)
    } catch {
      // It has ended, or may not be hurried.
    }
  }

  /** Ends it with a signal and waits until it is gone. */
  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.#isGone) this.#process.kill(signal)
    await this.#gone
  }

  #failure(what: string): CommandError {
    const name = this.#process.spawnargs.join(' ').slice(0, 120)
    return new CommandError(`${name} ${what}: ${this.#errorText.trim().split('\n').slice(-3).join(' ')}`)
  }
}

/** How a child is listened to. */
export interface ChildOptions {
  readonly onLine?: (line: string) => void
  /** Lines of standard error count as well. */
  readonly errors?: boolean
  readonly environment?: Readonly<Record<string, string>>
}

function eachLine(stream: Readable, take: (line: string) => void): void {
  let text = ''
  stream.setEncoding('utf8').on('data', (data: string) => {
    const lines = (text + data).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
}

/** Ends all children at once, without waiting: the process is about to end. */
export function killChildren(): void {
  for (const child of living) child.kill('SIGKILL')
}
