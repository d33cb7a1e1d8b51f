/** Chinese words of `scan-null`. */
import type { ScanNullTerms } from '../../diagnosis/groups/scan-null.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanNull: RuleWords<ScanNullTerms> = scanWords(
  'NULL 扫描',
  '没有任何标志的段：正常连接不会这样发。关闭的端口回 RST，开放的端口沉默。',
)
