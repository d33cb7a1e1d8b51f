/** Colours of the text report; without colour every function gives its text back. */
import type { Severity } from '../core/diagnosis/rule.ts'

/** Decorates text that is laid out already. */
export interface Style {
  bold(text: string): string
  dim(text: string): string
  severity(severity: Severity, text: string): string
}

const CODES = { bold: 1, dim: 2, error: 31, warning: 33, info: 36, ok: 32 } as const

function colour(code: number, text: string): string {
  return text === '' ? text : `\x1b[${code}m${text}\x1b[0m`
}

/** Style for a terminal that shows colour. */
export const COLOURED: Style = {
  bold: (text) => colour(CODES.bold, text),
  dim: (text) => colour(CODES.dim, text),
  severity: (severity, text) => colour(CODES[severity], text),
}

/** Style for everything else. */
export const PLAIN: Style = { bold: (text) => text, dim: (text) => text, severity: (_severity, text) => text }
