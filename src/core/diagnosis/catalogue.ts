/** All rules, in order of importance: the first that holds is a connection's verdict. */
import type { CaptureRule, Rule } from './rule.ts'

/** Rules about one connection. */
export const RULES: readonly Rule[] = []

/** Rules about a whole input. */
export const CAPTURE_RULES: readonly CaptureRule[] = []
