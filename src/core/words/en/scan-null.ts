/** English words of `scan-null`. */
import type { ScanNullTerms } from '../../diagnosis/groups/scan-null.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanNull: RuleWords<ScanNullTerms> = scanWords(
  'NULL scan',
  'Segments without any flag: no connection sends that. Closed ports answer with a reset, open ones with silence.',
)
