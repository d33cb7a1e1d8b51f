/** The report: one typed result for all shells, as `synfin explain --json` prints it. */
import type { StatePath } from '../analysis/states.ts'
import type { VantagePoint, VantageReason } from '../analysis/vantage.ts'
import type { CaptureFormat, CaptureProblem } from '../capture/record.ts'
import type { Doubt } from '../diagnosis/doubt.ts'
import type { Blame, Certainty, Place, Severity } from '../diagnosis/rule.ts'
import type { VerdictId } from '../diagnosis/verdict-id.ts'
import type { Multilingual } from '../words/language.ts'
import type { PacketClaim } from './claims.ts'

/** The name of this shape; what is added later keeps it, what would break a reader changes it. */
export const REPORT_SCHEMA = 'synfin/report@1'

/** The whole result. Times are seconds since 1970 as text with nine decimals, durations numbers of seconds; unknown is `null`. */
export interface Report extends ReportRest {
  readonly connections: readonly ConnectionReport[]
}

/** All of a report but the connections, which are written one by one. */
export interface ReportRest {
  readonly schema: typeof REPORT_SCHEMA
  readonly inputs: readonly InputReport[]
  /** What matters most in all of the inputs; null when nothing could be read. */
  readonly verdict: HeadlineReport | null
  readonly captureFindings: readonly CaptureFindingReport[]
  readonly groupFindings: readonly GroupFindingReport[]
}

/** One input: a file, a pipe. */
export interface InputReport {
  readonly name: string
  readonly format: CaptureFormat
  readonly packets: number
  readonly tcpPackets: number
  readonly icmpErrors: number
  readonly bytes: number
  readonly start: string | null
  readonly end: string | null
  /** Seconds from the first to the last packet. */
  readonly duration: number | null
  /** Packets that are neither TCP nor an ICMP error, by protocol. */
  readonly notDecoded: Readonly<Record<string, number>>
  readonly problems: readonly CaptureProblem[]
}

/** A verdict in words, with the packets that show it. */
export interface VerdictReport {
  readonly id: VerdictId
  readonly severity: Severity
  /** Already lowered by the doubts. */
  readonly certainty: Certainty
  /** What the capture may have got wrong and this verdict leans on. */
  readonly doubts: readonly ({ readonly id: Doubt } & Multilingual)[]
  readonly blame: Blame
  /** The rule that speaks: its name, what it asks of a connection, and the sections of the standards that it stands on. */
  readonly rule: VerdictId
  readonly question: string
  readonly sections: readonly string[]
  readonly summary: Multilingual
  readonly evidence: readonly EvidenceReport[]
  /** What observation would show the verdict to be wrong. */
  readonly refutedBy: Multilingual
  /** What else was weighed, and what speaks against it, or leaves it open. */
  readonly alternatives: readonly ({ readonly id: VerdictId } & Multilingual)[]
  readonly next: readonly NextStepReport[]
}

/** Packets that show one point of a verdict. */
export interface EvidenceReport extends Multilingual {
  readonly point: string
  readonly packets: readonly number[]
  /** What each of these packets is, for `synfin verify`. */
  readonly claims: readonly PacketClaim[]
}

/** A command that would tell more, where to run it, and what its answer would mean. */
export interface NextStepReport extends Multilingual {
  readonly command: string
  readonly where: Place
  /** The verdicts between which its outcome decides: the one observation that separates them; empty for other steps. */
  readonly separates: readonly VerdictId[]
}

/** The verdict that stands for the whole report, and which connection (or only which input) it is about. */
export interface HeadlineReport extends VerdictReport {
  readonly input: number
  readonly connection: number | null
}

/** A verdict about an input as a whole. */
export interface CaptureFindingReport extends VerdictReport {
  readonly input: number
}

/** A verdict about many connections: of one source, with one target, or of one source with one target. */
export interface GroupFindingReport extends VerdictReport {
  readonly input: number
  /** The address that they come from, or that they go to. */
  readonly source: string | null
  readonly target: EndReport | null
  /** The first of them; `connectionCount` says how many there are. */
  readonly connections: readonly number[]
  readonly connectionCount: number
}

/** One end of a connection; a name stands for the address where the input has only names. */
export interface EndReport {
  readonly address: string | null
  readonly port: number | null
}

/** A number for each direction, by sender. */
export interface BothSides<T> {
  readonly client: T
  readonly server: T
}

