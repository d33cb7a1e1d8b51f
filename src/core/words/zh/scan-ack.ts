/** Chinese words of `scan-ack`. */
import type { ScanAckTerms } from '../../diagnosis/groups/scan-ack.ts'
import type { RuleWords } from '../rule-words.ts'
import { scanWords } from './scans.ts'

/** Sentences of the rule. */
export const scanAck: RuleWords<ScanAckTerms> = scanWords('ACK 扫描', '不属于任何连接的 ACK：得到 RST 说明该端口没有被防火墙过滤。')
