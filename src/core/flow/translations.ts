/**
 * Connections that are in the capture twice: before and after a device, often the capturing host itself, translated their addresses.
 *
 * A translator forwards a SYN with another address or port, and leaves alone what only the sender counts: the initial sequence number, the
 * IPv4 identification, the timestamp (RFC 3022 §4, RFC 7857 §2). Bounded: one place for each hash of a sequence number, which the next SYN
 * takes over.
 */
import { HEAP } from '../bytes/table-memory.ts'
import { CONNECTION, ENTRY, IP_ID, ISN, PACKET, PLACES, PORTS, SOURCE, TARGET, TS_VAL, VERSION } from './translation-layout.ts'
import { KNOWN, OPTION, type Packet } from '../packet/packet.ts'

/** A SYN that comes later was sent again, or comes from elsewhere. */
const FORWARDED_NS = 20e6
/** Programs that make packets by hand give all of them this identification, or none. */
const MADE_UP_ID = 1
/** Pairs remembered. */
const MOST_PAIRS = 16_384

/** The other half of a translated connection. */
export interface TranslatedHalf {
  readonly connection: number
  /** Its SYN, and that of this half. */
  readonly packet: number
  readonly ownPacket: number
  /** The other half's SYN came first: this one is what the translator sent on. */
  readonly isBefore: boolean
  /** Its client and server: IPv4 as int32, IPv6 the id in the address table. */
  readonly source: number
  readonly target: number
  readonly sourcePort: number
  readonly targetPort: number
}

/** Finds the two halves of translated connections; see the file header. */
export class Translations {
  #words = new Int32Array(0)
  #times = new Float64Array(0)
  readonly #halves = new Map<number, TranslatedHalf>()

  /** Where the words and the times begin in their memory. */
  readonly at = { words: 0, times: 0 }

  constructor(memory = HEAP) {
    memory.allocate(PLACES * ENTRY * 4, this.#placeWords)
    memory.allocate(PLACES * 8, this.#placeTimes)
  }

  readonly #placeWords = (buffer: ArrayBuffer, at: number): void => {
    this.#words = new Int32Array(buffer, at, PLACES * ENTRY)
    this.at.words = at
  }

  readonly #placeTimes = (buffer: ArrayBuffer, at: number): void => {
    this.#times = new Float64Array(buffer, at, PLACES)
    this.at.times = at
  }

  /** Takes the SYN that opens connection number `connection`; the two addresses as keys. */
  observe(p: Packet, source: number, target: number, connection: number): void {
    const words = this.#words
    const place = (Math.imul(p.seq, 0x9e3779b1) >>> 22) & (PLACES - 1)
    const at = place * ENTRY
    const ports = (p.srcPort << 16) | p.dstPort
    if (
      words[at + VERSION] === p.ipVersion &&
      words[at + ISN] === p.seq &&
      (words[at + SOURCE] !== source || words[at + TARGET] !== target) &&
      this.#isSame(at, p) &&
      p.timeNs - this.#times[place] < FORWARDED_NS
    )
      this.#pair(at, p, source, target, connection)
    words[at + ISN] = p.seq
    words[at + SOURCE] = source
    words[at + TARGET] = target
    words[at + PORTS] = ports
    words[at + VERSION] = p.ipVersion
    words[at + IP_ID] = p.ipId
    words[at + TS_VAL] = p.tsVal
    words[at + CONNECTION] = connection
    words[at + PACKET] = p.number
    this.#times[place] = p.timeNs
  }

  /** The other half of a connection; undefined when it was not translated, as far as the capture shows. */
  halfOf(connection: number): TranslatedHalf | undefined {
    return this.#halves.get(connection)
  }

  /** What only the sender counts is the same. Programs that make SYNs in masses use one number for many: their other counts differ. */
  #isSame(at: number, p: Packet): boolean {
    const words = this.#words
    const stamped = (p.optionBits & OPTION.timestamps) !== 0
    if (stamped && words[at + TS_VAL] !== p.tsVal) return false
    if (p.ipVersion === 6) return stamped && p.tsVal !== 0
    return (p.known & KNOWN.ipId) !== 0 && p.ipId > MADE_UP_ID && words[at + IP_ID] === p.ipId
  }

  #pair(at: number, p: Packet, source: number, target: number, connection: number): void {
    if (this.#halves.size >= MOST_PAIRS) return
    const words = this.#words
    const before = words[at + CONNECTION]
    const ports = words[at + PORTS]
    this.#halves.set(connection, {
      connection: before,
      packet: words[at + PACKET],
      ownPacket: p.number,
      isBefore: true,
      source: words[at + SOURCE],
      target: words[at + TARGET],
      sourcePort: ports >>> 16,
      targetPort: ports & 0xffff,
    })
    this.#halves.set(before, {
      connection,
      packet: p.number,
      ownPacket: words[at + PACKET],
      isBefore: false,
      source,
      target,
      sourcePort: p.srcPort,
      targetPort: p.dstPort,
    })
  }
}
