/** What is to be said of groups of connections, in the report's words. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { ConnectionGroup } from '../analysis/connection-groups.ts'
import { diagnoseGroup } from '../diagnosis/diagnose.ts'
import { groupClaimant } from './claims.ts'
import type { GroupFindingReport } from './report.ts'
import { verdictReport } from './verdict-report.ts'

/** So many scans and floods of one input are told in full; whoever is scanned by more has seen enough. */
const MOST_FINDINGS = 100

/** The verdicts about the groups of one input, in the rules' order for each group. */
export function groupFindings(groups: readonly ConnectionGroup[], capture: CaptureFacts, input: number): GroupFindingReport[] {
  const found: GroupFindingReport[] = []
  for (const group of groups) {
    for (const diagnosis of diagnoseGroup(group, capture)) {
      if (found.length >= MOST_FINDINGS) return found
      const source = group.role === 'source' ? group.source : null
      const target = group.role === 'target' ? { address: group.host, port: group.port } : null
      found.push({
        ...verdictReport(diagnosis, groupClaimant(source, target)),
        input,
        source,
        target,
        connections: group.connections,
        connectionCount: group.role === 'source' ? group.probes : group.halfOpen,
      })
    }
  }
  return found
}
