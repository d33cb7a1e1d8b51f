/** What Zeek says of each connection that synfin itself found: for reports, beside the log with Zeek's own boundaries. */
import type { Packet } from '../../packet/packet.ts'
import type { ConnState } from './conn-state.ts'
import { ZeekConnection, type ZeekOptions } from './connection.ts'
import { orderedTuple, packetTuple, tupleKey } from './four-tuple.ts'
import { ParkedSyn } from './parked-syn.ts'
import { isReadable } from './readable.ts'

/** A connection as somebody else found it: its ends, and the numbers of its first and last packet. */
export interface FoundConnection {
  readonly clientAddress: string
  readonly clientPort: number
  readonly serverAddress: string
  readonly serverPort: number
  readonly firstPacket: number
  readonly lastPacket: number
}

/** Zeek's two strings. */
export interface ZeekSummary {
  readonly conn_state: ConnState
  readonly history: string
}

interface Follower {
  readonly firstPacket: number
  connection: ZeekConnection | ParkedSyn
}

/** Zeek's own defaults, but without its checks of checksums. */
const OPTIONS: ZeekOptions = {}

/**
 * Follows all connections of an input without Zeek's timeouts, until they are taken. Give it each packet before the tracker, and take each
 * connection that the tracker hands on: memory is then that of the tracker's connections.
 */
export class ZeekView {
  readonly #followers = new Map<string, Follower[]>()

  /** Number of connections followed. */
  get size(): number {
    return this.#followers.size
  }

  /** Takes the next packet; its `number` must be set. */
  packet(packet: Packet): void {
    if (!isReadable(packet)) return
    const tuple = packetTuple(packet)
    const key = tupleKey(tuple)
    const followers = this.#followers.get(key)
    const latest = followers?.at(-1)
    if (latest !== undefined) {
      const connection = connectionOf(latest)
      if (!connection.isReuse(packet)) {
        latest.connection = connection
        connection.observe(packet, tuple.isFromA)
        return
      }
    }
    const follower = {
      firstPacket: packet.number,
      connection: ParkedSyn.of(packet, tuple.isFromA, OPTIONS) ?? opened(packet, tuple.isFromA),
    }
    if (followers === undefined) this.#followers.set(key, [follower])
    else followers.push(follower)
  }

  /** What Zeek says of `found`, which is forgotten by this; undefined when no packet of it was Zeek's kind. */
  take(found: FoundConnection): ZeekSummary | undefined {
    const key = tupleKey(orderedTuple(found.clientAddress, found.clientPort, found.serverAddress, found.serverPort))
    const followers = this.#followers.get(key)
    if (followers === undefined) return undefined
    let taken = 0
    while (taken < followers.length && followers[taken].firstPacket <= found.lastPacket) taken++
    const own = followers.splice(0, taken).find(({ firstPacket }) => firstPacket >= found.firstPacket)
    if (followers.length === 0) this.#followers.delete(key)
    if (own === undefined) return undefined
    const { connState, history } = connectionOf(own)
    return { conn_state: connState, history }
  }
}

function connectionOf({ connection }: Follower): ZeekConnection {
  return connection instanceof ParkedSyn ? connection.connection(OPTIONS) : connection
}

function opened(packet: Packet, fromA: boolean): ZeekConnection {
  const connection = new ZeekConnection(OPTIONS)
  connection.observe(packet, fromA)
  return connection
}
