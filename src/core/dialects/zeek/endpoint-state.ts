/** The states in which Zeek sees one end of a connection. */

/** What an end was seen to do, as Zeek keeps it for `conn_state`. */
export const ENDPOINT_STATE = {
  /** Nothing came from this end. */
  inactive: 0,
  /** A SYN. */
  synSent: 1,
  /** A SYN with ACK, from the end that is taken for the originator. */
  synAckSent: 2,
  /** Segments, but no SYN before them. */
  partial: 3,
  /** Took part in a handshake. */
  established: 4,
  /** A FIN. */
  closed: 5,
  /** A RST. */
  reset: 6,
} as const

/** One of `ENDPOINT_STATE`. */
export type EndpointState = (typeof ENDPOINT_STATE)[keyof typeof ENDPOINT_STATE]

/** Whether the end has not got beyond its SYN. */
export function isHandshake(state: EndpointState): boolean {
  return state === ENDPOINT_STATE.inactive || state === ENDPOINT_STATE.synSent || state === ENDPOINT_STATE.synAckSent
}
