/** Where a connection was captured: at the client, at the server, between them, or where both are. */
import type { Connection } from './connection.ts'
import type { Endpoint } from './endpoint.ts'

/** Where a capture was made, as far as a connection's packets tell. */
export type VantagePoint = 'client-side' | 'server-side' | 'middle' | 'same-machine' | 'unknown'
/** What told: `checksum` offload, cooked `direction`, `ttl` and `timing` of the handshake, who answers its `neighbour` faster, that the capturing host sends it on under another address (`translation`). */
export type VantageReason = 'checksum' | 'direction' | 'loopback' | 'ttl' | 'timing' | 'neighbour' | 'translation' | 'nothing'

/** A vantage point, and what told it. */
export interface Vantage {
  readonly point: VantagePoint
  readonly reason: VantageReason
}

/** Initial TTLs in use: 64 (Unix), 128 (Windows), 255 (network devices): a packet that still has one has not been routed. */
const INITIAL_TTLS: readonly number[] = [64, 128, 255]
/** A host answers its own SYN-ACK or SYN this fast; across a link of any length it takes longer. */
const LOCAL_ANSWER_NS = 200_000
/** Below this round trip, timing says nothing: both ends answer as fast as the capturing host itself. */
const TELLING_RTT_NS = 1_000_000

const UNKNOWN: Vantage = { point: 'unknown', reason: 'nothing' }

/** The near end answers ARP and neighbour solicitations at least so many times faster than the far end. */
const NEARER = 2

/** Infers the vantage point of a connection from its packets; `unknown` when they leave it open. */
export function vantageOf(c: Connection): Vantage {
  return c.once(findVantage)
}

function findVantage(c: Connection): Vantage {
  const vantage = byPackets(c)
  // One link, or one machine: then the packets of the connection look the same at both ends, and those below IP still tell.
  const open =
    vantage.point === 'unknown' || (vantage.reason === 'checksum' && (vantage.point === 'same-machine' || c.server.packets === 0))
  return open ? (byNeighbours(c) ?? vantage) : vantage
}

function byNeighbours(c: Connection): Vantage | undefined {
  const clientNs = c.capture.neighbourAnswerNs(c.clientKey, c.ipVersion)
  const serverNs = c.capture.neighbourAnswerNs(c.serverKey, c.ipVersion)
  if (clientNs * NEARER < serverNs) return { point: 'client-side', reason: 'neighbour' }
  if (serverNs * NEARER < clientNs) return { point: 'server-side', reason: 'neighbour' }
  return undefined
}

function byPackets(c: Connection): Vantage {
  const { client, server } = c
  if (isLoopback(c)) return { point: 'same-machine', reason: 'loopback' }
  // A checksum left to the card was seen before the card: on the sender's own host, or, when a router's hop is missing from the TTL,
  // on one that shares its memory (containers, virtual machines): then the hops decide.
  const clientNear = client.partialChecksums > 0 && !forwarded(client)
  const serverNear = server.partialChecksums > 0 && !forwarded(server)
  if (clientNear && serverNear) return { point: 'same-machine', reason: 'checksum' }
  // The kernel computes the sum of an IPv4 RST itself: a server that sent nothing else may be on this machine all the same.
  if (clientNear) return onlyResets(server) && !forwarded(server) ? UNKNOWN : { point: 'client-side', reason: 'checksum' }
  if (serverNear) return { point: 'server-side', reason: 'checksum' }
  if (c.capture.translations.halfOf(c.id) !== undefined) return { point: 'middle', reason: 'translation' }
  // What came in and went out again was passed on: by a router or bridge, or by the machine that hosts the end.
  if (passedOn(client) || passedOn(server)) return { point: 'middle', reason: 'direction' }
  const clientLocal = sentFromHere(client)
  const serverLocal = sentFromHere(server)
  if (clientLocal && serverLocal) return { point: 'middle', reason: 'direction' }
  if (clientLocal) return { point: 'client-side', reason: 'direction' }
  if (serverLocal) return { point: 'server-side', reason: 'direction' }
  if (onlyReceived(client) && server.packets === 0) return { point: 'server-side', reason: 'direction' }
  return byTtl(c)
}

/** A hop was taken off the TTL: the packets came over a router. */
function forwarded(side: Endpoint): boolean {
  return side.packets > 0 && side.knows('ttl') && !INITIAL_TTLS.includes(side.maxTtl)
}

function onlyResets(side: Endpoint): boolean {
  return side.packets > 0 && side.packets === side.rstCount
}

function passedOn(side: Endpoint): boolean {
  return side.capturedIn > 0 && side.capturedOut > 0
}

function sentFromHere(side: Endpoint): boolean {
  return side.capturedOut > 0
}

function onlyReceived(side: Endpoint): boolean {
  return side.capturedIn > 0 && side.capturedOut === 0
}

function byTtl(c: Connection): Vantage {
  const { client, server } = c
  const clientKnown = client.packets > 0 && client.knows('ttl')
  const serverKnown = server.packets > 0 && server.knows('ttl')
  const clientWhole = clientKnown && INITIAL_TTLS.includes(client.maxTtl)
  const serverWhole = serverKnown && INITIAL_TTLS.includes(server.maxTtl)
  const timing = byTiming(c)
  if (clientKnown && serverKnown) {
    if (clientWhole && !serverWhole) return timing === 'server-side' ? UNKNOWN : { point: 'client-side', reason: 'ttl' }
    if (serverWhole && !clientWhole) return timing === 'client-side' ? UNKNOWN : { point: 'server-side', reason: 'ttl' }
    if (!clientWhole && !serverWhole) return { point: 'middle', reason: 'ttl' }
  }
  if (clientKnown && !serverKnown && !clientWhole)
    return timing === 'unknown' ? { point: 'server-side', reason: 'ttl' } : { point: timing, reason: 'timing' }
  return timing === 'unknown' ? UNKNOWN : { point: timing, reason: 'timing' }
}

/** SYN to SYN-ACK is the round trip to the server, SYN-ACK to ACK the round trip to the client: the short one is the near one. */
function byTiming(c: Connection): 'client-side' | 'server-side' | 'middle' | 'unknown' {
  if (!c.handshakeSeen || c.client.synCount !== 1 || c.server.synCount !== 1) return 'unknown'
  const toServerNs = c.server.synTimeNs - c.client.synTimeNs
  const toClientNs = c.client.establishingAckTimeNs - c.server.synTimeNs
  if (!(toServerNs + toClientNs > TELLING_RTT_NS)) return 'unknown'
  if (toClientNs < LOCAL_ANSWER_NS) return 'client-side'
  if (toServerNs < LOCAL_ANSWER_NS) return 'server-side'
  return 'middle'
}

function isLoopback(c: Connection): boolean {
  if (c.ipVersion === 4) return c.clientKey >>> 24 === 127 && c.serverKey >>> 24 === 127
  return c.clientKey === c.serverKey && c.clientAddress === '::1'
}
