/** `rst-injected`: a RST that its named sender did not send. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import { captureCommand } from '../commands.ts'
import { type Forgery, endingReset, forgery, hasReset } from '../resets.ts'
import type { Certainty, Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface RstInjectedTerms {
  values: {
    sender: SideName
    receiver: SideName
    sure: 'yes' | 'no'
    resets: number
    steps: string
    windowBytes: number
    resetTtl: number
    usualTtl: number
    resetId: number
    idBefore: number
    earlyNs: number
    rttNs: number
  }
  point: 'resets' | 'stepped' | 'window-steps' | 'ttl' | 'no-df' | 'flow-label' | 'ip-id' | 'early' | 'goes-on'
  alternative: 'rst-unknown-connection' | 'rst-abort'
  next: 'compare' | 'headers'
}

/** Numbers stepped into the blue, a sender that goes on, or a header unlike the sender's: somebody on the path wrote it (RFC 5961 §1.2). */
export const rstInjected: Rule<'rst-injected', RstInjectedTerms> = {
  id: 'rst-injected',
  question: 'Was the RST forged by a third party on the way?',
  severity: 'error',
  sections: ['RFC 5961 §1.2', 'RFC 5961 §3.2', 'RFC 9293 §3.5.2'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['rst'],
  holds: (c) => hasReset(c) && endingReset(c) !== undefined && forgery(c) !== undefined,
  explain(c: Connection): Finding<RstInjectedTerms> {
    const found = forgery(c)
    if (found === undefined) throw new Error('a forged reset')
    const { sender } = found
    const certainty = certaintyOf(found)
    const odd = found.resets.find((reset) => reset.ttl < sender.minTtl || reset.ttl > sender.maxTtl) ?? found.resets[0]
    return {
      certainty,
      blame: 'path',
      values: {
        sender: nameOf(sender.side),
        receiver: nameOf(1 - sender.side),
        sure: certainty === 'proven' ? 'yes' : 'no',
        resets: found.resets.length,
        steps: found.steps.map((step) => `+${step}`).join(', '),
        windowBytes: peerOf(c, sender).window,
        resetTtl: odd.ttl,
        usualTtl: sender.maxTtl,
        resetId: found.profile?.ipId ?? 0,
        idBefore: found.profile?.b ?? 0,
        earlyNs: found.early?.afterNs ?? 0,
        rttNs: found.early?.rttNs ?? 0,
      },
      evidence: evidenceOf(found),
      alternatives: ['rst-unknown-connection', 'rst-abort'],
      next: [
        { step: 'compare', command: captureCommand(c), where: nameOf(sender.side) },
        { step: 'headers', command: `tcpdump -nnv -r FILE 'tcp port ${c.serverPort} and tcp[13] & 4 != 0'`, where: 'capture-host' },
      ],
    }
  },
}

function certaintyOf(found: Forgery): Certainty {
  const behaviour = Number(found.stepped) + Number(found.goesOn !== 0) + Number(found.early !== undefined)
  const header = Number(found.ttl) + Number(found.dontFragment) + Number(found.flowLabel) + Number(found.profile !== undefined)
  return behaviour > 0 && behaviour + header > 1 ? 'proven' : 'likely'
}

function evidenceOf(found: Forgery): [Evidence<RstInjectedTerms>, ...Evidence<RstInjectedTerms>[]] {
  const [first, ...rest] = found.resets
  const packets: Packets = [first.packet, ...rest.map((reset) => reset.packet)]
  const evidence: [Evidence<RstInjectedTerms>, ...Evidence<RstInjectedTerms>[]] = [{ point: 'resets', packets }]
  if (found.stepped) evidence.push({ point: found.windowSteps ? 'window-steps' : 'stepped', packets })
  if (found.ttl) evidence.push({ point: 'ttl', packets })
  if (found.dontFragment) evidence.push({ point: 'no-df', packets })
  if (found.flowLabel) evidence.push({ point: 'flow-label', packets })
  if (found.profile !== undefined) evidence.push({ point: 'ip-id', packets: [found.profile.packet] })
  if (found.early !== undefined) evidence.push({ point: 'early', packets: [found.early.reset.packet] })
  if (found.goesOn !== 0) evidence.push({ point: 'goes-on', packets: [found.goesOn] })
  return evidence
}
