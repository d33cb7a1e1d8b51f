/** Collects the packets of open connections as columns, and hands each connection on, with all of them, when it ends. */
import type { Connection } from '../analysis/connection.ts'
import type { ConnectionTracker } from '../analysis/connection-tracker.ts'
import { eventKind } from '../analysis/event-log.ts'
import { PacketColumnsBuilder } from '../analysis/packet-columns.ts'
import type { Packet } from '../packet/packet.ts'
import { type ConnectionContext, connectionReport } from './connection-report.ts'
import type { CapturedConnection } from './two-captures.ts'

/** Times relative to the capture's start are exact up to this. */
const MOST_EXACT_NS = 2 ** 53

/** How much is collected; what comes beyond it is left out. */
export interface CollectorLimits {
  /** Connections in all. */
  readonly connections: number
  /** Packets that are held at a time. */
  readonly packets: number
  /** Whether who takes a connection keeps it: its packets are held then, too. */
  readonly areKept: boolean
}

/** Kinds of which the log of a connection keeps only the first ones. All others are read from there: some are noted late. */
const NOTED_AT_ONCE: ReadonlySet<number> = new Set(
  (['retransmission', 'out-of-order', 'keepalive', 'window-probe', 'copy'] as const).map((kind) => eventKind(kind)),
)

interface Collected {
  readonly builder: PacketColumnsBuilder
  readonly startNs: number
  packets: number
  /** Packets (by their index) that were notable when they came, with the numbers of their kinds. */
  readonly noted: { readonly packet: number; readonly kind: number }[]
}

/** Give `taken` and `ended` to a pipeline, one input after the other. */
export class ConnectionCollector {
  /** False when there was more than the limits allow. */
  isComplete = true
  readonly #sink: (captured: CapturedConnection) => void
  readonly #limits: CollectorLimits
  readonly #collected = new Map<number, Collected>()
  #connections = 0
  #packets = 0
  #notedBefore = 0

  /** @param sink takes each connection when it ends, and keeps it if it likes */
  constructor(sink: (captured: CapturedConnection) => void, limits: CollectorLimits) {
    this.#sink = sink
    this.#limits = limits
  }

  /** A packet that `tracker` has just taken. */
  taken(packet: Packet, tracker: ConnectionTracker): void {
    const { events } = tracker.segments
    const isNotable = events.noted !== this.#notedBefore
    this.#notedBefore = events.noted
    const id = tracker.connectionOf(packet)
    if (id < 0) return
    let collected = this.#collected.get(id)
    if (collected === undefined) {
      if (this.#connections >= this.#limits.connections) {
        this.isComplete = false
        return
      }
      this.#connections++
      collected = { builder: new PacketColumnsBuilder({ client: null, server: null }), startNs: packet.timeNs, packets: 0, noted: [] }
      this.#collected.set(id, collected)
    }
    if (this.#packets >= this.#limits.packets) {
      this.isComplete = false
      return
    }
    this.#packets++
    if (isNotable && NOTED_AT_ONCE.has(events.lastKind)) collected.noted.push({ packet: collected.packets, kind: events.lastKind })
    collected.packets++
    collected.builder.add(packet, tracker.flows.direction)
  }

  /** A connection that has ended. */
  ended(c: Connection, context: ConnectionContext): void {
    const collected = this.#collected.get(c.id)
    if (collected === undefined) return
    this.#collected.delete(c.id)
    if (!this.#limits.areKept) this.#packets -= collected.packets
    const report = connectionReport(c, context)
    // Positions count from the report's first numbers: a forged packet may have come before the SYN that has them.
    const { client, server } = report.isn
    const columns = collected.builder.finishFrom({ client: client ?? 0, server: server ?? 0 }, c)
    for (const { packet, kind } of collected.noted) if (columns.event[packet] === 0) columns.event[packet] = kind + 1
    this.#sink({ report, columns, startNs: absoluteNs(context.info.startNs, collected.startNs) })
  }

  /** An input was read to its end: the next one's connections are others. */
  inputEnded(): void {
    for (const { packets } of this.#collected.values()) this.#packets -= packets
    this.#collected.clear()
    this.#notedBefore = 0
  }
}

function absoluteNs(startNs: bigint | undefined, timeNs: number): bigint | undefined {
  return startNs !== undefined && Math.abs(timeNs) < MOST_EXACT_NS ? startNs + BigInt(Math.round(timeNs)) : undefined
}
