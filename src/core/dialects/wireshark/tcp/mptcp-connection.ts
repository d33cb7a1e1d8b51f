/** What Wireshark remembers of Multipath TCP connections: keys, tokens, which TCP streams are their subflows. */
import { digestKey } from './key-digest.ts'
import type { TcpFlow, TcpStream } from './tcp-stream.ts'

/** One direction of an MPTCP connection. */
export interface MptcpDirection {
  readonly token: number
  /** The data sequence number that relative ones count from. */
  readonly initialSequence: bigint
}

/** A connection. */
export class MptcpConnection {
  readonly index: number
  /** The stream that began it, once its MP_CAPABLE was seen. */
  master: TcpStream | undefined = undefined
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

  /** The connection of `stream`; a new one when it has none. */
  of(stream: TcpStream): MptcpConnection {
    stream.mptcp ??= new MptcpConnection(this.#count++)
    return stream.mptcp
  }

  /** A key was told: the direction learns its token and initial sequence number. */
  learnKey(stream: TcpStream, flow: TcpFlow, key: bigint, version: number): void {
    if (flow.mptcp !== undefined) return
    const connection = this.of(stream)
    const digest = digestKey(key, version)
    flow.mptcp = digest
    this.#byToken.set(digest.token, connection)
  }

  /** `stream` began its connection. */
  begin(stream: TcpStream): void {
    const connection = this.of(stream)
    if (connection.master !== undefined) return
    connection.master = stream
    connection.subflows.unshift(stream.index)
  }

  /** `stream` joins the connection whose receiver has `token`; nothing happens when that was not seen. */
  join(stream: TcpStream, flow: TcpFlow, peer: TcpFlow, token: number): void {
    if (stream.mptcp !== undefined) return
    const connection = this.#byToken.get(token)
    const master = connection?.master
    if (connection === undefined || master === undefined) return
    stream.mptcp = connection
    connection.subflows.unshift(stream.index)
    // The token is that of the side to which the joining SYN goes.
    const isTokenForward = master.forward.mptcp?.token === token
    peer.mptcp = isTokenForward ? master.forward.mptcp : master.reverse.mptcp
    flow.mptcp = isTokenForward ? master.reverse.mptcp : master.forward.mptcp
  }
}
