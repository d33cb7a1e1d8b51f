/** reject-icmp, in English. */
import type { RejectIcmpTerms } from '../../diagnosis/rules/reject-icmp.ts'
import { formatDuration } from '../durations.ts'
import { icmpErrorName } from '../icmp-names.ts'
import type { RuleWords } from '../rule-words.ts'

/** reject-icmp, in English. */
export const rejectIcmp: RuleWords<RejectIcmpTerms> = {
  summary: (v) =>
    v.fromServer === 1
      ? `The host ${v.serverAddress} itself refused the connection to port ${v.serverPort} with ${icmpErrorName(v.version, v.type, v.code, 'en')}: a firewall rule on that host. The program sees ${v.error}.`
      : `${v.source}, a device on the way, refused the connection from ${v.client} to ${v.server} with ${icmpErrorName(v.version, v.type, v.code, 'en')}. The program sees ${v.error}.`,
  refutedBy: () => 'The sender of the ICMP message shows in its own capture that it never sent it, or a SYN-ACK follows to the same SYN.',
  evidence: {
    asked: (v) => `${v.client} asks ${v.server} for a connection.`,
    refused: (v) =>
      `${v.source} answers with ${icmpErrorName(v.version, v.type, v.code, 'en')}${Number.isNaN(v.afterNs) ? '' : ` ${formatDuration(v.afterNs, 'en')} after the first SYN`}, quoting it${v.errors > 1 ? `; ${v.errors} such messages came` : ''}.`,
    'asked-again': () =>
      'The client asks again: on a very fast path the first ICMP error arrives while connect() is still at work and goes unnoticed. The error of the next one counts.',
  },
  alternatives: {
    'host-unreach-router': () =>
      'The same message is sent by a router that cannot find the host; but that takes it about three seconds of asking, and this one came sooner.',
    'refused-port-closed': () => 'A closed port answers TCP with RST, never with ICMP port unreachable: this is a REJECT rule.',
  },
  next: {
    'host-firewall': () => 'Look for a REJECT rule for this port whose counter grows with every attempt.',
    'router-firewall': (v) => `On ${v.source}: look for a rule or access list that rejects this traffic, and for its counter.`,
    route: () => 'An "unreachable", "prohibit" or missing route would give the same messages.',
    path: () => 'Shows which hop refuses.',
  },
}
