/** One TCP connection as Zeek follows it: endpoint states, history, sizes, and when Zeek forgets it. */
import { checksumState } from '../../packet/tcp-checksum.ts'
import { CHECKSUM, FLAG, type Packet } from '../../packet/packet.ts'
import { KNOWN } from '../../capture/record.ts'
import { type ConnState, connStateOf } from './conn-state.ts'
import { ENDPOINT_STATE, type EndpointState, isHandshake } from './endpoint-state.ts'
import { ZeekEndpoint } from './endpoint.ts'
import { History, isLetterDue, LETTER_BIT } from './history.ts'
import { Lifetime } from './lifetime.ts'
import { isLikelyServerPort } from './likely-server-ports.ts'
import { hasPayload, isWhole } from './readable.ts'

const { inactive, synSent, synAckSent, partial, established, closed, reset } = ENDPOINT_STATE
/** A number that jumps further than this in a SYN, a RST or an acknowledgment of 0 is taken for nonsense (bytes). */
const TOO_LARGE_JUMP_BYTES = 1_048_576
/** Ports of interactive services: Zeek waits longer for them. */
const PATIENT_PORTS: ReadonlySet<number> = new Set([21, 22, 23, 513])

/** How Zeek is run. */
export interface ZeekOptions {
  /**
   * Segments with a bad checksum are not counted, and are letter C: Zeek's own default. Without it all segments count, as with `zeek -C`,
   * which is what everybody needs whose network card computes checksums.
   */
  readonly checkChecksums?: boolean
}

/**
 * Follows one connection. Its ends are called A and B by the caller; which of them is Zeek's originator is decided by the first packet, and
 * may change with the second.
 */
export class ZeekConnection {
  readonly lifetime = new Lifetime()
  /** Bytes in content gaps. */
  missedBytes = 0
  readonly #ends: readonly [ZeekEndpoint, ZeekEndpoint] = [new ZeekEndpoint(), new ZeekEndpoint()]
  readonly #ports = [0, 0]
  readonly #history = new History()
  readonly #checkChecksums: boolean
  /** Index of the originator in `#ends`; -1 before the first packet. */
  #originator = -1
  /** Whether the beginning was not seen. */
  #isPartial = false
  #closeDeferred = false
  #deferredEvent = false

  constructor(options: ZeekOptions = {}) {
    this.#checkChecksums = options.checkChecksums === true
  }

  /** Whether A is the originator. */
  get originatorIsA(): boolean {
    return this.#originator <= 0
  }

  get originator(): ZeekEndpoint {
    return this.#ends[this.#originator === 1 ? 1 : 0]
  }

  get responder(): ZeekEndpoint {
    return this.#ends[this.#originator === 1 ? 0 : 1]
  }

  get connState(): ConnState {
    return connStateOf(this.originator, this.responder, this.history)
  }

  get history(): string {
    return this.#history.text
  }

  /** Whether `packet` begins a connection of its own that happens to have the same addresses and ports. */
  isReuse(packet: Packet): boolean {
    const { flags } = packet
    if (this.#originator < 0 || (flags & FLAG.syn) === 0) return false
    const { originator, responder } = this
    const answers = (flags & FLAG.ack) !== 0
    if (answers && originator.state !== inactive) return false
    if (originator.didClose || responder.didClose) return true
    const seq = packet.seq >>> 0
    if (seq === (answers ? responder : originator).startSeq) return false
    // A SYN that comes behind its SYN-ACK: `#enter` turns the roles round.
    return answers || originator.state !== synAckSent || responder.state !== inactive || seq !== responder.startSeq
  }

  /** Takes the next segment of the connection. */
  observe(packet: Packet, fromA: boolean): void {
    if (this.#originator < 0) this.#open(packet, fromA)
    if (!isWhole(packet)) return
    const end = this.#end(fromA)
    const peer = this.#end(!fromA)
    if (this.#checkChecksums && isBad(packet)) {
      if (isLetterDue(++end.badChecksums)) this.#letter('C', end)
      return
    }
    this.#segment(packet, end, peer)
    end.packets++
    end.ipBytes += packet.ipLen
  }

  #end(isA: boolean): ZeekEndpoint {
    return this.#ends[isA ? 0 : 1]
  }

  #open(packet: Packet, fromA: boolean): void {
    this.#ports[fromA ? 0 : 1] = packet.srcPort
    this.#ports[fromA ? 1 : 0] = packet.dstPort
    this.#originator = fromA ? 0 : 1
    this.lifetime.begin(packet.timeNs)
    if (!seemsFromServer(packet)) return
    this.#originator = 1 - this.#originator
    this.#history.flip()
  }

