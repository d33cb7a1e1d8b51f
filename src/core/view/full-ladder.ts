/**
 * The whole ladder of a connection as rows of equal height: every packet, the waits between them, segments that the capture lacks, and
 * the state of each end after each row. Only indexes are made in advance; what stands in a row is said when it is seen.
 */
import { eventOf, MOST_SACK_BLOCKS, SENDER, type PacketColumns } from '../analysis/packet-columns.ts'
import type { StatePath } from '../analysis/states.ts'
import type { VantagePoint } from '../analysis/vantage.ts'
import { flagLetters, segmentLabel } from '../report/segment-label.ts'
import { formatDuration } from '../words/durations.ts'
import { icmpErrorName } from '../words/icmp-names.ts'
import type { ReportWords } from '../words/interface-words.ts'
import type { Language } from '../words/language.ts'

/** Shorter waits are everyday business: an acknowledgment may be delayed by so much (RFC 9293 §3.8.6.3). */
const LONG_WAIT_NS = 500e6
/** Bits of flags, as `FLAG` has them. */
const RST = 4

/** What a row shows. */
const ROW = { packet: 0, wait: 1, missing: 2 } as const

/** How an arrow looks. */
export type LaneLook = 'plain' | 'data' | 'reset' | 'repeated' | 'icmp' | 'lost' | 'missing'

/** An arrow in a row. Ends are in percents of the lane: 0 the client, 100 the server; the head is at `to`. */
export interface LaneArrow {
  readonly kind: 'packet'
  /** The packet's number, 0 for a segment that the capture lacks. */
  readonly packet: number
  readonly timeNs: number
  /** Since the packet before; NaN for the first. */
  readonly sinceNs: number
  readonly from: number
  readonly to: number
  readonly look: LaneLook
  /** Flags and numbers, or the name of an ICMP error. */
  readonly label: string
  /** What is notable; empty when nothing is. */
  readonly note: string
  /** The number of the packet that carries its bytes again, because nobody acknowledged them; 0 when there is none. */
  readonly sentAgainAs: number
}

/** Time in which nothing happened. */
export interface LaneWait {
  readonly kind: 'wait'
  readonly text: string
}

/** A row of the ladder. */
export type LaneRow = LaneArrow | LaneWait

/** The states of both ends after a row, and whether the row changed them. */
export interface LaneStates {
  readonly client: string
  readonly server: string
  readonly isClientNew: boolean
  readonly isServerNew: boolean
}

/** What a row's words are made of. */
export interface LaneWords {
  readonly words: ReportWords
  readonly language: Language
  /** Says that the bytes `from` to `to` are not in the capture. */
  missing(from: number, to: number): string
}

/** The ladder of one connection. */
export class FullLadder {
  readonly rowCount: number
  readonly #columns: PacketColumns
  readonly #kind: Uint8Array
  /** Index of the packet that a row is about (a wait or a missing segment: the one behind it). */
  readonly #packet: Uint32Array
  readonly #sentAgain: Uint32Array
  /** For a missing segment: where the gap begins. */
  readonly #gapFrom = new Map<number, number>()
  /** By sender: whether its segments were seen where they were received. */
  readonly #hasArrived: readonly [client: boolean, server: boolean]
  readonly #clientSteps: readonly StateChange[]
  readonly #serverSteps: readonly StateChange[]

  /**
   * @param states the states that both ends went through
   * @param vantage where the capture was made: what is seen at its receiver has arrived
   */
  constructor(
    columns: PacketColumns,
    states: { readonly client: StatePath; readonly server: StatePath },
    vantage: VantagePoint = 'unknown',
  ) {
    this.#columns = columns
    const { count } = columns
    const kind = new Uint8Array(count * 3)
    const packet = new Uint32Array(count * 3)
    let rows = 0
    const next = [NaN, NaN]
    for (let i = 0; i < count; i++) {
      if (i > 0 && columns.timeNs[i] - columns.timeNs[i - 1] >= LONG_WAIT_NS) {
        kind[rows] = ROW.wait
        packet[rows++] = i
      }
      const side = columns.sender[i]
      if (eventOf(columns, i) === 'gap' && side !== SENDER.other && columns.pos[i] > next[side]) {
        this.#gapFrom.set(i, next[side])
        kind[rows] = ROW.missing
        packet[rows++] = i
      }
      if (side !== SENDER.other && columns.pos[i] >= 0) {
        const end = columns.pos[i] + columns.payloadBytes[i] + ((columns.flags[i] & 3) === 0 ? 0 : 1)
        if (!(end <= next[side])) next[side] = end
      }
      packet[rows++] = i
    }
    this.#kind = kind.slice(0, rows)
    this.#packet = packet.slice(0, rows)
    this.rowCount = rows
    this.#sentAgain = sentAgain(columns)
    this.#hasArrived = [vantage === 'server-side' || vantage === 'same-machine', vantage === 'client-side' || vantage === 'same-machine']
    this.#clientSteps = changesOf(states.client)
    this.#serverSteps = changesOf(states.server)
  }

