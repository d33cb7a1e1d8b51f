/** English words of `scan-maimon`. */
import type { ScanMaimonTerms } from '../../diagnosis/groups/scan-maimon.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanMaimon: RuleWords<ScanMaimonTerms> = scanWords(
  'Maimon scan',
  'FIN with ACK that belongs to no connection: some systems stay silent when the port is open.',
)
