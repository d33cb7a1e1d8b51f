/** Chinese words of `scan-connect`. */
import type { ScanConnectTerms } from '../../diagnosis/groups/scan-connect.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanConnect: RuleWords<ScanConnectTerms> = scanWords('全连接扫描', '逐个端口握手；成功后不发数据就关闭。')
