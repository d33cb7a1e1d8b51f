/** What is known of the terminal, and talking to the person in front of it. */
import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'

const STDIN = 0
const STDOUT = 1
const STDERR = 2

/** Columns where the output is not a terminal, and the fewest that a report can be laid out in. */
const DEFAULT_COLUMNS = 80
const FEWEST_COLUMNS = 40
/** Longer lines are hard to read. */
const MOST_COLUMNS = 100

/** Whether a person waits at standard error. */
export function isStderrTerminal(): boolean {
  return isatty(STDERR)
}

/** Whether standard input is a pipe or a file, so that it can be read without being named. */
export function hasPipe(): boolean {
  return !isatty(STDIN)
}

/** Whether colour may be used: on a terminal, and never with `NO_COLOR`. */
export function mayColour(environment: Readonly<Record<string, string | undefined>>): boolean {
  return isatty(STDOUT) && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb'
}

/** Columns to lay the report out in. */
export function columnsOf(environment: Readonly<Record<string, string | undefined>>): number {
  const columns = isatty(STDOUT) ? process.stdout.columns : Number(environment.COLUMNS)
  return Number.isInteger(columns) && columns > 0 ? Math.min(MOST_COLUMNS, Math.max(FEWEST_COLUMNS, columns)) : DEFAULT_COLUMNS
}

/** Writes to standard error; nobody listening is not an error. */
export function tell(text: string): void {
  try {
    writeSync(STDERR, text)
  } catch {
    // A closed or full standard error has no other place to be reported.
  }
}
