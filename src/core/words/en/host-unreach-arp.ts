/** host-unreach-arp, in English. */
import type { HostUnreachArpTerms } from '../../diagnosis/rules/host-unreach-arp.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** host-unreach-arp, in English. */
export const hostUnreachArp: RuleWords<HostUnreachArpTerms> = {
  summary: (v) =>
    `${v.asker} cannot reach ${v.target}: nobody in the local network answers for this address, so no connection request was ever sent. The host is down, in another network, or the address is wrong. Programs see "No route to host" (EHOSTUNREACH) after about three seconds.`,
  refutedBy: () => 'An answer to one of these questions in a capture at the asked host or on another port of the switch.',
  evidence: {
    asked: (v) =>
      `${v.requests} ${v.version === 6 ? 'neighbour solicitations' : 'ARP requests'} for ${v.target}${Number.isNaN(v.spanNs) ? '' : ` within ${formatDuration(v.spanNs, 'en')}`}, and no answer.`,
  },
  alternatives: {
    'capture-one-way': () => 'The answer goes to the asker alone: a capture on a third host does not see it.',
    'host-unreach-router': (v) =>
      `If ${v.asker} is a router, the packet came from elsewhere, and the router will report "host unreachable" to its sender.`,
  },
  next: {
    neighbour: () => 'FAILED or INCOMPLETE confirms that nobody answers.',
    arping: () => 'An answer means that the host is back.',
    address: () => 'Does the host have the address and mask that one believes, and is its link up?',
  },
}
