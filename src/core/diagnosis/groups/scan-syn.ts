/** `scan-syn`: one source asks many ports or hosts with SYNs, and never completes a handshake. */
import type { ConnectionGroup } from '../../analysis/connection-groups.ts'
import type { GroupRule } from '../rule.ts'
import { FEWEST_TARGETS, type ScanTerms, asksAround, probesOf, scanFinding } from './scan.ts'

/** What the rule and its words share. */
export type ScanSynTerms = ScanTerms

/** Whether the SYNs are a scanner's own: dropped when they are answered, or without the options that every system offers. */
export function isSynScan(group: ConnectionGroup): boolean {
  if (!asksAround(group, FEWEST_TARGETS)) return false
  const syns = probesOf(group, 'syn')
  if (syns < FEWEST_TARGETS || probesOf(group, 'connect') > group.halfOpened) return false
  return group.halfOpened > 0 || group.bareSyns * 2 >= syns
}

/** `scan-syn`: one source asks many ports or hosts with SYNs, and never completes a handshake. */
export const scanSyn: GroupRule<'scan-syn', ScanSynTerms> = {
  id: 'scan-syn',
  question: 'Did one source ask many ports or hosts with SYNs, without ever completing a handshake?',
  severity: 'warning',
  sections: ['RFC 4949 §4', 'RFC 9293 §3.5'],
  holds: isSynScan,
  explain: (group) => scanFinding(group, 'likely', ['scan-connect', 'syn-no-answer'], group.role === 'source' ? group.halfOpened : 0),
}
