/** Ends from which, a report says, no packet came: watches that none does while the connection lasts. */
import type { Packet } from '../packet/packet.ts'
import type { ClaimedConnection } from './claimed-report.ts'
import { endText } from './end-names.ts'
import type { End } from './packet-facts.ts'
import type { EndReport } from './report.ts'
import { type HostNames, destinationOf, isSegment, sourceOf } from './verify-packet.ts'

/** Packets between which a side of a connection says nothing. */
interface Silence {
  readonly connection: ClaimedConnection
  readonly end: End
  readonly firstPacket: number
  readonly lastPacket: number
}

const PORTS = 65536

/** The silences of one input, found by the packet that would break them. */
export class SilentEnds {
  /** By sender and receiver; each list in order of packets, without overlap. */
  readonly #silences = new Map<string, Silence[]>()
  /** The ports of those, to pass over all other packets fast. */
  readonly #ports = new Set<number>()

  /** How many there are. */
  count = 0

  /** @param connections those of the input, in any order */
  constructor(connections: readonly ClaimedConnection[]) {
    for (const end of ['client', 'server'] as const) {
      for (const connection of connections) if (connection.packets[end] === 0) this.#silences.set(directionKey(connection, end), [])
    }
    if (this.#silences.size === 0) return
    // Connections that follow each other on the same ends may overlap: what comes before the old one's last packet is the old one's.
    const until = new Map<string, number>()
    for (const connection of [...connections].sort((a, b) => a.firstPacket - b.firstPacket)) {
      for (const end of ['client', 'server'] as const) this.#add(connection, end, until)
    }
  }

  /** The connection whose silence `p` breaks, and the end that should have been silent. */
  broken(p: Packet, names: HostNames): { readonly connection: ClaimedConnection; readonly end: End } | undefined {
    if (!isSegment(p) || !this.#ports.has(p.srcPort * PORTS + p.dstPort)) return undefined
    const silences = this.#silences.get(placeKey(sourceOf(p, names), destinationOf(p, names))) ?? []
    let low = 0
    let high = silences.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (silences[middle].lastPacket < p.number) low = middle + 1
      else high = middle
    }
    const silence = silences[low]
    return silence !== undefined && silence.firstPacket <= p.number ? silence : undefined
  }

  #add(connection: ClaimedConnection, end: End, until: Map<string, number>): void {
    const key = directionKey(connection, end)
    const silences = this.#silences.get(key)
    if (silences === undefined) return
    const before = until.get(key) ?? 0
    const firstPacket = Math.max(connection.firstPacket, before + 1)
    if (connection.packets[end] === 0 && firstPacket <= connection.lastPacket) {
      silences.push({ connection, end, firstPacket, lastPacket: connection.lastPacket })
      const [sender, receiver] = end === 'client' ? [connection.client, connection.server] : [connection.server, connection.client]
      this.#ports.add((sender.port ?? 0) * PORTS + (receiver.port ?? 0))
      this.count++
    }
    until.set(key, Math.max(before, connection.lastPacket))
  }
}

function directionKey({ client, server }: ClaimedConnection, from: End): string {
  return from === 'client' ? placeKey(client, server) : placeKey(server, client)
}

/** A direction by its ends. Ends without an address are no packet's: nothing is claimed of them. */
function placeKey(sender: EndReport, receiver: EndReport): string {
  return `${endText(sender) ?? ''}>${endText(receiver) ?? ''}`
}
