/** What the page and its worker say to each other: questions with answers, and news while reading. */
import type { PacketColumns } from '../core/analysis/packet-columns.ts'
import type { Vantage } from '../core/analysis/vantage.ts'
import type { CaptureFormat, CaptureProblem } from '../core/capture/record.ts'
import type { Severity } from '../core/diagnosis/rule.ts'
import type { VerdictId } from '../core/diagnosis/verdict-id.ts'
import type {
  CaptureFindingReport,
  ConnectionReport,
  EndReport,
  GroupFindingReport,
  HeadlineReport,
  InputReport,
} from '../core/report/report.ts'
import type { ComparedCaptures, NamedInput } from './compared-captures.ts'
import type { ServedInput } from './input-source.ts'
import type { TimelineView } from '../core/view/timeline.ts'
import type { Language } from '../core/words/language.ts'

/** What the page tells its worker without waiting for an answer. */
export type Order =
  /** Read this input; whatever was read before is forgotten. `id` comes back in all news about it. */
  | { readonly kind: 'open'; readonly id: number; readonly name: string; readonly input: Blob | ServedInput }
  /** Stop reading; what was read stays. */
  | { readonly kind: 'cancel' }

/** How connections are ordered. */
export type ConnectionSort = 'id' | 'verdict' | 'client' | 'server' | 'packets' | 'bytes' | 'start' | 'duration'

/** Which connections are listed, in which order. */
export interface ConnectionQuery {
  readonly sort: ConnectionSort
  readonly descending: boolean
  /** Only these verdicts; empty means all. */
  readonly verdicts: readonly VerdictId[]
  readonly problemsOnly: boolean
  /** An address, a part of one, a port, or a state; empty means all. */
  readonly text: string
  /** Only connections that live at a time between these, nanoseconds since the capture's start. */
  readonly fromNs: number | null
  readonly toNs: number | null
}

/** A connection as a row of the table. */
export interface ConnectionRow {
  readonly id: number
  readonly client: EndReport
  readonly server: EndReport
  /** Undefined while it is too early to say. */
  readonly verdict: VerdictId | undefined
  readonly severity: Severity
  readonly packets: number
  readonly payloadBytes: number
  /** Nanoseconds since the capture's start; NaN without times. */
  readonly startNs: number
  readonly durationNs: number
  /** The last state of both ends that is known (RFC 9293 §3.3.2). */
  readonly clientState: string
  readonly serverState: string
  readonly firstPacket: number
}

/** One connection with all its packets: what the ladder, the graphs and the state diagram are drawn from. */
export interface ConnectionData {
  readonly id: number
  readonly report: ConnectionReport
  readonly vantage: Vantage
  readonly packets: PacketColumns
  /** How many packets the connection has; more than `packets.count` when there are too many to show, or `isBeginning`. */
  readonly packetCount: number
  /** It is not all that can be shown: the rest takes longer. */
  readonly isBeginning: boolean
  /** Time of the first packet, nanoseconds since the capture's start; NaN without times. */
  readonly startNs: number
}

/** Which rows the list of packets has. */
export interface PacketQuery {
  /** A filter as text; empty means all packets. */
  readonly filter: string
  readonly dialect: 'display' | 'pcap'
  /** Only the packets of this connection. */
  readonly connection: number | null
}

/** Something wrong with a filter. */
export interface FilterFault {
  readonly message: string
  readonly explanation: string
  /** Where in the text, in UTF-16 units. */
  readonly column: number
  readonly length: number
}

/** The answer to a `PacketQuery`. */
export interface PacketSelection {
  /** How many rows there are. */
  readonly count: number
  readonly fault: FilterFault | null
}

/** How a packet's row is coloured: what kind of packet it is. */
export type PacketTone = 'bad' | 'reset' | 'open-close' | 'tcp' | 'udp' | 'icmp' | 'link' | 'other'

/** A packet as a row of the list. */
export interface PacketRow {
  readonly number: number
  /** Nanoseconds since the capture's start; NaN without times. */
  readonly timeNs: number
  readonly source: string
  readonly destination: string
  readonly protocol: string
  readonly wireBytes: number
  readonly info: string
  /** The packet as tcpdump prints it, without the time. */
  readonly line: string
  readonly tone: PacketTone
  /** The connection that it belongs to, or -1. */
  readonly connection: number
}

/** A line of the detail tree. `from` and `length` say which bytes of the packet it is about; length 0: none. */
export interface DetailLine {
  readonly text: string
  readonly from: number
  readonly length: number
  /** The name of the field, for filters; empty where there is none. */
  readonly field: string
  /** `field == value` as a display filter; empty where there is none. */
  readonly filter: string
  readonly children: readonly DetailLine[]
}

/** One packet in full. */
export interface PacketDetail {
  readonly number: number
  readonly timeNs: number
  readonly connection: number
  readonly wireBytes: number
  readonly bytes: Uint8Array
  readonly lines: readonly DetailLine[]
}

