/** `scan-connect`: one source opens connections to many ports or hosts, and closes them without a word. */
import { FEWEST_TARGETS, type ScanTerms, asksAround, probesOf, scanFinding } from './scan.ts'
import { isSynScan } from './scan-syn.ts'
import type { GroupRule } from '../rule.ts'

/** What the rule and its words share. */
export type ScanConnectTerms = ScanTerms

/** Programs that lost their network, and those of peer-to-peer networks, try many hosts as well: a scan of hosts must be larger to be told from them. */
const FEWEST_HOSTS = 20
/** A host that answers nothing at all may be meant in earnest, port by port (a transfer's data ports behind a firewall). */
const FEWEST_SILENT = 10
/** Whoever only reaches open ports knows where it goes. */
const UNKNOWING_PART = 1 / 4

/** `scan-connect`: one source opens connections to many ports or hosts, and closes them without a word. */
export const scanConnect: GroupRule<'scan-connect', ScanConnectTerms> = {
  id: 'scan-connect',
  question: 'Did one source open connections to many ports or hosts and close them without data?',
  severity: 'warning',
  sections: ['RFC 4949 §4', 'RFC 9293 §3.5'],
  holds(group): boolean {
    if (!asksAround(group, FEWEST_TARGETS) || isSynScan(group)) return false
    const open = probesOf(group, 'connect')
    const tries = open + probesOf(group, 'syn')
    if (tries < FEWEST_TARGETS || tries - open < tries * UNKNOWING_PART) return false
    if (group.host === undefined) return group.targets >= FEWEST_HOSTS && group.refused + open > group.silent
    return open + group.refused > 0 || group.targets >= FEWEST_SILENT
  },
  explain: (group) => scanFinding(group, 'likely', ['scan-syn', 'syn-no-answer'], group.role === 'source' ? probesOf(group, 'connect') : 0),
}
