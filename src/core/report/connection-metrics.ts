/** The figures of a connection: times, repeats by cause, losses by place, windows, silence, rates. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { vantageOf } from '../analysis/vantage.ts'
import { type Repeat, repeatsOf } from '../diagnosis/repeats.ts'
import { FLAG } from '../packet/packet.ts'
import type { BothSides, HandshakeReport, LossReport, MetricsReport, RepeatCounts, RttReport, SilenceReport } from './report.ts'
import { durationSeconds } from './seconds.ts'

const NS_PER_S = 1e9

/** Everything that is counted and measured of `c`, in both directions. */
export function metricsOf(c: Connection): MetricsReport {
  const { client, server } = c
  const repeats = repeatsOf(c)
  const both = <T>(of: (side: Endpoint, peer: Endpoint) => T): BothSides<T> => ({ client: of(client, server), server: of(server, client) })
  const { point, reason } = vantageOf(c)
  return {
    vantage: point,
    vantageReason: reason,
    handshakeRtt: durationSeconds(handshakeNs(c)),
    handshake: handshakeOf(c),
    rtt: both(rttOf),
    retransmittedSegments: both((side) => side.retransmitted),
    retransmissions: both((side) => repeatCounts(side, repeats)),
    outOfOrderSegments: both((side) => side.outOfOrder),
    duplicates: both((side) => side.copies),
    duplicateAcks: both((side) => side.duplicateAcks),
    losses: both((side, peer) => lossesOf(side, peer, repeats)),
    zeroWindowSeconds: both((side) => zeroWindowNs(c, side) / NS_PER_S),
    longestSilence: longestSilence(c),
    mostBytesInFlight: both((side, peer) => (peer.packets === 0 ? null : side.mostInFlightBytes(peer.ackPos))),
    goodput: both((side) => rate(side.payloadBytes, c.lastTimeNs - c.firstTimeNs)),
    // The first segment was on its way before the time is counted.
    transferRate: both((side) => rate(side.payloadBytes - side.firstDataLen, side.lastDataTimeNs - side.firstDataTimeNs)),
  }
}

/** Bytes per second; null without bytes or time. */
function rate(bytes: number, ns: number): number | null {
  return bytes > 0 && ns > 0 ? (bytes * NS_PER_S) / ns : null
}

/** The two halves of the handshake's round trip: from where the capture was made to either end and back. */
function handshakeOf({ client, server }: Connection): HandshakeReport {
  const answerNs = server.sentSynAck ? server.synTimeNs : server.synCount === 0 && server.rstPacket !== 0 ? server.rstTimeNs : NaN
  // A repeated SYN leaves open which one was answered; the first SYN-ACK answers the only SYN whether or not it is repeated itself.
  const toServerNs = client.sentBareSyn && !server.sentBareSyn && client.synCount === 1 ? answerNs - client.synTimeNs : NaN
  const isClear = server.sentSynAck && !server.sentBareSyn && server.synCount === 1 && client.establishingAck !== 0
  return {
    toServer: durationSeconds(toServerNs),
    toClient: isClear ? durationSeconds(client.establishingAckTimeNs - server.synTimeNs) : null,
  }
}

/** Why segments of a side came again; beyond the log of a connection, by what spoke for a cause when they came. */
function repeatCounts(side: Endpoint, repeats: readonly Repeat[]): RepeatCounts {
  const counts = { syn: 0, fin: 0, timeout: 0, followUp: 0, fast: 0, probe: 0, unneeded: 0, other: 0, unclassified: 0 }
  counts.syn = Math.max(0, side.synCount - 1)
  let known = 0
  let withData = 0
  for (const { event, cause, seenBefore } of repeats) {
    if (event.side !== side.side) continue
    if (seenBefore) known++
    if (event.flags & FLAG.fin) withData++
    const name = COUNTED[cause]
    if (name !== undefined) counts[name]++
  }
  // A FIN that came again with data is counted by the data's cause.
  counts.fin = Math.max(0, side.finCount - 1 - withData)
  // Where everything was captured twice, repeats mean nothing, and none is classified.
  if (repeats.length === 0) return counts
  const { fast, timeout, unneeded, fillingFast, fillingTimeout } = side.moreRepeats
  counts.fast += fast + fillingFast
  counts.timeout += timeout + fillingTimeout
  counts.unneeded += unneeded
  counts.unclassified = Math.max(0, side.retransmitted - known - fast - timeout - unneeded)
  return counts
}

