/** The one place that wires reader, decoder, tracker and whoever takes the connections; several inputs are read one after the other. */
import type { Connection, ConnectionName } from '../analysis/connection.ts'
import { ConnectionGroups } from '../analysis/connection-groups.ts'
import { ConnectionTracker, type TrackerOptions } from '../analysis/connection-tracker.ts'
import { carriedData, wasRefused } from '../analysis/quiet-course.ts'
import { DetectingReader } from '../capture/format.ts'
import { KNOWN, type CaptureInfo, type PacketRecord, type RecordSink } from '../capture/record.ts'
import { NoCompiledMemoryError } from '../compiled/compiled-module.ts'
import { ZeekView } from '../dialects/zeek/connection-view.ts'
import { diagnoseCapture } from '../diagnosis/diagnose.ts'
import { formatIpv4, formatIpv6 } from '../packet/address-text.ts'
import { Decoder } from '../packet/decode.ts'
import { Packet } from '../packet/packet.ts'
import { captureClaimant } from './claims.ts'
import type { ConnectionContext } from './connection-report.ts'
import { Continuations } from './continuations.ts'
import { groupFindings } from './group-findings.ts'
import { Headline } from './headline.ts'
import {
  type CaptureFindingReport,
  type ConnectionReport,
  type GroupFindingReport,
  type InputReport,
  REPORT_SCHEMA,
  type ReportRest,
  type ZeekReport,
} from './report.ts'
import { durationSeconds, timeText } from './seconds.ts'
import type { PacketFilter } from './packet-filter.ts'
import type { QuietScan } from './quiet-scan.ts'
import { verdictReport } from './verdict-report.ts'

/** A pcap record header (16 bytes) and a SYN without options in IPv4 and Ethernet (54): no connection takes less of a file. */
const SMALLEST_SYN_RECORD_BYTES = 70

/** Up to this size all checksums of an input are computed: it takes 20 ms. */
const LARGEST_SUMMED_BYTES = 64 * 2 ** 20

/** Connections that Zeek's view follows at a time: it needs some kilobytes for each, ten times what the tracker needs. */
const MOST_IN_ZEEK_VIEW = 131_072

/** Takes each finished connection; both objects are valid during the call only. */
export type ConnectionSink = (connection: Connection, context: ConnectionContext) => void

/** Takes connections that were quiet to the end by what became of them (bits of `COURSE`). */
export interface CourseSink {
  /** Gives false when that is not enough: then the connection comes in full. Once it is enough for a course, it is for all that follow. */
  addQuiet(course: number): boolean
  /** So many more of a course for which it was enough. */
  addMoreQuiet(course: number, count: number): void
}

/** How inputs are read. */
export interface PipelineOptions extends Omit<TrackerOptions, 'quiet'> {
  /** Takes what it can of connections that were quiet; without it, all are followed in full. */
  readonly courses?: CourseSink
  /** Tell of each connection what Zeek would log of it; costs more than everything else. */
  readonly withZeek?: boolean
  /**
   * Where connections that were quiet are only counted (`courses`), let a compiled loop take their packets from the file. It costs a few
   * milliseconds at the start, and a page may not allow WebAssembly.
   */
  readonly quietScan?: typeof QuietScan
  /** Packets that it does not accept are counted, so that numbers stay those of the capture, and otherwise left out. */
  readonly filter?: PacketFilter
  /** Sees every packet before its connection does; the object is reused. */
  readonly watch?: (packet: Packet) => void
  /** Sees every packet and its record after its connection did (`tracker.connectionOf`); both objects are reused. */
  readonly taken?: (packet: Packet, record: PacketRecord) => void
}

/**
 * One input on its way to connections: feed `reader`, end it, then `finish`. Where the records are not read from bytes (a live capture),
 * say so with `follow`, hand each record to `take`, then `finish`.
 */
export class InputPipeline implements ConnectionContext {
  readonly reader: DetectingReader
  /** Takes a record of the input. */
  readonly take: RecordSink
  readonly tracker: ConnectionTracker
  readonly input: number
  readonly firstId: number
  readonly #name: string
  readonly #packet = new Packet()
  readonly #groups: ConnectionGroups
  readonly #isFiltered: boolean
  #zeek: ZeekView | undefined
  #followed: CaptureInfo | undefined
  readonly #continuations: Continuations

