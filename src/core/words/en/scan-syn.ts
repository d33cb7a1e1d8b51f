/** English words of `scan-syn`. */
import type { ScanSynTerms } from '../../diagnosis/groups/scan-syn.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanSyn: RuleWords<ScanSynTerms> = scanWords(
  'SYN scan',
  'A SYN to one port after the other; an answer is dropped or reset, never acknowledged.',
)
