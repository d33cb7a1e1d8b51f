/** What became of a connection request: questions that several rules about the opening ask, answered once so that they agree. */
import type { Connection } from '../analysis/connection.ts'
import type { EventKind, TrackedEvent } from '../analysis/event-log.ts'
import { vantageOf } from '../analysis/vantage.ts'
import { FLAG } from '../analysis/event-facts.ts'
import { icmpAnswerOf } from './icmp-answer.ts'
import type { Packets } from './rule.ts'

/** A host repeats an unanswered SYN after one second (RFC 6298 §2.1), kernels with coarse timers up to a tenth later. */
export const SYN_REPEAT_DUE_NS = 1.1e9
/** A packet whose TTL falls this often while it passes the same point goes round; a router captured on both sides shows one fall. */
const LOOP_FALLS = 3

/** What became of a SYN that no TCP segment answered; `answered` when there is more to be said. */
export type SynFate = 'silence' | 'looped' | 'out-of-hops' | 'undeliverable' | 'rejected' | 'to-itself' | 'one-way' | 'answered'

/** What became of a SYN that no TCP segment answered. Allocates nothing for a plain silent SYN. */
export function synFate(c: Connection): SynFate {
  const { client, server } = c
  if (c.toItself && client.packets === client.synCount) return 'to-itself'
  if (server.packets !== 0) return 'answered'
  if (client.establishingAck !== 0) return 'one-way'
  if (ttlFalls(c).length >= LOOP_FALLS) return 'looped'
  if (c.icmpErrors !== 0) {
    const answer = icmpAnswerOf(c)
    if (answer !== undefined) return answer.kind
  }
  return 'silence'
}

const NO_PACKETS: readonly TrackedEvent[] = []

/** Copies of one SYN that pass the capture point again and again with ever fewer hops left; empty, or at least `LOOP_FALLS`. */
export function loopedCopies(c: Connection): readonly TrackedEvent[] {
  const falls = ttlFalls(c)
  return falls.length >= LOOP_FALLS ? falls : NO_PACKETS
}

function ttlFalls(c: Connection): readonly TrackedEvent[] {
  const { client } = c
  if (client.copies + client.synCount <= LOOP_FALLS || !client.knows('ttl')) return NO_PACKETS
  // Only copies are left out of the lowest and the highest.
  if (client.copies === 0 && client.minTtl === client.maxTtl) return NO_PACKETS
  let run: TrackedEvent[] = []
  let ttl = client.firstTtl
  for (const event of c.events) {
    if (event.side !== 0 || (event.flags & FLAG.syn) === 0 || (event.kind !== 'copy' && event.kind !== 'syn-repeated')) continue
    if (event.ttl < ttl) run.push(event)
    // A SYN that the client sent again starts with all its hops.
    else if (event.ttl > ttl && run.length < LOOP_FALLS) run = []
    ttl = event.ttl
  }
  return run
}

/** The client's SYN and its repeats, as far as the log kept them. */
export function synPackets(c: Connection): Packets {
  return [c.client.synPacket || c.firstPacket, ...packetsOfKind(c, 'syn-repeated', 0)]
}

/** The server's SYN-ACK and its repeats, as far as the log kept them. */
export function synAckPackets(c: Connection): Packets {
  return [c.server.synPacket || c.server.firstPacket, ...packetsOfKind(c, 'synack-repeated', 1)]
}

/** Packet numbers of the events of one kind by one side. */
export function packetsOfKind(c: Connection, kind: EventKind, side: number): number[] {
  return c.events.filter((event) => event.kind === kind && event.side === side).map((event) => event.packet)
}

/** The capture was made where the SYNs arrive: what happened to them there is the host's own doing. */
export function capturedAtServer(c: Connection): boolean {
  // A SYN that comes by again with fewer hops was sent on: a router's view, not the server's.
  return vantageOf(c).point === 'server-side' && !c.events.some((event) => event.kind === 'copy' && event.side === 0 && event.a > 0)
}

/** From the client's first SYN to the latest. */
export function synSpanNs(c: Connection): number {
  return c.client.lastSynTimeNs - c.client.synTimeNs
}
