/** What is wrong with a filter: libpcap's own sentence, where it is, and a sentence that helps. */

/** Why an expression was refused. */
export type FilterErrorKind = 'syntax' | 'meaning' | 'never-matches'

/** A filter that cannot be used. */
export interface FilterError {
  readonly kind: FilterErrorKind
  /** libpcap 1.10.3's own text, as tcpdump prints it behind its name. */
  readonly message: string
  /** One or two sentences for whoever wrote the expression. */
  readonly explanation: string
  /** Offset in the text of what is wrong, in UTF-16 units; the length of the text when its end is what is wrong. */
  readonly column: number
  /** How many units are wrong; 0 at the end of the text. */
  readonly length: number
}

/** Text that a fault belongs to. */
export interface TextSpan {
  readonly from: number
  readonly to: number
}

/** Thrown inside the compiler only, and caught by `compileFilter`. */
export class FilterFault extends Error {
  readonly kind: FilterErrorKind
  readonly explanation: string
  readonly span: TextSpan

  constructor(kind: FilterErrorKind, message: string, explanation: string, span: TextSpan) {
    super(message)
    this.kind = kind
    this.explanation = explanation
    this.span = span
  }

  /** The fault as data. */
  toError(): FilterError {
    const { kind, message, explanation, span } = this
    return { kind, message, explanation, column: span.from, length: span.to - span.from }
  }
}

const CONTEXT_COLUMNS = 100

/**
 * The line of the expression with carets below what is wrong, without a newline at its end. Long lines are cut around the fault; control
 * characters become blanks, so that the carets stand where they should.
 */
export function caretText(text: string, error: FilterError): string {
  const flat = text.replaceAll(/\p{Cc}/gu, ' ')
  const start = Math.max(0, Math.min(error.column - CONTEXT_COLUMNS / 2, flat.length - CONTEXT_COLUMNS))
  const shown = flat.slice(start, start + CONTEXT_COLUMNS)
  const column = error.column - start
  const carets = Math.max(1, Math.min(error.length, shown.length - column))
  return `${shown}\n${' '.repeat(column)}${'^'.repeat(carets)}`
}
