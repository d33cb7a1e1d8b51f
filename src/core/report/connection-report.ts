/** One connection as plain data: taken from the view that is valid only while the tracker hands it on. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { statesOf } from '../analysis/states.ts'
import type { CaptureInfo } from '../capture/record.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { connectionClaimant } from './claims.ts'
import { endsOf } from './end-names.ts'
import { metricsOf } from './connection-metrics.ts'
import type { ConnectionReport, ZeekReport } from './report.ts'
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
  /** The connection that `c` goes on with, where that is known. */
  continuedFrom?(c: Connection): number | undefined
}

/** Everything that the report says of `c`, with all rules asked. */
export function connectionReport(c: Connection, context: ConnectionContext): ConnectionReport {
  const { client, server } = c
  const ends = endsOf(c, context.info.hostNames)
  const claim = connectionClaimant(c, context.info.hostNames)
  const [verdict, ...findings] = diagnose(c).map((diagnosis) => verdictReport(diagnosis, claim, ends.client, ends.server))
  const zeek = context.zeekOf(c)
  const continues = context.continuedFrom?.(c)
  const half = c.capture.translations.halfOf(c.id)
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
    ...(continues === undefined ? {} : { continues }),
    ...(half === undefined ? {} : { otherHalf: context.firstId + half.connection }),
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
