/** `nat-both-sides`: the connection is in the capture twice, before and after its addresses were translated. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface NatBothSidesTerms {
  values: {
    /** The ends of the other half. */
    otherClient: string
    otherServer: string
    /** Which half this one is. */
    half: 'before' | 'after'
    /** What was replaced. */
    replaced: 'source' | 'target' | 'both'
  }
  point: 'own'
  alternative: 'duplicate-capture' | 'proxy-suspected'
  next: 'table'
}

/** The same SYN (sequence number, identification, timestamp) with other addresses, within milliseconds: a translator sent it on. */
export const natBothSides: Rule<'nat-both-sides', NatBothSidesTerms> = {
  id: 'nat-both-sides',
  question: 'Is the connection in the capture twice, before and after its addresses were translated?',
  severity: 'info',
  sections: ['RFC 3022 §2', 'RFC 7857 §2'],
  phases: ['syn-only', 'answered', 'open'],
  holds: (c) => c.capture.translations.halfOf(c.id) !== undefined,
  explain(c: Connection): Finding<NatBothSidesTerms> {
    const half = c.capture.translations.halfOf(c.id)
    if (half === undefined) throw new Error('another half')
    const isSourceSame = half.source === c.clientKey && half.sourcePort === c.clientPort
    const isTargetSame = half.target === c.serverKey && half.targetPort === c.serverPort
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: {
        otherClient: endText(c.addressOf(half.source), half.sourcePort),
        otherServer: endText(c.addressOf(half.target), half.targetPort),
        half: half.isBefore ? 'after' : 'before',
        replaced: isSourceSame ? 'target' : isTargetSame ? 'source' : 'both',
      },
      evidence: [{ point: 'own', packets: [half.ownPacket] }],
      alternatives: ['duplicate-capture', 'proxy-suspected'],
      next: [
        {
          step: 'table',
          command: `conntrack -L -p tcp --orig-port-src ${half.isBefore ? half.sourcePort : c.clientPort}`,
          where: 'capture-host',
        },
      ],
    }
  },
}

function endText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
