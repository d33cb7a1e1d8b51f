/** Chinese words of `scan-fin`. */
import type { ScanFinTerms } from '../../diagnosis/groups/scan-fin.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanFin: RuleWords<ScanFinTerms> = scanWords(
  'FIN 扫描',
  '只有 FIN 没有 ACK：正常连接不会这样发。关闭的端口回 RST，开放的端口沉默。',
)
