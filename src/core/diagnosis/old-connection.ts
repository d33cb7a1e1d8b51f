/** A connection request that met what was left of an older connection on the same 4-tuple. */
import type { Connection } from '../analysis/connection.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'

/** The answer to the SYN that belonged to an older connection, and the RST by which the client cleared it away. */
export interface ChallengedOpening {
  readonly challenge: TrackedEvent
  readonly clearing: TrackedEvent | undefined
  /** What the server still had: a connection that had been closed, or one that it took for open. */
  readonly old: 'closed' | 'open' | 'unknown'
}

/** What a SYN met instead of a listener; undefined for an ordinary opening. */
export function challengedOpening(c: Connection): ChallengedOpening | undefined {
  if (!c.hasEvents || !c.client.sentBareSyn) return undefined
  const challenge = c.events.find((event) => event.kind === 'ack-unexpected' && event.side === 1)
  if (challenge === undefined) return undefined
  const clearing = c.events.find((event) => event.kind === 'rst' && event.side === 0 && event.packet > challenge.packet)
  return { challenge, clearing, old: oldConnection(c, challenge) }
}

function oldConnection(c: Connection, challenge: TrackedEvent): ChallengedOpening['old'] {
  if (c.previousEnd === 'closed' || c.previousEnd === 'reset') return 'closed'
  if (c.previousEnd === 'unfinished') return 'open'
  // Not captured: Linux answers from TIME-WAIT with IP ID 0, and from a socket with its own count.
  if (c.ipVersion === 6 || !c.server.knows('ipId')) return 'unknown'
  return challenge.ipId === 0 ? 'closed' : 'open'
}
