/** Chinese words of `scan-syn`. */
import type { ScanSynTerms } from '../../diagnosis/groups/scan-syn.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanSyn: RuleWords<ScanSynTerms> = scanWords('SYN 扫描', '逐个端口发送 SYN；得到应答后丢弃或重置，从不确认。')
