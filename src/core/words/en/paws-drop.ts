/** English words of `paws-drop`. */
import type { PawsDropTerms } from '../../diagnosis/rules/paws-drop.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const pawsDrop: RuleWords<PawsDropTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.receiver, 'en'))} rejected segments of ${sideName(v.sender, 'en')}, because their timestamp is older than one it had seen before (PAWS); the data came through ${Number.isNaN(v.delayNs) ? 'late' : `${formatDuration(v.delayNs, 'en')} late`}.`,
  refutedBy: () =>
    'New data acknowledged at once by the receiver although its timestamp is the older one, or PAWSEstab that does not grow there.',
  evidence: {
    backwards: () => 'Data in order, with a timestamp older than that of the packet before.',
    again: (v) => `${atStart(sideName(v.sender, 'en'))} sends the same bytes again (${v.rejected} times): the last ones were not taken.`,
    refused: (v) => `${atStart(sideName(v.receiver, 'en'))} answers with its old acknowledgment: the segments arrived, and were not taken.`,
  },
  alternatives: {
    'loss-rto': () => 'Lost segments would not be answered; these were, each with the old acknowledgment.',
  },
  next: {
    counters: (v) => `On ${sideName(v.receiver, 'en')}: PAWSEstab (TcpExtPAWSEstab) that grows confirms it.`,
    'both-ends': (v) =>
      `On ${sideName(v.sender, 'en')}: if the timestamps are right when they leave, a device on the way (NAT, load balancer) rewrites them or mixes hosts; if not, its clock jumped.`,
  },
}
