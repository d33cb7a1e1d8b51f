/** A live capture on its way to verdicts: what is open now, what has ended, and the report of all of it. */
import type { Connection } from '../core/analysis/connection.ts'
import { statesOf } from '../core/analysis/states.ts'
import { verdictRule } from '../core/diagnosis/diagnose.ts'
import { type ConnectionContext, connectionReport } from '../core/report/connection-report.ts'
import { endText, endsOf } from '../core/report/end-names.ts'
import { type InputPipeline, ReportRun } from '../core/report/pipeline.ts'
import type { ConnectionReport, ReportRest } from '../core/report/report.ts'
import { isProblem } from '../core/report/severity.ts'
import { ladderOf } from '../core/view/ladder.ts'
import type { LiveRow } from '../core/view/live-table.ts'
import type { ShownConnection } from '../core/view/shown-connection.ts'
import { hashSeed } from './hash-seed.ts'

/** Connections that are looked at for the table; of more, those with only SYNs are left out. */
const MOST_VISITED = 5000
/** Connections that ended and are still in the table: problems, and the rest. */
const MOST_ENDED = 500
/** A handshake without an answer is nothing yet: the first SYN is repeated after a second (RFC 6298 §2). */
const TOO_EARLY_NS = 1.5e9
/** A closed connection is over when nothing came for so long: then late segments, if any, have come. */
const SETTLED_NS = 2e9
const NS_PER_MS = 1e6
/** Rows of a ladder. */
const LADDER_ROWS = 60

/** Takes the report of each connection that is over, once; of those still open at the end as well. */
export type OverSink = (report: ConnectionReport) => void

/** See the file header. Feed `pipeline.take`. */
export class LiveSession {
  readonly pipeline: InputPipeline
  readonly #run: ReportRun
  readonly #over: OverSink | undefined
  readonly #ended = new Map<number, { readonly row: LiveRow; readonly shown: ShownConnection }>()
  /** Connections that were told already and linger. */
  readonly #told = new Set<number>()
  /** Packets at the last look, and when the latest of them was first seen. */
  #packets = 0
  #packetMs = 0

  /**
   * @param interfaceName what the report calls the input
   * @param over told of each connection when it is over; only where somebody wants to know (it costs a report each)
   */
  constructor(interfaceName: string, over: OverSink | undefined) {
    this.#over = over
    this.#run = new ReportRun((c, context) => this.#finished(c, context), { seed: hashSeed() })
    this.pipeline = this.#run.open(interfaceName)
  }

  /** All rows of the moment, in no order. */
  rows(): LiveRow[] {
    const nowNs = this.#nowNs()
    const rows = [...this.#ended.values()].map(({ row }) => row)
    this.pipeline.tracker.visit((c) => rows.push(this.#row(c, this.pipeline, nowNs)), MOST_VISITED)
    return rows
  }

  /** The time by the capture's clock: it stands in the latest packet, and goes on with ours until the next. */
  #nowNs(): number {
    const { packets, lastTimeNs } = this.pipeline.tracker.capture
    const nowMs = performance.now()
    if (packets !== this.#packets) {
      this.#packets = packets
      this.#packetMs = nowMs
    }
    return lastTimeNs + (nowMs - this.#packetMs) * NS_PER_MS
  }

  /** Everything about one connection; undefined when it has left. */
  connection(id: number): ShownConnection | undefined {
    let found = this.#ended.get(id)?.shown
    const { tracker, firstId } = this.pipeline
    tracker.visit((c) => {
      if (firstId + c.id === id) found = shownConnection(c, this.pipeline)
    }, MOST_VISITED)
    return found
  }

  /** Tells of the closed connections for which nothing came any more; to be called now and then. */
  tellSettled(): void {
    const { tracker, firstId } = this.pipeline
    const nowNs = this.#nowNs()
    tracker.visit((c) => {
      const id = firstId + c.id
      if (!isOver(c) || nowNs - c.lastTimeNs < SETTLED_NS || this.#told.has(id)) return
      this.#told.add(id)
      this.#over?.(connectionReport(c, this.pipeline))
    }, MOST_VISITED)
  }

  /** Ends the capture's input: hands on what is left, and gives all of the report but the connections. */
  end(): ReportRest {
    this.#run.close(this.pipeline)
    return this.#run.rest()
  }

  #finished(c: Connection, context: ConnectionContext): void {
    const id = context.firstId + c.id
    const row = this.#row(c, context, Infinity)
    const report = connectionReport(c, context)
    this.#run.consider(report)
    if (!this.#told.delete(id)) this.#over?.(report)
    if (!isProblem(row.severity)) return
    this.#ended.set(id, { row, shown: shownConnection(c, context) })
    const [oldest] = this.#ended.keys()
    if (this.#ended.size > MOST_ENDED && oldest !== undefined) this.#ended.delete(oldest)
  }

  #row(c: Connection, context: ConnectionContext, nowNs: number): LiveRow {
    const { client, server } = c
    const states = statesOf(c)
    const rule = verdictRule(c)
    const isEarly = c.phase !== 'open' && !isOver(c) && c.icmpErrors === 0 && nowNs - c.lastTimeNs < TOO_EARLY_NS
    const rtts = [client, server].flatMap((side) => (side.rttSamples === 0 ? [] : [side.rttMedianNs]))
    const ends = endsOf(c, context.info.hostNames)
    return {
      id: context.firstId + c.id,
      client: endText(ends.client) ?? '?',
      server: endText(ends.server) ?? '?',
      clientState: states.client.at(-1)?.state ?? '?',
      serverState: states.server.at(-1)?.state ?? '?',
      verdict: isEarly ? undefined : rule.id,
      severity: isEarly ? 'ok' : rule.severity,
      rttNs: rtts.length === 0 ? NaN : Math.max(...rtts),
      retransmitted: client.retransmitted + server.retransmitted,
      bytes: client.payloadBytes + server.payloadBytes,
      lastNs: c.lastTimeNs,
      isOver: isOver(c),
    }
  }
}

/** Reset, or closed by both ends and acknowledged. */
function isOver({ client, server }: Connection): boolean {
  return client.rstCount + server.rstCount > 0 || (client.finAcked && server.finAcked)
}

function shownConnection(c: Connection, context: ConnectionContext): ShownConnection {
  const report = connectionReport(c, context)
  const evidence = [report.verdict, ...report.findings].flatMap((verdict) => verdict.evidence.flatMap(({ packets }) => packets))
  return { report, ladder: ladderOf(c, evidence, LADDER_ROWS) }
}
