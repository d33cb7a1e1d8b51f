/**
 * Finds connections whose bytes go on under another address or port of the client: the numbers fit to the byte, the 4-tuple does not.
 *
 * Two bounded tables with one place for each hash: connections that could go on, and packets in mid-stream that could be their
 * continuation. Either may be told first, so each newcomer looks into the table of the others. Counting allocates nothing.
 */
import type { Connection } from './connection.ts'
import { carriesAck } from './event-facts.ts'

/** Places of each table; a newcomer takes over the place of another with its hash. */
const PLACES = 1024
/** Pairs that are told. */
const MOST_PAIRS = 32

const SERVER = 0
const PORT = 1
/** IP version, 0 for a free place. */
const VERSION = 2
/** Next byte of the client, and of the server, in raw numbers. */
const CLIENT_NEXT = 3
const SERVER_NEXT = 4
const CLIENT = 5
const CLIENT_PORT = 6
const CONNECTION = 7
/** Last packet with data of the client under the old port, first under the new; 0 without. */
const PACKET = 8
/** Packet of the server's reset of the continuation; 0 without. */
const RESET = 9
/** The server's first number: what is acknowledged lies between it and the next. */
const SERVER_FIRST = 10
const ENTRY = 11

/** One side of the change. */
export interface BoundEnd {
  readonly client: string
  readonly clientPort: number
  readonly connection: number
  readonly packet: number
}

/** A connection that went on under another address or port of its client. */
export interface RebindingGroup {
  readonly role: 'rebinding'
  readonly host: string
  readonly port: number
  readonly before: BoundEnd
  readonly after: BoundEnd
  /** Packet with which the server reset the continuation; 0 when it did not. */
  readonly resetPacket: number
}

/** Looks for rebindings among finished connections; see the file header. */
export class Rebindings {
  #before = new Int32Array(0)
  #after = new Int32Array(0)
  readonly #entry = new Int32Array(ENTRY)
  readonly #pairs: Int32Array[] = []
  readonly #firstId: number

  /** @param firstId what to add to a connection's number to have the report's */
  constructor(firstId: number) {
    this.#firstId = firstId
  }

  /** Takes a finished connection. */
  add(c: Connection): void {
    const { client, server } = c
    // A continuation begins in mid-stream with bytes of the client, and its server knows nothing of it.
    const isContinuation = !client.isnSeen && !server.isnSeen && client.firstPacket === c.firstPacket && client.dataPackets > 0
    const hasEnded = client.sentFin || abortedIt(c)
    const isContinuable = client.dataPackets > 0 && client.packets > 1 && server.packets > server.rstCount && !hasEnded
    if (!isContinuable && !isContinuation) return
    if (this.#before.length === 0) {
      this.#before = new Int32Array(PLACES * ENTRY)
      this.#after = new Int32Array(PLACES * ENTRY)
    }
    if (isContinuation && server.packets === server.rstCount) this.#addAfter(c)
    else if (isContinuable) this.#addBefore(c)
  }

  /** What was found, in the order in which it was. */
  groups(addressText: (key: number, ipVersion: number) => string): RebindingGroup[] {
    return this.#pairs.map((pair) => {
      const end = (at: number): BoundEnd => ({
        client: addressText(pair[at + CLIENT], pair[at + VERSION]),
        clientPort: pair[at + CLIENT_PORT],
        connection: pair[at + CONNECTION],
        packet: pair[at + PACKET],
      })
      return {
        role: 'rebinding',
        host: addressText(pair[SERVER], pair[VERSION]),
        port: pair[PORT],
        before: end(0),
        after: end(ENTRY),
        resetPacket: pair[ENTRY + RESET],
      }
    })
  }

  #addBefore(c: Connection): void {
    const { client, server } = c
    const entry = this.#fill(c, (client.isn + client.nxtPos) | 0, (server.isn + server.nxtPos) | 0, client.lastData)
    entry[SERVER_FIRST] = server.isn | 0
    const at = placeOf(entry) * ENTRY
    if (isContinuedBy(entry, 0, this.#after, at)) this.#keep(entry, 0, this.#after, at)
    this.#before.set(entry, at)
  }

  #addAfter(c: Connection): void {
    // The first byte of a side of which no SYN was seen has position 1.
    const entry = this.#fill(c, (c.client.isn + 1) | 0, (c.server.isn + 1) | 0, c.client.firstPacket)
    entry[RESET] = c.server.rstPacket
    const at = placeOf(entry) * ENTRY
    if (isContinuedBy(this.#before, at, entry, 0)) this.#keep(this.#before, at, entry, 0)
    this.#after.set(entry, at)
  }

  #fill(c: Connection, clientNext: number, serverNext: number, packet: number): Int32Array {
    const entry = this.#entry
    entry.fill(0)
    entry[SERVER] = c.serverKey
    entry[PORT] = c.serverPort
    entry[VERSION] = c.ipVersion
    entry[CLIENT_NEXT] = clientNext
    entry[SERVER_NEXT] = serverNext
    entry[CLIENT] = c.clientKey
    entry[CLIENT_PORT] = c.clientPort
    entry[CONNECTION] = this.#firstId + c.id
    entry[PACKET] = packet
    return entry
  }

  #keep(before: Int32Array, beforeAt: number, after: Int32Array, afterAt: number): void {
    if (this.#pairs.length >= MOST_PAIRS) return
    const pair = new Int32Array(ENTRY * 2)
    pair.set(before.subarray(beforeAt, beforeAt + ENTRY))
    pair.set(after.subarray(afterAt, afterAt + ENTRY), ENTRY)
    this.#pairs.push(pair)
  }
}

/** The continuation goes on with the client's very next byte, knows what the server sent, and comes when the old port has fallen silent. */
function isContinuedBy(before: Int32Array, b: number, after: Int32Array, a: number): boolean {
  return (
    before[b + VERSION] !== 0 &&
    before[b + VERSION] === after[a + VERSION] &&
    before[b + SERVER] === after[a + SERVER] &&
    before[b + PORT] === after[a + PORT] &&
    (before[b + CLIENT] !== after[a + CLIENT] || before[b + CLIENT_PORT] !== after[a + CLIENT_PORT]) &&
    before[b + CLIENT_NEXT] === after[a + CLIENT_NEXT] &&
    ((after[a + SERVER_NEXT] - before[b + SERVER_FIRST]) | 0) > 0 &&
    ((before[b + SERVER_NEXT] - after[a + SERVER_NEXT]) | 0) >= 0 &&
    before[b + PACKET] < after[a + PACKET]
  )
}

function placeOf(entry: Int32Array): number {
  let h = Math.imul(entry[SERVER] ^ Math.imul(entry[PORT] + 1, 0x85ebca6b) ^ entry[CLIENT_NEXT], 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return (h ^ (h >>> 13)) & (PLACES - 1)
}

/** The client's program ended the connection itself, and does not go on with it. A RST without ACK may be that of a router which has forgotten it. */
function abortedIt(c: Connection): boolean {
  return c.client.rstAccepted && c.events.some((event) => event.kind === 'rst' && event.side === 0 && carriesAck(event))
}
