/** Reports made by hand, for the tests of what shows them. */
import type { Rule } from '../src/core/diagnosis/rule.ts'
import type { ConnectionReport, ReportRest, VerdictReport } from '../src/core/report/report.ts'
import type { VerdictCount, VerdictTally } from '../src/core/report/verdict-tally.ts'
import type { LadderPacket } from '../src/core/view/ladder.ts'
import type { ShownConnection } from '../src/core/view/shown-connection.ts'

/** A verdict about a problem, with everything that a verdict can have. */
export const REFUSED: VerdictReport = {
  id: 'refused-by-rst',
  severity: 'error',
  certainty: 'proven',
  blame: 'server',
  rule: 'refused-by-rst',
  question: 'Did the server answer the SYN with a RST?',
  sections: ['RFC 9293 §3.10.7.1', 'RFC 9293 §3.10.7.3'],
  summary: { en: 'The server refused the connection at once.', zh: '服务器立即拒绝了连接。' },
  evidence: [{ point: 'refusal', packets: [2], claims: [], en: 'RST that answers the SYN', zh: '对 SYN 的回答是 RST' }],
  doubts: [],
  refutedBy: { en: 'A SYN-ACK to the same SYN.', zh: '同一 SYN 得到 SYN-ACK。' },
  alternatives: [{ id: 'reject-tcp-reset', en: 'A firewall can send the same packet.', zh: '防火墙也能发出同样的报文。' }],
  next: [
    { command: "ss -ltn 'sport = :80'", where: 'server', separates: [], en: 'No line: nobody listens.', zh: '没有输出：没有程序在监听。' },
  ],
}

/** A verdict about nothing wrong. */
export const HEALTHY: VerdictReport = {
  ...REFUSED,
  id: 'open-normal',
  severity: 'ok',
  blame: 'nobody',
  summary: { en: 'All is well.', zh: '一切正常。' },
  evidence: [],
  alternatives: [],
  next: [],
}

/** A row of a ladder. */
export function ladderPacket(packet: number, from: LadderPacket['from'], label: string, more: Partial<LadderPacket> = {}): LadderPacket {
  const to = from === 'client' ? 'server' : 'client'
  return { packet, timeNs: (packet - 1) * 44_000, from, to, label, note: undefined, icmp: undefined, ...more }
}

/** A connection of two packets with `verdict`. */
export function shownConnection(id: number, verdict: VerdictReport, more: Partial<ConnectionReport> = {}): ShownConnection {
  const report: ConnectionReport = {
    id,
    input: 0,
    client: { address: '192.0.2.1', port: 4000 + id },
    server: { address: '198.51.100.2', port: 80 },
    rolesGuessed: false,
    firstPacket: 1,
    lastPacket: 2,
    start: '1795247662.201981000',
    duration: 0.000044,
    packets: { client: 1, server: 1, icmp: 0 },
    payloadBytes: { client: 0, server: 0 },
    states: {
      client: [
        { state: 'SYN-SENT', packet: 1 },
        { state: 'CLOSED', packet: 2 },
      ],
      server: [{ state: 'LISTEN', packet: null, inferred: true }],
    },
    verdict,
    findings: [],
    metrics: { retransmittedSegments: { client: 0, server: 0 } },
    ...more,
  } as unknown as ConnectionReport
  return { report, ladder: [ladderPacket(1, 'client', 'S'), ladderPacket(2, 'server', 'R. ack 1', { note: 'rst' })] }
}

const NO_RTT = { min: null, median: null, p95: null, mean: null, max: null, samples: 0 }
const NO_REPEATS = { syn: 0, fin: 0, timeout: 0, followUp: 0, fast: 0, probe: 0, unneeded: 0, other: 0, unclassified: 0 }
const NO_LOSS = { beforeCapture: 0, beyondCapture: 0, byCaptureBytes: 0 }
const NONE = { client: 0, server: 0 }

/** A connection with all of its figures. */
export const REFUSED_IN_FULL: ConnectionReport = {
  ...shownConnection(0, REFUSED).report,
  isn: { client: 1, server: null },
  zeek: { conn_state: 'REJ', history: 'Sr' },
  metrics: {
    vantage: 'client-side',
    vantageReason: 'timing',
    handshakeRtt: 0.02,
    handshake: { toServer: 0.02, toClient: null },
    rtt: { client: NO_RTT, server: NO_RTT },
    retransmittedSegments: NONE,
    retransmissions: { client: NO_REPEATS, server: NO_REPEATS },
    outOfOrderSegments: NONE,
    duplicates: NONE,
    duplicateAcks: NONE,
    losses: { client: NO_LOSS, server: { ...NO_LOSS, beyondCapture: 2 } },
    zeroWindowSeconds: NONE,
    longestSilence: null,
    mostBytesInFlight: { client: null, server: null },
    goodput: { client: null, server: null },
    transferRate: { client: null, server: null },
  },
}

/** All of a report but its connections; `names` are its inputs. */
export function reportRest(verdict: VerdictReport | null, names: readonly string[] = ['a.pcap']): ReportRest {
  const inputs = names.map((name) => ({
    name,
    format: 'pcap' as const,
    packets: 2,
    tcpPackets: 2,
    icmpErrors: 0,
    bytes: 120,
    start: null,
    end: null,
    duration: 0.000044,
    notDecoded: { arp: 2 },
    problems: [],
  }))
  return {
    schema: 'synfin/report@1',
    inputs,
    verdict: verdict === null ? null : { ...verdict, input: 0, connection: 0 },
    captureFindings: [],
    groupFindings: [],
  }
}

/** A tally as if so many connections of each verdict had been counted, `mostKept` of each remembered. */
export function tallyOf(
  groups: readonly (readonly [verdict: VerdictReport, count: number])[],
  mostKept = 50,
): VerdictTally<ShownConnection> {
  let id = 0
  const counts = groups.map(([verdict, count]): VerdictCount<ShownConnection> => ({
    rule: { id: verdict.id, severity: verdict.severity } as Rule,
    count,
    kept: Array.from({ length: Math.min(count, mostKept) }, () => shownConnection(id++, verdict)),
  }))
  const connections = groups.reduce((sum, [, count]) => sum + count, 0)
  const problems = groups.reduce((sum, [verdict, count]) => sum + (verdict.severity === 'ok' ? 0 : count), 0)
  return { counts, connections, problems } as unknown as VerdictTally<ShownConnection>
}
