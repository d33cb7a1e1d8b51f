/** English words of `scan-fin`. */
import type { ScanFinTerms } from '../../diagnosis/groups/scan-fin.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanFin: RuleWords<ScanFinTerms> = scanWords(
  'FIN scan',
  'FIN without ACK: no connection sends that. Closed ports answer with a reset, open ones with silence.',
)
