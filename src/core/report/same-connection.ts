/** Which connections of two captures are the same: by their first numbers, or by addresses and numbers that both have. */
import { FLAG } from '../packet/packet.ts'
import { SENDER } from '../analysis/packet-columns.ts'
import type { CapturedConnection } from './two-captures.ts'

/** Packets at the beginning of a connection that are compared when its opening is not in a capture. */
const MOST_COMPARED = 500

/** A connection, and what it may be recognised by. */
interface Recognised {
  readonly captured: CapturedConnection
  /** First numbers, where the SYN is in the capture. */
  readonly first: readonly [client: number | undefined, server: number | undefined]
  readonly ends: string
  isTaken: boolean
}

/**
 * Pairs of connections that are the same, in the order of `near`. A NAT may have changed the addresses: the first sequence numbers of both
 * ends are what counts. Where a capture has only one of them, or none (it began later), the addresses must be the same too, or nothing
 * else may fit. A firewall may have renumbered one end (to make its numbers harder to guess): the other's number and the addresses do then.
 */
export function sameConnections(
  near: readonly CapturedConnection[],
  far: readonly CapturedConnection[],
): (readonly [near: CapturedConnection, far: CapturedConnection])[] {
  const names = new Map<string, Recognised[]>()
  for (const captured of far) {
    const one = recognised(captured)
    for (const name of namesOf(one)) {
      const list = names.get(name)
      if (list === undefined) names.set(name, [one])
      else list.push(one)
    }
  }
  const pairs: (readonly [CapturedConnection, CapturedConnection])[] = []
  for (const captured of near) {
    const same = partnerOf(recognised(captured), names)
    // Where both sides began (RFC 9293 §3.5), or the opening is missing, the captures may disagree about who the client is.
    const turned = same === undefined ? partnerOf(recognised(withRolesTurned(captured)), names) : undefined
    const found = same ?? turned
    if (found === undefined) continue
    found.isTaken = true
    pairs.push([captured, same === undefined ? withRolesTurned(found.captured) : found.captured])
  }
  return pairs
}

/** The same connection with the other end as its client. */
function withRolesTurned({ report, columns, startNs }: CapturedConnection): CapturedConnection {
  const { client, server, isn } = report
  return {
    report: { ...report, client: server, server: client, isn: { client: isn.server, server: isn.client } },
    columns: { ...columns, sender: columns.sender.map((side) => (side === SENDER.other ? side : 1 - side)) },
    startNs,
  }
}

/** The name that says most comes first. */
function namesOf({ first: [client, server], ends }: Recognised): string[] {
  const names: string[] = []
  if (client !== undefined && server !== undefined) names.push(`both ${client} ${server}`)
  if (client !== undefined) names.push(`client ${client}`)
  if (server !== undefined) names.push(`server ${server}`)
  names.push(`ends ${ends}`)
  return names
}

function partnerOf(one: Recognised, names: ReadonlyMap<string, readonly Recognised[]>): Recognised | undefined {
  for (const name of namesOf(one)) {
    const untaken = (names.get(name) ?? []).filter(({ isTaken }) => !isTaken)
    const fitting = untaken.filter((other) => isCompatible(one, other))
    const sameEnds = fitting.find(({ ends }) => ends === one.ends)
    if (name.startsWith('ends')) {
      if (sameEnds !== undefined && sharesPackets(one.captured, sameEnds.captured)) return sameEnds
    } else if (sameEnds !== undefined) return sameEnds
    // Scanners give all their connections one number: without the addresses it says nothing then.
    else if (fitting.length > 0 && (name.startsWith('both') || fitting.length === 1)) return fitting[0]
    else if (fitting.length === 0 && untaken.length === 1 && untaken[0].ends === one.ends && !name.startsWith('ends')) return untaken[0]
  }
  return undefined
}

/** Numbers that both captures have may not differ. */
function isCompatible(a: Recognised, b: Recognised): boolean {
  return a.first.every((number, side) => number === undefined || b.first[side] === undefined || number === b.first[side])
}

function recognised(captured: CapturedConnection): Recognised {
  const { client, server } = captured.report
  const ends = `${client.address} ${client.port} ${server.address} ${server.port}`
  return { captured, first: firstNumbers(captured), ends, isTaken: false }
}

/** The first sequence numbers of both ends, as far as their SYNs are in the capture. */
export function firstNumbers({ report, columns }: CapturedConnection): readonly [client: number | undefined, server: number | undefined] {
  const first: [number | undefined, number | undefined] = [undefined, undefined]
  for (let i = 0; i < columns.count; i++) {
    const side = columns.sender[i]
    if (side === SENDER.other || columns.icmp[i] >= 0 || (columns.flags[i] & FLAG.syn) === 0) continue
    const isn = side === SENDER.client ? report.isn.client : report.isn.server
    if (isn !== null) first[side] = isn >>> 0
  }
  return first
}

/** Whether a packet with data, or an acknowledgment, near the beginning of one is in the other as well. */
function sharesPackets(a: CapturedConnection, b: CapturedConnection): boolean {
  const keys = new Set(rawKeys(a, a.columns.count))
  return rawKeys(b, MOST_COMPARED).some((key) => keys.has(key))
}

function rawKeys({ report, columns }: CapturedConnection, most: number): string[] {
  const base = [report.isn.client ?? 0, report.isn.server ?? 0] as const
  const keys: string[] = []
  for (let i = 0; i < Math.min(most, columns.count); i++) {
    const side = columns.sender[i]
    if (side === SENDER.other || columns.icmp[i] >= 0) continue
    keys.push(`${side} ${(base[side] + columns.pos[i]) >>> 0} ${(base[1 - side] + columns.ackPos[i]) >>> 0} ${columns.payloadBytes[i]}`)
  }
  return keys
}
