/** Chinese words of `scan-xmas`. */
import type { ScanXmasTerms } from '../../diagnosis/groups/scan-xmas.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanXmas: RuleWords<ScanXmasTerms> = scanWords(
  'Xmas 扫描',
  '带 FIN、PSH、URG 而没有 ACK：正常连接不会这样发。关闭的端口回 RST，开放的端口沉默。',
)
