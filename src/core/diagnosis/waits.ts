/** Where the time of a connection went: questions that the rules about slowness ask, answered once so that they agree. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { FIRST_EPHEMERAL_PORT } from '../flow/roles.ts'
import { vantageOf } from '../analysis/vantage.ts'
import { nameOf, peerOf } from './closing.ts'

/** A person notices a fifth of a second; below, nobody calls an answer late. */
export const NOTICED_NS = 200e6
/** And a program that works is allowed three round trips of its own. */
export const ROUND_TRIPS = 3
/** The wait is what the connection is about when it took at least this part of its time. */
const TELLING_PART = 1 / 4
/** A sender's count that moved so far, and not by one, says that a few of its packets went missing; much further, that it counts for others too. */
const MOST_MISSING = 4

/** From the capture point to an end and back: from the handshake, else from its fastest acknowledgment. NaN when nothing tells. */
export function legNs(c: Connection, end: Endpoint): number {
  const { client, server } = c
  // A SYN-ACK that came behind the ACK of another is a repeat; the one that was answered is not in the capture.
  const isFirstAnswer = client.establishingAck === 0 || server.synPacket < client.establishingAck
  if (client.synCount === 1 && server.synCount === 1 && isFirstAnswer) {
    if (end.side === 1 && client.sentBareSyn && server.sentSynAck) return Math.max(0, server.synTimeNs - client.synTimeNs)
    if (end.side === 0 && server.sentSynAck && client.establishingAck !== 0)
      return Math.max(0, client.establishingAckTimeNs - server.synTimeNs)
  }
  const sender = peerOf(c, end)
  return sender.rttSamples === 0 ? NaN : sender.rttMinNs
}

/** From one end to the other and back, as far as known; NaN when nothing tells. */
export function roundTripNs(c: Connection): number {
  const toClientNs = legNs(c, c.client)
  const toServerNs = legNs(c, c.server)
  if (Number.isNaN(toClientNs)) return toServerNs
  return Number.isNaN(toServerNs) ? toClientNs : toClientNs + toServerNs
}

/** The longest time that an end took for an answer, without the way. NaN when it never answered or the way is unknown. */
export function thinkNs(c: Connection, end: Endpoint): number {
  return end.turns === 0 ? NaN : end.longestTurnNs - legNs(c, end)
}

/** All times that an end took for answers together, and its longest pause, without the way. */
export function waitedNs(c: Connection, end: Endpoint): number {
  const waited = end.turns === 0 ? 0 : Math.max(0, end.turnTotalNs - end.turns * legNs(c, end))
  return waited + end.longestPauseNs
}

/** From the first packet to the last data. */
export function activeNs(c: Connection): number {
  const { client, server } = c
  const clientNs = client.dataPackets === 0 ? c.firstTimeNs : client.lastDataTimeNs
  const serverNs = server.dataPackets === 0 ? c.firstTimeNs : server.lastDataTimeNs
  return Math.max(clientNs, serverNs) - c.firstTimeNs
}

/** Who asks and who answers is known: an opening was seen, or one of the ports is one to listen on. */
export function rolesTell(c: Connection): boolean {
  return !c.rolesGuessed || Math.min(c.clientPort, c.serverPort) < FIRST_EPHEMERAL_PORT
}

/** The time in which nobody waited for the client: without its pauses, and without what it let pass before its first request. */
export function unpausedNs(c: Connection): number {
  const { client } = c
  const opened = client.establishingAck !== 0 && client.dataPackets !== 0 && !client.synCarriedData
  const beforeNs = opened ? Math.max(0, client.firstDataTimeNs - client.establishingAckTimeNs) : 0
  return activeNs(c) - waitedNs(c, client) - beforeNs
}

/** Whether waits of `ns` together are what the connection's time (or `ofNs` of it) went into. */
export function takesTime(c: Connection, ns: number, ofNs = activeNs(c)): boolean {
  return ns >= ofNs * TELLING_PART
}

/** The wait behind `packet` may have been loss: something was repeated in between, or the sender's count shows that packets went missing before it. */
export function lossInBetween(c: Connection, end: Endpoint, from: number, packet: number, idStep: number): boolean {
  if (idStep > 1 && idStep <= MOST_MISSING && vantageOf(c).point !== `${nameOf(end.side)}-side`) return true
  if (!c.hasEvents) return false
  return c.events.some(
    (event) =>
      (event.kind === 'retransmission' || event.kind === 'out-of-order' || event.kind === 'gap' || event.kind === 'acked-unseen') &&
      event.packet > from &&
      event.packet <= packet,
  )
}

/** Nothing of the connection was repeated or missing as far as the capture shows. */
export function lossless(c: Connection): boolean {
  const { client, server } = c
  return client.retransmitted + server.retransmitted + client.outOfOrder + server.outOfOrder + client.gaps + server.gaps === 0
}
