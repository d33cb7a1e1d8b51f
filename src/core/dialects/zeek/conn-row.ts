/** One row of Zeek's `conn.log`. */
import type { ConnState } from './conn-state.ts'

/** A row with Zeek's own field names, in Zeek's order; what Zeek leaves unset is not there. */
export interface ZeekConnRow {
  /** Seconds since 1970 of the first packet, to the microsecond; seconds since the capture's start where it has no date. */
  readonly ts?: number
  readonly uid: string
  readonly 'id.orig_h': string
  readonly 'id.orig_p': number
  readonly 'id.resp_h': string
  readonly 'id.resp_p': number
  readonly proto: 'tcp'
  /** Seconds, without packets behind the close; as the byte counts unset when it would be 0. */
  readonly duration?: number
  readonly orig_bytes?: number
  readonly resp_bytes?: number
  readonly conn_state: ConnState
  readonly missed_bytes: number
  readonly history?: string
  readonly orig_pkts: number
  readonly orig_ip_bytes: number
  readonly resp_pkts: number
  readonly resp_ip_bytes: number
  /** The number of TCP in the IP header. */
  readonly ip_proto: 6
}
