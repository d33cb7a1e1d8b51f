/**
 * The few packets of a connection that matter, as rows of a ladder diagram: who sends to whom, what, when. No geometry.
 *
 * The tracker keeps no packets, only milestones and notable events, so the ladder is drawn from those.
 */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import type { EventKind, TrackedEvent } from '../analysis/event-log.ts'
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
export interface LadderIcmp {
  /** 4 or 6: ICMP or ICMPv6. */
  readonly version: number
  readonly type: number
  readonly code: number
  /** MTU that it names, or 0. */
  readonly mtu: number
  readonly senderAddress: string
}

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

/** All packets of which something is known, in order. */
function knownPackets(c: Connection, evidence: ReadonlySet<number>): LadderPacket[] {
  const rows = new Map<number, LadderPacket>()
  const startNs = c.firstTimeNs
  for (const event of c.events) {
    const before = rows.get(event.packet)
    if (before === undefined || before.note === undefined) rows.set(event.packet, eventRow(c, event, startNs))
  }
  for (const side of [c.client, c.server]) addMilestones(rows, c, side, startNs)
  for (const side of [c.client, c.server]) {
    if (side.packets === 0) continue
    for (const [packet, timeNs] of [
      [side.firstPacket, side.firstTimeNs],
      [side.lastPacket, side.lastTimeNs],
    ] as const) {
      if (evidence.has(packet)) addSegment(rows, side, packet, timeNs - startNs, '')
    }
  }
  return [...rows.values()].sort((a, b) => a.packet - b.packet)
}

function eventRow(c: Connection, event: TrackedEvent, startNs: number): LadderPacket {
  const quoted = event.side === 0 ? 'client' : 'server'
  const timeNs = event.timeNs - startNs
  if (event.kind === 'icmp') {
    const version = (event.c >>> 20) & 1 ? 6 : 4
    const senderAddress = c.addressText(event.b, version)
    const refuser = quoted === 'client' ? 'server' : 'client'
    const refuserAddress = quoted === 'client' ? c.serverAddress : c.clientAddress
    return {
      packet: event.packet,
      timeNs,
      from: senderAddress === refuserAddress ? refuser : 'other',
      to: quoted,
      note: event.kind,
      label: '',
      icmp: { version, type: event.a >>> 8, code: event.a & 0xff, mtu: event.c & 0xfffff, senderAddress },
    }
  }
  return {
    packet: event.packet,
    timeNs,
    from: quoted,
    to: quoted === 'client' ? 'server' : 'client',
    note: event.kind,
    label: segmentLabel(event),
    icmp: undefined,
  }
}

function addMilestones(rows: Map<number, LadderPacket>, c: Connection, side: Endpoint, startNs: number): void {
  const peer = side === c.client ? c.server : c.client
  const add = (packet: number, timeNs: number, label: string): void => addSegment(rows, side, packet, timeNs - startNs, label)
  add(side.synPacket, side.synTimeNs, side.sentBareSyn ? 'S' : 'S. ack 1')
  if (side.establishingAck !== 0 && side.sentBareSyn) {
    add(
      side.establishingAck,
      side.establishingAckTimeNs,
      side.establishingAck === side.firstData ? `data 1:${1 + side.firstDataLen}(${side.firstDataLen}) ack 1` : '. ack 1',
    )
  }
  if (side.finPacket !== 0)
    add(side.finPacket, side.finTimeNs, `F. seq ${side.finPos}${side.finAcksPeerFin ? ` ack ${peer.finPos + 1}` : ''}`)
  if (peer.finAckedPacket !== 0) add(peer.finAckedPacket, peer.finAckedTimeNs, `. ack ${peer.finPos + 1}`)
  add(side.rstPacket, side.rstTimeNs, 'R')
  if (side.firstData !== 0) add(side.firstData, side.firstDataTimeNs, `data (${side.firstDataLen})`)
  add(side.lastData, side.lastDataTimeNs, 'data')
}

/** Adds a packet that a side sent, unless it is known better already. */
function addSegment(rows: Map<number, LadderPacket>, side: Endpoint, packet: number, timeNs: number, label: string): void {
  if (packet === 0 || rows.has(packet)) return
  const from = side.side === 0 ? 'client' : 'server'
  rows.set(packet, { packet, timeNs, from, to: from === 'client' ? 'server' : 'client', label, note: undefined, icmp: undefined })
}
