/** `host-unreach-arp`: nobody in the local network answers for the address. */
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import { unansweredQuestions } from '../neighbour-questions.ts'
import type { CaptureFinding, CaptureRule } from '../rule.ts'

/** What the verdict `host-unreach-arp` and its words speak of. */
export interface HostUnreachArpTerms {
  values: { target: string; asker: string; version: number; requests: number; spanNs: number; targets: number }
  point: 'asked'
  alternative: 'capture-one-way' | 'host-unreach-router'
  next: 'neighbour' | 'arping' | 'address'
}

/** `host-unreach-arp`: nobody in the local network answers for the address. */
export const hostUnreachArp: CaptureRule<'host-unreach-arp', HostUnreachArpTerms> = {
  id: 'host-unreach-arp',
  question: 'Was a neighbour asked for in vain, so that no TCP could be sent?',
  severity: 'error',
  sections: ['RFC 826', 'RFC 1122 §2.3.2.1', 'RFC 4861 §7.2.2'],
  holds: (capture) => capture.tcpPackets === 0 && unansweredQuestions(capture).length > 0,
  explain(capture: CaptureFacts, addressText): CaptureFinding<HostUnreachArpTerms> {
    const questions = unansweredQuestions(capture)
    const question = questions[0]
    if (question === undefined) throw new Error('somebody asked in vain')
    const target = addressText(question.target, question.ipVersion)
    const version = question.ipVersion
    return {
      certainty: 'likely',
      blame: 'server',
      values: {
        target,
        asker: addressText(question.asker, version),
        version,
        requests: question.requests,
        spanNs: question.lastTimeNs - question.firstTimeNs,
        targets: questions.length,
      },
      evidence: [{ point: 'asked', packets: question.packets }],
      alternatives: ['capture-one-way', 'host-unreach-router'],
      next: [
        { step: 'neighbour', command: `ip neigh show ${target}`, where: 'client' },
        { step: 'arping', command: version === 6 ? `ndisc6 ${target} DEVICE` : `arping -c 3 -I DEVICE ${target}`, where: 'client' },
        { step: 'address', command: 'ip -br address', where: 'server' },
      ],
    }
  },
}
