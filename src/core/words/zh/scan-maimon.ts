/** Chinese words of `scan-maimon`. */
import type { ScanMaimonTerms } from '../../diagnosis/groups/scan-maimon.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanMaimon: RuleWords<ScanMaimonTerms> = scanWords('Maimon 扫描', '不属于任何连接的 FIN+ACK：有些系统在端口开放时保持沉默。')
