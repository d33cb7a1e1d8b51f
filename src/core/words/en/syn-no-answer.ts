/** syn-no-answer, in English. */
import type { SynNoAnswerTerms } from '../../diagnosis/rules/syn-no-answer.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-no-answer, in English. */
export const synNoAnswer: RuleWords<SynNoAnswerTerms> = {
  summary: (v) => {
    const asked = `${v.client} sent the same connection request ${counted(v.syns, 'time')}${Number.isNaN(v.spanNs) ? '' : ` within ${formatDuration(v.spanNs, 'en')}`}`
    return v.useless > 0
      ? `${v.server} gave no answer that counts: ${asked}, and what came back in the name of the server (${counted(v.useless, 'packet')}) does not acknowledge it, so that a client ignores it.`
      : `${v.server} did not answer: ${asked} and got nothing back. From here nobody can tell whether the requests were dropped or the answers.`
  },
  refutedBy: () => 'Any answer of the server or of a router to one of these SYNs at this very point: here, in a capture without filter.',
  evidence: {
    repeated: (v) =>
      v.pace === 'steady'
        ? `${counted(v.syns, 'SYN')} with the same sequence number, about one second apart at first: the pace of Linux 6.5 and later.`
        : v.pace === 'doubling'
          ? `${counted(v.syns, 'SYN')} with the same sequence number, each pause about twice the one before.`
          : `${counted(v.syns, 'SYN')} with the same sequence number: one attempt, repeated by the kernel.`,
    silence: (v) =>
      v.useless > 0
        ? 'Neither a SYN-ACK nor a RST that acknowledges the request, nor an ICMP error about it, is in the capture.'
        : v.silenceAfterNs > 0
          ? `No SYN-ACK, RST or ICMP error about it until the capture ended ${formatDuration(v.silenceAfterNs, 'en')} after this last SYN.`
          : 'No SYN-ACK, RST or ICMP error about it is in the capture.',
  },
  alternatives: {
    'lone-syn': () =>
      'So few SYNs can also mean that an answer came which is not in the capture (ICMP filtered out), or that the program gave up early.',
    'syn-arrived-unanswered': () =>
      'If this capture was made on the server itself, the requests did arrive, and the server host ignored them.',
    'synack-unanswered': () =>
      'The server may have answered and its SYN-ACK been lost on the way back: only a capture at the server tells.',
    'host-unreach-router': () => 'The host may be down behind a router that does not say so, or whose ICMP messages are filtered.',
  },
  next: {
    'both-ends': (v) =>
      `Capture on ${v.serverAddress} during an attempt: no SYN there means it is lost or dropped on the way, a SYN without answer means the host ignores it, a SYN-ACK means the way back is broken.`,
    path: () => 'Shows how far SYNs to this port get: the last hop that answers is the last one before the trouble.',
    again: () => 'Try again, then another port of the same host: if that one answers or refuses at once, a firewall filters this port.',
  },
}
