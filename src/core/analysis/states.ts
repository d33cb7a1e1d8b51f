/**
 * The states of both ends (RFC 9293 §3.3.2), as far as the packets of one capture prove them.
 *
 * Derived once, when a connection is reported, from the milestones that `Endpoint` keeps; the hot loop knows no states. A packet proves
 * something about its sender when it was sent; of its receiver it proves nothing before the receiver answers.
 */
import type { Connection } from './connection.ts'
import type { Endpoint } from './endpoint.ts'
import type { TrackedEvent } from './event-log.ts'

/** A state as RFC 9293 §3.3.2 prints it. */
export type TcpState =
  | 'LISTEN'
  | 'SYN-SENT'
  | 'SYN-RECEIVED'
  | 'ESTABLISHED'
  | 'FIN-WAIT-1'
  | 'FIN-WAIT-2'
  | 'CLOSE-WAIT'
  | 'CLOSING'
  | 'LAST-ACK'
  | 'TIME-WAIT'
  | 'CLOSED'

/** A state and what showed it. */
export interface StateStep {
  readonly state: TcpState
  /** The packet that made the observer conclude it; null when no packet does. */
  readonly packet: number | null
  /** The state must have been, or was entered only if the packet arrived: nothing from the end itself shows it. */
  readonly inferred?: true
}

/** The states of one end, in order; empty when nothing is known of it. */
export type StatePath = readonly StateStep[]

/** The states that both ends went through, as far as the capture shows. */
export function statesOf(c: Connection): { readonly client: StatePath; readonly server: StatePath } {
  const resets = c.client.rstCount + c.server.rstCount === 0 ? [] : c.events.filter((event) => event.kind === 'rst')
  return { client: pathOf(c, c.client, c.server, resets), server: pathOf(c, c.server, c.client, resets) }
}

function pathOf(c: Connection, end: Endpoint, peer: Endpoint, resets: readonly TrackedEvent[]): StateStep[] {
  // A host that says nothing but RST has no such connection.
  if (end.packets !== 0 && end.packets === end.rstCount) return [{ state: 'CLOSED', packet: end.rstPacket }]
  const path = [...opening(c, end, peer), ...closing(end, peer)]
  const rejection = path.at(-1)?.state === 'SYN-SENT' ? rejectionOf(c, end) : undefined
  if (rejection !== undefined) return [...path, { state: 'CLOSED', packet: rejection.packet }]
  const over = endedBy(end, peer, path, resets)
  if (over === undefined) return path
  const before = path.filter((step) => step.packet === null || step.packet < over.packet)
  // RFC 9293 §3.10.7.4: a passive opener that is reset in SYN-RECEIVED returns to LISTEN.
  const passive = before.at(-1)?.state === 'SYN-RECEIVED' && before[0]?.state === 'LISTEN' && over.side !== end.side
  return [...before, { state: passive ? 'LISTEN' : 'CLOSED', packet: over.packet }]
}

function opening(c: Connection, end: Endpoint, peer: Endpoint): StateStep[] {
  if (end.packets === 0) return []
  if (c.phase === 'mid-stream') {
    const closesAtOnce = end.finPacket === end.firstPacket || end.rstPacket === end.firstPacket
    return [closesAtOnce ? { state: 'ESTABLISHED', packet: null, inferred: true } : { state: 'ESTABLISHED', packet: end.firstPacket }]
  }
  const steps: StateStep[] = []
  if (end.sentBareSyn) {
    steps.push({ state: 'SYN-SENT', packet: end.synPacket })
    // Both SYNs crossed (RFC 9293 §3.5, figure 7).
    if (peer.sentBareSyn && peer.synPacket !== 0) steps.push({ state: 'SYN-RECEIVED', packet: Math.max(end.synPacket, peer.synPacket) })
  } else {
    steps.push({ state: 'LISTEN', packet: null, inferred: true })
    if (end.sentSynAck) steps.push({ state: 'SYN-RECEIVED', packet: end.synPacket })
  }
  if (end.establishingAck !== 0) steps.push({ state: 'ESTABLISHED', packet: end.establishingAck })
  else if (end.sentSynAck && peer.establishingAck !== 0) steps.push({ state: 'ESTABLISHED', packet: peer.establishingAck, inferred: true })
  return steps
}

