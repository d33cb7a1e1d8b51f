/** Connections that took the plainest course, told in one look: most are like that, and most rules are not for them. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { cameUpLate, endedByReset, wasMended } from '../analysis/quiet-course.ts'
import { FEW_BYTES, UNNOTICED_NS } from '../analysis/quiet-layout.ts'

/** Whether the course that a connection took (`Connection.quietCourse`) tells its verdict: all others that take the same have the same. */
export function isToldByCourse(c: Connection): boolean {
  return c.quietCourse !== 0 && (endedByReset(c.quietCourse) || cameUpLate(c.quietCourse) || wasMended(c.quietCourse) || isPlain(c))
}

/**
 * Whether nothing about a connection asks for more than the rules of ordinary closes (`Rule.plain`): one handshake with the same options on
 * both sides, data without a wait that anyone notices, both FINs acknowledged, and no notable packet. Says no when in doubt.
 */
export function isPlain(c: Connection): boolean {
  if (c.hasEvents || c.previousEnd !== 'none' || !c.handshakeSeen || c.toItself) return false
  const { client, server } = c
  if (
    client.synCount !== 1 ||
    server.synCount !== 1 ||
    server.sentBareSyn ||
    client.synCarriedData ||
    client.synOptionBits !== server.synOptionBits
  )
    return false
  return client.establishingAckTimeNs - client.synTimeNs < UNNOTICED_NS && isPlainEnd(client) && isPlainEnd(server)
}

function isPlainEnd(end: Endpoint): boolean {
  return (
    end.finAcked &&
    end.finIdStep <= 1 &&
    end.longestTurnNs < UNNOTICED_NS &&
    end.longestPauseNs < UNNOTICED_NS &&
    end.payloadBytes < FEW_BYTES &&
    end.dataAfterPeerFin + end.nagleStalls + end.rawWindowFilled + end.firstSackPacket === 0 &&
    !end.fastOpen
  )
}
