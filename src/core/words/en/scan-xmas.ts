/** English words of `scan-xmas`. */
import type { ScanXmasTerms } from '../../diagnosis/groups/scan-xmas.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanXmas: RuleWords<ScanXmasTerms> = scanWords(
  'Xmas scan',
  'FIN, PSH and URG without ACK: no connection sends that. Closed ports answer with a reset, open ones with silence.',
)