  /**
   * @param firstId the report's id of the input's first connection
   * @param continuations what inputs before this one left open
   */
  constructor(
    name: string,
    input: number,
    firstId: number,
    sink: ConnectionSink,
    options: PipelineOptions,
    continuations = new Continuations(),
  ) {
    this.#name = name
    this.input = input
    this.firstId = firstId
    const packet = this.#packet
    const decoder = new Decoder()
    const { filter } = options
    this.#isFiltered = filter !== undefined
    const { watch, taken } = options
    this.#continuations = continuations
    const { courses } = options
    const quiet = (connection: ConnectionName, course: number): boolean => {
      const refused = wasRefused(course)
      // Any other one without data may be a probe.
      if ((!refused && !carriedData(course)) || courses?.addQuiet(course) !== true) return false
      if (refused) groups.addRefused(connection)
      else groups.addServed(connection)
      return true
    }
    const takeConnection = (connection: Connection): void => {
      groups.add(connection)
      sink(connection, this)
      continuations.note(connection, firstId + connection.id)
    }
    const trackerOptions: TrackerOptions = courses === undefined ? options : { ...options, quiet }
    const seesAll = filter === undefined && watch === undefined && taken === undefined && options.withZeek !== true
    const mayScan = courses !== undefined && options.checksums !== 'all' && seesAll
    const scan = mayScan ? quietScanOf(options.quietScan, packet, takeConnection, trackerOptions, courses) : undefined
    const groups = new ConnectionGroups(firstId, scan?.suspects)
    this.#groups = groups
    const tracker = scan === undefined ? new ConnectionTracker(takeConnection, trackerOptions) : scan.tracker
    this.tracker = tracker
    if (options.withZeek === true) this.#zeek = new ZeekView()
    this.take = (record) => {
      packet.number++
      if (filter !== undefined && !filter.accepts(record)) return
      if (record.capLen < record.wireLen && (record.known & KNOWN.payload) !== 0) tracker.capture.cutPackets++
      decoder.decode(record, packet)
      if (this.#zeek !== undefined) this.#observe(packet, this.#zeek)
      if (watch !== undefined) watch(packet)
      tracker.packet(packet)
      if (taken !== undefined) taken(packet, record)
    }
    this.reader = new DetectingReader(this.take, scan)
  }

  /** What Zeek would log of the connection, where that was asked for and there are not too many. */
  zeekOf(c: Connection): ZeekReport | undefined {
    return this.#zeek?.take(c)
  }

  /** The connection, of this or an earlier input, that `c` is the continuation of. */
  continuedFrom(c: Connection): number | undefined {
    return this.#continuations.before(c)
  }

  #observe(packet: Packet, zeek: ZeekView): void {
    zeek.packet(packet)
    // A flood: memory stays bounded, and the connections from here on have no Zeek.
    if (zeek.size > MOST_IN_ZEEK_VIEW) this.#zeek = undefined
  }

  /** What the reader knows of the input so far. */
  get info(): CaptureInfo {
    return this.#followed ?? this.reader.info
  }

  /** Says that the records come from elsewhere than `reader`, and what is known of them. */
  follow(info: CaptureInfo): void {
    this.#followed = info
  }

  /** Ends the input: hands on the connections that are left, and gives what is to be said of the whole. */
  finish(): {
    readonly report: InputReport
    readonly findings: readonly CaptureFindingReport[]
    readonly groupFindings: readonly GroupFindingReport[]
  } {
    const { capture } = this.tracker
    capture.droppedPackets = this.info.interfaces.reduce((sum, { dropped = 0 }) => sum + dropped, 0)
    this.tracker.end()
    const found = groupFindings(
      this.#groups.groups((key, ipVersion) => this.#addressText(key, ipVersion)),
      capture,
      this.input,
    )
    return { report: this.#report(), findings: this.#findings(), groupFindings: found }
  }

  #report(): InputReport {
    const { capture } = this.tracker
    const { info } = this
    const notDecoded: Record<string, number> = Object.fromEntries(capture.otherPackets)
    if (capture.malformedTcp > 0) notDecoded['tcp-malformed'] = capture.malformedTcp
    return {
      name: this.#name,
      format: info.format,
      packets: capture.packets,
      tcpPackets: capture.tcpPackets,
      icmpErrors: capture.icmpErrors,
      bytes: capture.bytes,
      start: timeText(info.startNs, capture.firstTimeNs),
      end: timeText(info.startNs, capture.lastTimeNs),
      duration: durationSeconds(capture.lastTimeNs - capture.firstTimeNs),
      notDecoded,
      problems: info.problems,
    }
  }

