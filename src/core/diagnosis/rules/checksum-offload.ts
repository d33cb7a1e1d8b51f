/** `checksum-offload`: checksums of outgoing packets are filled in by the network card. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface ChecksumOffloadTerms {
  values: { sender: SideName; both: 'yes' | 'no' }
  point: 'partial'
  alternative: 'bad-checksum'
  next: never
}

/** A checksum field that holds the sum of the pseudo-header: what a host hands to its card, seen before the card. Other tools call it incorrect. */
export const checksumOffload: Rule<'checksum-offload', ChecksumOffloadTerms> = {
  id: 'checksum-offload',
  question: 'Were checksums left to the network card?',
  severity: 'info',
  sections: ['RFC 9293 §3.1'],
  phases: ['answered', 'open', 'mid-stream'],
  holds: (c) => c.client.firstPartialChecksum + c.server.firstPartialChecksum > 0,
  explain(c: Connection): Finding<ChecksumOffloadTerms> {
    const { client, server } = c
    const first = client.firstPartialChecksum === 0 ? 1 : 0
    const both = client.firstPartialChecksum > 0 && server.firstPartialChecksum > 0
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { sender: nameOf(first), both: both ? 'yes' : 'no' },
      evidence: [
        {
          point: 'partial',
          packets: both ? [client.firstPartialChecksum, server.firstPartialChecksum] : [endOf(c, first).firstPartialChecksum],
        },
      ],
      alternatives: ['bad-checksum'],
      next: [],
    }
  },
}
