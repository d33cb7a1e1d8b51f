/** One connection captured at two places: which packets are the same, how the clocks differ, what left and never arrived. */
import { isReset, type PacketColumns, SENDER, sequenceLength } from '../analysis/packet-columns.ts'
import type { ConnectionReport } from './report.ts'

/** A connection as one capture has it. */
export interface CapturedConnection {
  readonly report: ConnectionReport
  readonly columns: PacketColumns
  /** When its first packet was captured, nanoseconds since 1970; undefined without a clock. */
  readonly startNs: bigint | undefined
}

/** What became of a packet between the two places. */
export type PassageFate =
  /** Captured at both. */
  | 'arrived'
  /** Captured where it left; where it should have arrived, it is missing. */
  | 'lost'
  /** Captured where it arrived, though it was not seen leaving: somebody in between sent it, or the other capture missed it. */
  | 'unsent'

/** A packet on its way from one place to the other. Numbers are those of the two captures; 0 where it is missing. */
export interface Passage {
  readonly sender: 'client' | 'server'
  readonly fate: PassageFate
  readonly atClient: number
  readonly atServer: number
  /** Nanoseconds since the first packet of both, on the client's clock; NaN without times. */
  readonly timeNs: number
  /** From place to place on aligned clocks; NaN unless it arrived. */
  readonly delayNs: number
  /** What it is, as positions: for the label. */
  readonly from: number
  readonly payloadBytes: number
  readonly flags: number
  readonly ackPos: number
}

/** Delays of one direction, in nanoseconds. */
export interface PassageDelays {
  readonly count: number
  readonly minNs: number
  readonly medianNs: number
  readonly maxNs: number
}

/** Both captures of one connection, joined. */
export interface JoinedConnection {
  readonly client: CapturedConnection
  readonly server: CapturedConnection
  readonly passages: readonly Passage[]
  /**
   * How much the server's clock is ahead of the client's: the middle of what the fastest packets of both directions allow. The two ways
   * cannot be told apart by clocks; they are taken to be equally long. NaN where packets of one direction only were matched.
   */
  readonly clockOffsetNs: number
  readonly delays: { readonly client: PassageDelays; readonly server: PassageDelays }
  /** Routers between the two places, by the client's packets and by the server's; NaN where that is not known. */
  readonly hops: { readonly client: number; readonly server: number }
}

/** Whether two reports are of one connection: both first sequence numbers are the same, whatever a NAT made of the addresses. */
export function isSameConnection(a: ConnectionReport, b: ConnectionReport): boolean {
  const same = (x: number | null, y: number | null): boolean => x !== null && y !== null && x >>> 0 === y >>> 0
  return same(a.isn.client, b.isn.client) && same(a.isn.server, b.isn.server)
}

/** One packet of one capture, in a form that does not depend on where its positions began. */
interface Segment {
  readonly index: number
  readonly sender: 0 | 1
  readonly from: number
  readonly length: number
  readonly key: string
}

/** Joins two captures of one connection. */
export function joinCaptures(client: CapturedConnection, server: CapturedConnection): JoinedConnection {
  const pairs = pairsOf(segmentsOf(client), segmentsOf(server))
  const apartNs = client.startNs === undefined || server.startNs === undefined ? NaN : Number(server.startNs - client.startNs)
  const timeAtClient = (i: number): number => client.columns.timeNs[i]
  const timeAtServer = (i: number): number => server.columns.timeNs[i] + apartNs
  const raw: [number[], number[]] = [[], []]
  for (const { sender, atClient, atServer } of pairs) {
    if (atClient < 0 || atServer < 0) continue
    const differenceNs = timeAtServer(atServer) - timeAtClient(atClient)
    if (Number.isFinite(differenceNs)) raw[sender].push(sender === 0 ? differenceNs : -differenceNs)
  }
  const clockOffsetNs = raw[0].length > 0 && raw[1].length > 0 ? (least(raw[0]) - least(raw[1])) / 2 : NaN
  const passages = pairs.map(({ sender, atClient, atServer }): Passage => {
    const columns = atClient >= 0 ? client.columns : server.columns
    const i = Math.max(atClient, atServer >= 0 && atClient < 0 ? atServer : atClient)
    const leftNs = atClient >= 0 ? timeAtClient(atClient) : timeAtServer(atServer) - clockOffsetNs
    const arrivedNs = atServer >= 0 ? timeAtServer(atServer) - clockOffsetNs : NaN
    const isBoth = atClient >= 0 && atServer >= 0
    return {
      sender: sender === 0 ? 'client' : 'server',
      fate: isBoth ? 'arrived' : atClient >= 0 === (sender === 0) ? 'lost' : 'unsent',
      atClient: atClient < 0 ? 0 : client.columns.number[atClient],
      atServer: atServer < 0 ? 0 : server.columns.number[atServer],
      timeNs: isBoth && sender === 1 && Number.isFinite(arrivedNs) ? arrivedNs : leftNs,
      delayNs: isBoth ? (sender === 0 ? arrivedNs - leftNs : leftNs - arrivedNs) : NaN,
      from: columns.pos[i],
      payloadBytes: columns.payloadBytes[i],
      flags: columns.flags[i],
      ackPos: columns.ackPos[i],
    }
  })
  const inOrder = passages
    .map((passage, order) => ({ passage, order }))
    .sort((a, b) => a.passage.timeNs - b.passage.timeNs || 0 || a.order - b.order)
    .map(({ passage }) => passage)
  return {
    client,
    server,
    passages: inOrder,
    clockOffsetNs,
    delays: { client: delaysOf(inOrder, 'client'), server: delaysOf(inOrder, 'server') },
    hops: { client: hopsOf(client, server, pairs, 0), server: hopsOf(client, server, pairs, 1) },
  }
}

