/** What the RSTs of a connection say: which of them ended it, and whether the one it names can have sent it. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { carriesAck, carriesTimestamps } from '../analysis/event-facts.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'
import { closingPacket, endOf, fullyClosed } from './closing.ts'

/** Whether there is any RST at all: the question to ask first, a million times. */
export function hasReset(c: Connection): boolean {
  return c.client.rstCount + c.server.rstCount !== 0
}

/** All RSTs that were kept, in order. */
export function resetsOf(c: Connection): readonly TrackedEvent[] {
  return c.once(findResets)
}

function findResets(c: Connection): readonly TrackedEvent[] {
  return c.events.filter((event) => event.kind === 'rst')
}

/**
 * The RST that ended the connection: the first that its receiver had to accept (RFC 5961 §3.2), or, when none was exact, the first of
 * those after which nobody sent anything else. Undefined when no RST did: the connection went on to an ordinary close, or had one before.
 */
export function endingReset(c: Connection): TrackedEvent | undefined {
  // A refused connection was never open.
  return hasReset(c) && !fullyClosed(c) && !isUnseenRefusal(c) ? c.once(findEndingReset) : undefined
}

function findEndingReset(c: Connection): TrackedEvent | undefined {
  // What was reset before the handshake was complete was an older connection, or did not matter.
  const opened = c.handshakeSeen ? c.client.establishingAck : 0
  const resets = resetsOf(c)
  let last: TrackedEvent | undefined
  for (let i = 0; i < resets.length; i++) {
    const reset = resets[i]
    if (reset.packet <= opened) continue
    if (reset.c === 1) return reset
    if (last === undefined && !goesOnAfter(c, reset.packet)) last = reset
  }
  return last
}

/** Nothing but RSTs of one end, which refuse SYNs that are not in the capture. */
export function isUnseenRefusal({ client, server }: Connection): boolean {
  return server.refusesUnseen && client.packets === 0 && server.packets === server.rstCount
}

/** Whether either end sent something that carries the connection on (data or FIN) after a packet. */
export function goesOnAfter(c: Connection, packet: number): boolean {
  const { client, server } = c
  return Math.max(client.lastData, server.lastData, client.finPacket, server.finPacket) > packet
}

/** RSTs that came while the connection was open and did not end it; empty as a rule. */
export function resetsWithoutEffect(c: Connection): readonly TrackedEvent[] {
  if (!hasReset(c)) return NO_RESETS
  const opened = c.client.establishingAck || c.server.establishingAck
  const limit = endingReset(c)?.packet ?? (fullyClosed(c) ? closingPacket(c) : Infinity)
  return resetsOf(c).filter((reset) => reset.packet > opened && reset.packet < limit && goesOnAfter(c, reset.packet))
}

const NO_RESETS: readonly TrackedEvent[] = []

/** The end that a RST names as its sender. */
export function senderOf(c: Connection, reset: TrackedEvent): Endpoint {
  return endOf(c, reset.side)
}

/**
 * RST with ACK: sent by a socket that knew the connection (RFC 9293 §3.10.5: ABORT). A host without it copies the number that it was asked
 * about and leaves ACK out, unless the segment had no ACK either, as a scan's (RFC 9293 §3.10.7.1).
 */
export function ofLiveSocket(c: Connection, reset: TrackedEvent): boolean {
  const peer = endOf(c, 1 - reset.side)
  return carriesAck(reset) && (peer.packets === 0 || peer.hasAcked)
}

/** A RST that answers faster than the path allows. */
export interface EarlyReset {
  readonly reset: TrackedEvent
  /** From the data that it acknowledges to the RST, and the round trip to its sender and back, both at the capture point. */
  readonly afterNs: number
  readonly rttNs: number
}

/** Why a RST cannot be from the end that it names. */
export interface Forgery {
  /** The end in whose name the RSTs came. */
  readonly sender: Endpoint
  /** The RSTs in its name that tell, first to last. */
  readonly resets: readonly [TrackedEvent, ...TrackedEvent[]]
  /** Numbers that go up in steps beyond all that the sender had sent: a guesser's volley. */
  readonly stepped: boolean
  /** Distances of the steps, in bytes from the exact number. */
  readonly steps: readonly number[]
  /** The steps are multiples of the window field that a sniffed packet had. */
  readonly windowSteps: boolean
  /** The sender went on as if it had not reset anything: first such packet, or 0. */
  readonly goesOn: number
  /** TTL of the RST is far from all other packets in the sender's name. */
  readonly ttl: boolean
  /** The RST may be fragmented (no DF), the sender's other packets may not. */
  readonly dontFragment: boolean
  /** The RST has no IPv6 flow label, the sender's other packets have one. */
  readonly flowLabel: boolean
  /** One that acknowledges data which cannot have reached its sender yet, and how long after the data it came. */
  readonly early: EarlyReset | undefined
  /** One of a socket with timestamps, yet without the option and with an IP ID that is not the next. */
  readonly profile: TrackedEvent | undefined
}

/** A route may change by a hop or two in mid-connection; more than that is another place on the path. */
const FAR_TTL = 3
/** An IP ID this far ahead of the sender's last may still be its own: it also numbers its other packets. */
const NEAR_ID = 64
/** Round trips below this vary too much by themselves to call an answer early. */
const TELLING_RTT_NS = 10e6
/** The handshake may have met a queue that the RST did not: only an answer in less than this part of its round trip is too early. */
const EARLY_PART = 0.5
/** A packet this close behind a RST may have been overtaken by it. */
const OVERTAKEN_NS = 1e6

