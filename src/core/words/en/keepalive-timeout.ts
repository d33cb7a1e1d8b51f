/** English words of `keepalive-timeout`. */
import type { KeepaliveTimeoutTerms } from '../../diagnosis/rules/keepalive-timeout.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const keepaliveTimeout: RuleWords<KeepaliveTimeoutTerms> = {
  summary: (v) =>
    `While the connection was idle, ${sideName(v.other, 'en')} stopped answering: ${counted(v.probes, 'keepalive probe')} of ${sideName(v.prober, 'en')} found no answer${v.hasReset === 1 ? ', and it gave the connection up with a reset' : ''}.`,
  refutedBy: () => 'An answer to one of the probes in a capture at the other end: then only the way back was broken.',
  evidence: {
    'last-heard': (v) => `The last packet of ${sideName(v.other, 'en')}.`,
    probes: () => 'Keepalive probes without any answer, in even steps: they are no retransmissions.',
    reset: (v) => `${atStart(sideName(v.prober, 'en'))} gives up and resets the connection; its program is told "connection timed out".`,
  },
  alternatives: {
    'idle-timeout-middlebox': () =>
      'A firewall or NAT that forgot the idle connection looks the same from here: then the other end still has it.',
    'blackhole-timeout': () => 'No data was on its way, so nothing was lost but the connection.',
  },
  next: {
    reach: (v) => `From ${sideName(v.prober, 'en')}: is ${sideName(v.other, 'en')} still there at all, and where does the path end?`,
    'other-end': (v) =>
      `On ${sideName(v.other, 'en')}: if the connection is still there, the path dropped the probes; if it is gone, the host was restarted or the program killed.`,
  },
}
