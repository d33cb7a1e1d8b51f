/** The screen of `synfin live`: draws lines on the terminal's other page, reads keys, and leaves the terminal as it was. */
import { writeSync } from 'node:fs'

const STDOUT = 1
/** The other page, no cursor; and back. */
const ENTER = '\x1b[?1049h\x1b[?25l'
const LEAVE = '\x1b[?25h\x1b[?1049l'
const HOME = '\x1b[H'
const CLEAR_TO_END_OF_LINE = '\x1b[K'
const CLEAR_BELOW = '\x1b[J'
const USUAL_COLUMNS = 80
const USUAL_ROWS = 24

/** A key by its meaning; other characters as they are. */
export type Key =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'interrupt'
  | { readonly text: string }

const KEYS: ReadonlyMap<string, Key> = new Map<string, Key>([
  ['\x1b[A', 'up'],
  ['\x1bOA', 'up'],
  ['\x1b[B', 'down'],
  ['\x1bOB', 'down'],
  ['\x1b[5~', 'page-up'],
  ['\x1b[6~', 'page-down'],
  ['\x1b[H', 'home'],
  ['\x1b[F', 'end'],
  ['\x1b[1~', 'home'],
  ['\x1b[4~', 'end'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\x1b', 'escape'],
  ['\x7f', 'backspace'],
  ['\b', 'backspace'],
  ['\x03', 'interrupt'],
])

/** The keys in what the terminal sent at once: several may come together when someone types fast, or pastes. */
export function keysOf(input: string): Key[] {
  const found: Key[] = []
  // An escape sequence, or one character.
  for (const [part] of input.matchAll(/\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|[^]/gu)) {
    const key = KEYS.get(part)
    if (key !== undefined) found.push(key)
    else if (part >= ' ') found.push({ text: part })
  }
  return found
}

/** The terminal while a table is on it. */
export class LiveScreen {
  readonly #onKey: (key: Key) => void
  readonly #onResize: () => void
  #isOpen = false
  #last = ''

  constructor(onKey: (key: Key) => void, onResize: () => void) {
    this.#onKey = onKey
    this.#onResize = onResize
  }

  get columns(): number {
    return process.stdout.columns || USUAL_COLUMNS
  }

  get rows(): number {
    return process.stdout.rows || USUAL_ROWS
  }

  /** Takes the terminal. */
  open(): void {
    this.#isOpen = true
    process.stdin.setRawMode(true)
    process.stdin.setEncoding('utf8')
    process.stdin.on('data', this.#read)
    process.stdin.resume()
    process.stdout.on('resize', this.#resized)
    // Whatever ends this process, the terminal is given back.
    process.on('exit', this.#leave)
    process.on('SIGCONT', this.#continued)
    this.#write(ENTER)
  }

  /** Shows these lines from the top; what stood below is gone. Lines that have not changed cost nothing. */
  draw(lines: readonly string[]): void {
    const text = lines.slice(0, this.rows).join(`${CLEAR_TO_END_OF_LINE}\r\n`)
    if (text === this.#last || !this.#isOpen) return
    this.#last = text
    this.#write(`${HOME}${text}${CLEAR_TO_END_OF_LINE}${CLEAR_BELOW}`)
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.#leave()
    process.stdin.removeListener('data', this.#read)
    process.stdin.pause()
    process.stdout.removeListener('resize', this.#resized)
    process.removeListener('exit', this.#leave)
    process.removeListener('SIGCONT', this.#continued)
  }

  readonly #read = (input: string): void => {
    for (const key of keysOf(input)) this.#onKey(key)
  }

  readonly #resized = (): void => {
    this.#last = ''
    this.#onResize()
  }

  /** After Ctrl-Z and fg the terminal is somebody else's page. */
  readonly #continued = (): void => {
    process.stdin.setRawMode(true)
    this.#write(ENTER)
    this.#resized()
  }

  readonly #leave = (): void => {
    if (!this.#isOpen) return
    this.#isOpen = false
    process.stdin.setRawMode(false)
    this.#write(LEAVE)
  }

  #write(text: string): void {
    try {
      writeSync(STDOUT, text)
    } catch {
      // The terminal has gone.
    }
  }
}
