/** Two whole captures joined: every connection that both have, and packets that a NAT has moved to another one. */
import { SENDER } from '../analysis/packet-columns.ts'
import { FLAG } from '../packet/packet.ts'
import { sameConnections } from './same-connection.ts'
import { type CapturedConnection, isWrongWayRound, joinCaptures, type JoinedConnection, type Passage } from './two-captures.ts'

const OPEN_CLOSE_RESET = FLAG.fin | FLAG.syn | FLAG.rst

/** What two captures have in common. */
export interface JoinedCaptures {
  readonly connections: readonly JoinedConnection[]
  /** The second capture turned out to be the client's: packets leave there first. */
  readonly isTurned: boolean
}

/** Joins two captures, the client's and the server's; when it shows that they are the wrong way round, they are taken so. */
export function joinedConnections(first: readonly CapturedConnection[], second: readonly CapturedConnection[]): JoinedCaptures {
  const pairs = sameConnections(first, second)
  const given = pairs.map((pair) => joinCaptures(...pair))
  const isTurned = given.filter(isWrongWayRound).length > given.length / 2
  const joined = isTurned ? given.map(({ client, server }) => joinCaptures(server, client)) : given
  const strays = [
    straysOf(first, new Set(pairs.map(([{ report }]) => report.id))),
    straysOf(second, new Set(pairs.map(([, { report }]) => report.id))),
  ]
  const [atClient, atServer] = isTurned ? [strays[1], strays[0]] : strays
  return { connections: joined.map((each) => withStrays(each, atClient, atServer)), isTurned }
}

/** Packets by what no NAT changes, and their numbers. */
type Strays = ReadonlyMap<string, number>

/** The packets of connections that were not recognised: a NAT that forgot its mapping makes one connection two. */
function straysOf(connections: readonly CapturedConnection[], taken: ReadonlySet<number>): Strays {
  const strays = new Map<string, number>()
  for (const { report, columns } of connections) {
    if (taken.has(report.id)) continue
    const base = [report.isn.client ?? 0, report.isn.server ?? 0] as const
    for (let i = 0; i < columns.count; i++) {
      const side = columns.sender[i]
      if (side === SENDER.other || columns.icmp[i] >= 0) continue
      strays.set(
        keyOf(base[side] + columns.pos[i], base[1 - side] + columns.ackPos[i], columns.payloadBytes[i], columns.flags[i]),
        columns.number[i],
      )
    }
  }
  return strays
}

function keyOf(from: number, ack: number, payloadBytes: number, flags: number): string {
  return `${from >>> 0} ${Number.isNaN(ack) ? '' : ack >>> 0} ${payloadBytes} ${flags & OPEN_CLOSE_RESET}`
}

/** What seemed missing, and is in another connection of the other capture, has arrived. */
function withStrays(joined: JoinedConnection, atClient: Strays, atServer: Strays): JoinedConnection {
  if (atClient.size === 0 && atServer.size === 0) return joined
  const { isn } = joined.client.report
  const base = [isn.client ?? 0, isn.server ?? 0] as const
  let moved = 0
  const passages = joined.passages.map((passage): Passage => {
    if (passage.fate === 'arrived') return passage
    const { sender, from, ackPos, payloadBytes, flags } = passage
    const side = sender === 'client' ? 0 : 1
    const key = keyOf(base[side] + from, base[1 - side] + ackPos, payloadBytes, flags)
    const found = (passage.atServer === 0 ? atServer : atClient).get(key)
    if (found === undefined) return passage
    moved++
    return { ...passage, fate: 'arrived', ...(passage.atServer === 0 ? { atServer: found } : { atClient: found }) }
  })
  return moved === 0 ? joined : { ...joined, passages, moved }
}
