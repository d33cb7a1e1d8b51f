/** What is kept of every connection, as columns: some 80 bytes each, so that a million of them can be sorted and searched. */
import type { Connection } from '../core/analysis/connection.ts'
import { statesOf } from '../core/analysis/states.ts'
import { VERDICT_IDS, type VerdictId } from '../core/diagnosis/verdict-id.ts'

/** The number of a verdict that is not known yet. */
const NO_VERDICT = 255
const FIRST_CAPACITY = 1024
/** The states of so many connections are kept: they cost more than the rest. */
const MOST_WITH_STATES = 200_000

/** All states, and none, by small numbers. */
const STATES = [
  '',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
  'CLOSED',
]
const VERDICT_NUMBERS = new Map<VerdictId, number>(VERDICT_IDS.map((id, i) => [id, i]))

function columnsFor(capacity: number) {
  return {
    verdict: new Uint8Array(capacity).fill(NO_VERDICT),
    isIpv6: new Uint8Array(capacity),
    clientState: new Uint8Array(capacity),
    serverState: new Uint8Array(capacity),
    clientKey: new Int32Array(capacity),
    serverKey: new Int32Array(capacity),
    ports: new Uint32Array(capacity),
    firstPacket: new Uint32Array(capacity),
    lastPacket: new Uint32Array(capacity),
    /** The first packet with an ACK: dialects count relative numbers from it. */
    firstAck: new Uint32Array(capacity),
    packets: new Uint32Array(capacity),
    payloadBytes: new Float64Array(capacity),
    startNs: new Float64Array(capacity),
    endNs: new Float64Array(capacity),
  }
}

/** The connections of one input by id. */
export class ConnectionColumns {
  /** Ids run from 0 to this. */
  count = 0
  /** The columns; replaced when they grow. */
  all = columnsFor(FIRST_CAPACITY)

  /** Counts a packet into its connection, which may be new. Returns the packet of it before, or 0. */
  packet(id: number, number: number, hasAck: boolean): number {
    if (id >= this.count) this.#open(id)
    const { lastPacket, firstAck, packets, firstPacket } = this.all
    const before = lastPacket[id]
    lastPacket[id] = number
    packets[id]++
    if (before === 0) firstPacket[id] = number
    if (hasAck && firstAck[id] === 0) firstAck[id] = number
    return before
  }

  /** Takes what is known of a connection; it may be known better later. */
  know(c: Connection, verdict: VerdictId): void {
    const { id } = c
    if (id >= this.count) this.#open(id)
    const { all } = this
    all.verdict[id] = VERDICT_NUMBERS.get(verdict) ?? NO_VERDICT
    all.isIpv6[id] = c.ipVersion === 6 ? 1 : 0
    all.clientKey[id] = c.clientKey
    all.serverKey[id] = c.serverKey
    all.ports[id] = (c.clientPort << 16) | c.serverPort
    all.payloadBytes[id] = c.client.payloadBytes + c.server.payloadBytes
    all.startNs[id] = c.firstTimeNs
    all.endNs[id] = c.lastTimeNs
    if (this.count > MOST_WITH_STATES) return
    const states = statesOf(c)
    all.clientState[id] = Math.max(0, STATES.indexOf(states.client.at(-1)?.state ?? ''))
    all.serverState[id] = Math.max(0, STATES.indexOf(states.server.at(-1)?.state ?? ''))
  }

  /** The verdict of a connection, or undefined while there is none. */
  verdict(id: number): VerdictId | undefined {
    return VERDICT_IDS[this.all.verdict[id]]
  }

  /** The last known states of both ends; empty when unknown. */
  states(id: number): readonly [client: string, server: string] {
    return [STATES[this.all.clientState[id]], STATES[this.all.serverState[id]]]
  }

  #open(id: number): void {
    const capacity = this.all.verdict.length
    if (id >= capacity) {
      const larger = columnsFor(Math.max(capacity * 2, id + 1))
      for (const [name, column] of Object.entries(this.all) as [keyof typeof larger, Uint8Array][]) (larger[name] as Uint8Array).set(column)
      this.all = larger
    }
    this.count = id + 1
  }
}
