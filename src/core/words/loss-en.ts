/** English sentences that all rules about loss share. */
import type { LossEvidence, LossStep, LossValues } from '../diagnosis/loss.ts'
import { counted } from './quantities.ts'
import { atStart, sideName } from './sides.ts'

/** What the packets of a loss show. */
export const lossEvidenceEn: { readonly [P in LossEvidence['point']]: (v: LossValues) => string } = {
  gap: (v) => `Bytes of ${sideName(v.sender, 'en')} are missing before this packet: it came where another was due.`,
  asked: (v) =>
    `${atStart(sideName(v.receiver, 'en'))} acknowledges the same byte again and again: later segments arrived, the one in front of them did not.`,
  repeats: (v) =>
    v.lost === 'beyond'
      ? `${atStart(sideName(v.sender, 'en'))} sends bytes again that had already passed here (${counted(v.losses, 'segment')}).`
      : `The missing bytes arrive, newly sent (${counted(v.losses, 'segment')}).`,
}

/** What to do about a loss. */
export const lossNextEn: { readonly [S in LossStep['step']]: (v: LossValues) => string } = {
  counters: (v) =>
    `On ${sideName(v.sender, 'en')}: if these counters grow all the time, the path loses packets often; if they hardly move, this was a single loss.`,
  path: (v) =>
    `From ${sideName(v.sender, 'en')}: the first hop whose loss goes on in all hops behind it is where packets get lost; none at all points at the last host or at bursts.`,
}
