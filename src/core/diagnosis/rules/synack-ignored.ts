/** `synack-ignored`: the SYN-ACK reached the client host, which ignored it. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { FIREWALL_COMMAND } from '../commands.ts'
import { SYN_REPEAT_DUE_NS, synAckPackets, synPackets } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `synack-ignored` and its words speak of. */
export interface SynackIgnoredTerms {
  values: { syns: number; synAcks: number; rttNs: number; badChecksums: number }
  point: 'asked' | 'answered' | 'damaged'
  alternative: 'synack-unanswered'
  next: 'firewall' | 'rp-filter' | 'counters'
}

/** `synack-ignored`: the SYN-ACK reached the client host, which ignored it. */
export const synackIgnored: Rule<'synack-ignored', SynackIgnoredTerms> = {
  id: 'synack-ignored',
  question: "Did the server's answer reach the client host without being taken?",
  severity: 'error',
  sections: ['RFC 9293 §3.10.7.3', 'RFC 3704 §2.2'],
  phases: ['answered'],
  holds(c) {
    const { client, server } = c
    return (
      server.sentSynAck &&
      client.sentBareSyn &&
      client.rstCount === 0 &&
      server.rstCount === 0 &&
      !server.sentBareSyn &&
      // Otherwise the capture ends too early to tell.
      (client.synCount > 1 || server.synCount > 1 || c.silenceAfterNs >= SYN_REPEAT_DUE_NS) &&
      vantageOf(c).point === 'client-side' &&
      // What a translator sends on to somebody else is not ignored here.
      c.capture.translations.halfOf(c.id)?.isBefore !== true
    )
  },
  explain(c: Connection): Finding<SynackIgnoredTerms> {
    const { client, server } = c
    return {
      // Who repeats its SYN although the answer lies there has not taken it; silence alone may have other reasons.
      certainty: client.synCount > 1 && client.lastSynTimeNs > server.synTimeNs ? 'proven' : 'likely',
      blame: 'client',
      values: {
        syns: client.synCount,
        synAcks: server.synCount,
        rttNs: server.synTimeNs - client.synTimeNs,
        badChecksums: server.badChecksums,
      },
      evidence: [
        { point: 'asked', packets: synPackets(c) },
        { point: 'answered', packets: synAckPackets(c) },
        ...(server.badChecksums === 0 ? [] : [{ point: 'damaged' as const, packets: [server.synPacket] as const }]),
      ],
      alternatives: ['synack-unanswered'],
      next: [
        { step: 'firewall', command: FIREWALL_COMMAND, where: 'client' },
        { step: 'rp-filter', command: 'sysctl -a 2>/dev/null | grep -w rp_filter; ip route', where: 'client' },
        { step: 'counters', command: "nstat -az | grep -E 'IPReversePathFilter|InCsumErrors'", where: 'client' },
      ],
    }
  },
}
