/** `syn-no-answer`: a SYN was repeated, and nothing came back. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { captureCommand, connectCommand, pathCommand } from '../commands.ts'
import { capturedAtServer, synFate, synPackets, synSpanNs } from '../opening.ts'
import { refusalOf } from '../refusal.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `syn-no-answer` and its words speak of. */
export interface SynNoAnswerTerms {
  values: { syns: number; spanNs: number; silenceAfterNs: number; useless: number; pace: 'steady' | 'doubling' | 'unknown' }
  point: 'repeated' | 'silence'
  alternative: 'lone-syn' | 'syn-arrived-unanswered' | 'synack-unanswered' | 'host-unreach-router'
  next: 'both-ends' | 'path' | 'again'
}

/** Up to so many SYNs leave room for an answer that was not captured: a first ICMP error can go unnoticed while connect() is still busy. */
const TELLING_SYNS = 2
/** Pauses that differ by less are the same pause: timers are coarse. */
const SAME_PAUSE = 1.3
/** And pauses of this ratio are one exponential backoff (RFC 6298 §5.5). */
const DOUBLED_PAUSE = 1.7

/** Something came in the server's name, but neither a SYN-ACK nor a RST that a host would take for an answer. */
function isUseless(c: Connection): boolean {
  const { server } = c
  return c.client.packets !== 0 && !c.toItself && !server.sentSynAck && (server.rstCount === 0 ? true : refusalOf(c) === undefined)
}

/** How the pauses between the first three SYNs grow; it tells the age of the client's kernel. */
function paceOf(c: Connection): 'steady' | 'doubling' | 'unknown' {
  const [first, second] = c.events.filter((event) => event.kind === 'syn-repeated' && event.side === 0)
  if (first === undefined || second === undefined) return 'unknown'
  const ratio = (second.timeNs - first.timeNs) / (first.timeNs - c.client.synTimeNs)
  if (ratio < SAME_PAUSE) return 'steady'
  return ratio > DOUBLED_PAUSE ? 'doubling' : 'unknown'
}

/** `syn-no-answer`: a SYN was repeated, and nothing came back. */
export const synNoAnswer: Rule<'syn-no-answer', SynNoAnswerTerms> = {
  id: 'syn-no-answer',
  question: 'Did a connection request get no answer, seen from the client or from an unknown place?',
  severity: 'error',
  sections: ['RFC 9293 §3.8.3', 'RFC 6298 §2', 'RFC 1122 §4.2.3.5'],
  phases: ['syn-only', 'answered'],
  holds(c) {
    if (c.phase === 'answered') return isUseless(c)
    if (synFate(c) !== 'silence') return false
    return c.client.synCount !== 1 && !capturedAtServer(c)
  },
  explain(c: Connection): Finding<SynNoAnswerTerms> {
    const { client } = c
    const syns = synPackets(c)
    // Two SYNs and silence are also what an ICMP answer that the capture leaves out would give.
    const fewSyns = client.synCount <= TELLING_SYNS
    return {
      certainty: fewSyns || c.phase === 'answered' ? 'likely' : 'proven',
      blame: 'unknown',
      values: { syns: client.synCount, spanNs: synSpanNs(c), silenceAfterNs: c.silenceAfterNs, useless: c.server.packets, pace: paceOf(c) },
      evidence: [
        { point: 'repeated', packets: syns },
        { point: 'silence', packets: [syns.at(-1) ?? syns[0]] },
      ],
      alternatives: [
        ...(fewSyns ? ['lone-syn' as const] : []),
        ...(vantageOf(c).point === 'unknown' ? ['syn-arrived-unanswered' as const] : []),
        'synack-unanswered',
        'host-unreach-router',
      ],
      next: [
        { step: 'both-ends', command: captureCommand(c), where: 'server' },
        { step: 'path', command: pathCommand(c), where: 'client' },
        { step: 'again', command: connectCommand(c), where: 'client' },
      ],
    }
  },
}
