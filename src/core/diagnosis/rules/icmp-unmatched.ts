/** `icmp-unmatched`: ICMP errors about connections that are not in the capture. */
import type { CaptureFacts } from '../../analysis/capture-facts.ts'
import { connectError } from '../icmp-answer.ts'
import type { CaptureFinding, CaptureRule, Packets } from '../rule.ts'

/** What the verdict `icmp-unmatched` and its words speak of. */
export interface IcmpUnmatchedTerms {
  values: {
    errors: number
    /** The first of them: who sent it, what it says, and which packet it quotes. */
    source: string
    version: number
    type: number
    code: number
    from: string
    to: string
    /** What a program sees that waits for such a connection. */
    error: string
    /** Other kinds, or about other connections. */
    others: number
  }
  point: 'first' | 'others'
  alternative: 'reject-icmp' | 'icmp-while-established'
  next: 'whole'
}

/** `icmp-unmatched`: ICMP errors about connections that are not in the capture; what they quote is all that is known of those. */
export const icmpUnmatched: CaptureRule<'icmp-unmatched', IcmpUnmatchedTerms> = {
  id: 'icmp-unmatched',
  question: 'Are there ICMP errors about connections that are not in the capture?',
  severity: 'info',
  sections: ['RFC 1122 §3.2.2', 'RFC 4443 §2.4'],
  holds: (capture) => capture.unmatchedErrors.length > 0,
  explain(capture: CaptureFacts, addressText): CaptureFinding<IcmpUnmatchedTerms> {
    const [first, ...others] = capture.unmatchedErrors
    if (first === undefined) throw new Error('an error without connection')
    const address = (key: number): string => addressText(key, first.quotedIpVersion)
    const [other, ...more] = others.flatMap(({ packets }) => packets)
    const shown: { readonly point: IcmpUnmatchedTerms['point']; readonly packets: Packets }[] = [{ point: 'first', packets: first.packets }]
    if (other !== undefined) shown.push({ point: 'others', packets: [other, ...more] })
    return {
      certainty: 'likely',
      blame: 'unknown',
      values: {
        errors: capture.unmatchedIcmpErrors,
        source: addressText(first.sender, first.ipVersion),
        version: first.ipVersion,
        type: first.type,
        code: first.code,
        from: endText(address(first.quotedSource), first.quotedSourcePort),
        to: endText(address(first.quotedTarget), first.quotedTargetPort),
        error: connectError(first.ipVersion === 6, first.type, first.code),
        others: others.length,
      },
      evidence: shown,
      alternatives: ['reject-icmp', 'icmp-while-established'],
      next: [{ step: 'whole', command: `tcpdump -ni any 'tcp port ${first.quotedTargetPort} or icmp or icmp6'`, where: 'capture-host' }],
    }
  },
}

function endText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
