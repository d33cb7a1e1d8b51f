/**
 * Connections that go on in the next input (a rotated capture: `-C`, `-G`, a ring buffer), or after a silence for which the tracker gave
 * them up: the later part is told which connection it continues.
 *
 * Each part stays a connection of its own, since packets are numbered per input; bounded, the oldest parts are forgotten first.
 */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'

/** Parts that may be continued, kept at a time. */
const MOST_PARTS = 65_536
/** Between two parts so much may be missing, or come again. */
const MOST_MISSING_BYTES = 2 ** 24
const MOST_REPEATED_BYTES = 2 ** 20

/** A connection that was still open when its input ended: its number, and the next byte of each end, the lower address first. */
interface OpenPart {
  readonly id: number
  readonly next: readonly [number | undefined, number | undefined]
}

/** Knows what was left open; see the file header. */
export class Continuations {
  readonly #parts = new Map<string, OpenPart>()

  /** Takes a finished connection, `id` being its number in the report. */
  note(c: Connection, id: number): void {
    const { client, server } = c
    if (client.dataPackets + server.dataPackets === 0) return
    if ((client.finAcked && server.finAcked) || client.rstAccepted || server.rstAccepted) return
    if (c.phase !== 'open' && c.phase !== 'mid-stream') return
    const key = keyOf(c)
    this.#parts.delete(key)
    if (this.#parts.size >= MOST_PARTS)
      for (const oldest of this.#parts.keys()) {
        this.#parts.delete(oldest)
        break
      }
    this.#parts.set(key, { id, next: inOrder(c, nextOf(client), nextOf(server)) })
  }

  /** The number of the connection that `c` goes on with; undefined when it begins here, or nothing fits. */
  before(c: Connection): number | undefined {
    if (c.phase !== 'mid-stream' || this.#parts.size === 0) return undefined
    const part = this.#parts.get(keyOf(c))
    if (part === undefined) return undefined
    const first = inOrder(c, firstOf(c.client), firstOf(c.server))
    const steps = first.flatMap((number, end) => {
      const next = part.next[end]
      return number === undefined || next === undefined ? [] : [(number - next) | 0]
    })
    const fits = steps.length > 0 && steps.every((step) => step >= -MOST_REPEATED_BYTES && step <= MOST_MISSING_BYTES)
    return fits ? part.id : undefined
  }
}

/** The two ends, in an order that does not depend on who is taken for the client. */
function keyOf(c: Connection): string {
  const [lower, upper] = inOrder(c, `${c.clientAddress} ${c.clientPort}`, `${c.serverAddress} ${c.serverPort}`)
  return `${lower} ${upper}`
}

function inOrder<T>(c: Connection, client: T, server: T): readonly [T, T] {
  const isClientLower = c.clientKey === c.serverKey ? c.clientPort < c.serverPort : c.clientAddress < c.serverAddress
  return isClientLower ? [client, server] : [server, client]
}

/** The number of a side's next byte; undefined when its numbers are not known. */
function nextOf(side: Endpoint): number | undefined {
  return side.nxtPos > 0 ? (side.isn + side.nxtPos) | 0 : undefined
}

/** The number of the first byte of a side of which no SYN was seen: it has position 1. */
function firstOf(side: Endpoint): number | undefined {
  return side.nxtPos > 0 ? (side.isn + 1) | 0 : undefined
}
