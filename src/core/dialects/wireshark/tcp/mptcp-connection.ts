/** What Wireshark remembers of Multipath TCP connections: keys, tokens, which TCP streams are their subflows. */
import { digestKey } from './key-digest.ts'
import { forwardOf, reverseOf, type TcpFlow, type TcpStream } from './tcp-stream.ts'

/** One direction of an MPTCP connection. */
export interface MptcpDirection {
  readonly token: number
  /** The data sequence number that relative ones count from. */
  readonly initialSequence: bigint
}

/** A connection. */
export class MptcpConnection {
  readonly index: number
  /** Number of the stream that began it, once its MP_CAPABLE was seen. */
  master: number | undefined = undefined
  /** Indexes of its streams, the newest first. */
  readonly subflows: number[] = []

  constructor(index: number) {
    this.index = index
  }

  /** The subflows as the tree lists them. */
  get subflowText(): string {
    return this.subflows.map((index) => `${index} `).join('')
  }
}

/** All MPTCP connections of a capture. */
export class MptcpTable {
  #count = 0
  readonly #byToken = new Map<number, MptcpConnection>()
  /** By the number of the stream. */
  readonly #connections = new Map<number, MptcpConnection>()
  /** By the number of the direction. */
  readonly #directions = new Map<number, MptcpDirection>()

  /** The connection that `stream` is known to belong to. */
  connectionOf(stream: TcpStream): MptcpConnection | undefined {
    return this.#connections.size === 0 ? undefined : this.#connections.get(stream.index)
  }

  /** What is known of a direction. */
  directionOf(flow: TcpFlow): MptcpDirection | undefined {
    return this.#directions.get(flow.number)
  }

  /** The connection of `stream`; a new one when it has none. */
  of(stream: TcpStream): MptcpConnection {
    const known = this.connectionOf(stream)
    if (known !== undefined) return known
    const connection = new MptcpConnection(this.#count++)
    this.#connections.set(stream.index, connection)
    return connection
  }

  /** A key was told: the direction learns its token and initial sequence number. */
  learnKey(stream: TcpStream, flow: TcpFlow, key: bigint, version: number): void {
    if (this.#directions.has(flow.number)) return
    const connection = this.of(stream)
    const digest = digestKey(key, version)
    this.#directions.set(flow.number, digest)
    this.#byToken.set(digest.token, connection)
  }

  /** `stream` began its connection. */
  begin(stream: TcpStream): void {
    const connection = this.of(stream)
    if (connection.master !== undefined) return
    connection.master = stream.index
    connection.subflows.unshift(stream.index)
  }

  /** `stream` joins the connection whose receiver has `token`; nothing happens when that was not seen. */
  join(stream: TcpStream, token: number): void {
    if (this.#connections.has(stream.index)) return
    const connection = this.#byToken.get(token)
    const master = connection?.master
    if (connection === undefined || master === undefined) return
    this.#connections.set(stream.index, connection)
    connection.subflows.unshift(stream.index)
    // The token is that of the side to which the joining SYN goes.
    const isTokenForward = this.#directions.get(forwardOf(master))?.token === token
    this.#copyDirection(isTokenForward ? forwardOf(master) : reverseOf(master), stream.rev)
    this.#copyDirection(isTokenForward ? reverseOf(master) : forwardOf(master), stream.fwd)
  }

  #copyDirection(from: number, to: TcpFlow): void {
    const direction = this.#directions.get(from)
    if (direction === undefined) this.#directions.delete(to.number)
    else this.#directions.set(to.number, direction)
  }
}
