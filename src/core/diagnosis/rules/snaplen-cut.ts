/** `snaplen-cut`: the capture kept only the beginning of packets. */
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import type { CaptureFinding, CaptureRule } from '../rule.ts'

/** What the verdict `snaplen-cut` and its words speak of. */
export interface SnaplenCutTerms {
  values: { cut: number; unread: number; packets: number }
  point: 'cut' | 'unread'
  alternative: 'bad-checksum'
  next: 'longer'
}

/** `snaplen-cut`: the capture kept only the beginning of packets; without their end no checksum can be computed. */
export const snaplenCut: CaptureRule<'snaplen-cut', SnaplenCutTerms> = {
  id: 'snaplen-cut',
  question: 'Did the capture keep only the beginning of packets?',
  severity: 'info',
  sections: ['RFC 9293 §3.1'],
  holds: (capture) => capture.cutPackets > 0 && capture.tcpPackets > 0,
  explain(capture: CaptureFacts): CaptureFinding<SnaplenCutTerms> {
    const unread = capture.malformedTcp
    return {
      certainty: 'proven',
      blame: 'capture',
      values: { cut: capture.cutPackets, unread, packets: capture.packets },
      evidence:
        unread > 0
          ? [
              { point: 'cut', packets: [] },
              { point: 'unread', packets: [] },
            ]
          : [{ point: 'cut', packets: [] }],
      alternatives: ['bad-checksum'],
      next:
        unread > 0 ? [{ step: 'longer', command: 'tcpdump -ni any -s 128 -w all.pcap tcp or icmp or icmp6', where: 'capture-host' }] : [],
    }
  },
}
