/** `nothing-captured`: no TCP packet is in the capture. */
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import { unansweredQuestions } from '../neighbour-questions.ts'
import type { CaptureFinding, CaptureRule } from '../rule.ts'

/** What the verdict `nothing-captured` and its words speak of. */
export interface NothingCapturedTerms {
  values: { packets: number; icmpErrors: number; cut: number }
  point: 'nothing' | 'cut'
  alternative: 'syn-no-answer' | 'host-unreach-arp' | 'reject-icmp'
  next: 'route' | 'interfaces' | 'all' | 'snaplen'
}

/** What the decoder calls a TCP packet that the capture cut in front of its ports. */
const CUT_TCP = 'tcp without ports'

/** `nothing-captured`: no TCP packet is in the capture. */
export const nothingCaptured: CaptureRule<'nothing-captured', NothingCapturedTerms> = {
  id: 'nothing-captured',
  question: 'Is there no TCP packet in the capture?',
  severity: 'info',
  sections: ['RFC 1122 §3.3.1.1'],
  holds: (capture) => capture.tcpPackets === 0 && unansweredQuestions(capture).length === 0,
  explain(capture: CaptureFacts): CaptureFinding<NothingCapturedTerms> {
    const cut = capture.otherPackets.get(CUT_TCP) ?? 0
    const values = { packets: capture.packets, icmpErrors: capture.icmpErrors, cut }
    if (cut > 0) {
      const next = [{ step: 'snaplen', command: 'tcpdump -s 128 -ni any tcp or icmp or icmp6', where: 'capture-host' }] as const
      return { certainty: 'proven', blame: 'capture', values, evidence: [{ point: 'cut', packets: [] }], alternatives: [], next }
    }
    return {
      certainty: 'proven',
      blame: 'unknown',
      values,
      evidence: [{ point: 'nothing', packets: [] }],
      alternatives: capture.icmpErrors > 0 ? ['reject-icmp'] : ['syn-no-answer', 'host-unreach-arp'],
      next: [
        { step: 'route', command: 'ip route get SERVER; ip -br link', where: 'client' },
        { step: 'interfaces', command: 'tcpdump -D; tcpdump -ni any tcp or icmp or icmp6 or arp', where: 'capture-host' },
        {
          step: 'all',
          command: 'ss -s; sysctl net.ipv4.ip_local_port_range; iptables-save -c -t filter | grep -i output',
          where: 'client',
        },
      ],
    }
  },
}
