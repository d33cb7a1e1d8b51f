/** One connection captured at two places: which packets are the same, how the clocks differ, what left and never arrived. */
import type { PacketColumns } from '../analysis/packet-columns.ts'
import { type MatchedSide, matchPackets, type PacketPair } from './matched-packets.ts'
import { firstNumbers } from './same-connection.ts'
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

/**
 * A packet on its way from one place to the other, or the part of it that is missing at one. Numbers are those of the two captures; 0
 * where it is missing. A packet that a card cut into parts (TSO) or put together (GRO) is in several passages.
 */
export interface Passage {
  readonly sender: 'client' | 'server'
  readonly fate: PassageFate
  readonly atClient: number
  readonly atServer: number
  /** When it left (where that is not known: arrived), nanoseconds since the first packet of both, on the client's clock; NaN when unknown. */
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

/** What both captures of one connection say together. */
export interface JoinedFindings {
  readonly client: Pick<CapturedConnection, 'report'>
  readonly server: Pick<CapturedConnection, 'report'>
  readonly passages: readonly Passage[]
  /**
   * How much the server's clock is ahead of the client's: the middle of what the fastest packets of both directions allow. The two ways
   * cannot be told apart by clocks; they are taken to be equally long. NaN where packets of one direction only were matched.
   */
  readonly clockOffsetNs: number
  /** Packets that the other capture has in another connection: a NAT in between has forgotten this one. */
  readonly moved: number
  /** A device on the way gives this end's bytes other sequence numbers. */
  readonly renumbered: { readonly client: boolean; readonly server: boolean }
  readonly delays: { readonly client: PassageDelays; readonly server: PassageDelays }
  /** Routers between the two places, by the client's packets and by the server's; NaN where that is not known. */
  readonly hops: { readonly client: number; readonly server: number }
}

/** Both captures of one connection, joined. */
export interface JoinedConnection extends JoinedFindings {
  readonly client: CapturedConnection
  readonly server: CapturedConnection
  /** What the fastest packets there and back take together; less than nothing when the captures are the wrong way round. NaN as above. */
  readonly roundTripNs: number
}

/** Joins two captures of one connection. */
export function joinCaptures(client: CapturedConnection, server: CapturedConnection): JoinedConnection {
  const apartNs = client.startNs === undefined || server.startNs === undefined ? NaN : Number(server.startNs - client.startNs)
  const near = sideOf(client, 0)
  const [nearFirst, farFirst] = [firstNumbers(client), firstNumbers(server)]
  const isRenumbered = (side: 0 | 1): boolean =>
    nearFirst[side] !== undefined && farFirst[side] !== undefined && nearFirst[side] !== farFirst[side]
  const renumbered = [isRenumbered(0), isRenumbered(1)] as const
  const far = sideOf(server, apartNs, [renumbered[0] ? near.base[0] : undefined, renumbered[1] ? near.base[1] : undefined])
  const pairs = inOrder(matchPackets(near, far))
  const timeAtClient = (i: number): number => client.columns.timeNs[i]
  const timeAtServer = (i: number): number => server.columns.timeNs[i] + apartNs
  const leastNs: [number, number] = [NaN, NaN]
  for (const { sender, atClient, atServer } of pairs) {
    if (atClient < 0 || atServer < 0) continue
    const differenceNs = timeAtServer(atServer) - timeAtClient(atClient)
    const delayNs = sender === 0 ? differenceNs : -differenceNs
    if (!(delayNs >= leastNs[sender])) leastNs[sender] = delayNs
  }
  const clockOffsetNs = (leastNs[0] - leastNs[1]) / 2
  /** What to add to positions of the server's capture, when that began elsewhere in the streams. */
  const shift = [(far.base[0] - near.base[0]) | 0, (far.base[1] - near.base[1]) | 0]
  const passages = pairs.map(({ sender, atClient, atServer, part }): Passage => {
    const isAtClient = atClient >= 0
    const isAtServer = atServer >= 0
    const { columns } = isAtClient ? client : server
    const i = isAtClient ? atClient : atServer
    const clientNs = isAtClient ? timeAtClient(atClient) : NaN
    const serverNs = isAtServer ? timeAtServer(atServer) - clockOffsetNs : NaN
    const [leftNs, arrivedNs] = sender === 0 ? [clientNs, serverNs] : [serverNs, clientNs]
    // Two captures may have a whole and its parts: the shorter is what travelled.
    const isCutAtServer = isAtClient && isAtServer && server.columns.payloadBytes[atServer] < columns.payloadBytes[i]
    const [shown, at] = isCutAtServer ? [server.columns, atServer] : [columns, i]
    const isShifted = isCutAtServer || !isAtClient
    return {
      sender: sender === 0 ? 'client' : 'server',
      fate: isAtClient && isAtServer ? 'arrived' : isAtClient === (sender === 0) ? 'lost' : 'unsent',
      atClient: isAtClient ? client.columns.number[atClient] : 0,
      atServer: isAtServer ? server.columns.number[atServer] : 0,
      timeNs: Number.isNaN(leftNs) ? arrivedNs : leftNs,
      delayNs: arrivedNs - leftNs,
      from: shown.pos[at] + (part?.offset ?? 0) + (isShifted ? shift[sender] : 0),
      payloadBytes: part === undefined ? shown.payloadBytes[at] : Math.min(part.bytes, shown.payloadBytes[at]),
      flags: shown.flags[at],
      ackPos: shown.ackPos[at] + (isShifted ? shift[1 - sender] : 0),
    }
  })
  const timed = byTime(passages)
  return {
    client,
    server,
    passages: timed,
    clockOffsetNs,
    moved: 0,
    renumbered: { client: renumbered[0], server: renumbered[1] },
    roundTripNs: leastNs[0] + leastNs[1],
    delays: { client: delaysOf(timed, 'client'), server: delaysOf(timed, 'server') },
    hops: { client: hopsOf(client, server, pairs, 0), server: hopsOf(client, server, pairs, 1) },
  }
}

/** Whether the capture that was taken for the client's is the server's: packets would arrive before they leave, or gain TTL on the way. */
export function isWrongWayRound({ roundTripNs, hops }: JoinedConnection): boolean {
  if (Math.abs(roundTripNs) > 0) return roundTripNs < 0
  return (hops.client < 0 || hops.server < 0) && !(hops.client > 0 || hops.server > 0)
}

/** @param base raw numbers to count from instead of its own: where the other capture has other numbers, only positions can be compared */
function sideOf({ report, columns }: CapturedConnection, startNs: number, base: readonly (number | undefined)[] = []): MatchedSide {
  return { columns, base: [base[0] ?? report.isn.client ?? 0, base[1] ?? report.isn.server ?? 0], startNs }
}

/** As the client's capture has them; what only the server's has follows what it follows there. */
function inOrder(pairs: readonly PacketPair[]): PacketPair[] {
  const byServer = pairs.filter(({ atServer }) => atServer >= 0).sort((a, b) => a.atServer - b.atServer)
  const anchors = new Map<PacketPair, number>()
  let anchor = -1
  for (const pair of byServer) {
    anchor = Math.max(anchor, pair.atClient)
    if (pair.atClient < 0) anchors.set(pair, anchor + 0.5)
  }
  // The part that is missing (−1 as an unsigned number is the greatest) comes behind those that arrived.
  const place = (pair: PacketPair): number => anchors.get(pair) ?? pair.atClient
  return [...pairs].sort((a, b) => place(a) - place(b) || (a.atServer >>> 0) - (b.atServer >>> 0))
}

/** By the time of leaving, from 0 on, when all times are known; else as they are. */
function byTime(passages: readonly Passage[]): readonly Passage[] {
  let firstNs = Infinity
  let isKnown = true
  for (const { timeNs } of passages) {
    if (timeNs < firstNs) firstNs = timeNs
    if (Number.isNaN(timeNs)) isKnown = false
  }
  const counted = passages.map((passage) => ({ ...passage, timeNs: passage.timeNs - firstNs }))
  return isKnown ? counted.sort((a, b) => a.timeNs - b.timeNs) : counted
}

function delaysOf(passages: readonly Passage[], sender: Passage['sender']): PassageDelays {
  const delays = passages.flatMap((passage) => (passage.sender === sender && Number.isFinite(passage.delayNs) ? [passage.delayNs] : []))
  if (delays.length === 0) return { count: 0, minNs: NaN, medianNs: NaN, maxNs: NaN }
  delays.sort((a, b) => a - b)
  return { count: delays.length, minNs: delays[0], medianNs: delays[delays.length >> 1], maxNs: delays[delays.length - 1] }
}

/** Each router takes one from TTL (RFC 1812 §5.3.1): the difference is how many there are. */
function hopsOf(client: CapturedConnection, server: CapturedConnection, pairs: readonly PacketPair[], sender: 0 | 1): number {
  const pair = pairs.find((each) => each.sender === sender && each.atClient >= 0 && each.atServer >= 0)
  if (pair === undefined) return NaN
  const [near, far] = [client.columns.ttl[pair.atClient], server.columns.ttl[pair.atServer]]
  if (near === 0 || far === 0) return NaN
  return sender === 0 ? near - far : far - near
}
