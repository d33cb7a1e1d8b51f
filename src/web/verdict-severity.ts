/** How grave each verdict is. */
import { CAPTURE_RULES, GROUP_RULES, RULES } from '../core/diagnosis/catalogue.ts'
import type { Severity } from '../core/diagnosis/rule.ts'
import type { VerdictId } from '../core/diagnosis/verdict-id.ts'

const SEVERITIES = new Map<VerdictId, Severity>([...RULES, ...CAPTURE_RULES, ...GROUP_RULES].map(({ id, severity }) => [id, severity]))

/** The severity of a verdict; `info` when no rule has it. */
export function verdictSeverity(id: VerdictId): Severity {
  return SEVERITIES.get(id) ?? 'info'
}