  #segment(packet: Packet, end: ZeekEndpoint, peer: ZeekEndpoint): void {
    const { flags, payloadLen } = packet
    const seq = packet.seq >>> 0
    const ack = packet.ack >>> 0
    const isSyn = (flags & FLAG.syn) !== 0
    const isFin = (flags & FLAG.fin) !== 0
    const isRst = (flags & FLAG.rst) !== 0
    const hasAck = (flags & FLAG.ack) !== 0
    this.#notePartial(end, isSyn, hasAck)
    const len = (isRst ? 0 : payloadLen) + (isSyn ? 1 : 0) + (isFin ? 1 : 0)
    const endSeq = (seq + len) >>> 0
    this.#placeEnd(end, isSyn, seq, endSeq)
    const position = end.position(seq, end.lastSeq, end.lastWraps)
    this.#noteLetters(end, flags, position, payloadLen)
    if (
      (packet.known & KNOWN.window) !== 0 &&
      packet.window === 0 &&
      !isRst &&
      peer.state !== closed &&
      end.state !== reset &&
      isLetterDue(++end.zeroWindows)
    )
      this.#letter('W', end)
    if (!end.didClose || !peer.didClose) this.lifetime.touch(packet.timeNs)
    if (isFin) {
      end.fins++
      end.finPosition = position + len
    }
    const ackPosition = hasAck ? this.#acknowledge(peer, ack, isRst) : 0
    this.#advance(end, endSeq, isSyn, isFin, isRst, payloadLen)
    const closing = this.#enter(end, peer, flags, seq, payloadLen)
    if (hasAck) this.#contentsAcknowledged(peer, end, ackPosition)
    end.seen = true
    if (payloadLen > 0 && !isRst && position >= 0 && hasPayload(packet)) {
      const begin = isSyn ? position + 1 : position
      end.contents.data(begin, begin + payloadLen, end.ackPosition, end.nothingAcked, end.beyondInitialWindow)
    }
    this.#checkEnded(end, peer)
    if (closing !== NOT_CLOSING) this.#close(end, peer, closing === CLOSING_WITH_EVENT)
  }

  #notePartial(end: ZeekEndpoint, isSyn: boolean, hasAck: boolean): void {
    if (end.seen) return
    if (end === this.originator) this.#isPartial = !isSyn || hasAck
    else if (!this.#isPartial) this.#isPartial = !isSyn
  }

  /** The first segment of an end, or a SYN that starts it anew, says where its numbers begin. */
  #placeEnd(end: ZeekEndpoint, isSyn: boolean, seq: number, endSeq: number): void {
    switch (end.state) {
      case inactive:
        if (isSyn) end.begin(seq, endSeq)
        else end.begin((seq - 1) >>> 0, seq)
        break
      case synSent:
      case synAckSent:
        if (isSyn && seq !== end.startSeq) end.begin(seq, endSeq)
        break
      case established:
      case partial:
        if (isSyn) end.begin(seq, endSeq)
        break
      case reset:
        // The RST came first, and may have been forged.
        if (isSyn && end.previous === inactive) end.begin(seq, endSeq)
        break
      case closed:
        break
    }
  }

  #noteLetters(end: ZeekEndpoint, flags: number, position: number, payloadLen: number): void {
    const control = flags & (FLAG.syn | FLAG.fin | FLAG.rst)
    switch (control) {
      case 0:
        if (payloadLen > 0) this.#flipAndLetterOnce(end, LETTER_BIT.data, 'D')
        else if ((flags & FLAG.ack) !== 0) this.#flipAndLetterOnce(end, LETTER_BIT.ack, 'A')
        break
      case FLAG.syn: {
        const letter = (flags & FLAG.ack) !== 0 ? 'H' : 'S'
        if (!this.#letterOnce(end, LETTER_BIT.syn, letter) && position !== end.synPosition) this.#letter(letter, end)
        end.synPosition = position
        break
      }
      case FLAG.fin:
        if (!this.#letterOnce(end, LETTER_BIT.fin, 'F') && position + payloadLen !== end.finLetterPosition) this.#letter('F', end)
        end.finLetterPosition = position + payloadLen
        break
      case FLAG.rst:
        if (!this.#letterOnce(end, LETTER_BIT.rst, 'R') && position !== end.rstPosition) this.#letter('R', end)
        end.rstPosition = position
        break
      default:
        if ((control & FLAG.fin) !== 0 && (control & FLAG.rst) !== 0) this.#letterOnce(end, LETTER_BIT.finRst, 'I')
        else this.#letterOnce(end, LETTER_BIT.multi, 'Q')
    }
  }

  /** A SYN-ACK without SYN may be a stealth scan; an acknowledgment or data behind it shows that it was an answer. */
  #flipAndLetterOnce(end: ZeekEndpoint, bit: number, letter: string): void {
    if (this.#history.text === 'H') {
      const answerer = this.originator
      this.#flip()
      this.#setState(answerer, established)
    }
    this.#letterOnce(end, bit, letter)
  }

  #flip(): void {
    this.#originator = 1 - this.#originator
    this.#isPartial = false
    this.#history.flip()
  }

  #letter(letter: string, end: ZeekEndpoint): void {
    this.#history.add(letter, end === this.originator)
  }

  /** Adds the letter if it is this end's first of the kind; false when it was there before. */
  #letterOnce(end: ZeekEndpoint, bit: number, letter: string): boolean {
    if ((end.letters & bit) !== 0) return false
    end.letters |= bit
    this.#letter(letter, end)
    return true
  }

  /** Gives the position that is acknowledged in the peer's stream, 0 when it makes no sense. */
  #acknowledge(peer: ZeekEndpoint, ack: number, isRst: boolean): number {
    if (peer.state === inactive) {
      const startSeq = (ack - 1) >>> 0
      peer.begin(startSeq, startSeq)
      return 1
    }
    const position = peer.position(ack, peer.ackSeq, peer.ackWraps)
    if (position < 0) return 0
    const advance = (ack - peer.ackSeq) | 0
    if (!isRst && advance > 0 && !(ack === 0 && advance > TOO_LARGE_JUMP_BYTES)) peer.advanceAck(ack)
    return position
  }

  #advance(end: ZeekEndpoint, endSeq: number, isSyn: boolean, isFin: boolean, isRst: boolean, payloadLen: number): void {
    const delta = (endSeq - end.lastSeq) | 0
    if ((isSyn || isRst) && Math.abs(delta) > TOO_LARGE_JUMP_BYTES) return
    if (isFin && end.lastSeq === (end.startSeq + 1) >>> 0) end.advanceLast(endSeq)
    else if (end.state === reset) return
    else if (delta > 0) end.advanceLast(endSeq)
    else if (payloadLen > 0 && isLetterDue(++end.retransmissions)) this.#letter('T', end)
  }

  /** Moves the ends through their states; says whether this closes the end. */
  #enter(end: ZeekEndpoint, peer: ZeekEndpoint, flags: number, seq: number, payloadLen: number): Closing {
    switch (end.state) {
      case inactive:
        return this.#enterFirst(end, peer, flags, seq, payloadLen)
      case synSent:
      case synAckSent:
        return this.#enterFromHandshake(end, flags)
      case established:
      case partial:
        return this.#enterFromOpen(end, peer, flags)
      case closed:
        if ((flags & FLAG.rst) === 0 || peer.state === closed) return NOT_CLOSING
        this.#setState(end, reset)
        return end.didClose ? NOT_CLOSING : CLOSING
      default:
        return NOT_CLOSING
    }
  }

  #enterFirst(end: ZeekEndpoint, peer: ZeekEndpoint, flags: number, seq: number, payloadLen: number): Closing {
    const hasAck = (flags & FLAG.ack) !== 0
    let closing: Closing = NOT_CLOSING
    if ((flags & FLAG.syn) !== 0) this.#enterBySyn(end, peer, hasAck, seq)
    if ((flags & FLAG.fin) !== 0) {
      this.#setState(end, closed)
      closing = CLOSING_WITH_EVENT
    }
    if ((flags & FLAG.rst) !== 0) {
      const isRejection = end === this.originator ? peer.state === established : peer.state === synSent || peer.state === synAckSent
      this.#setState(end, reset)
      closing = isRejection ? CLOSING : CLOSING_WITH_EVENT
    }
    if (end.state !== inactive) return closing
    // Some servers acknowledge the SYN before they answer it.
    if (end !== this.originator && payloadLen === 0 && peer.state === synSent) return closing
    if (hasAck && peer.state === established) {
      this.#setState(end, established)
      this.#isPartial = false
      end.seen = true
    } else this.#setState(end, partial)
    return closing
  }

  #enterBySyn(end: ZeekEndpoint, peer: ZeekEndpoint, hasAck: boolean, seq: number): void {
    if (end === this.originator) {
      this.#setState(end, hasAck ? synAckSent : synSent)
      this.lifetime.attempted()
      return
    }
    if (!hasAck && peer.state === synAckSent && seq === end.startSeq) {
      this.#flip()
      this.#setState(peer, established)
      this.#setState(end, established)
      end.seen = true
      return
    }
    if (peer.state === synSent) this.#setState(peer, established)
    this.#setState(end, established)
    if (peer.state !== partial && PATIENT_PORTS.has(this.#servicePort(peer.state))) this.lifetime.waitLonger()
  }

  #servicePort(originatorState: EndpointState): number {
    const originatorPort = this.#ports[this.#originator]
    const responderPort = this.#ports[1 - this.#originator]
    const useOriginators = originatorState === inactive && !isLikelyServerPort(responderPort) && isLikelyServerPort(originatorPort)
    return useOriginators ? originatorPort : responderPort
  }

  #enterFromHandshake(end: ZeekEndpoint, flags: number): Closing {
    let closing: Closing = NOT_CLOSING
    if ((flags & FLAG.fin) !== 0) {
      this.#setState(end, closed)
      closing = CLOSING_WITH_EVENT
    }
    if ((flags & FLAG.rst) !== 0) {
      this.#setState(end, reset)
      this.lifetime.isActive = false
      if (closing === NOT_CLOSING) closing = CLOSING
    }
    return closing
  }

  #enterFromOpen(end: ZeekEndpoint, peer: ZeekEndpoint, flags: number): Closing {
    const isRst = (flags & FLAG.rst) !== 0
    if ((flags & (FLAG.syn | FLAG.ack)) === FLAG.syn && end.state === partial && peer.state === inactive) this.#setState(end, synSent)
    if ((flags & FLAG.fin) !== 0 && !isRst) {
      this.#setState(end, closed)
      // FIN, then RST, then the peer's FIN: a normal end after all.
      if (peer.state === reset && peer.previous === closed) this.#setState(peer, closed)
      return CLOSING_WITH_EVENT
    }
    if (!isRst) return NOT_CLOSING
    this.#setState(end, reset)
    if (peer.state !== reset || peer.previous !== established) this.lifetime.isActive = false
    return CLOSING
  }

  #setState(end: ZeekEndpoint, state: EndpointState): void {
    if (end.state === state) return
    const peer = end === this.originator ? this.responder : this.originator
    if (!isHandshake(state) && isHandshake(end.state) && isHandshake(peer.state)) this.lifetime.opened()
    end.previous = end.state
    end.state = state
  }

  #contentsAcknowledged(peer: ZeekEndpoint, end: ZeekEndpoint, ackPosition: number): void {
    const { contents } = peer
    const position = peer.fins > 0 && ackPosition >= peer.finPosition ? peer.finPosition - 1 : ackPosition
    if (!contents.isNewAcknowledgment(position)) return
    contents.acknowledge(position, this.#isPartial)
    if (contents.gaps > 0 && peer.isClean && end.isClean) {
      this.missedBytes += contents.gapBytes
      for (let i = 0; i < contents.gaps; i++) if (isLetterDue(++peer.gaps)) this.#letter('G', peer)
    }
    this.#checkEnded(peer, end)
  }

  #checkEnded(end: ZeekEndpoint, peer: ZeekEndpoint): void {
    if (end.contents.ended || (end.fins === 0 && end.state !== closed && end.state !== reset) || end.isDataPending(peer)) return
    end.contents.ended = true
    if (!this.#closeDeferred) return
    this.#close(end, peer, this.#deferredEvent)
    this.#closeDeferred = false
  }

  #close(end: ZeekEndpoint, peer: ZeekEndpoint, hasEvent: boolean): void {
    if (end.isDataPending(peer)) {
      this.#closeDeferred = true
      this.#deferredEvent ||= hasEvent
      return
    }
    this.#closeDeferred = false
    if (end.didClose) return
    end.didClose = true
    if (end.state !== reset && !peer.didClose && peer.state !== inactive) {
      if (end.previous !== inactive) this.lifetime.halfClosed()
      return
    }
    if ((end.previous !== inactive || peer.state !== inactive) && (hasEvent || this.#deferredEvent)) this.lifetime.isActive = false
    this.#deferredEvent = false
    this.lifetime.closed()
  }

  /** Runs what is due up to `nowNs`; true when Zeek forgets the connection. */
  isOver(nowNs: number): boolean {
    return this.lifetime.isOver(nowNs, this.originator, this.responder)
  }
}

const NOT_CLOSING = 0
const CLOSING = 1
const CLOSING_WITH_EVENT = 2
type Closing = typeof NOT_CLOSING | typeof CLOSING | typeof CLOSING_WITH_EVENT

/** Whether a connection that begins with this packet was probably opened by the other end. */
function seemsFromServer(packet: Packet): boolean {
  if ((packet.flags & (FLAG.syn | FLAG.ack)) === FLAG.syn) return false
  if (!isLikelyServerPort(packet.srcPort)) return false
  if (!isLikelyServerPort(packet.dstPort)) return true
  return (packet.flags & FLAG.syn) === 0 && packet.srcPort < packet.dstPort
}

/** Whether the TCP checksum is certainly wrong. */
function isBad(packet: Packet): boolean {
  const state = packet.checksum === CHECKSUM.unknown ? checksumState(packet) : packet.checksum
  return state === CHECKSUM.bad
}
