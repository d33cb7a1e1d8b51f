/** Who asked for whom by ARP or neighbour discovery, and whether anybody answered. */
import { KNOWN, type Packet } from '../packet/packet.ts'
import type { AddressTable } from './address-table.ts'

/** Targets remembered; a scan of a /16 must not make us grow without bound. */
const MOST_TARGETS = 4096
/** Packet numbers remembered per target. */
const MOST_PACKETS = 8

/** The next question follows after a second (RFC 4861 §10): a later answer is none to this one. */
const LATEST_ANSWER_NS = 1e9

/** Nobody asks again this soon: the capture has the question twice. */
const SOONEST_REPEAT_NS = 10e6

/** Questions for one address. */
export interface NeighbourQuestion {
  readonly ipVersion: number
  /** Address asked for, and the first that asked: IPv4 as int32, IPv6 the id in the address table. */
  readonly target: number
  readonly asker: number
  requests: number
  answers: number
  readonly firstTimeNs: number
  lastTimeNs: number
  /** The shortest time that an answer took; NaN without one. */
  fastestAnswerNs: number
  /** The first few requests. */
  readonly packets: number[]
}

/** The questions of one input. */
export class Neighbours {
  readonly #questions = new Map<number, NeighbourQuestion>()
  readonly #addresses: AddressTable

  constructor(addresses: AddressTable) {
    this.#addresses = addresses
  }

  /** Takes a packet of kind `neighbour`. */
  observe(p: Packet): void {
    const v6 = p.ipVersion === 6
    const target = v6 ? this.#addresses.idOf(p.view, p.neighbourTargetOffset) : p.neighbourTarget
    const key = v6 ? target + 2 ** 33 : target
    const question = this.#questions.get(key)
    if (p.neighbourOperation === 2) {
      // The one who answers tells of itself.
      const told = v6 ? question : this.#questions.get(p.srcAddr)
      if (told !== undefined) this.#answered(told, p)
      return
    }
    if (asksForItself(p, v6)) return
    if (question !== undefined) {
      if (p.timeNs - question.lastTimeNs < SOONEST_REPEAT_NS) return
      question.requests++
      if (p.known & KNOWN.time) question.lastTimeNs = p.timeNs
      if (question.packets.length < MOST_PACKETS) question.packets.push(p.number)
      return
    }
    if (this.#questions.size >= MOST_TARGETS) return
    const asker = v6 ? this.#addresses.idOf(p.view, p.ipOffset + 8) : p.srcAddr
    this.#questions.set(key, {
      ipVersion: v6 ? 6 : 4,
      target,
      asker,
      requests: 1,
      answers: 0,
      firstTimeNs: p.timeNs,
      lastTimeNs: p.timeNs,
      fastestAnswerNs: NaN,
      packets: [p.number],
    })
  }

  #answered(question: NeighbourQuestion, p: Packet): void {
    question.answers++
    const tookNs = p.timeNs - question.lastTimeNs
    // What comes much later was not asked for: an announcement, or the answer to another asker.
    if (tookNs >= 0 && tookNs < LATEST_ANSWER_NS && !(tookNs >= question.fastestAnswerNs)) question.fastestAnswerNs = tookNs
  }

  /** All questions, in order of the first request. */
  questions(): NeighbourQuestion[] {
    return [...this.#questions.values()]
  }
}

/** Not a question to a neighbour: a host that makes sure its own address is free, or announces it (RFC 5227 §1.1, RFC 4862 §5.4.2). */
function asksForItself(p: Packet, v6: boolean): boolean {
  if (!v6) return p.srcAddr === 0 || p.srcAddr === p.neighbourTarget
  for (let i = p.ipOffset + 8; i < p.ipOffset + 24; i++) if (p.bytes[i] !== 0) return false
  return true
}
