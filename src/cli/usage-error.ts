/** What is wrong with how the command was called. */
import type { UsageFault } from '../core/words/interface-words.ts'

/** Raised while the arguments are read; the entry says it in the user's language. */
export class UsageError extends Error {
  readonly fault: UsageFault
  /** The command whose help has the answer. */
  readonly command: string | undefined

  constructor(fault: UsageFault, command?: string) {
    super(fault.kind)
    this.name = 'UsageError'
    this.fault = fault
    this.command = command
  }
}

/** Whether `error` is a `UsageError`, also one that another part of the command raised: each part has the class for itself. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError'
}
