/** `wscale-mismatch`: the sender takes the window for tiny, because the scale went missing on the way. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Certainty, Finding, Packets, Rule } from '../rule.ts'

/** What the verdict `wscale-mismatch` and its words speak of. */
export interface WscaleMismatchTerms {
  values: { sender: SideName; receiver: SideName; window: number; segments: number; pauseNs: number; scale: number; isScaleSeen: number }
  point: 'offers' | 'tiny'
  alternative: 'zero-window' | 'window-limited'
  next: 'other-capture' | 'middlebox' | 'workaround'
}

/** Every segment as long as the raw window field: once is chance, so often it is what the sender goes by. */
const FEWEST_SEGMENTS = 3
/** A window below the smallest MSS that everyone must take (RFC 9293 §3.7.1) is no window that a receiver offers on purpose. */
const TINY_WINDOW = 536
/** A sender that sees less room than it likes waits for its persist timer (RFC 9293 §3.8.6.2.1), 200 ms at least in practice. */
const PERSIST_NS = 200e6

/** `wscale-mismatch`: the sender takes the window for tiny, because the scale went missing on the way. */
export const wscaleMismatch: Rule<'wscale-mismatch', WscaleMismatchTerms> = {
  id: 'wscale-mismatch',
  question: 'Does a sender take the window field without its scale?',
  severity: 'error',
  sections: ['RFC 7323 §2.2', 'RFC 7323 §2.3'],
  phases: ['open'],
  holds: (c) => misled(c, c.client) || misled(c, c.server),
  explain(c: Connection): Finding<WscaleMismatchTerms> {
    const sender = misled(c, c.client) ? c.client : c.server
    const receiver = peerOf(c, sender)
    const isScaleSeen = receiver.windowScale > 0
    const certainty: Certainty = isScaleSeen ? 'proven' : 'likely'
    const tiny: Packets = [sender.longestPauseFrom, sender.longestPausePacket]
    return {
      certainty,
      blame: 'path',
      values: {
        sender: nameOf(sender.side),
        receiver: nameOf(receiver.side),
        window: receiver.window,
        segments: sender.rawWindowFilled,
        pauseNs: sender.longestPauseNs,
        scale: Math.max(0, receiver.windowScale),
        isScaleSeen: isScaleSeen ? 1 : 0,
      },
      evidence: [
        { point: 'offers', packets: [c.client.synPacket, c.server.synPacket] },
        { point: 'tiny', packets: tiny },
      ],
      alternatives: ['zero-window', 'window-limited'],
      next: [
        {
          step: 'other-capture',
          command: `tcpdump -nvi any 'tcp port ${c.serverPort} and tcp[13] & 2 != 0'`,
          where: nameOf(isScaleSeen ? sender.side : receiver.side),
        },
        {
          step: 'middlebox',
          command: 'iptables-save | grep -iE "TCPOPTSTRIP|TCPMSS"; nft list ruleset | grep -i "tcp option"',
          where: 'router',
        },
        { step: 'workaround', command: 'sysctl -w net.ipv4.tcp_window_scaling=0', where: nameOf(receiver.side) },
      ],
    }
  },
}

function misled(c: Connection, sender: Endpoint): boolean {
  if (sender.rawWindowFilled < FEWEST_SEGMENTS || !(sender.longestPauseNs >= PERSIST_NS)) return false
  const receiver = peerOf(c, sender)
  // Who never offered a scale is rightly told windows without one.
  return (
    receiver.window < TINY_WINDOW &&
    receiver.synPacket !== 0 &&
    sender.synPacket !== 0 &&
    sender.windowScale >= 0 &&
    receiver.windowScale !== 0
  )
}
