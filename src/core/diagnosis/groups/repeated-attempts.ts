/** `repeated-attempts`: one client tried again and again to connect to one port. */
import type { ConnectionGroup } from '../../analysis/connection-groups.ts'
import type { GroupRule } from '../rule.ts'

/** What the verdict `repeated-attempts` and its words speak of. */
export interface RepeatedAttemptsTerms {
  values: {
    source: string
    host: string
    port: number
    attempts: number
    silent: number
    refused: number
    rejected: number
    halfOpen: number
    aborted: number
    /** When each of the first began, in seconds after the first: `0, 1.02, 3.05`; empty without times. */
    schedule: string
    shown: number
    /** Whether the client took another port each time, the same with another number, or both. */
    ports: 'new' | 'same' | 'mixed'
    /** The connection that came up, or -1. */
    succeeded: number
  }
  point: 'attempts'
  alternative: 'syn-no-answer' | 'scan-syn'
  next: 'client' | 'server'
}

/** `repeated-attempts`: one client tried again and again to connect to one port; each attempt is a connection of its own. */
export const repeatedAttempts: GroupRule<'repeated-attempts', RepeatedAttemptsTerms> = {
  id: 'repeated-attempts',
  question: 'Did one client try several times to connect to the same port?',
  severity: 'info',
  sections: ['RFC 9293 §3.4.1', 'RFC 6298 §2.1'],
  holds: (group: ConnectionGroup) => group.role === 'attempts',
  explain(group: ConnectionGroup) {
    if (group.role !== 'attempts') throw new Error('attempts have one source and one target')
    const { source, host, port, attempts } = group
    const [first, ...rest] = attempts
    const ports = new Set(attempts.map(({ clientPort }) => clientPort)).size
    return {
      certainty: 'proven',
      blame: 'unknown',
      values: {
        source,
        host,
        port,
        attempts: group.count,
        silent: group.silent,
        refused: group.refused,
        rejected: group.rejected,
        halfOpen: group.halfOpen,
        aborted: group.aborted,
        schedule: scheduleOf(attempts.map(({ timeNs }) => timeNs - first.timeNs)),
        shown: attempts.length,
        ports: ports === attempts.length ? 'new' : ports === 1 ? 'same' : 'mixed',
        succeeded: group.succeeded ?? -1,
      },
      evidence: [{ point: 'attempts', packets: [first.packet, ...rest.map(({ packet }) => packet)] }],
      alternatives: ['syn-no-answer', 'scan-syn'],
      next: [
        { step: 'client', command: `ss -tnop dst ${host}`, where: 'client' },
        { step: 'server', command: `tcpdump -ni any 'host ${source} and (tcp port ${port} or icmp or icmp6)'`, where: 'server' },
      ],
    }
  },
}

/** Offsets as seconds with at most two decimals; empty when any is unknown. */
function scheduleOf(offsetsNs: readonly number[]): string {
  if (offsetsNs.some((ns) => Number.isNaN(ns))) return ''
  return offsetsNs.map((ns) => String(Math.round(ns / 1e7) / 100)).join(', ')
}