function closing(end: Endpoint, peer: Endpoint): StateStep[] {
  if (end.sentFin && !end.finAcksPeerFin) return activeClosing(end, peer)
  if (!peer.finAcked) return []
  // Acknowledged at once or with its own FIN: the same packet then shows both states.
  const steps: StateStep[] = [{ state: 'CLOSE-WAIT', packet: peer.finAckedPacket }]
  if (end.sentFin) steps.push({ state: 'LAST-ACK', packet: end.finPacket })
  if (end.finAcked) steps.push({ state: 'CLOSED', packet: end.finAckedPacket })
  return steps
}

function activeClosing(end: Endpoint, peer: Endpoint): StateStep[] {
  const steps: StateStep[] = [{ state: 'FIN-WAIT-1', packet: end.finPacket }]
  const crossed = peer.sentFin && !peer.finAcksPeerFin
  if (crossed) {
    if (peer.finAcked) steps.push({ state: 'CLOSING', packet: peer.finAckedPacket })
    if (end.finAcked) steps.push({ state: 'TIME-WAIT', packet: Math.max(end.finAckedPacket, peer.finAckedPacket) })
    return steps
  }
  if (end.finAcked) steps.push({ state: 'FIN-WAIT-2', packet: end.finAckedPacket })
  if (peer.finAcked) steps.push({ state: 'TIME-WAIT', packet: peer.finAckedPacket })
  return steps
}

/** ICMP and ICMPv6 errors that say only that a packet was too large, or to send more slowly or elsewhere: type, or type × 256 + code. */
const FRAGMENTATION_NEEDED = (3 << 8) | 4
const SOURCE_QUENCH = 4
const REDIRECT = 5
const PACKET_TOO_BIG = 2
const ICMPV6_BIT = 1 << 20

/** The ICMP error with which a connection request ended (RFC 9293 §3.9.2.2): none of the SYNs came after it. */
function rejectionOf(c: Connection, end: Endpoint): TrackedEvent | undefined {
  if (c.icmpErrors === 0) return undefined
  const last = c.events.filter((event) => event.side === end.side && (event.kind === 'icmp' || event.kind === 'syn-repeated')).at(-1)
  return last?.kind === 'icmp' && isHard(last) ? last : undefined
}

function isHard(error: TrackedEvent): boolean {
  const type = error.a >>> 8
  if ((error.c & ICMPV6_BIT) !== 0) return type !== PACKET_TOO_BIG
  return error.a !== FRAGMENTATION_NEEDED && type !== SOURCE_QUENCH && type !== REDIRECT
}

/** The RST with which the end was through: one in its own name, or one that it had to accept. */
function endedBy(end: Endpoint, peer: Endpoint, path: readonly StateStep[], resets: readonly TrackedEvent[]): TrackedEvent | undefined {
  // After an ordinary close nothing is left to be reset.
  if (resets.length === 0 || path.length === 0 || (end.finAcked && peer.finAcked)) return undefined
  const opened = path[0]?.packet ?? 0
  return resets.find(
    (reset) => reset.packet > opened && (reset.side === end.side ? sentByEnd(end, reset) : reset.c === 1 && !goesOnClosing(end, reset)),
  )
}

/** A RST in the end's name counts for it unless the end goes on: then it was somebody else's. */
function sentByEnd(end: Endpoint, reset: TrackedEvent): boolean {
  return end.packetsAfterRst === 0 && end.lastData < reset.packet && end.finPacket < reset.packet && end.establishingAck < reset.packet
}

/** The end carried on to a close that was acknowledged: it had not accepted the RST. */
function goesOnClosing(end: Endpoint, reset: TrackedEvent): boolean {
  return end.finAcked && end.finAckedPacket > reset.packet
}