  #findings(): CaptureFindingReport[] {
    const { capture } = this.tracker
    // Nothing was read because nothing could be: that says nothing about the network.
    if (capture.packets === 0 && this.info.problems.length > 0) return []
    if (capture.packets === 0 && this.#isFiltered && this.#packet.number > 0) return []
    const addressText = (key: number, ipVersion: number): string => this.#addressText(key, ipVersion)
    const claim = captureClaimant(capture, addressText)
    return diagnoseCapture(capture, addressText).map((diagnosis) => ({ input: this.input, ...verdictReport(diagnosis, claim) }))
  }

  #addressText(key: number, ipVersion: number): string {
    const text = ipVersion === 6 ? formatIpv6(this.tracker.addresses.bytesOf(key), 0) : formatIpv4(key)
    return this.info.hostNames.get(text) ?? text
  }
}

/** A scan, where one is wanted and there is memory for it. */
function quietScanOf(Scan: typeof QuietScan | undefined, ...made: ConstructorParameters<typeof QuietScan>): QuietScan | undefined {
  try {
    return Scan === undefined ? undefined : new Scan(...made)
  } catch (error) {
    if (error instanceof NoCompiledMemoryError) return undefined
    throw error
  }
}

/** A report being made: opens inputs, and keeps all that is not a connection. */
export class ReportRun {
  readonly headline = new Headline()
  readonly #inputs: InputReport[] = []
  readonly #captureFindings: CaptureFindingReport[] = []
  readonly #groupFindings: GroupFindingReport[] = []
  readonly #continuations = new Continuations()
  readonly #sink: ConnectionSink
  readonly #options: PipelineOptions
  #connections = 0

  constructor(sink: ConnectionSink, options: PipelineOptions = {}) {
    this.#sink = sink
    this.#options = options
  }

  /** Connections of all inputs that were closed. */
  get connections(): number {
    return this.#connections
  }

  /**
   * Begins the next input; the one before must be closed.
   *
   * @param sizeBytes the size of the input where it is known: room is made for the connections that it can hold, which costs nothing
   *   until it is used
   */
  open(name: string, sizeBytes: number | undefined = 0): InputPipeline {
    const checksums = sizeBytes > 0 && sizeBytes <= LARGEST_SUMMED_BYTES ? 'all' : 'sample'
    const options: PipelineOptions = { checksums, ...this.#options, expectedConnections: Math.ceil(sizeBytes / SMALLEST_SYN_RECORD_BYTES) }
    return new InputPipeline(name, this.#inputs.length, this.#connections, this.#sink, options, this.#continuations)
  }

  /** Ends an input whose reader has ended. */
  close(pipeline: InputPipeline): InputReport {
    const { report, findings, groupFindings } = pipeline.finish()
    this.#connections += pipeline.tracker.capture.connections
    this.#inputs.push(report)
    for (const finding of findings) {
      this.#captureFindings.push(finding)
      // What is peculiar about an input leads only where there is no connection to speak of.
      if (finding.severity !== 'info' || pipeline.tracker.capture.connections === 0) this.headline.consider(finding, finding.input, null)
    }
    for (const finding of groupFindings) {
      this.#groupFindings.push(finding)
      this.headline.considerGroup(finding)
    }
    return report
  }

  /** Weighs a connection's verdict for the headline. */
  consider(report: ConnectionReport): void {
    this.headline.considerConnection(report)
  }

  /** All of the report but the connections. */
  rest(): ReportRest {
    return {
      schema: REPORT_SCHEMA,
      inputs: this.#inputs,
      verdict: this.headline.verdict ?? null,
      captureFindings: this.#captureFindings,
      groupFindings: this.#groupFindings,
    }
  }
}
