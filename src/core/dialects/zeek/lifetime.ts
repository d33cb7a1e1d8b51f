/** When Zeek forgets a connection: the timers of its standard scripts. */
import { ENDPOINT_STATE } from './endpoint-state.ts'
import type { ZeekEndpoint } from './endpoint.ts'

const SECOND_NS = 1e9
/** A SYN without any answer is over after this time (`tcp_attempt_delay`). */
export const ATTEMPT_NS = 5 * SECOND_NS
/** A closed connection is kept for late packets (`tcp_close_delay`). */
const CLOSE_NS = 5 * SECOND_NS
/** First look for dead connections, how often it is repeated, and how long they must have been quiet. */
const FIRST_LOOK_NS = 5 * SECOND_NS
const LOOK_NS = 6 * SECOND_NS
const LINGER_NS = 5 * SECOND_NS
/** Silence that ends a connection before, after the handshake, and on ports of interactive services. */
const HANDSHAKE_SILENCE_NS = 60 * SECOND_NS
const SILENCE_NS = 300 * SECOND_NS
const PATIENT_SILENCE_NS = 3600 * SECOND_NS

/** First and last time of a connection, and the times at which Zeek looks whether it is over. Nanoseconds, as `Packet.timeNs`. */
export class Lifetime {
  startNs = NaN
  lastNs = NaN
  /** False once Zeek reported the end: the timers for dead and unanswered connections then do nothing. */
  isActive = true
  #attemptNs = Infinity
  #lookNs = Infinity
  #deleteNs = Infinity
  #silenceNs = HANDSHAKE_SILENCE_NS
  #silentNs = Infinity

  /** The first packet. Without a clock nothing is ever due. */
  begin(timeNs: number): void {
    this.startNs = this.lastNs = timeNs
    if (Number.isNaN(timeNs)) return
    this.#lookNs = timeNs + FIRST_LOOK_NS
    this.#silentNs = timeNs + this.#silenceNs
  }

  /** A packet that counts for the duration. */
  touch(timeNs: number): void {
    if (!Number.isNaN(timeNs)) this.lastNs = timeNs
  }

  /** A SYN was sent. */
  attempted(): void {
    if (!Number.isNaN(this.lastNs)) this.#attemptNs = this.lastNs + ATTEMPT_NS
  }

  /** The handshake is over. */
  opened(): void {
    this.#setSilence(SILENCE_NS)
  }

  /** An interactive service: long pauses are normal. */
  waitLonger(): void {
    this.#setSilence(PATIENT_SILENCE_NS)
  }

  /** One end is done, the other is not. */
  halfClosed(): void {
    if (!Number.isNaN(this.lastNs)) this.#lookNs = Math.min(this.#lookNs, this.lastNs + LOOK_NS)
  }

  /** The connection is closed. */
  closed(): void {
    this.#attemptNs = this.#lookNs = Infinity
    if (!Number.isNaN(this.lastNs)) this.#deleteNs = this.lastNs + CLOSE_NS
  }

  /** The earliest time at which something is due, Infinity for never. */
  get dueNs(): number {
    return Math.min(this.#attemptNs, this.#lookNs, this.#deleteNs, this.#silentNs)
  }

  /** Runs what is due up to `nowNs`; true when the connection is over. */
  isOver(nowNs: number, originator: ZeekEndpoint, responder: ZeekEndpoint): boolean {
    if (this.#deleteNs <= nowNs) return true
    if (this.#attemptNs <= nowNs) {
      this.#attemptNs = Infinity
      if (this.isActive && isUnanswered(originator, responder)) return true
    }
    while (this.#lookNs <= nowNs) {
      if (!this.isActive) {
        this.#lookNs = Infinity
        break
      }
      if (this.lastNs + LINGER_NS < this.#lookNs && isDead(originator, responder)) return true
      // Looks between the last packet and now see the same; the one that matters is the first after the linger time.
      this.#lookNs += LOOK_NS * Math.max(1, Math.floor((nowNs - this.#lookNs) / LOOK_NS))
    }
    if (this.#silentNs <= nowNs) {
      if (this.lastNs + this.#silenceNs <= nowNs) return true
      this.#silentNs = this.lastNs + this.#silenceNs
    }
    return false
  }

  #setSilence(silenceNs: number): void {
    this.#silenceNs = silenceNs
    if (!Number.isNaN(this.lastNs)) this.#silentNs = this.lastNs + silenceNs
  }
}

function isUnanswered(originator: ZeekEndpoint, responder: ZeekEndpoint): boolean {
  const { synSent, synAckSent, inactive } = ENDPOINT_STATE
  return (originator.state === synSent || originator.state === synAckSent) && responder.state === inactive
}

function isDead(originator: ZeekEndpoint, responder: ZeekEndpoint): boolean {
  const { inactive, reset } = ENDPOINT_STATE
  const oneUnseen = originator.state === inactive || responder.state === inactive
  if (originator.didClose || responder.didClose) {
    if ((originator.didClose && responder.didClose) || originator.state === reset || responder.state === reset || oneUnseen) return true
  }
  return originator.state === inactive && responder.state === inactive
}
