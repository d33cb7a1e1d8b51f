/** English words of `keepalive-ok`. */
import type { KeepaliveOkTerms } from '../../diagnosis/rules/keepalive-ok.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const keepaliveOk: RuleWords<KeepaliveOkTerms> = {
  summary: (v) =>
    `The connection was idle and was kept alive: ${sideName(v.prober, 'en')} sent ${counted(v.probes, 'keepalive probe')}, and each was answered.`,
  refutedBy: () => "A probe without an answer, or a byte above the peer's last acknowledgment in one of them: then it is data.",
  evidence: {
    probes: () => 'Empty segments one number below the next: keepalive probes, not retransmissions.',
  },
  alternatives: {
    'loss-rto': () => 'Everything had been acknowledged before the probes: there was nothing to send again.',
    'zero-window': () => 'The other end had room all the time: the probes do not ask for a window.',
  },
  next: {
    timers: (v) => `On ${sideName(v.prober, 'en')}: the keepalive timer of the connection. Nothing needs to be done.`,
  },
}
