/** All connections of one capture with their packets as columns: for what needs every packet of a few connections. */
import { ConnectionCollector } from './connection-collector.ts'
import { type InputPipeline, ReportRun } from './pipeline.ts'
import type { CapturedConnection } from './two-captures.ts'

/** Connections, and packets of all of them together, that are kept; what comes later is left out, and `isComplete` says so. */
const MOST_CONNECTIONS = 5000
const MOST_PACKETS = 1_000_000

/** Feed `pipeline.reader`, end it, then `finish`. */
export class CapturedConnections {
  readonly pipeline: InputPipeline
  readonly #run: ReportRun
  readonly #connections: CapturedConnection[] = []
  readonly #collector = new ConnectionCollector((captured) => void this.#connections.push(captured), {
    connections: MOST_CONNECTIONS,
    packets: MOST_PACKETS,
    areKept: true,
  })

  /** @param name what the input is called */
  constructor(name: string) {
    this.#run = new ReportRun((c, context) => this.#collector.ended(c, context), {
      taken: (packet) => this.#collector.taken(packet, this.pipeline.tracker),
    })
    this.pipeline = this.#run.open(name)
  }

  /** False when there was more than is kept. */
  get isComplete(): boolean {
    return this.#collector.isComplete
  }

  /** The connections, in the order in which they began. */
  finish(): readonly CapturedConnection[] {
    this.#run.close(this.pipeline)
    return this.#connections.sort((a, b) => a.report.id - b.report.id)
  }
}
