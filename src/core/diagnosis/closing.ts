/** How a connection was closed: questions that several rules ask. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'

/** An end by name, for values and words. */
export type SideName = 'client' | 'server'

/** The name of an end: 0 is the client. */
export function nameOf(side: number): SideName {
  return side === 0 ? 'client' : 'server'
}

/** The end with this number. */
export function endOf(c: Connection, side: number): Endpoint {
  return side === 0 ? c.client : c.server
}

/** The end that sent its FIN first in the capture; undefined without any FIN. */
export function firstCloser(c: Connection): Endpoint | undefined {
  const { client, server } = c
  if (!client.sentFin) return server.sentFin ? server : undefined
  if (!server.sentFin) return client
  // A FIN that acknowledges the other is the second one, whatever order the capture has.
  if (client.finAcksPeerFin) return server
  if (server.finAcksPeerFin) return client
  return client.finPacket < server.finPacket ? client : server
}

/** The other end. */
export function peerOf(c: Connection, end: Endpoint): Endpoint {
  return end.side === 0 ? c.server : c.client
}

/** Both FINs are there and acknowledged: nothing more can happen to the connection (RFC 9293 §3.6). */
export function fullyClosed(c: Connection): boolean {
  return c.client.finAcked && c.server.finAcked
}

/** Packet that completed a full close. */
export function closingPacket(c: Connection): number {
  return Math.max(c.client.finAckedPacket, c.server.finAckedPacket)
}

/** The end whose FIN was repeated, or data with it, and never answered up to the end of the capture; undefined as a rule. */
export function closedUnheard(c: Connection): Endpoint | undefined {
  if (unheard(c.client, c.server)) return c.client
  return unheard(c.server, c.client) ? c.server : undefined
}

function unheard(closer: Endpoint, peer: Endpoint): boolean {
  if (!closer.sentFin || closer.finAcked || peer.rstCount !== 0 || peer.lastPacket > closer.lastPacket) return false
  // It heard something that the capture has missed.
  if (peer.isEndUnseen) return false
  // What a closed end still sends while nothing comes back can only be a repeat, of the FIN or of data before it.
  return closer.finCount > 1 || (peer.lastPacket < closer.finPacket && closer.lastPacket > closer.finPacket && closer.retransmitted > 0)
}

/** The end that sent new data after it had heard the other's FIN. */
export function halfCloseTalker(c: Connection): Endpoint | undefined {
  const [other] = [c.server, c.client].filter((end) => end.dataAfterPeerFin > 0)
  if (other === undefined) return undefined
  // The last segment of before, sent again, is nothing new.
  const repeated =
    other.dataAfterPeerFin === 1 &&
    c.events.some((event) => event.kind === 'retransmission' && event.packet === other.firstDataAfterPeerFin)
  return repeated ? undefined : other
}
