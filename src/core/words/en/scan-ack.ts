/** English words of `scan-ack`. */
import type { ScanAckTerms } from '../../diagnosis/groups/scan-ack.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanAck: RuleWords<ScanAckTerms> = scanWords(
  'ACK scan',
  'ACKs that belong to no connection: a reset shows that no firewall filters the port.',
)
