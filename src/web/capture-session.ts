/** One input in the worker: read once from front to back, then shown again as far as somebody looks. */
import { columnBuffers } from '../core/analysis/packet-columns.ts'
import { compressionOf } from '../core/capture/format.ts'
import type { CaptureProblem, PacketRecord } from '../core/capture/record.ts'
import { verdictRule } from '../core/diagnosis/diagnose.ts'
import { formatIpv4, formatIpv6 } from '../core/packet/address-text.ts'
import { FLAG, KIND, type Packet } from '../core/packet/packet.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import { Headline } from '../core/report/headline.ts'
import { compareSeverity, isProblem } from '../core/report/severity.ts'
import { type InputPipeline, ReportRun } from '../core/report/pipeline.ts'
import type { ConnectionReport, InputReport, ReportRest } from '../core/report/report.ts'
import { VerdictTally, keepsUpTo } from '../core/report/verdict-tally.ts'
import { ladderOf } from '../core/view/ladder.ts'
import type { ShownConnection } from '../core/view/shown-connection.ts'
import { Timeline } from '../core/view/timeline.ts'
import { type ByteSource, HeldBytes } from './byte-source.ts'
import { InputSource, type ServedInput, decompressed, piecesOf, slicesOf } from './input-source.ts'
import { ConnectionColumns } from './connection-columns.ts'
import { rereadConnection } from './connection-reread.ts'
import { readyForText } from './late-text-reader.ts'
import { PacketIndex } from './packet-index.ts'
import { FilePackets, KeptPackets, type PacketStore } from './packet-store.ts'
import { toneNumber } from './packet-tone.ts'
import type { ConnectionData, News, VerdictCountNews } from './protocol.ts'
import { verdictSeverity } from './verdict-severity.ts'

/** Reports kept of each verdict: of the others, the connection is read again. */
const MOST_KEPT = 100
/** News while reading come this often. */
const NEWS_EVERY_MS = 150
/** Connections that go on are looked at for the news while reading; more of them would cost more than reading. */
const MOST_PEEKED = 2000
/** Inputs up to this size are held as they are read: looking at their packets again needs no reading. */
const MOST_HELD_BYTES = 32 * 1024 * 1024
/** Packets of one connection that are shown at most. */
const MOST_SHOWN_PACKETS = 500_000
/** The connection that is probably asked for first is read ahead with so many packets: the engine has compiled what follows them, too. */
const MOST_AHEAD_PACKETS = 20_000
/** But not when they are scattered over more than this: nobody has asked yet. */
const MOST_AHEAD_BYTES = 64 * 1024 * 1024
/** So many packets of a connection are shown before all of them are there: more than any screen has room for. */
const BEGINNING_PACKETS = 400
/** Seeds are int32. */
const SEED_LIMIT = 2 ** 31
const MAGIC_BYTES = 8

/** A connection on its way to the page, and what is handed over instead of copied. */
interface TransferableConnection {
  readonly data: ConnectionData
  readonly buffers: ArrayBuffer[]
}

/** Everything that is known of one input. */
export class CaptureSession {
  readonly name: string
  readonly input: InputSource
  readonly index = new PacketIndex()
  readonly connections = new ConnectionColumns()
  readonly tally: VerdictTally<ShownConnection>
  readonly #id: number
  readonly #tell: (news: News) => void
  readonly #run: ReportRun
  readonly #pipeline: InputPipeline
  readonly #timeline = new Timeline()
  readonly #kept = new Map<number, ShownConnection>()
  readonly #copies = new KeptPackets()
  readonly #startedMs = performance.now()
  #source: ByteSource
  #held: HeldBytes | undefined
  /** Whether places in what was read are not those in the input. */
  #isUnlikeFile = false
  #readBytes = 0
  #totalBytes: number
  #isCancelled = false
  #isDone = false
  #toldMs = 0
  #input: InputReport | undefined
  #fault: CaptureProblem | undefined
  #noted = 0
  #ahead: TransferableConnection | undefined

