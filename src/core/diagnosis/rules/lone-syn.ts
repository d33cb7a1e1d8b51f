/** `lone-syn`: one SYN, not repeated, and nothing else. */
import type { Connection } from '../../analysis/connection.ts'
import { captureCommand, connectCommand } from '../commands.ts'
import { SYN_REPEAT_DUE_NS, capturedAtServer, synFate } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `lone-syn` and its words speak of. */
export interface LoneSynTerms {
  values: { silenceAfterNs: number; icmp: 'none' | 'other' | 'unmatched' }
  point: 'stopped' | 'alone'
  alternative: 'syn-no-answer' | 'syn-arrived-unanswered' | 'reject-icmp'
  next: 'with-icmp' | 'again'
}

/** `lone-syn`: one SYN, not repeated, and nothing else. */
export const loneSyn: Rule<'lone-syn', LoneSynTerms> = {
  id: 'lone-syn',
  question: 'Was a connection request sent once only, with nothing else captured?',
  severity: 'warning',
  sections: ['RFC 6298 §2.1', 'RFC 1122 §4.2.3.9'],
  phases: ['syn-only'],
  holds(c) {
    return c.client.synCount === 1 && synFate(c) === 'silence'
  },
  explain(c: Connection): Finding<LoneSynTerms> {
    const stopped = c.silenceAfterNs > SYN_REPEAT_DUE_NS
    const syn = c.client.synPacket || c.firstPacket
    return {
      certainty: stopped && !c.capture.icmpSeen ? 'likely' : 'possible',
      blame: stopped ? 'capture' : 'unknown',
      values: {
        silenceAfterNs: c.silenceAfterNs,
        icmp: c.capture.icmpErrors > c.icmpErrors ? 'unmatched' : c.capture.icmpSeen ? 'other' : 'none',
      },
      evidence: [{ point: stopped ? 'stopped' : 'alone', packets: [syn] }],
      alternatives: [
        'reject-icmp',
        ...(stopped ? [] : [capturedAtServer(c) ? ('syn-arrived-unanswered' as const) : ('syn-no-answer' as const)]),
      ],
      next: [
        { step: 'with-icmp', command: captureCommand(c), where: 'capture-host' },
        { step: 'again', command: connectCommand(c), where: 'client' },
      ],
    }
  },
}