/** A piece of the byte streams of a connection, in order of time. */
export interface StreamPiece {
  readonly from: 'client' | 'server'
  readonly packet: number
  readonly bytes: Uint8Array
  /** Bytes that the capture does not have before this piece. */
  readonly missingBefore: number
}

/** What both ends said. */
export interface StreamData {
  readonly pieces: readonly StreamPiece[]
  /** There is more than is shown. */
  readonly isCut: boolean
}

/** What can be saved. */
export type ExportKind = 'html' | 'markdown' | 'json' | 'pcapng'

/** A file to save. */
export interface ExportedFile {
  readonly name: string
  readonly blob: Blob
}

/** All questions: what is asked and what is answered. */
export interface Questions {
  readonly connections: { readonly ask: ConnectionQuery; readonly answer: { readonly count: number } }
  /** Rows of the last `connections`, `from` to (not including) `to`. */
  readonly connectionRows: { readonly ask: { readonly from: number; readonly to: number }; readonly answer: readonly ConnectionRow[] }
  /** `soon`: its beginning will do for now, when the whole would take time. */
  readonly connection: { readonly ask: { readonly id: number; readonly soon: boolean }; readonly answer: ConnectionData | null }
  readonly packets: { readonly ask: PacketQuery; readonly answer: PacketSelection }
  /** How a filter that is being typed could go on: whole texts. */
  readonly completions: {
    readonly ask: { readonly text: string; readonly dialect: 'display' | 'pcap' }
    readonly answer: readonly string[]
  }
  /** Rows of the last `packets`. */
  readonly packetRows: { readonly ask: { readonly from: number; readonly to: number }; readonly answer: readonly PacketRow[] }
  /** The row of a packet in the last `packets`, or the nearest behind it; -1 when there is none. */
  readonly rowOf: { readonly ask: { readonly packet: number }; readonly answer: number }
  /** The next packet, after or before `packet`, that the evidence of a problem names; 0 when there is none. */
  readonly nextProblem: { readonly ask: { readonly packet: number; readonly back: boolean }; readonly answer: number }
  readonly detail: { readonly ask: { readonly packet: number }; readonly answer: PacketDetail | null }
  /** What two inputs have in common; the first is the one that is open. */
  readonly compare: { readonly ask: { readonly first: NamedInput; readonly second: NamedInput }; readonly answer: ComparedCaptures }
  readonly stream: { readonly ask: { readonly id: number }; readonly answer: StreamData }
  readonly export: { readonly ask: { readonly kind: ExportKind; readonly language: Language }; readonly answer: ExportedFile }
}

/** The name of a question. */
export type QuestionName = keyof Questions

/** A question on its way. */
export interface Asked<K extends QuestionName = QuestionName> {
  readonly kind: 'ask'
  readonly ticket: number
  readonly name: K
  readonly ask: Questions[K]['ask']
}

/** The answer on its way back, or why there is none. */
export type Answered =
  | { readonly kind: 'answer'; readonly ticket: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly ticket: number; readonly message: string }

/** How many connections have a verdict. */
export interface VerdictCountNews {
  readonly id: VerdictId
  readonly severity: Severity
  readonly count: number
  /** The first of them, and what is said of it. */
  readonly example: { readonly connection: number; readonly summary: Readonly<Record<Language, string>> } | undefined
}

/** What is known of the input so far. */
export interface News {
  readonly kind: 'news'
  /** Of the `open` that it is about. */
  readonly id: number
  readonly name: string
  readonly format: CaptureFormat
  readonly readBytes: number
  /** The size of the input; NaN when unknown (compressed). */
  readonly totalBytes: number
  readonly elapsedMs: number
  /** Reading is over: at the end, by cancel, or by damage. */
  readonly isDone: boolean
  readonly isCancelled: boolean
  readonly packets: number
  readonly connections: number
  readonly problems: number
  readonly verdicts: readonly VerdictCountNews[]
  readonly timeline: TimelineView
  /** Time of the first packet in nanoseconds since 1970; undefined without dates. */
  readonly startNs: bigint | undefined
  readonly faults: readonly CaptureProblem[]
  /** What is said of the whole; while reading, of what was read so far. */
  readonly headline: HeadlineReport | null
  /** Only when done. */
  readonly input: InputReport | undefined
  readonly captureFindings: readonly CaptureFindingReport[]
  readonly groupFindings: readonly GroupFindingReport[]
  /** Packets can be shown again. */
  readonly canReread: boolean
}

/** How far a filter has come, told now and then while it is at work. */
export interface FilterProgress {
  readonly kind: 'filtering'
  /** 0 to 1. */
  readonly share: number
  /** Packets that it has found so far. */
  readonly found: number
}

/** All that a worker says. */
export type FromWorker = Answered | News | FilterProgress

/** All that a worker is told. */
export type ToWorker = Order | Asked