  /** What stands in a row. */
  row(row: number, lane: LaneWords): LaneRow {
    const i = this.#packet[row]
    const columns = this.#columns
    if (this.#kind[row] === ROW.wait)
      return { kind: 'wait', text: `+ ${formatDuration(columns.timeNs[i] - columns.timeNs[i - 1], lane.language)}` }
    const [from, to] = this.#ends(i)
    const sinceNs = i === 0 ? NaN : columns.timeNs[i] - columns.timeNs[i - 1]
    if (this.#kind[row] === ROW.missing) {
      const label = lane.missing(this.#gapFrom.get(i) ?? 0, columns.pos[i])
      return { kind: 'packet', packet: 0, timeNs: NaN, sinceNs: NaN, from, to, look: 'missing', label, note: '', sentAgainAs: 0 }
    }
    const event = eventOf(columns, i)
    return {
      kind: 'packet',
      packet: columns.number[i],
      timeNs: columns.timeNs[i],
      sinceNs,
      from,
      to,
      look: this.#look(i),
      label: this.#label(i, lane),
      note: event === undefined || columns.icmp[i] >= 0 ? '' : (lane.words.notes[event] ?? ''),
      sentAgainAs: this.#sentAgain[i] === 0 ? 0 : columns.number[this.#sentAgain[i] - 1],
    }
  }

  /** The states of both ends when the row's packet has been sent; inferred states count. */
  states(row: number): LaneStates {
    const i = this.#packet[row]
    const before = i === 0 ? 0 : this.#columns.number[i - 1]
    const number = this.#kind[row] === ROW.packet ? this.#columns.number[i] : before
    const client = stateAt(this.#clientSteps, number)
    const server = stateAt(this.#serverSteps, number)
    const isPacket = this.#kind[row] === ROW.packet
    return {
      client,
      server,
      isClientNew: isPacket && client !== stateAt(this.#clientSteps, before),
      isServerNew: isPacket && server !== stateAt(this.#serverSteps, before),
    }
  }

  /** The number of the packet that a row shows; 0 for a row without one. */
  packetOf(row: number): number {
    return this.#kind[row] === ROW.packet ? this.#columns.number[this.#packet[row]] : 0
  }

  /** The row of a packet, or -1. */
  rowOf(number: number): number {
    let low = 0
    let high = this.rowCount - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = this.#columns.number[this.#packet[middle]]
      if (found === number && this.#kind[middle] === ROW.packet) return middle
      if (found < number || (found === number && this.#kind[middle] !== ROW.packet)) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  #ends(i: number): readonly [from: number, to: number] {
    const sender = this.#columns.sender[i]
    if (this.#columns.icmp[i] >= 0) {
      const to = this.#columns.icmpQuotes[i] === SENDER.client ? 0 : 100
      return [sender === SENDER.other ? 50 : 100 - to, to]
    }
    return sender === SENDER.client ? [0, 100] : [100, 0]
  }

  #look(i: number): LaneLook {
    const columns = this.#columns
    if (columns.icmp[i] >= 0) return 'icmp'
    if (columns.flags[i] & RST) return 'reset'
    if (this.#sentAgain[i] !== 0 && !this.#hasArrived[columns.sender[i] === SENDER.client ? 0 : 1]) return 'lost'
    const event = eventOf(columns, i)
    if (event !== undefined && REPEATED.has(event)) return 'repeated'
    return columns.payloadBytes[i] > 0 ? 'data' : 'plain'
  }

  #label(i: number, { language }: LaneWords): string {
    const c = this.#columns
    if (c.icmp[i] >= 0) {
      const name = icmpErrorName(c.icmpVersion[i], c.icmp[i] >> 8, c.icmp[i] & 0xff, language)
      return c.icmpMtu[i] > 0 ? `${name}, MTU ${c.icmpMtu[i]}` : name
    }
    const label = segmentLabel({ flags: c.flags[i], pos: c.pos[i], payloadLen: c.payloadBytes[i], ackPos: c.ackPos[i] })
    const sacks: string[] = []
    for (let b = i * MOST_SACK_BLOCKS; b < i * MOST_SACK_BLOCKS + c.sackCount[i]; b++) sacks.push(`${c.sackFrom[b]}-${c.sackTo[b]}`)
    return (label === '' ? flagLetters(c.flags[i]) : label) + (sacks.length === 0 ? '' : ` sack ${sacks.join(' ')}`)
  }
}

const REPEATED: ReadonlySet<string> = new Set(['syn-repeated', 'synack-repeated', 'fin-repeated', 'retransmission', 'copy', 'window-probe'])

/** For each packet with data, a SYN or a FIN that was sent again while unacknowledged: the index of the repeat plus 1. */
function sentAgain(c: PacketColumns): Uint32Array {
  const again = new Uint32Array(c.count)
  /** By side: where each first byte was sent last, and what the peer had acknowledged so far. */
  const sent = [new Map<number, number>(), new Map<number, number>()]
  const acked = [-1, -1]
  for (let i = 0; i < c.count; i++) {
    const side = c.sender[i]
    if (side === SENDER.other || c.icmp[i] >= 0) continue
    if (c.ackPos[i] > acked[1 - side]) acked[1 - side] = c.ackPos[i]
    const pos = c.pos[i]
    if (!(pos >= 0) || (c.payloadBytes[i] === 0 && (c.flags[i] & 3) === 0)) continue
    const before = sent[side].get(pos)
    const event = eventOf(c, i)
    const isRepeat = event === 'retransmission' || event === 'syn-repeated' || event === 'synack-repeated' || event === 'fin-repeated'
    if (before !== undefined && isRepeat && acked[side] <= pos) again[before] = i + 1
    sent[side].set(pos, i)
  }
  return again
}

interface StateChange {
  readonly packet: number
  readonly state: string
}

/** Steps by packet; a state without one is there from the start. */
function changesOf(path: StatePath): StateChange[] {
  return path.map(({ state, packet }) => ({ state, packet: packet ?? 0 }))
}

function stateAt(steps: readonly StateChange[], packet: number): string {
  let state = ''
  for (const step of steps) if (step.packet <= packet) state = step.state
  return state
}
