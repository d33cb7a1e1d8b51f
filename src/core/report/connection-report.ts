/** One connection as plain data: taken from the view that is valid only while the tracker hands it on. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { statesOf } from '../analysis/states.ts'
import type { CaptureInfo } from '../capture/record.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { connectionClaimant } from './claims.ts'
import { endsOf } from './end-names.ts'
import type { ConnectionReport, MetricsReport, RttReport, SilenceReport, ZeekReport } from './report.ts'
import { durationSeconds, timeText } from './seconds.ts'
import { verdictReport } from './verdict-report.ts'

/** What a connection does not know of itself. */
export interface ConnectionContext {
  /** Index of the input, and the id of its first connection. */
  readonly input: number
  readonly firstId: number
  readonly info: Pick<CaptureInfo, 'startNs' | 'hostNames'>
  /** What Zeek would log of the connection; undefined when nobody wants to know. */
  zeekOf(c: Connection): ZeekReport | undefined
}

/** Everything that the report says of `c`, with all rules asked. */
export function connectionReport(c: Connection, context: ConnectionContext): ConnectionReport {
  const { client, server } = c
  const ends = endsOf(c, context.info.hostNames)
  const claim = connectionClaimant(c, context.info.hostNames)
  const [verdict, ...findings] = diagnose(c).map((diagnosis) => verdictReport(diagnosis, claim, ends.client, ends.server))
  const zeek = context.zeekOf(c)
  const witness = client.packets > 0 ? client : server
  return {
    id: context.firstId + c.id,
    input: context.input,
    client: ends.client,
    server: ends.server,
    rolesGuessed: c.rolesGuessed,
    firstPacket: c.firstPacket,
    lastPacket: c.lastPacket,
    start: timeText(witness.knows('date') ? context.info.startNs : undefined, c.firstTimeNs),
    duration: durationSeconds(c.lastTimeNs - c.firstTimeNs),
    packets: { client: client.packets + client.copies, server: server.packets + server.copies, icmp: c.icmpErrors },
    payloadBytes: { client: client.payloadBytes, server: server.payloadBytes },
    isn: { client: isnOf(client), server: isnOf(server) },
    states: statesOf(c),
    verdict: verdict,
    findings,
    metrics: metricsOf(c),
    ...(zeek === undefined ? {} : { zeek }),
  }
}

/** A side has positions, from the SYN's 0 on, as soon as its numbers are counted. */
function isnOf(side: Endpoint): number | null {
  return side.isnSeen || side.nxtPos > 0 ? side.isn : null
}

function metricsOf(c: Connection): MetricsReport {
  const { client, server } = c
  return {
    handshakeRtt: durationSeconds(handshakeNs(c)),
    rtt: { client: rttOf(client), server: rttOf(server) },
    retransmittedSegments: { client: client.retransmitted, server: server.retransmitted },
    outOfOrderSegments: { client: client.outOfOrder, server: server.outOfOrder },
    zeroWindowSeconds: { client: client.zeroWindowTotalNs / 1e9, server: server.zeroWindowTotalNs / 1e9 },
    longestSilence: longestSilence(c),
  }
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
      longest = { seconds: ns / 1e9, turn, packets: [from, to] }
    }
  }
  return longest
}
