/** What is to be said of groups of connections, in the report's words. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { ConnectionGroup } from '../analysis/connection-groups.ts'
import { diagnoseGroups } from '../diagnosis/diagnose.ts'
import { groupClaimant } from './claims.ts'
import type { EndReport, GroupFindingReport } from './report.ts'
import { verdictReport } from './verdict-report.ts'

/** So many scans, floods and series of attempts of one input are told in full; whoever sees more has seen enough. */
const MOST_FINDINGS = 100

/** The verdicts about the groups of one input, in the rules' order for each group. */
export function groupFindings(groups: readonly ConnectionGroup[], capture: CaptureFacts, input: number): GroupFindingReport[] {
  return diagnoseGroups(groups, capture)
    .slice(0, MOST_FINDINGS)
    .map((diagnosis) => {
      const { group } = diagnosis
      const source = group.role === 'source' || group.role === 'attempts' ? group.source : null
      const target: EndReport | null = group.role === 'source' ? null : { address: group.host, port: group.port }
      const members = membersOf(group)
      return {
        ...verdictReport(diagnosis, groupClaimant(source, target), undefined, target ?? undefined),
        input,
        source,
        target,
        ...members,
      }
    })
}

function membersOf(group: ConnectionGroup): Pick<GroupFindingReport, 'connections' | 'connectionCount'> {
  switch (group.role) {
    case 'source':
      return { connections: group.connections, connectionCount: group.probes }
    case 'target':
      return { connections: group.connections, connectionCount: group.halfOpen }
    case 'rebinding':
      return { connections: [group.before.connection, group.after.connection], connectionCount: 2 }
    case 'attempts':
      return { connections: group.attempts.map(({ connection }) => connection), connectionCount: group.count }
  }
}