/** Round trips from this side's data to the peer's acknowledgment, in seconds, as seen where the capture was made. */
export interface RttReport {
  readonly min: number | null
  /** Half of the samples, and 95 % of them, are not above this; to within 5 % beyond three samples. */
  readonly median: number | null
  readonly p95: number | null
  readonly mean: number | null
  readonly max: number | null
  readonly samples: number
}

/** The round trip of the handshake, in two: from where the capture was made to the server and back, and to the client and back. */
export interface HandshakeReport {
  readonly toServer: number | null
  readonly toClient: number | null
}

/** Segments that were sent again, by cause. */
export interface RepeatCounts {
  readonly syn: number
  readonly fin: number
  /** Nothing came back in time; and in the wake of that. */
  readonly timeout: number
  readonly followUp: number
  readonly fast: number
  /** The end of a burst, before the timeout (RFC 8985 §7). */
  readonly probe: number
  /** The receiver had the bytes already. */
  readonly unneeded: number
  /** Smaller because a router had asked, after a rejection, before anybody asked. */
  readonly other: number
  /** Of a long series, beyond what is remembered one by one, repeats for which nothing spoke when they came. */
  readonly unclassified: number
}

/** Segments of a sender that were lost on the way, and bytes that only the capture lost. */
export interface LossReport {
  /** Lost between the sender and the capture point; beyond it. */
  readonly beforeCapture: number
  readonly beyondCapture: number
  /** The receiver acknowledged them, and they are not in the capture. */
  readonly byCaptureBytes: number
}

/** Figures of one connection; those of a direction stand under its sender. Durations are seconds, rates bytes per second. */
export interface MetricsReport {
  /** Where the capture was made, as far as the packets tell. */
  readonly vantage: VantagePoint
  /** What told that. */
  readonly vantageReason: VantageReason
  readonly handshakeRtt: number | null
  readonly handshake: HandshakeReport
  readonly rtt: BothSides<RttReport>
  /** Segments of which nothing filled a gap: bytes that were seen before. */
  readonly retransmittedSegments: BothSides<number>
  readonly retransmissions: BothSides<RepeatCounts>
  readonly outOfOrderSegments: BothSides<number>
  /** Packets that were captured or delivered twice. */
  readonly duplicates: BothSides<number>
  readonly duplicateAcks: BothSides<number>
  readonly losses: BothSides<LossReport>
  /** How long the side's own window was shut. */
  readonly zeroWindowSeconds: BothSides<number>
  readonly longestSilence: SilenceReport | null
  /** The most bytes sent and not acknowledged at a time; null where the other direction is not in the capture. */
  readonly mostBytesInFlight: BothSides<number | null>
  /** Payload, each byte once, by the whole time of the connection; and by the time from the first data segment to the last. */
  readonly goodput: BothSides<number | null>
  readonly transferRate: BothSides<number | null>
}

/** The longest time without data while everything sent had been acknowledged: whose turn it was, and the data packets around it. */
export interface SilenceReport {
  readonly seconds: number
  readonly turn: 'client' | 'server'
  readonly packets: readonly [from: number, to: number]
}

/** What Zeek's `conn.log` says of a connection. */
export interface ZeekReport {
  readonly conn_state: string
  readonly history: string
}

/** One connection. Ids count from 0 through all inputs, in the order of the first packets of each. */
export interface ConnectionReport {
  readonly id: number
  readonly input: number
  readonly client: EndReport
  readonly server: EndReport
  readonly rolesGuessed: boolean
  readonly firstPacket: number
  readonly lastPacket: number
  readonly start: string | null
  readonly duration: number | null
  readonly packets: BothSides<number> & { readonly icmp: number }
  readonly payloadBytes: BothSides<number>
  /** Initial sequence numbers, from which claims count; taken from the first number seen where no SYN was, null where there was none. */
  readonly isn: BothSides<number | null>
  readonly states: { readonly client: StatePath; readonly server: StatePath }
  /** The connection, mostly of the input before, that this one goes on with: the same ends, and numbers that fit. */
  readonly continues?: number
  /** The connection that is the same one on the other side of an address translation, where the capture has both. */
  readonly otherHalf?: number
  readonly verdict: VerdictReport
  readonly findings: readonly VerdictReport[]
  readonly metrics: MetricsReport
  readonly zeek?: ZeekReport
}
