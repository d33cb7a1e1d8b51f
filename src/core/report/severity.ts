/** The order of severities, and which of them call for a person. */
import type { Severity } from '../diagnosis/rule.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'ok']

/** Whether a verdict of this severity is something that a person should look at. */
export function isProblem(severity: Severity): boolean {
  return severity === 'error' || severity === 'warning'
}

/** Orders severities: the worst first. For `sort`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b)
}
