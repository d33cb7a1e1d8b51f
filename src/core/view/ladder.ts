/**
 * The few packets of a connection that matter, as rows of a ladder diagram: who sends to whom, what, when. No geometry.
 *
 * The tracker keeps no packets, only milestones and notable events, so the ladder is drawn from those.
 */
import type { Connection } from '../analysis/connection.ts'
import type { EventKind, TrackedEvent } from '../analysis/event-log.ts'
import { type End, type IcmpFact, type PacketFact, icmpOf, landmarkFacts, packetFact } from '../report/packet-facts.ts'
import { segmentLabel } from '../report/segment-label.ts'

/** Rows shown where nobody asks for more. */
export const FEW_ROWS = 12
/** Of more packets than can be shown, this many at the end are. */
const LAST_ROWS = 5

/** Who an arrow starts from or points to; `other` is a third party that sent an ICMP error. */
export type LadderSide = 'client' | 'server' | 'other'

/** One packet. */
export interface LadderPacket {
  readonly packet: number
  /** Since the connection's first packet; NaN without times. */
  readonly timeNs: number
  readonly from: LadderSide
  readonly to: 'client' | 'server'
  /** Flags and numbers; empty for an ICMP error, and when nothing more is known of the packet. */
  readonly label: string
  /** What is notable about it. */
  readonly note: EventKind | undefined
  /** The ICMP error that this packet is. */
  readonly icmp: LadderIcmp | undefined
}

/** An ICMP error. */
export type LadderIcmp = IcmpFact

/** Packets that are not shown; how many is undefined when others' packets lie between. */
export interface LadderGap {
  readonly hidden: number | undefined
}

/** A row: a packet, or what is left out. */
export type LadderRow = LadderPacket | LadderGap

/**
 * The ladder of `c`.
 *
 * @param evidence numbers of the packets that a verdict stands on: shown before all others
 * @param mostRows how many packets to show at most
 */
export function ladderOf(c: Connection, evidence: readonly number[], mostRows: number = FEW_ROWS): LadderRow[] {
  const known = knownPackets(c, new Set(evidence))
  const shown = chosen(known, new Set(evidence), landmarks(c), mostRows)
  // Without others' packets between, the numbers themselves say how many are left out.
  const own = c.client.packets + c.client.copies + c.server.packets + c.server.copies + c.icmpErrors
  const isAlone = c.lastPacket - c.firstPacket + 1 === own
  const rows: LadderRow[] = []
  let before = c.firstPacket - 1
  for (const row of shown) {
    if (row.packet > before + 1 && (isAlone || rows.length > 0) && own > shown.length)
      rows.push({ hidden: isAlone ? row.packet - before - 1 : undefined })
    rows.push(row)
    before = row.packet
  }
  if (before < c.lastPacket && own > shown.length) rows.push({ hidden: isAlone ? c.lastPacket - before : undefined })
  return rows
}

/** Packets that tell how the connection opened and closed. */
function landmarks(c: Connection): ReadonlySet<number> {
  const numbers = new Set<number>()
  for (const side of [c.client, c.server]) {
    for (const packet of [side.synPacket, side.finPacket, side.finAckedPacket, side.rstPacket]) numbers.add(packet)
  }
  numbers.add(c.client.establishingAck)
  return numbers
}

function chosen(
  known: readonly LadderPacket[],
  evidence: ReadonlySet<number>,
  marks: ReadonlySet<number>,
  mostRows: number,
): readonly LadderPacket[] {
  if (known.length <= mostRows) return known
  const important = known.filter(({ packet }) => evidence.has(packet) || marks.has(packet))
  if (important.length <= mostRows) {
    const others = known.filter((row) => !important.includes(row)).slice(0, mostRows - important.length)
    return [...important, ...others].sort((a, b) => a.packet - b.packet)
  }
  return [...important.slice(0, mostRows - LAST_ROWS), ...important.slice(-LAST_ROWS)]
}

/** All packets of which something is known, in order: the landmarks, and of the others those that are evidence. */
function knownPackets(c: Connection, evidence: ReadonlySet<number>): LadderPacket[] {
  const facts = landmarkFacts(c)
  for (const packet of evidence) {
    const fact = facts.has(packet) ? undefined : packetFact(c, packet)
    if (fact !== undefined) facts.set(packet, fact)
  }
  return [...facts.values()].map((fact) => rowOf(c, fact)).sort((a, b) => a.packet - b.packet)
}

function rowOf(c: Connection, fact: PacketFact): LadderPacket {
  const { packet, from, event } = fact
  const timeNs = fact.timeNs - c.firstTimeNs
  if (event?.kind === 'icmp') return icmpRow(c, event, from, timeNs)
  const to = from === 'client' ? 'server' : 'client'
  return {
    packet,
    timeNs,
    from,
    to,
    note: event?.kind,
    label: event === undefined ? milestoneLabel(c, fact) : eventLabel(fact, event),
    icmp: undefined,
  }
}

function icmpRow(c: Connection, event: TrackedEvent, quoted: End, timeNs: number): LadderPacket {
  const icmp = icmpOf(c, event)
  const refuser = quoted === 'client' ? 'server' : 'client'
  const refuserAddress = quoted === 'client' ? c.serverAddress : c.clientAddress
  const from = icmp.senderAddress === refuserAddress ? refuser : 'other'
  return { packet: event.packet, timeNs, from, to: quoted, note: event.kind, label: '', icmp }
}

function eventLabel({ pos, finPos, ackPos, payloadLen }: PacketFact, { kind, flags }: TrackedEvent): string {
  return segmentLabel({ flags, pos: kind === 'fin-repeated' ? finPos : pos, payloadLen, ackPos: kind === 'rst' ? NaN : ackPos })
}

/** What a milestone is called. A label may say the usual where a claim may not: that a handshake's ACK acknowledges the SYN. */
function milestoneLabel(c: Connection, { packet, milestone, from }: PacketFact): string {
  const [side, peer] = from === 'client' ? [c.client, c.server] : [c.server, c.client]
  switch (milestone) {
    case 'syn':
      return side.sentBareSyn ? 'S' : 'S. ack 1'
    case 'establishing-ack':
      return packet === side.firstData ? `data 1:${1 + side.firstDataLen}(${side.firstDataLen}) ack 1` : '. ack 1'
    case 'fin':
      return `F. seq ${side.finPos}${side.finAcksPeerFin ? ` ack ${peer.finPos + 1}` : ''}`
    case 'fin-acked':
      return `. ack ${peer.finPos + 1}`
    case 'rst':
      return 'R'
    case 'first-data':
      return `data (${side.firstDataLen})`
    case 'last-data':
      return 'data'
    case 'largest-packet':
      return `data (${side.maxSegmentBytes})`
    default:
      return ''
  }
}
