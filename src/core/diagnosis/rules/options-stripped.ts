/** `options-stripped`: a server whose like answers every option answered none: they were probably removed on the way. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { OPTION } from '../../analysis/event-facts.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `options-stripped` and its words speak of. */
export interface OptionsStrippedTerms {
  values: { window: number; mss: number }
  point: 'offered' | 'none-left'
  alternative: 'open-normal'
  next: 'other-capture' | 'settings' | 'middlebox'
}

const ALL_THREE = OPTION.sackPermitted | OPTION.timestamps | OPTION.windowScale
/**
 * Linux computes the window of its SYN-ACK from the MSS: so many segments of it, by kernel version. It has answered all three options
 * since the nineties, so one that answers none was not asked, or is set up that way.
 */
const LINUX_SEGMENTS: readonly number[] = [44, 45, 20, 10]
/** The initial TTL of Linux. */
const LINUX_TTL = 64

/** `options-stripped`: a server whose like answers every option answered none: they were probably removed on the way. */
export const optionsStripped: Rule<'options-stripped', OptionsStrippedTerms> = {
  id: 'options-stripped',
  question: 'Were the options of the SYN removed on the way?',
  severity: 'warning',
  sections: ['RFC 7323 §1.3', 'RFC 2018 §2', 'RFC 9293 §3.2'],
  phases: ['open'],
  holds(c: Connection): boolean {
    const { client, server } = c
    if (
      (client.synOptionBits & ALL_THREE) !== ALL_THREE ||
      !client.sentBareSyn ||
      !server.sentSynAck ||
      (server.synOptionBits & ALL_THREE) !== 0
    )
      return false
    if (!server.knows('ttl') || server.maxTtl > LINUX_TTL || server.mss === 0) return false
    if (!LINUX_SEGMENTS.some((segments) => server.synWindow === segments * server.mss)) return false
    // At the server the SYN would have to be without options already.
    return vantageOf(c).point !== 'server-side'
  },
  explain(c: Connection): Finding<OptionsStrippedTerms> {
    return {
      certainty: 'possible',
      blame: 'path',
      values: { window: c.server.synWindow, mss: c.server.mss },
      evidence: [
        { point: 'offered', packets: [c.client.synPacket] },
        { point: 'none-left', packets: [c.server.synPacket] },
      ],
      alternatives: ['open-normal'],
      next: [
        { step: 'other-capture', command: `tcpdump -nvi any 'tcp port ${c.serverPort} and tcp[13] & 2 != 0'`, where: 'server' },
        { step: 'settings', command: 'sysctl net.ipv4.tcp_sack net.ipv4.tcp_timestamps net.ipv4.tcp_window_scaling', where: 'server' },
        {
          step: 'middlebox',
          command: 'iptables-save | grep -iE "TCPOPTSTRIP|SYNPROXY"; nft list ruleset | grep -iE "tcp option|synproxy"',
          where: 'router',
        },
      ],
    }
  },
}
