/** A connection of which only a SYN was seen, in little memory: most connections of a flood or a scan stay that way. */
import { FLAG, KIND, Packet } from '../../packet/packet.ts'
import { ZeekConnection, type ZeekOptions } from './connection.ts'
import { ATTEMPT_NS } from './lifetime.ts'

/** Flags that a plain SYN may have besides (RFC 3168 §6.1.1, RFC 9768 §3.1.1). */
const ECN_FLAGS = FLAG.ece | FLAG.cwr | FLAG.ae

/** Reused for every SYN that is taken out again. */
const scratch = new Packet()

/** What is left of a SYN packet, enough to do as if it came now. */
export class ParkedSyn {
  readonly timeNs: number
  readonly #seq: number
  readonly #window: number
  readonly #ipLen: number
  readonly #srcPort: number
  readonly #dstPort: number
  readonly #known: number
  readonly #isFromA: boolean

  private constructor(packet: Packet, isFromA: boolean) {
    this.timeNs = packet.timeNs
    this.#seq = packet.seq
    this.#window = packet.window
    this.#ipLen = packet.ipLen
    this.#srcPort = packet.srcPort
    this.#dstPort = packet.dstPort
    this.#known = packet.known
    this.#isFromA = isFromA
  }

  /** Keeps the packet; undefined when it is more than a plain, sound SYN. */
  static of(packet: Packet, isFromA: boolean, options: ZeekOptions): ParkedSyn | undefined {
    if ((packet.flags & ~ECN_FLAGS) !== FLAG.syn || packet.payloadLen !== 0 || packet.malformed !== 0) return undefined
    if (packet.capLen < packet.wireLen || options.checkChecksums === true) return undefined
    return new ParkedSyn(packet, isFromA)
  }

  /** When Zeek looks for an answer; Infinity without a clock. */
  get dueNs(): number {
    return Number.isNaN(this.timeNs) ? Infinity : this.timeNs + ATTEMPT_NS
  }

  /** The connection as it is after the SYN. */
  connection(options: ZeekOptions): ZeekConnection {
    scratch.kind = KIND.tcp
    scratch.flags = FLAG.syn
    scratch.timeNs = this.timeNs
    scratch.seq = this.#seq
    scratch.window = this.#window
    scratch.ipLen = this.#ipLen
    scratch.srcPort = this.#srcPort
    scratch.dstPort = this.#dstPort
    scratch.known = this.#known
    const connection = new ZeekConnection(options)
    connection.observe(scratch, this.#isFromA)
    return connection
  }
}
