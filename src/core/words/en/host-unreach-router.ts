/** host-unreach-router, in English. */
import type { HostUnreachRouterTerms } from '../../diagnosis/rules/host-unreach-router.ts'
import { formatDuration } from '../durations.ts'
import { icmpErrorName } from '../icmp-names.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** host-unreach-router, in English. */
export const hostUnreachRouter: RuleWords<HostUnreachRouterTerms> = {
  summary: (v) =>
    `${v.source}, the last router, cannot find the host ${v.serverAddress}: nobody answers for this address in its network, so the host is down or the address is wrong. The program sees ${v.error}.`,
  refutedBy: () =>
    "The same error at once, less than a second after the SYN: then a firewall rule sends it; or the host's answer to the router's ARP.",
  evidence: {
    asked: (v) => `${v.client} asks ${v.server} for a connection (${counted(v.syns, 'SYN')}).`,
    'given-up': (v) =>
      `${v.source} reports ${icmpErrorName(v.version, v.type, v.code, 'en')} only ${Number.isNaN(v.afterNs) ? 'behind the last SYN' : `${formatDuration(v.afterNs, 'en')} after the first SYN`}${v.errors > 1 ? `, ${v.errors} times at once, for every SYN that had waited` : ''}: the time that asking three times for a neighbour takes.`,
  },
  alternatives: {
    'reject-icmp': () => 'A firewall or an "unreachable" route sends the same message, but at once and not after seconds.',
  },
  next: {
    neighbour: () =>
      'FAILED or INCOMPLETE means that the host does not answer: it is switched off, unplugged, in another VLAN or has another address.',
    arping: () => 'An answer here would mean that the host is back.',
    again: () => 'Try again when the host is up.',
  },
}