/**
 * Whether the RSTs of one end are forged, and by what that shows. Undefined when they fit.
 *
 * Numbers that step beyond the end's data, its own packets afterwards, or an acknowledgment of data that was still on its way settle it: no
 * stack does any of these. TTL, DF, flow label and IP ID alone only
 * count when two of them disagree: a load balancer or firewall that resets in a host's name on purpose often has another TTL.
 */
function forgeryBy(c: Connection, sender: Endpoint): Forgery | undefined {
  if (sender.rstCount === 0) return undefined
  const own = resetsOf(c).filter((reset) => reset.side === sender.side)
  const mayLackDf = sender.dontFragment && sender.knows('ipId')
  const mayLackLabel = c.ipVersion === 6 && sender.knows('flowLabel') && sender.lastFlowLabel !== 0
  let ttl = false
  let dontFragment = false
  let flowLabel = false
  let profile: TrackedEvent | undefined
  for (let i = 0; i < own.length; i++) {
    const reset = own[i]
    ttl ||= farTtl(sender, reset)
    dontFragment ||= mayLackDf && !reset.dontFragment
    flowLabel ||= mayLackLabel && reset.flowLabel === 0
    if (profile === undefined && oddProfile(sender, reset)) profile = reset
  }
  const steps = stepsOf(sender, own)
  const stepped = steps.length > 0 && endOf(c, 1 - sender.side).ackedUnseen === 0
  const goesOn = goesOnPacket(c, sender)
  const early = earlyReset(c, sender, own)
  const deviations = Number(ttl) + Number(dontFragment) + Number(flowLabel) + Number(profile !== undefined)
  if (!stepped && goesOn === 0 && early === undefined && deviations < 2) return undefined
  const [first, ...rest] = own
  if (first === undefined) return undefined
  const peerWindow = endOf(c, 1 - sender.side).window
  return {
    sender,
    resets: [first, ...rest],
    stepped,
    steps,
    goesOn,
    ttl,
    dontFragment,
    flowLabel,
    early,
    profile,
    windowSteps: stepped && peerWindow > 1 && steps.every((step) => step % peerWindow === 0),
  }
}

/** The forged RSTs of a connection: of the end in whose name the first came, or of the other when only those tell. */
export function forgery(c: Connection): Forgery | undefined {
  return hasReset(c) ? c.once(findForgery) : undefined
}

function findForgery(c: Connection): Forgery | undefined {
  const { client, server } = c
  const isServerFirst = server.rstCount !== 0 && (client.rstCount === 0 || server.rstPacket < client.rstPacket)
  return forgeryBy(c, isServerFirst ? server : client) ?? forgeryBy(c, isServerFirst ? client : server)
}

function farTtl(sender: Endpoint, reset: TrackedEvent): boolean {
  if (!sender.knows('ttl') || sender.packets === sender.rstCount) return false
  return reset.ttl > sender.maxTtl + FAR_TTL || reset.ttl < sender.minTtl - FAR_TTL
}

/** A RST that plays a live socket (its own IP ID, with ACK), yet lacks what that socket puts in every segment. */
function oddProfile(sender: Endpoint, reset: TrackedEvent): boolean {
  if (!sender.knows('ipId') || reset.ipId === 0 || reset.b === 0) return false
  const ahead = (reset.ipId - reset.b) & 0xffff
  return ahead > NEAR_ID && sender.timestamps && !carriesTimestamps(reset)
}

const NO_STEPS: readonly number[] = []

/** How far RSTs go beyond everything that their sender had sent, when there are several with different numbers. */
function stepsOf(sender: Endpoint, resets: readonly TrackedEvent[]): readonly number[] {
  if (resets.length < 2) return NO_STEPS
  const numbers = new Set(resets.map((reset) => reset.pos).filter((pos) => !Number.isNaN(pos)))
  if (numbers.size < 2) return NO_STEPS
  const beyond = [...numbers].filter((pos) => pos > sender.nxtPos).sort((a, b) => a - b)
  return beyond.map((pos) => pos - Math.min(...numbers))
}

/** A RST that acknowledges the peer's last data sooner than a packet gets to its sender and back. */
function earlyReset(c: Connection, sender: Endpoint, resets: readonly TrackedEvent[]): EarlyReset | undefined {
  const peer = endOf(c, 1 - sender.side)
  if (peer.lastData === 0 || peer.sentFin) return undefined
  const rttNs = roundTripNs(c, sender, peer)
  if (!(rttNs >= TELLING_RTT_NS)) return undefined
  const reset = resets.find((candidate) => candidate.ackPos === peer.nxtPos && candidate.packet > peer.lastData)
  if (reset === undefined) return undefined
  const afterNs = reset.timeNs - peer.lastDataTimeNs
  return afterNs >= 0 && afterNs < rttNs * EARLY_PART ? { reset, afterNs, rttNs } : undefined
}

/** From the capture point to an end and back, by the handshake and by what was measured since; NaN when neither shows it. */
function roundTripNs(c: Connection, sender: Endpoint, peer: Endpoint): number {
  if (!c.handshakeSeen || c.client.synCount !== 1 || c.server.synCount !== 1) return NaN
  const handshakeNs = sender.side === 1 ? c.server.synTimeNs - c.client.synTimeNs : c.client.establishingAckTimeNs - c.server.synTimeNs
  return peer.rttSamples > 0 ? Math.min(handshakeNs, peer.rttMinNs) : handshakeNs
}

/** The first packet by which the sender showed that it had not reset the connection, or 0. */
function goesOnPacket(c: Connection, sender: Endpoint): number {
  if (!sender.rstAccepted || sender.packetsAfterRst === 0) return 0
  const after = c.events.filter((event) => event.kind === 'after-rst' && event.side === sender.side)
  const late = after.find((event) => event.timeNs - sender.rstTimeNs > OVERTAKEN_NS)
  return late?.packet ?? (after.length > 1 ? after[0].packet : 0)
}
