/** `syn-flood`: handshakes begun in masses with one port, and not one of them meant. */
import { MOST_SOURCES, type ConnectionGroup } from '../../analysis/connection-groups.ts'
import type { GroupRule } from '../rule.ts'

/** What the verdict `syn-flood` and its words speak of. */
export interface SynFloodTerms {
  values: {
    host: string
    port: number
    halfOpen: number
    sources: number
    isAtLeast: number
    answered: number
    perSecond: number
    isUniform: number
  }
  point: 'syns'
  alternative: 'syn-no-answer' | 'scan-syn'
  next: 'cookies' | 'half-open' | 'real-clients'
}

/** A busy server has a few lost handshakes at any time; so many that were never meant are made. */
const FEWEST = 20
/** From so many addresses, or so often from few. */
const FEWEST_SOURCES = 10
const MANY = 200
/** Clients of a dead server repeat their SYN after a second (RFC 6298 §2.1); of forged SYNs hardly one is repeated. */
const ONCE_PART = 0.9
/** Programs that make SYNs make them all alike; so do not the systems of many different clients. */
const UNIFORM_PART = 0.9
/** One every fifth of a second on average; slower, no queue fills. */
const SLOWEST_NS = 200e6

/** `syn-flood`: handshakes begun in masses with one port, and not one of them meant. */
export const synFlood: GroupRule<'syn-flood', SynFloodTerms> = {
  id: 'syn-flood',
  question: 'Is a port flooded with SYNs whose handshakes nobody completes?',
  severity: 'error',
  sections: ['RFC 4987 §2', 'RFC 4987 §3.6'],
  holds(group: ConnectionGroup): boolean {
    if (group.role !== 'target' || group.halfOpen < FEWEST) return false
    if (group.once < group.halfOpen * ONCE_PART || group.spanNs > group.halfOpen * SLOWEST_NS) return false
    return (group.sources >= FEWEST_SOURCES && group.sameShape >= group.halfOpen * UNIFORM_PART) || group.halfOpen >= MANY
  },
  explain(group: ConnectionGroup) {
    if (group.role !== 'target') throw new Error('a flood has one target')
    return {
      certainty: 'likely',
      blame: 'unknown',
      values: {
        host: group.host,
        port: group.port,
        halfOpen: group.halfOpen,
        sources: group.sources,
        isAtLeast: group.sources >= MOST_SOURCES ? 1 : 0,
        answered: group.answered,
        perSecond: group.spanNs > 0 ? Math.round((group.halfOpen * 1e9) / group.spanNs) : 0,
        isUniform: group.sameShape >= group.halfOpen * UNIFORM_PART ? 1 : 0,
      },
      evidence: [{ point: 'syns', packets: group.packets }],
      alternatives: ['syn-no-answer', 'scan-syn'],
      next: [
        { step: 'cookies', command: "sysctl net.ipv4.tcp_syncookies; nstat -az | grep -E 'SyncookiesSent|ReqQFull'", where: 'server' },
        { step: 'half-open', command: `ss -Hnt state syn-recv '( sport = :${group.port} )' | wc -l`, where: 'server' },
        { step: 'real-clients', command: `nc -vz -w 5 ${group.host} ${group.port}`, where: 'client' },
      ],
    }
  },
}
