/** `clock-step`: the clock of the capture went back. */
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import type { CaptureFinding, CaptureRule } from '../rule.ts'

/** What the verdict `clock-step` and its words speak of. */
export interface ClockStepTerms {
  values: { backNs: number; times: number }
  point: 'back'
  alternative: 'reordering'
  next: 'clock' | 'sort'
}

/** A step back by less is two processors or interfaces that hand on their packets in another order, not a clock that was set. */
export const CLOCK_STEP_NS = 1e6

/** `clock-step`: a packet bears an earlier time than the one in front of it, by more than two processors or interfaces explain. */
export const clockStep: CaptureRule<'clock-step', ClockStepTerms> = {
  id: 'clock-step',
  question: 'Did the clock of the capture go back?',
  severity: 'info',
  sections: [],
  holds: (capture) => capture.largestBackwardStepNs >= CLOCK_STEP_NS,
  explain(capture: CaptureFacts): CaptureFinding<ClockStepTerms> {
    return {
      certainty: 'proven',
      blame: 'capture',
      values: { backNs: capture.largestBackwardStepNs, times: capture.backwardSteps },
      evidence: [{ point: 'back', packets: [capture.largestBackwardStepPacket] }],
      alternatives: ['reordering'],
      next: [
        { step: 'clock', command: 'chronyc tracking; timedatectl', where: 'capture-host' },
        { step: 'sort', command: 'reordercap IN.pcap OUT.pcap', where: 'anywhere' },
      ],
    }
  },
}
