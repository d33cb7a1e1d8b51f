/** All connections of one capture with their packets as columns: for what needs every packet of a few connections. */
import { PacketColumnsBuilder } from '../analysis/packet-columns.ts'
import { connectionReport } from './connection-report.ts'
import { type InputPipeline, ReportRun } from './pipeline.ts'
import type { CapturedConnection } from './two-captures.ts'

/** Connections, and packets of all of them together, that are kept; what comes later is left out, and `isComplete` says so. */
const MOST_CONNECTIONS = 5000
const MOST_PACKETS = 1_000_000
const NS_PER_DAY_IN_DOUBLE = 2 ** 53

interface Collected {
  readonly builder: PacketColumnsBuilder
  readonly startNs: number
}

/** Feed `pipeline.reader`, end it, then `finish`. */
export class CapturedConnections {
  readonly pipeline: InputPipeline
  /** False when there was more than is kept. */
  isComplete = true
  readonly #run: ReportRun
  readonly #collected = new Map<number, Collected>()
  readonly #connections: CapturedConnection[] = []
  #packets = 0

  /** @param name what the input is called */
  constructor(name: string) {
    this.#run = new ReportRun(
      (c, context) => {
        const collected = this.#collected.get(c.id)
        if (collected === undefined) return
        this.#collected.delete(c.id)
        const { startNs } = context.info
        const start =
          startNs !== undefined && Math.abs(collected.startNs) < NS_PER_DAY_IN_DOUBLE
            ? startNs + BigInt(Math.round(collected.startNs))
            : undefined
        const report = connectionReport(c, context)
        // Positions count from the report's first numbers: a forged packet may have come before the SYN that has them.
        const { client, server } = report.isn
        const columns = collected.builder.finishFrom({ client: client ?? 0, server: server ?? 0 }, c)
        this.#connections.push({ report, columns, startNs: start })
      },
      {
        taken: (packet) => {
          const { tracker } = this.pipeline
          const id = tracker.connectionOf(packet)
          if (id < 0) return
          let collected = this.#collected.get(id)
          if (collected === undefined) {
            if (this.#collected.size + this.#connections.length >= MOST_CONNECTIONS) {
              this.isComplete = false
              return
            }
            collected = { builder: new PacketColumnsBuilder({ client: null, server: null }), startNs: packet.timeNs }
            this.#collected.set(id, collected)
          }
          if (this.#packets >= MOST_PACKETS) this.isComplete = false
          else {
            this.#packets++
            collected.builder.add(packet, tracker.flows.direction)
          }
        },
      },
    )
    this.pipeline = this.#run.open(name)
  }

  /** The connections, in the order in which they began. */
  finish(): readonly CapturedConnection[] {
    this.#run.close(this.pipeline)
    return this.#connections.sort((a, b) => a.report.id - b.report.id)
  }
}
