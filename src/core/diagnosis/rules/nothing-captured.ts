/** `nothing-captured`: no TCP packet is in the capture. */
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import { unansweredQuestions } from '../neighbour-questions.ts'
import type { CaptureFinding, CaptureRule } from '../rule.ts'

/** What the verdict `nothing-captured` and its words speak of. */
export interface NothingCapturedTerms {
  values: { packets: number; icmpErrors: number }
  point: 'nothing'
  alternative: 'syn-no-answer' | 'host-unreach-arp' | 'reject-icmp'
  next: 'route' | 'interfaces' | 'all'
}

/** `nothing-captured`: no TCP packet is in the capture. */
export const nothingCaptured: CaptureRule<'nothing-captured', NothingCapturedTerms> = {
  id: 'nothing-captured',
  question: 'Is there no TCP packet in the capture?',
  severity: 'info',
  sections: ['RFC 1122 §3.3.1.1'],
  holds: (capture) => capture.tcpPackets === 0 && unansweredQuestions(capture).length === 0,
  explain(capture: CaptureFacts): CaptureFinding<NothingCapturedTerms> {
    return {
      certainty: 'proven',
      blame: 'unknown',
      values: { packets: capture.packets, icmpErrors: capture.icmpErrors },
      evidence: [{ point: 'nothing', packets: [] }],
      alternatives: capture.icmpErrors > 0 ? ['reject-icmp'] : ['syn-no-answer', 'host-unreach-arp'],
      next: [
        { step: 'route', command: 'ip route get SERVER; ip -br link', where: 'client' },
        { step: 'interfaces', command: 'tcpdump -D; tcpdump -ni any tcp or icmp or icmp6 or arp', where: 'capture-host' },
        { step: 'all', command: "ss -s; sysctl net.ipv4.ip_local_port_range; iptables-save -c -t filter | grep -i output", where: 'client' },
      ],
    }
  },
}
