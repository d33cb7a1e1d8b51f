/** The table of connections: chosen and ordered over the columns, rows made for the few that are seen. */
import { compareSeverity, isProblem } from '../core/report/severity.ts'
import type { CaptureSession } from './capture-session.ts'
import type { ConnectionQuery, ConnectionRow } from './protocol.ts'
import { verdictSeverity } from './verdict-severity.ts'

/** A chosen order of connections. */
export class ConnectionList {
  readonly #session: CaptureSession
  #ids = new Uint32Array(0)

  constructor(session: CaptureSession) {
    this.#session = session
  }

  /** Chooses and orders anew; gives the number of rows. */
  choose(query: ConnectionQuery): number {
    const { connections } = this.#session
    const matches = this.#test(query)
    const ids = new Uint32Array(connections.count)
    let count = 0
    for (let id = 0; id < connections.count; id++) if (connections.verdict(id) !== undefined && matches(id)) ids[count++] = id
    this.#ids = ids.subarray(0, count)
    const order = this.#order(query)
    const sign = query.descending ? -1 : 1
    if (query.sort !== 'id' || query.descending) this.#ids.sort((a, b) => sign * (order(a, b) || a - b))
    return count
  }

  /** The rows `from` to (not including) `to`. */
  rows(from: number, to: number): ConnectionRow[] {
    return Array.from(this.#ids.subarray(from, to), (id) => this.#row(id))
  }

  #row(id: number): ConnectionRow {
    const { connections } = this.#session
    const { all } = connections
    const verdict = connections.verdict(id)
    const [clientState, serverState] = connections.states(id)
    const kept = this.#session.keptReport(id)
    const isIpv6 = all.isIpv6[id] === 1
    return {
      id,
      client: kept?.client ?? { address: this.#session.addressText(all.clientKey[id], isIpv6), port: all.ports[id] >>> 16 },
      server: kept?.server ?? { address: this.#session.addressText(all.serverKey[id], isIpv6), port: all.ports[id] & 0xffff },
      verdict,
      severity: verdict === undefined ? 'info' : verdictSeverity(verdict),
      packets: all.packets[id],
      payloadBytes: all.payloadBytes[id],
      startNs: all.startNs[id],
      durationNs: all.endNs[id] - all.startNs[id],
      clientState,
      serverState,
      firstPacket: all.firstPacket[id],
    }
  }

  #test({ verdicts, problemsOnly, text, fromNs, toNs }: ConnectionQuery): (id: number) => boolean {
    const { connections } = this.#session
    const { all } = connections
    const words = text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const wanted = new Set(verdicts)
    return (id) => {
      const verdict = connections.verdict(id)
      if (verdict === undefined) return false
      if (wanted.size > 0 && !wanted.has(verdict)) return false
      if (problemsOnly && !isProblem(verdictSeverity(verdict))) return false
      if (toNs !== null && all.startNs[id] > toNs) return false
      if (fromNs !== null && all.endNs[id] < fromNs) return false
      if (words.length === 0) return true
      const said = this.#said(id, verdict)
      return words.every((word) => said.includes(word))
    }
  }

  #said(id: number, verdict: string): string {
    const { client, server, clientState, serverState } = this.#row(id)
    return `#${id} ${client.address}:${client.port} ${server.address}:${server.port} ${clientState} ${serverState} ${verdict}`.toLowerCase()
  }

  #order({ sort }: ConnectionQuery): (a: number, b: number) => number {
    const { connections } = this.#session
    const { all } = connections
    const difference = (x: number, y: number): number => (Number.isNaN(x) ? (Number.isNaN(y) ? 0 : -1) : Number.isNaN(y) ? 1 : x - y)
    switch (sort) {
      case 'verdict':
        return (a, b) => {
          const [x, y] = [connections.verdict(a), connections.verdict(b)]
          if (x === undefined || y === undefined) return 0
          return compareSeverity(verdictSeverity(x), verdictSeverity(y)) || all.verdict[a] - all.verdict[b]
        }
      case 'client':
        return (a, b) => (all.clientKey[a] >>> 0) - (all.clientKey[b] >>> 0) || (all.ports[a] >>> 16) - (all.ports[b] >>> 16)
      case 'server':
        return (a, b) => (all.serverKey[a] >>> 0) - (all.serverKey[b] >>> 0) || (all.ports[a] & 0xffff) - (all.ports[b] & 0xffff)
      case 'packets':
        return (a, b) => all.packets[a] - all.packets[b]
      case 'bytes':
        return (a, b) => all.payloadBytes[a] - all.payloadBytes[b]
      case 'start':
        return (a, b) => difference(all.startNs[a], all.startNs[b])
      case 'duration':
        return (a, b) => difference(all.endNs[a] - all.startNs[a], all.endNs[b] - all.startNs[b])
      case 'id':
        return (a, b) => a - b
    }
  }
}
