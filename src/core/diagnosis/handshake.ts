/** A handshake that did not go in one go: questions about SYN-ACKs that came again, and requests that the server did not take. */
import type { Connection } from '../analysis/connection.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'
import { vantageOf } from '../analysis/vantage.ts'

/**
 * Why the server sent its SYN-ACK again, although the client's SYN came only once.
 *
 * - `ack-lost`: the last ACK of the handshake did not reach it
 * - `deferred`: it had the ACK and waits for data on purpose (TCP_DEFER_ACCEPT)
 * - `queue-full`: it has the ACK, and the request as well, and takes neither
 * - `unclear`: more than one of them fits
 */
export type SynAckRepeatCause = 'ack-lost' | 'deferred' | 'queue-full' | 'unclear'

/** What is known of a SYN-ACK that came again. */
export interface SynAckRepeat {
  readonly cause: SynAckRepeatCause
  /** The repeats, first to last, as far as the log kept them. */
  readonly repeats: readonly [TrackedEvent, ...TrackedEvent[]]
  /** The client's ACK was in the capture before the first repeat. */
  readonly ackSeen: boolean
  /** From the first SYN-ACK to the first repeat; NaN without times. */
  readonly pauseNs: number
  /** The capture shows what arrived at the server. */
  readonly atServer: boolean
}

/** A kernel repeats its SYN-ACK after 1 s (RFC 6298 §2.1); one that defers on purpose lets that pass, and repeats at 3 s or later. */
const DEFERRED_PAUSE_NS = 2.5e9
/** A server whose queue is full ignores the request and all its repeats: one that was lost is repeated once or twice. */
const IGNORED_REPEATS = 4
/** And when the capture point is the server itself, there is no loss to think of. */
const IGNORED_REPEATS_AT_SERVER = 2

/**
 * Why the SYN-ACK came again; undefined when it did not, or because the SYN did: then answers to both SYNs and the server's own repeats
 * mix, and on a path of more than a second even a handshake without any loss looks so.
 */
export function synAckRepeatOf(c: Connection): SynAckRepeat | undefined {
  const { client, server } = c
  if (server.synCount < 2 || client.synCount > 1 || server.sentBareSyn || client.establishingAck === 0 || neverTaken(c)) return undefined
  const all = c.events.filter((event) => event.kind === 'synack-repeated' && event.side === 1)
  const late = all.filter((event) => event.packet > client.establishingAck)
  const [first, ...others] = late.length > 0 ? late : all
  if (first === undefined) return undefined
  const { point } = vantageOf(c)
  const repeat = {
    repeats: [first, ...others] as const,
    ackSeen: late.length > 0,
    pauseNs: first.timeNs - server.synTimeNs,
    atServer: point === 'server-side' || point === 'same-machine',
  }
  return { ...repeat, cause: causeOf(c, repeat) }
}

function causeOf(c: Connection, repeat: Omit<SynAckRepeat, 'cause'>): SynAckRepeatCause {
  const { client, server } = c
  if (!repeat.ackSeen) return 'ack-lost'
  if (requestRepeats(c).length > 0 && repeat.repeats.some((event) => event.packet > client.firstData)) return 'queue-full'
  const once = repeat.repeats.length === 1
  // Whoever defers repeats once, and takes the next ACK.
  if (once && repeat.pauseNs >= DEFERRED_PAUSE_NS) return 'deferred'
  const serverSpokeFirst = server.firstData !== 0 && (client.firstData === 0 || server.firstData < client.firstData)
  if (repeat.atServer) return once && !serverSpokeFirst && client.firstData !== 0 ? 'deferred' : 'unclear'
  return serverSpokeFirst || !once ? 'ack-lost' : 'unclear'
}

/** Repeats of the client's first bytes before the server acknowledged anything but the SYN. */
export function requestRepeats(c: Connection): readonly TrackedEvent[] {
  if (c.client.retransmitted === 0) return NONE
  const taken = c.server.establishingAck === 0 ? Infinity : c.server.establishingAck
  return c.events.filter((event) => event.kind === 'retransmission' && event.side === 0 && event.pos === 1 && event.packet < taken)
}

const NONE: readonly TrackedEvent[] = []

/** The server host has the handshake's ACK and the request, as far as the capture can tell, and takes neither. */
export function requestIgnored(c: Connection): boolean {
  const { client, server } = c
  if (client.retransmitted === 0 || client.firstData === 0 || !server.sentSynAck || server.rstCount !== 0) return false
  // Damaged or outdated segments are not taken either, for a reason of their own.
  if (client.badChecksums !== 0 || client.synCarriedData) return false
  const repeats = requestRepeats(c).length
  if (repeats === 0) return false
  if (synAckRepeatOf(c)?.cause === 'queue-full') return true
  return (
    repeats >= (vantageOf(c).point === 'server-side' ? IGNORED_REPEATS_AT_SERVER : IGNORED_REPEATS) &&
    (server.establishingAck !== 0 || vantageOf(c).point === 'server-side')
  )
}

/** The server's name sent nothing but SYN-ACKs and RSTs: it never took part in the connection. */
export function neverTaken(c: Connection): boolean {
  const { server } = c
  return server.rstCount !== 0 && server.sentSynAck && server.packets === server.synCount + server.rstCount
}

/** The first RST in the server's name. */
export function firstReset(c: Connection): TrackedEvent | undefined {
  return c.events.find((event) => event.kind === 'rst' && event.side === 1)
}

/** A server that lost the last ACK waits for it at least this long, and repeats its SYN-ACK, before it forgets the connection (RFC 6298 §2.1). */
export const GIVEN_UP_NS = 3e9
