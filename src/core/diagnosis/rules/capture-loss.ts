/** `capture-loss`: the capturing system says that it dropped packets. */
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import type { CaptureFinding, CaptureRule } from '../rule.ts'

/** What the verdict `capture-loss` and its words speak of. */
export interface CaptureLossTerms {
  values: { dropped: number; packets: number }
  point: 'counter'
  alternative: 'capture-incomplete'
  next: 'larger-buffer'
}

/** `capture-loss`: the capturing system says that it dropped packets (pcapng interface statistics, `isb_ifdrop` and `isb_osdrop`). */
export const captureLoss: CaptureRule<'capture-loss', CaptureLossTerms> = {
  id: 'capture-loss',
  question: 'Did the capturing system drop packets?',
  severity: 'warning',
  sections: [],
  holds: (capture) => capture.droppedPackets > 0,
  explain(capture: CaptureFacts): CaptureFinding<CaptureLossTerms> {
    return {
      certainty: 'proven',
      blame: 'capture',
      values: { dropped: capture.droppedPackets, packets: capture.packets },
      evidence: [{ point: 'counter', packets: [] }],
      alternatives: ['capture-incomplete'],
      next: [{ step: 'larger-buffer', command: 'tcpdump -ni any -B 65536 -s 128 -w all.pcap tcp or icmp or icmp6', where: 'capture-host' }],
    }
  },
}