const COUNTED: Readonly<Record<Repeat['cause'], keyof RepeatCounts | undefined>> = {
  timeout: 'timeout',
  'follow-up': 'followUp',
  fast: 'fast',
  probe: 'probe',
  unneeded: 'unneeded',
  smaller: 'other',
  rejected: 'other',
  unasked: 'other',
  reordered: undefined,
  'network-copy': undefined,
  'late-original': undefined,
}

/** Where a side's segments were lost: a repeat whose bytes had not been seen was lost before the capture point, another beyond it. */
function lossesOf(side: Endpoint, peer: Endpoint, repeats: readonly Repeat[]): LossReport {
  const lost = repeats.filter(({ event, cause }) => event.side === side.side && COUNTED[cause] !== undefined && cause !== 'unneeded')
  const unseen = lost.filter(({ seenBefore }) => !seenBefore).length
  const { fast, timeout, fillingFast, fillingTimeout } = side.moreRepeats
  const isCounted = repeats.length > 0
  return {
    beforeCapture: unseen + (isCounted ? fillingFast + fillingTimeout : 0),
    beyondCapture: lost.length - unseen + (isCounted ? fast + timeout : 0),
    byCaptureBytes: peer.hasAcked ? side.missingAckedBytes(peer.ackPos) : 0,
  }
}

/** How long a side's window was shut: to its opening, or to the end of the connection. */
function zeroWindowNs(c: Connection, side: Endpoint): number {
  const openNs = side.windowShut ? c.lastTimeNs - side.zeroWindowSinceNs : 0
  return side.zeroWindowTotalNs + (openNs > 0 ? openNs : 0)
}

/** From the SYN to the ACK of its answer, or to its refusal; NaN when a repeated SYN leaves open which one was answered. */
function handshakeNs(c: Connection): number {
  const { client, server } = c
  if (client.synCount !== 1) return NaN
  if (c.handshakeSeen) return server.synCount === 1 ? client.establishingAckTimeNs - client.synTimeNs : NaN
  return server.synCount === 0 && server.rstPacket !== 0 ? server.rstTimeNs - client.synTimeNs : NaN
}

function rttOf(side: Endpoint): RttReport {
  const { rttSamples: samples } = side
  if (samples === 0) return { min: null, median: null, p95: null, mean: null, max: null, samples }
  return {
    min: durationSeconds(side.rttMinNs),
    median: durationSeconds(side.rttMedianNs),
    p95: durationSeconds(side.rttP95Ns),
    mean: durationSeconds(side.rttMeanNs),
    max: durationSeconds(side.rttMaxNs),
    samples,
  }
}

/** The longest time without data while somebody was expected to send, and who. */
function longestSilence(c: Connection): SilenceReport | null {
  let longest: SilenceReport | null = null
  let longestNs = 0
  for (const [turn, side] of [
    ['client', c.client],
    ['server', c.server],
  ] as const) {
    const waits = [
      [side.longestTurnNs, side.longestTurnFrom, side.longestTurnPacket],
      [side.longestPauseNs, side.longestPauseFrom, side.longestPausePacket],
    ] as const
    for (const [ns, from, to] of waits) {
      if (!(ns > longestNs)) continue
      longestNs = ns
      longest = { seconds: ns / NS_PER_S, turn, packets: [from, to] }
    }
  }
  return longest
}
