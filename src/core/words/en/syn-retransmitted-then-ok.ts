/** syn-retransmitted-then-ok, in English. */
import type { SynRetransmittedThenOkTerms } from '../../diagnosis/rules/syn-retransmitted-then-ok.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-retransmitted-then-ok, in English. */
export const synRetransmittedThenOk: RuleWords<SynRetransmittedThenOkTerms> = {
  summary: (v) =>
    `The connection from ${v.client} to ${v.server} came up ${Number.isNaN(v.delayNs) ? 'late' : `${formatDuration(v.delayNs, 'en')} late`}: ${v.answeredBefore === 1 ? "the server's first answer was lost or late" : v.atServer === 1 ? 'the first SYN was not answered' : 'the first SYN or its answer was lost or late'}${v.ecnGivenUp === 1 ? ', and only a SYN without ECN got through' : ''}.`,
  refutedBy: () =>
    'A SYN with another sequence number, which would be another attempt, or a connection time of the program without the delay.',
  evidence: {
    repeated: (v) =>
      v.ecnGivenUp === 1
        ? `${counted(v.syns, 'SYN')} with the same number: the first asks for ECN, the repeat no longer does. Something on the way may drop SYNs with ECN.`
        : `${counted(v.syns, 'SYN')} with the same number: the client's kernel repeats what was not answered.`,
    answered: () => 'Then the SYN-ACK comes, and the handshake goes on normally.',
    'answered-before': () => 'The server had answered before the repeat, but the client had not got it: the answer was lost or late.',
  },
  alternatives: {
    'tfo-syn-dropped': () => 'The first SYN had the Fast Open option: something on the way may drop such SYNs.',
    'slow-server': () => 'The delay is in the network or the kernel: a busy program cannot delay a SYN-ACK.',
  },
  next: {
    counters: () =>
      'TCPSynRetrans grows with every repeated SYN; growing ListenDrops or ListenOverflows mean that the server, not the network, dropped the SYN.',
    'both-ends': () =>
      'A SYN that is missing at the server was lost on the way there; a SYN-ACK that is missing at the client, on the way back.',
  },
}
