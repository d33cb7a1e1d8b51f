/** Zeek's `conn_state`: how a connection began and ended, in one code. */
import { ENDPOINT_STATE } from './endpoint-state.ts'
import type { ZeekEndpoint } from './endpoint.ts'

/** The thirteen codes. */
export type ConnState = 'S0' | 'S1' | 'SF' | 'REJ' | 'S2' | 'S3' | 'RSTO' | 'RSTR' | 'RSTOS0' | 'RSTRH' | 'SH' | 'SHR' | 'OTH'

/** A SYN of the originator and then a RST of it, with no answer and nothing else between. */
const SYN_THEN_RST = /^\^?S[^HAFGIQ]*R/

/** The code for two ends and what their history is so far. */
export function connStateOf(originator: ZeekEndpoint, responder: ZeekEndpoint, history: string): ConnState {
  const { inactive, synSent, synAckSent, partial, established, closed, reset } = ENDPOINT_STATE
  const mine = originator.state
  const theirs = responder.state
  const originatorUnseen = mine === inactive || mine === partial
  const responderUnseen = theirs === inactive || theirs === partial
  if (theirs === reset) {
    if (mine === synSent || mine === synAckSent) return 'REJ'
    if (mine === reset && originator.bytes === 0 && responder.bytes === 0) return 'REJ'
    return originatorUnseen ? 'RSTRH' : 'RSTR'
  }
  if (mine === reset) {
    if (!responderUnseen) return 'RSTO'
    return SYN_THEN_RST.test(history) ? 'RSTOS0' : 'OTH'
  }
  if (mine === closed && theirs === closed) return 'SF'
  if (mine === closed) return responderUnseen ? 'SH' : 'S2'
  if (theirs === closed) return originatorUnseen ? 'SHR' : 'S3'
  if (mine === synSent && theirs === inactive) return 'S0'
  return mine === established && theirs === established ? 'S1' : 'OTH'
}