  /**
   * @param id comes back in all news
   * @param tell takes the news
   */
  constructor(id: number, name: string, input: Blob | ServedInput, tell: (news: News) => void) {
    this.#id = id
    this.name = name
    this.input = new InputSource(input)
    this.#tell = tell
    this.#source = this.input
    this.#totalBytes = this.input.sizeBytes
    this.tally = new VerdictTally((c, context) => {
      const report = connectionReport(c, context)
      this.#run.consider(report)
      const shown = {
        report,
        ladder: ladderOf(
          c,
          report.verdict.evidence.flatMap(({ packets }) => packets),
        ),
      }
      this.#kept.set(c.id, shown)
      return shown
    }, keepsUpTo(MOST_KEPT))
    this.#run = new ReportRun(
      (c, context) => {
        const rule = verdictRule(c)
        this.connections.know(c, rule.id)
        this.tally.add(c, context, rule)
      },
      { seed: Math.floor(Math.random() * SEED_LIMIT), taken: (packet, record) => this.#taken(packet, record) },
    )
    this.#pipeline = this.#run.open(name, this.input.isLive ? 0 : this.input.sizeBytes)
  }

  /** Reads the input to its end, or until it is cancelled. Never raises: what is wrong is news. */
  async read(): Promise<void> {
    const { isLive } = this.input
    const head = isLive ? new Uint8Array(0) : await this.input.read(0, MAGIC_BYTES).catch(() => new Uint8Array(0))
    const isCompressed = compressionOf(head) === 'gzip'
    this.#isUnlikeFile = isCompressed || isLive
    if (this.#isUnlikeFile || this.input.sizeBytes <= MOST_HELD_BYTES) {
      this.#held = new HeldBytes()
      this.#source = this.#held
    }
    if (this.#isUnlikeFile) this.#totalBytes = NaN
    try {
      for await (const bytes of isLive ? piecesOf(this.input) : isCompressed ? decompressed(this.input) : slicesOf(this.input)) {
        if (this.#isCancelled) break
        if (!this.#pipeline.reader.isKnown) await readyForText(bytes)
        this.#held?.add(bytes)
        this.#pipeline.reader.push(bytes)
        this.#readBytes += bytes.length
        if (this.#pipeline.reader.done) break
        const elapsedMs = performance.now() - this.#startedMs
        // The first slice is small, so that there is something to see at once.
        if (this.#toldMs === 0 || elapsedMs - this.#toldMs >= NEWS_EVERY_MS) {
          this.#toldMs = elapsedMs
          this.#tell(this.#newsSoFar())
        }
      }
    } catch (error) {
      const message = isCompressed ? 'The gzip file is damaged.' : `The file cannot be read: ${String(error)}`
      if (!this.#isCancelled) this.#fault = { code: isCompressed ? 'damaged-gzip' : 'unreadable-file', offset: this.#readBytes, message }
    }
    if (!this.#isCancelled) this.#pipeline.reader.end()
    this.#input = this.#run.close(this.#pipeline)
    this.#isDone = true
    this.#tell(this.news())
  }

  /** Stops reading; what was read is diagnosed as it stands. */
  cancel(): void {
    this.#isCancelled = true
    if (this.input.isLive) this.input.stop()
  }

  /** Whether everything was read that will be. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** What was read, once more from its beginning. Raises when the input has gone, or (captured live) is not held any more. */
  async *again(): AsyncGenerator<Uint8Array> {
    if (this.#held?.isWhole === true) {
      yield* this.#held.all()
      return
    }
    if (this.input.isLive) throw new Error('what was captured is too large to be read again')
    let leftBytes = this.#readBytes
    for await (const bytes of this.#isUnlikeFile ? decompressed(this.input) : slicesOf(this.input)) {
      yield bytes.subarray(0, leftBytes)
      leftBytes -= bytes.length
      if (leftBytes <= 0) return
    }
  }

  /** The report's part that is not about single connections. */
  get rest(): ReportRest {
    return this.#run.rest()
  }

  /** How packets are shown again. */
  get store(): PacketStore {
    const { rereadable } = this.#pipeline.reader
    return rereadable === undefined ? this.#copies : new FilePackets(this.#source, this.index, rereadable)
  }

  /** What the reader knows of the input. */
  get info() {
    return this.#pipeline.info
  }

  /** The address of one end as text. */
  addressText(key: number, isIpv6: boolean): string {
    const text = isIpv6 ? formatIpv6(this.#pipeline.tracker.addresses.bytesOf(key), 0) : formatIpv4(key)
    return this.info.hostNames.get(text) ?? text
  }

  /** What was kept of a connection's report. */
  keptReport(id: number): ConnectionReport | undefined {
    return this.#kept.get(id)?.report
  }

  /**
   * A connection with its packets; null when there is none, or it cannot be read again.
   *
   * @param isSoon its beginning will do, if that is there sooner
   */
  async connection(id: number, isSoon: boolean): Promise<TransferableConnection | null> {
    // What is said of a connection cannot be told from its beginning; it can be shown when it was said already.
    const isBeginning = isSoon && this.keptReport(id) !== undefined && this.connections.all.packets[id] > BEGINNING_PACKETS
    if (!isBeginning) {
      const ahead = this.#ahead
      this.#ahead = undefined
      if (ahead?.data.id === id && ahead.data.packets.count === ahead.data.packetCount) return ahead
    }
    const found = await this.#read(id, isBeginning ? BEGINNING_PACKETS : MOST_SHOWN_PACKETS)
    return found === undefined ? null : { ...found, data: { ...found.data, isBeginning } }
  }

  /** Reads a connection again, or its first `mostPackets`. */
  async #read(id: number, mostPackets: number): Promise<TransferableConnection | undefined> {
    if (id < 0 || id >= this.connections.count) return undefined
    const report = this.keptReport(id)
    const reread = await rereadConnection({
      id,
      packets: this.#packetsOf(id, report?.firstPacket, mostPackets),
      report,
      store: this.store,
      info: this.info,
      first: report?.isn ?? { client: null, server: null },
      captureEndNs: this.#pipeline.tracker.capture.lastTimeNs,
    })
    if (reread === undefined) return undefined
    const { columns, vantage, startNs } = reread
    const data = {
      id,
      report: reread.report,
      vantage,
      packets: columns,
      packetCount: this.connections.all.packets[id],
      startNs,
      isBeginning: false,
    }
    return { data, buffers: columnBuffers(columns) }
  }

  /**
   * The packets of a connection. One that began with a SYN inside another has its first packets in the other's list: only later ones told
   * whose they were.
   */
  #packetsOf(id: number, firstPacket: number | undefined, most: number): Uint32Array {
    const { index, connections } = this
    const own = index.packetsOf(connections.all.lastPacket[id], most)
    const other = firstPacket === undefined || own.length === 0 || firstPacket >= own[0] ? -1 : index.connection(firstPacket)
    if (firstPacket === undefined || other < 0) return own
    const earlier = index.packetsOf(connections.all.lastPacket[other], most).filter((packet) => packet >= firstPacket)
    return Uint32Array.from([...earlier, ...own]).sort()
  }

  /** Reads the connection that is probably asked for first. */
  async readAhead(): Promise<void> {
    const id = this.#run.headline.verdict?.connection ?? 0
    const { firstPacket, lastPacket } = this.connections.all
    if (id >= this.connections.count || lastPacket[id] === 0) return
    const isNear = this.index.offset(lastPacket[id]) - this.index.offset(firstPacket[id]) <= MOST_AHEAD_BYTES
    this.#ahead = await this.#read(id, isNear ? MOST_AHEAD_PACKETS : BEGINNING_PACKETS).catch(() => undefined)
  }

  #taken(packet: Packet, record: PacketRecord): void {
    const { tracker, reader } = this.#pipeline
    this.#timeline.add(packet.timeNs)
    const id = tracker.connectionOf(packet)
    const { events } = tracker.segments
    const event = events.noted === this.#noted ? -1 : events.lastKind
    this.#noted = events.noted
    const before = id < 0 ? 0 : this.connections.packet(id, packet.number, packet.kind === KIND.tcp && (packet.flags & FLAG.ack) !== 0)
    const { rereadable } = reader
    if (rereadable === undefined) this.#copies.add(record)
    this.index.add(rereadable === undefined ? packet.number : rereadable.recordOffset, id, before, toneNumber(packet, event))
  }

  /** News while reading: connections that go on count with what they would be if the input ended here. */
  #newsSoFar(): News {
    const headline = new Headline()
    for (const { report } of this.#kept.values()) headline.considerConnection(report)
    const seen = new Set(this.tally.counts.map(({ rule }) => rule.id))
    this.#pipeline.tracker.peek((c) => {
      const rule = verdictRule(c)
      this.connections.know(c, rule.id)
      if (!isProblem(rule.severity) || seen.has(rule.id)) return
      seen.add(rule.id)
      headline.considerConnection(connectionReport(c, this.#pipeline))
    }, MOST_PEEKED)
    return { ...this.news(), headline: headline.verdict ?? null }
  }

  /** What is known now. */
  news(): News {
    const counts = this.#verdictCounts()
    const { capture } = this.#pipeline.tracker
    const rest = this.#isDone ? this.#run.rest() : undefined
    return {
      kind: 'news',
      id: this.#id,
      name: this.name,
      format: this.info.format,
      readBytes: this.#readBytes,
      totalBytes: this.#totalBytes,
      elapsedMs: performance.now() - this.#startedMs,
      isDone: this.#isDone,
      isCancelled: this.#isCancelled,
      packets: this.index.count,
      connections: capture.connections,
      problems: counts.reduce((sum, { severity, count }) => sum + (isProblem(severity) ? count : 0), 0),
      verdicts: counts,
      timeline: this.#timeline.view(this.#startsOf('error'), this.#startsOf('warning')),
      startNs: this.info.startNs,
      faults: this.#fault === undefined ? this.info.problems : [...this.info.problems, this.#fault],
      headline: rest?.verdict ?? null,
      input: this.#input,
      captureFindings: rest?.captureFindings ?? [],
      groupFindings: rest?.groupFindings ?? [],
      canReread: this.info.format === 'pcap' || this.info.format === 'pcapng' ? (this.#held?.isWhole ?? true) : this.#copies.isWhole,
    }
  }

  #verdictCounts(): VerdictCountNews[] {
    const { connections } = this
    const counts = new Map<string, { count: number; first: number }>()
    for (let id = 0; id < connections.count; id++) {
      const verdict = connections.verdict(id)
      if (verdict === undefined) continue
      const entry = counts.get(verdict)
      if (entry === undefined) counts.set(verdict, { count: 1, first: id })
      else entry.count++
    }
    const found = [...counts].map(([id, { count }]) => {
      const verdict = id as VerdictCountNews['id']
      const kept = this.tally.counts.find(({ rule }) => rule.id === verdict)?.kept[0]?.report
      const example = kept === undefined ? undefined : { connection: kept.id, summary: kept.verdict.summary }
      return { id: verdict, severity: verdictSeverity(verdict), count, example }
    })
    return found.sort((a, b) => compareSeverity(a.severity, b.severity) || b.count - a.count)
  }

  *#startsOf(severity: 'error' | 'warning'): Generator<number> {
    const { connections } = this
    for (let id = 0; id < connections.count; id++) {
      const verdict = connections.verdict(id)
      if (verdict !== undefined && verdictSeverity(verdict) === severity) yield connections.all.startNs[id]
    }
  }
}
