/** How grave a verdict is, as a word with a colour. */
import type { Severity } from '../core/diagnosis/rule.ts'
import { useWords } from './page-words.ts'

/** The badge. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const words = useWords()
  return <span class={`badge ${severity}`}>{words.shared.document.severity[severity]}</span>
}
