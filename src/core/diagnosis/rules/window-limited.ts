/** `window-limited`: the sender has as much in flight as the receiver's window allows, round trip after round trip. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import { endText } from '../commands.ts'
import type { Finding, Rule } from '../rule.ts'
import { legNs, lossless } from '../waits.ts'

/** What the verdict `window-limited` and its words speak of. */
export interface WindowLimitedTerms {
  values: {
    sender: SideName
    receiver: SideName
    windowBytes: number
    mostBytes: number
    /** Bytes in flight on average, as the rate and the round trip tell. */
    meanBytes: number
    rttNs: number
    flowNs: number
    bitsPerSecond: number
  }
  point: 'window' | 'flow'
  alternative: 'slow-bandwidth' | 'slow-network' | 'zero-window'
  next: 'sender' | 'receiver'
}

/** Fewer round trips do not show that it is always so. */
const FEWEST_WINDOWS = 10
const FEWEST_SAMPLES = 4
/** A transfer that is over sooner is no matter. */
const NOTICED_FLOW_NS = 1e9
/** In one building no window is too narrow. */
const SHORT_WAY_NS = 5e6
/** On average it was filled at least so far: slow start, and ACKs for every second segment, take the rest. */
const FILLED_PART = 0.6
/** With so much more round trip than the empty path has, a queue is what limits. */
const QUEUED_RATIO = 1.5
/** A sender holds back what is less than a full segment, or than this part of a small window (RFC 9293 §3.8.6.2.1). */
const HELD_BACK_PART = 1 / 8
/** What a peer takes that offers no MSS (RFC 9293 §3.7.1). */
const DEFAULT_MSS = 536

/** `window-limited`: the most in flight is the window, the average is not far from it, and the path has room: no loss, no queue. */
export const windowLimited: Rule<'window-limited', WindowLimitedTerms> = {
  id: 'window-limited',
  question: "Is the transfer limited by the receiver's window?",
  severity: 'warning',
  sections: ['RFC 9293 §3.8.6', 'RFC 7323 §1.1'],
  phases: ['open'],
  holds: (c) => isLimited(c, c.server) || isLimited(c, c.client),
  explain(c: Connection): Finding<WindowLimitedTerms> {
    const sender = isLimited(c, c.server) ? c.server : c.client
    const receiver = peerOf(c, sender)
    const flowNs = sender.lastDataTimeNs - sender.firstDataTimeNs
    return {
      certainty: 'likely',
      blame: nameOf(receiver.side),
      values: {
        sender: nameOf(sender.side),
        receiver: nameOf(receiver.side),
        windowBytes: windowBytes(c, receiver),
        mostBytes: sender.mostInFlightBytes(receiver.ackPos),
        meanBytes: Math.round(meanInFlightBytes(sender)),
        rttNs: sender.rttMeanNs,
        flowNs,
        bitsPerSecond: (sender.payloadBytes * 8e9) / flowNs,
      },
      evidence: [
        { point: 'window', packets: [receiver.synPacket, receiver.lastPacket] },
        { point: 'flow', packets: [sender.firstData, sender.lastData] },
      ],
      alternatives: ['slow-bandwidth', 'slow-network', 'zero-window'],
      next: [
        { step: 'sender', command: `ss -ti dst ${endText(c, receiver.side)}`, where: nameOf(sender.side) },
        {
          step: 'receiver',
          command: 'sysctl net.ipv4.tcp_rmem net.core.rmem_max net.ipv4.tcp_window_scaling',
          where: nameOf(receiver.side),
        },
      ],
    }
  },
}

/** Only where the sender's view is known: at the receiver, what is in flight has not come by yet. */
function isLimited(c: Connection, sender: Endpoint): boolean {
  const receiver = peerOf(c, sender)
  const flowNs = sender.lastDataTimeNs - sender.firstDataTimeNs
  if (!(flowNs >= NOTICED_FLOW_NS) || sender.rttSamples < FEWEST_SAMPLES || !c.handshakeSeen || receiver.zeroWindows > 0) return false
  const window = windowBytes(c, receiver)
  if (window === 0 || sender.payloadBytes < window * FEWEST_WINDOWS || !lossless(c)) return false
  const most = sender.mostInFlightBytes(receiver.ackPos)
  if (most > window || most < window - Math.max(receiver.mss || DEFAULT_MSS, window * HELD_BACK_PART)) return false
  const rttNs = sender.rttMeanNs
  return rttNs >= SHORT_WAY_NS && rttNs <= QUEUED_RATIO * legNs(c, receiver) && meanInFlightBytes(sender) >= window * FILLED_PART
}

/** The receiver's latest window, with its scale where both ends agreed on scaling (RFC 7323 §2.2). */
function windowBytes(c: Connection, receiver: Endpoint): number {
  const isScaled = c.client.windowScale >= 0 && c.server.windowScale >= 0
  return receiver.window * 2 ** (isScaled ? receiver.windowScale : 0)
}

/** Rate times round trip (Little's law). */
function meanInFlightBytes(sender: Endpoint): number {
  return (sender.payloadBytes / (sender.lastDataTimeNs - sender.firstDataTimeNs)) * sender.rttMeanNs
}
