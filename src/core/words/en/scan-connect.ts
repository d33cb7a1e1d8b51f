/** English words of `scan-connect`. */
import type { ScanConnectTerms } from '../../diagnosis/groups/scan-connect.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanConnect: RuleWords<ScanConnectTerms> = scanWords(
  'with full connections',
  'A handshake with one port after the other; where it succeeds, it is closed without a word.',
)