/** A packet at both places, or (−1) missing at one. */
interface Pair {
  readonly sender: 0 | 1
  readonly atClient: number
  readonly atServer: number
}

function segmentsOf({ report, columns }: CapturedConnection): Segment[] {
  const base = [report.isn.client ?? 0, report.isn.server ?? 0] as const
  const segments: Segment[] = []
  for (let i = 0; i < columns.count; i++) {
    const sender = columns.sender[i] === SENDER.client ? 0 : columns.sender[i] === SENDER.server ? 1 : undefined
    if (sender === undefined || columns.icmp[i] >= 0) continue
    const from = (base[sender] + columns.pos[i]) >>> 0
    const ack = Number.isNaN(columns.ackPos[i]) ? '' : (base[1 - sender] + columns.ackPos[i]) >>> 0
    const length = sequenceLength(columns, i)
    // The bits that no device on the way has reason to set: PSH and the ECN bits are left out.
    const kind = isReset(columns, i) ? 'R' : ''
    segments.push({ index: i, sender, from, length, key: `${sender} ${kind} ${from} ${length} ${ack} ${columns.tsVal[i]}` })
  }
  return segments
}

/** First packets that are the same, in order; then data that was cut or put together by a card (TSO, GRO) on one of the hosts. */
function pairsOf(client: readonly Segment[], server: readonly Segment[]): Pair[] {
  const waiting = new Map<string, Segment[]>()
  for (const segment of server) {
    const same = waiting.get(segment.key)
    if (same === undefined) waiting.set(segment.key, [segment])
    else same.push(segment)
  }
  const pairs: Pair[] = []
  const restClient: Segment[] = []
  const taken = new Set<number>()
  for (const segment of client) {
    const match = waiting.get(segment.key)?.shift()
    if (match === undefined) restClient.push(segment)
    else {
      taken.add(match.index)
      pairs.push({ sender: segment.sender, atClient: segment.index, atServer: match.index })
    }
  }
  const restServer = server.filter(({ index }) => !taken.has(index))
  const doneClient = new Set<number>()
  const doneServer = new Set<number>()
  tile(restClient, restServer, (whole, parts) => {
    doneClient.add(whole.index)
    for (const part of parts) {
      doneServer.add(part.index)
      pairs.push({ sender: whole.sender, atClient: whole.index, atServer: part.index })
    }
  })
  tile(
    restServer.filter(({ index }) => !doneServer.has(index)),
    restClient.filter(({ index }) => !doneClient.has(index)),
    (whole, parts) => {
      doneServer.add(whole.index)
      for (const part of parts) {
        doneClient.add(part.index)
        pairs.push({ sender: whole.sender, atClient: part.index, atServer: whole.index })
      }
    },
  )
  for (const { sender, index } of restClient) if (!doneClient.has(index)) pairs.push({ sender, atClient: index, atServer: -1 })
  for (const { sender, index } of restServer) if (!doneServer.has(index)) pairs.push({ sender, atClient: -1, atServer: index })
  return pairs
}

/** Finds, for each segment of `wholes`, segments of `pieces` that are the same bytes in a row. */
function tile(wholes: readonly Segment[], pieces: readonly Segment[], found: (whole: Segment, parts: readonly Segment[]) => void): void {
  const byStart = new Map<string, Segment[]>()
  for (const piece of pieces) {
    if (piece.length === 0) continue
    const start = `${piece.sender} ${piece.from}`
    const same = byStart.get(start)
    if (same === undefined) byStart.set(start, [piece])
    else same.push(piece)
  }
  const used = new Set<number>()
  for (const whole of wholes) {
    if (whole.length === 0) continue
    const parts: Segment[] = []
    let covered = 0
    while (covered < whole.length) {
      const start = `${whole.sender} ${(whole.from + covered) >>> 0}`
      const next = byStart.get(start)?.find((piece) => !used.has(piece.index) && piece.length <= whole.length - covered)
      if (next === undefined) break
      parts.push(next)
      covered += next.length
    }
    if (covered !== whole.length || parts.length < 2) continue
    for (const part of parts) used.add(part.index)
    found(whole, parts)
  }
}

function delaysOf(passages: readonly Passage[], sender: Passage['sender']): PassageDelays {
  const delays = passages.flatMap((passage) => (passage.sender === sender && Number.isFinite(passage.delayNs) ? [passage.delayNs] : []))
  if (delays.length === 0) return { count: 0, minNs: NaN, medianNs: NaN, maxNs: NaN }
  delays.sort((a, b) => a - b)
  return { count: delays.length, minNs: delays[0], medianNs: delays[delays.length >> 1], maxNs: delays[delays.length - 1] }
}

/** Each router takes one from TTL (RFC 1812 §5.3.1): the difference is how many there are. */
function hopsOf(client: CapturedConnection, server: CapturedConnection, pairs: readonly Pair[], sender: 0 | 1): number {
  const pair = pairs.find((each) => each.sender === sender && each.atClient >= 0 && each.atServer >= 0)
  if (pair === undefined) return NaN
  const [near, far] = [client.columns.ttl[pair.atClient], server.columns.ttl[pair.atServer]]
  if (near === 0 || far === 0) return NaN
  return sender === 0 ? near - far : far - near
}

function least(values: readonly number[]): number {
  let best = Infinity
  for (const value of values) if (value < best) best = value
  return best
}
