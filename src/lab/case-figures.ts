/** What makes an observed connection the case that it is: its verdict, distance, sizes, who closes. */
import type { ConnectionReport } from '../core/report/report.ts'

const MS_PER_S = 1000

/** What is known of the observed connection, and of a recreated one. */
export interface CaseFigures {
  readonly verdict: string
  readonly findings: readonly string[]
  readonly version: 4 | 6
  /** Milliseconds of the handshake's round trip, where it was seen. */
  readonly rttMs: number | undefined
  readonly clientBytes: number
  readonly serverBytes: number
  /** ICMP type and code, where an error is part of the proof. */
  readonly icmp: string | undefined
  /** Where the capture was made, as far as its packets tell. */
  readonly vantage: string
  /** Who sent the first FIN. */
  readonly closer: 'client' | 'server' | undefined
}

/** The figures of a connection. */
export function figuresOf(connection: ConnectionReport): CaseFigures {
  const { verdict, findings, client, payloadBytes, metrics, states } = connection
  const claims = verdict.evidence.flatMap((evidence) => evidence.claims)
  const icmp = claims.flatMap((claim) => ('icmp' in claim ? [claim.icmp] : []))[0]
  const finOf = (side: 'client' | 'server'): number => states[side].find(({ state }) => state === 'FIN-WAIT-1')?.packet ?? Infinity
  const [byClient, byServer] = [finOf('client'), finOf('server')]
  return {
    verdict: verdict.id,
    findings: findings.map(({ id }) => id),
    version: (client.address ?? '').includes(':') ? 6 : 4,
    rttMs: metrics.handshakeRtt === null ? undefined : metrics.handshakeRtt * MS_PER_S,
    clientBytes: payloadBytes.client,
    serverBytes: payloadBytes.server,
    icmp,
    vantage: metrics.vantage,
    closer: byClient === byServer ? undefined : byClient < byServer ? 'client' : 'server',
  }
}
