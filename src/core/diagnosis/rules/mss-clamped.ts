/** `mss-clamped`: the far end's SYN offers smaller segments than the near one's; something on the way probably made it so. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `mss-clamped` and its words speak of. */
export interface MssClampedTerms {
  values: { far: SideName; near: SideName; farMss: number; nearMss: number; largest: number }
  point: 'near-offer' | 'far-offer'
  alternative: 'open-normal' | 'pmtud-works'
  next: 'other-capture' | 'path-mtu'
}

/** What Ethernet leaves for a segment (RFC 9293 §3.7.1, RFC 6691 §2): 1500 bytes less the headers of IP and TCP. */
const ETHERNET_MSS = { 4: 1460, 6: 1440 } as const
/** Below what every IP version carries (1280 bytes, RFC 8200 §5), no device clamps: then a host is set up that way, or a very old one. */
const SMALLEST_MSS = 1000

/** `mss-clamped`: the far end's SYN offers smaller segments than the near one's; something on the way probably made it so. */
export const mssClamped: Rule<'mss-clamped', MssClampedTerms> = {
  id: 'mss-clamped',
  question: 'Did a device on the way make the segments smaller?',
  severity: 'info',
  sections: ['RFC 9293 §3.7.1', 'RFC 6691 §2'],
  phases: ['open'],
  plain: true,
  holds: (c) => clampedEnd(c) !== undefined,
  explain(c: Connection): Finding<MssClampedTerms> {
    const far = clampedEnd(c)
    if (far === undefined) throw new Error('an end with a small MSS')
    const near = peerOf(c, far)
    return {
      certainty: 'possible',
      blame: 'nobody',
      values: {
        far: nameOf(far.side),
        near: nameOf(near.side),
        farMss: far.mss,
        nearMss: near.mss,
        largest: Math.max(c.client.maxSegmentBytes, c.server.maxSegmentBytes),
      },
      evidence: [
        { point: 'near-offer', packets: [near.synPacket] },
        { point: 'far-offer', packets: [far.synPacket] },
      ],
      alternatives: ['open-normal', 'pmtud-works'],
      next: [
        { step: 'other-capture', command: `tcpdump -nvi any 'tcp port ${c.serverPort} and tcp[13] & 2 != 0'`, where: nameOf(far.side) },
        { step: 'path-mtu', command: `tracepath -n ${far.side === 0 ? c.clientAddress : c.serverAddress}`, where: nameOf(near.side) },
      ],
    }
  },
}

function clampedEnd(c: Connection): Endpoint | undefined {
  const { client, server } = c
  if (client.mss === server.mss || client.mss === 0 || server.mss === 0) return undefined
  const far = client.mss < server.mss ? client : server
  const near = peerOf(c, far)
  if (near.mss < ETHERNET_MSS[c.ipVersion] || far.mss >= ETHERNET_MSS[c.ipVersion] || far.mss < SMALLEST_MSS) return undefined
  // Seen at its sender, nobody on the way can have changed it yet.
  return vantageOf(c).point === `${nameOf(near.side)}-side` ? far : undefined
}
