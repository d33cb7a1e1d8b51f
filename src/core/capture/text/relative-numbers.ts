/** Turns the sequence numbers that texts print, most of them relative, back into those of the wire, as well as the text allows. */
import { connectionKey, type PacketFacts, type TcpFacts, type TextTime } from './packet-facts.ts'

/** Numbers below this, without a known start, are taken as relative: one random start in 256 is smaller. */
const SMALL = 1 << 24
/** A number this near to what was seen before fits the style of the lines before it: 16 MiB is more than most windows. */
const PLAUSIBLE_JUMP = 1 << 24
/** Connections whose numbers are remembered; more than this are forgotten, oldest first. */
const MOST_CONNECTIONS = 65_536

/** The shortest keepalive interval that can be set, and the shortest persist timer in use, less the coarseness of timers. */
const KEEPALIVE_SECONDS = 0.99,
  PERSIST_SECONDS = 0.19
/** How far the unknown start of a connection is set from the one before it on the same ports. */
const ANEW = 1 << 26

const FIN = 0x01,
  SYN = 0x02,
  RST = 0x04,
  ACK = 0x10

/** What is known of one direction of a connection. */
class Side {
  /** What relative numbers count from; undefined when no line told. */
  base: number | undefined
  /** The base that Wireshark counts from, when a line has both numbers. */
  shownBase: number | undefined
  /** End of the highest segment seen, in wire numbers. */
  next: number | undefined
  /** `next` before the last SYN: until the SYN-ACK, the peer still speaks of the connection before. */
  older: number | undefined
  /** What the peer acknowledged last. */
  acked: number | undefined
  /** Sequence number of the last SYN. */
  isn: number | undefined
  /** The first relative number that the text shows: where the stream is taken to stand when a pure ACK comes first. */
  firstShown: number | undefined
  /** What its last packet said: acknowledgment, window, and TSval, where it had them. */
  last: { readonly ack: number | undefined; readonly window: number | undefined; readonly stamp: number | undefined } | undefined
  /** True after a FIN, and after a RST that was no answer to a SYN. */
  ended = false
  /**
   * Whether Wireshark began to count anew because the other end used the ports again, and this end was not heard since (`silent`), or
   * still spoke of the connection before (`old`).
   */
  restarted: 'no' | 'silent' | 'old' = 'no'
}

interface Connection {
  /** Time of the last packet. */
  lastTime: TextTime | undefined
  /** Whether it was a pure ACK. */
  lastIsBare: boolean
  readonly sides: readonly [Side, Side]
  /** How the lines of this connection were read last: a listing keeps its style. */
  relative: boolean | undefined
  /** True when `base` stands for an unknown start. */
  filler: boolean
  /** How far each side shifts its window; undefined when its SYN was not seen, -1 when its SYN had no option. */
  readonly shift: [number | undefined, number | undefined]
}

/** A number counted from the SYN of its side; undefined where that is not known, or far away. */
function fromSyn(tcp: TcpFacts, number: number | undefined, side: Side): number | undefined {
  if (tcp.absolute !== true || number === undefined || side.isn === undefined) return undefined
  const count = (number - side.isn) >>> 0
  return count < SMALL ? count : undefined
}

function distance(a: number, b: number): number {
  return Math.abs((a - b) | 0)
}

/** Follows the numbers of all connections of a text, packet by packet, in the order of the text. */
export class RelativeNumbers {
  readonly #connections = new Map<string, Connection>()

  /** Learns what later lines tell about earlier ones: the start of relative numbers, from lines that have both. Call for all packets first. */
  learn(facts: PacketFacts): void {
    const { tcp } = facts
    if (!tcp) return
    if (tcp.numbering === 'tcpdump') {
      if (tcp.seq !== undefined && tcp.seq < SMALL && ((tcp.flags ?? 0) & (ACK | SYN)) === ACK)
        this.#find(facts).sender.firstShown ??= tcp.seq
      return
    }
    if (tcp.numbering !== 'absolute') return
    const { sender, receiver } = this.#find(facts)
    if (tcp.relativeSeq !== undefined && tcp.seq !== undefined) sender.shownBase = (tcp.seq - tcp.relativeSeq) >>> 0
    if (tcp.relativeAck !== undefined && tcp.ack !== undefined && ((tcp.flags ?? 0) & ACK) !== 0)
      receiver.shownBase = (tcp.ack - tcp.relativeAck) >>> 0
  }

  /** Sets `wireSeq`, `wireAck`, `wireEdges`, `absolute` and `seqPrinted` of a TCP packet, and `window` where only the scaled one is printed. */
  resolve(facts: PacketFacts): void {
    const { tcp } = facts
    if (!tcp) return
    const { connection, sender, receiver, index } = this.#find(facts)
    scaleWindow(connection, tcp, index)
    tcp.seqPrinted = tcp.seq !== undefined
    if (tcp.flags === undefined && tcp.seq === undefined && tcp.ack === undefined) {
      guess(tcp, sender, receiver)
      return
    }
    if (tcp.numbering === 'tcpdump') resolveTcpdump(tcp, connection, sender, receiver)
    // A packet list that counted from the SYN counts on, however large a number is.
    else if (tcp.numbering === 'relative' || (facts.form === 'list' && connection.filler)) resolveShown(tcp, connection, sender, receiver)
    else resolveAbsolute(tcp, connection, sender, receiver)
    if (tcp.ack === undefined && ((tcp.flags ?? 0) & ACK) !== 0) tcp.wireAck = receiver.acked ?? receiver.next ?? tcp.wireAck
    if (tcp.seq === undefined && isProbe(facts, tcp, connection, sender, receiver)) {
      tcp.wireSeq = (tcp.wireSeq! - 1) >>> 0
      tcp.seqPrinted = true
    }
    follow(tcp, sender, receiver)
    tcp.seqFromSyn = tcp.numbering === 'relative' ? tcp.seq : fromSyn(tcp, tcp.wireSeq, sender)
    tcp.ackFromSyn = tcp.numbering === 'relative' ? tcp.ack : fromSyn(tcp, tcp.wireAck, receiver)
    if (((tcp.flags ?? 0) & RST) === 0)
      sender.last = { ack: tcp.ack === undefined ? undefined : tcp.wireAck, window: tcp.window, stamp: stampOf(tcp, 0) }
    connection.lastTime = facts.time ?? connection.lastTime
    connection.lastIsBare = tcp.flags === ACK && tcp.payload === 0
  }

  #find(facts: PacketFacts): { connection: Connection; sender: Side; receiver: Side; index: 0 | 1 } {
    const { key, reverse } = connectionKey(facts)
    let connection = this.#connections.get(key)
    if (!connection) {
      if (this.#connections.size >= MOST_CONNECTIONS) this.#connections.delete(this.#connections.keys().next().value!)
      connection = {
        lastTime: undefined,
        lastIsBare: false,
        sides: [new Side(), new Side()],
        relative: undefined,
        filler: false,
        shift: [undefined, undefined],
      }
      this.#connections.set(key, connection)
    }
    const index = reverse ? 1 : 0
    return { connection, sender: connection.sides[index], receiver: connection.sides[(1 - index) as 0 | 1], index }
  }
}

/** A line without any number (`-q`): the places where the segment would stand if nothing was lost. */
function guess(tcp: TcpFacts, sender: Side, receiver: Side): void {
  // Wireshark gives the first byte that it sees the number 1.
  const first = (side: Side, number = 1): number => (tcp.numbering === 'relative' ? ((side.shownBase ?? side.base ?? 0) + number) >>> 0 : 0)
  tcp.wireSeq = sender.next ?? first(sender, tcp.likelySeq)
  tcp.wireAck = receiver.next ?? first(receiver)
  tcp.absolute = false
  sender.next = (tcp.wireSeq + (tcp.payload ?? 0)) >>> 0
}

function resolveAbsolute(tcp: TcpFacts, connection: Connection, sender: Side, receiver: Side): void {
  tcp.wireSeq = tcp.seq ?? 0
  tcp.wireAck = tcp.ack ?? 0
  tcp.absolute = true
  const flags = tcp.flags ?? 0
  if (sender.shownBase !== undefined) sender.base = sender.shownBase
  if (receiver.shownBase !== undefined) receiver.base = receiver.shownBase
  if (sender.base !== undefined && receiver.base !== undefined) connection.filler = false
  edges(tcp, (flags & ACK) !== 0 && tcp.relativeAck !== undefined ? receiver.base : undefined)
}

/** Wireshark's relative numbers: counted from the SYN, or from one before the first segment seen. */
function resolveShown(tcp: TcpFacts, connection: Connection, sender: Side, receiver: Side): void {
  const flags = tcp.flags ?? 0
  if (beginsAnew(tcp, sender, receiver)) restart(tcp, sender, receiver)
  else if (sender.restarted !== 'no') join(tcp, sender)
  sender.base = sender.shownBase ?? sender.base
  receiver.base = receiver.shownBase ?? receiver.base
  tcp.absolute = sender.base !== undefined && (receiver.base !== undefined || (flags & ACK) === 0) && !connection.filler
  if (!tcp.absolute) {
    connection.filler = true
    sender.base ??= 0
    receiver.base ??= 0
  }
  tcp.wireSeq = (sender.base! + (tcp.seq ?? 0)) >>> 0
  tcp.wireAck = (flags & ACK) === 0 ? 0 : (receiver.base! + (tcp.ack ?? 0)) >>> 0
  if (tcp.seq === undefined) tcp.wireSeq = hidden(sender)
  edges(tcp, receiver.base)
}

/**
 * tcpdump's numbers. It prints absolute ones in packets without ACK, in SYN-ACKs, and in the first packet with ACK of a connection; then
 * it counts from that packet's numbers. `-S` prints absolute ones throughout, and the text may have lost any line.
 */
function resolveTcpdump(tcp: TcpFacts, connection: Connection, sender: Side, receiver: Side): void {
  const flags = tcp.flags ?? 0
  if ((flags & ACK) === 0) {
    tcp.wireSeq = tcp.seq ?? 0
    tcp.wireAck = 0
    // Beside relative numbers of unknown start, an absolute one has no place.
    tcp.absolute = true
    if (connection.filler && (flags & SYN) === 0 && (tcp.seq ?? 0) >= SMALL) {
      tcp.wireSeq = hidden(sender)
      tcp.seqPrinted = false
      tcp.absolute = false
    } else if (connection.filler && (flags & SYN) === 0) tcp.absolute = false
    edges(tcp, undefined)
    return
  }
  if ((flags & SYN) !== 0) {
    setBases(connection, sender, receiver, tcp.seq, tcp.ack)
    tcp.wireSeq = tcp.seq ?? 0
    tcp.wireAck = tcp.ack ?? 0
    tcp.absolute = true
    edges(tcp, undefined)
    return
  }
  const relative = isRelative(tcp, connection, sender, receiver)
  // The first packet with ACK is printed absolute in any style.
  if (sender.base !== undefined && receiver.base !== undefined && !connection.filler) connection.relative = relative
  if (!relative) {
    setBases(connection, sender, receiver, tcp.seq ?? sender.next ?? receiver.acked, tcp.ack)
    tcp.wireSeq = tcp.seq ?? hidden(sender)
    tcp.wireAck = tcp.ack ?? 0
    tcp.absolute = tcp.seq !== undefined || sender.next !== undefined || sender.acked !== undefined || sender.base !== undefined
    if (!tcp.absolute) {
      // The acknowledgment is absolute, the sequence number was not printed: numbers of this direction have no start.
      sender.base = 0
      connection.filler = true
      tcp.wireSeq = 0
    }
    edges(tcp, undefined)
    return
  }
  if (sender.base === undefined || receiver.base === undefined) {
    if (sender.base === undefined) sender.base = sender.isn
    if (receiver.base === undefined) receiver.base = receiver.isn
    if (sender.base === undefined || (receiver.base === undefined && tcp.ack !== undefined)) connection.filler = true
    sender.base ??= 0
    receiver.base ??= 0
  }
  tcp.wireSeq = tcp.seq === undefined ? hidden(sender) : (sender.base + tcp.seq) >>> 0
  tcp.wireAck = (receiver.base + (tcp.ack ?? 0)) >>> 0
  tcp.absolute = !connection.filler
  edges(tcp, receiver.base)
}

/** Whether a SYN opens another connection on the same ports: Wireshark says so, or the one before was over. */
function beginsAnew(tcp: TcpFacts, sender: Side, receiver: Side): boolean {
  if (((tcp.flags ?? 0) & (SYN | ACK)) !== SYN || tcp.seq !== 0 || sender.shownBase !== undefined || sender.next === undefined) return false
  return tcp.reused === true || (tcp.repeated !== true && sender.ended && receiver.ended)
}

/** Sets the start of another connection on the same ports. */
function restart(tcp: TcpFacts, sender: Side, receiver: Side): void {
  const end = sender.acked ?? sender.next ?? 0
  sender.base = tcp.oldAck === undefined ? (end + ANEW) >>> 0 : (end - tcp.oldAck) >>> 0
  sender.ended = receiver.ended = false
  sender.restarted = 'no'
  receiver.restarted = 'silent'
}

/** The first packets of the end whose ports were used again: an answer to the SYN, or one for the connection before. */
function join(tcp: TcpFacts, sender: Side): void {
  const flags = tcp.flags ?? 0
  if ((flags & SYN) !== 0) {
    if (sender.next !== undefined) sender.base = (sender.next + ANEW) >>> 0
    sender.restarted = 'no'
  } else if (sender.restarted === 'silent' && (flags & RST) === 0 && sender.next !== undefined) {
    sender.base = (sender.next - (tcp.seq ?? 0)) >>> 0
    sender.restarted = 'old'
  }
}

function setBases(connection: Connection, sender: Side, receiver: Side, seq: number | undefined, ack: number | undefined): void {
  if (seq !== undefined) sender.base = seq
  if (ack !== undefined) receiver.base = (ack - 1) >>> 0
  if (seq !== undefined && ack !== undefined) connection.filler = false
}

/** Whether the numbers of a packet with ACK count from the bases: decided by which reading lies nearer to what was seen before. */
function isRelative(tcp: TcpFacts, connection: Connection, sender: Side, receiver: Side): boolean {
  const { seq, ack } = tcp
  const known = sender.base !== undefined && receiver.base !== undefined
  if (!known) {
    const startOfPeer = receiver.next ?? receiver.isn
    if (ack !== undefined && startOfPeer !== undefined) return distance(ack, startOfPeer) > distance((startOfPeer + ack) >>> 0, startOfPeer)
    const startOfSender = sender.next ?? sender.isn
    if (seq !== undefined && startOfSender !== undefined)
      return distance(seq, startOfSender) > distance((startOfSender + seq) >>> 0, startOfSender)
    return (
      (ack !== undefined && ack < SMALL && (seq === undefined || seq < SMALL)) ||
      (seq !== undefined && seq < SMALL && seq > 1 && ack !== undefined && ack < SMALL)
    )
  }
  if (connection.filler)
    return (
      (ack === undefined || ack < SMALL || distance(ack, receiver.next ?? 0) < SMALL) &&
      (seq === undefined || seq < SMALL || distance(seq, sender.next ?? 0) < SMALL)
    )
  let asRelative = 0
  let asAbsolute = 0
  for (const [value, side] of [
    [ack, receiver],
    [seq, sender],
  ] as const) {
    if (value === undefined) continue
    asRelative += farness((side.base! + value) >>> 0, side)
    asAbsolute += farness(value, side)
    // A small number that the wire could only show by chance.
    if (value < SMALL && side.base! >= SMALL && side.base! < 2 ** 32 - SMALL && farness(value, side) > SMALL) return true
  }
  if (connection.relative === true && asRelative < PLAUSIBLE_JUMP) return true
  if (connection.relative === false && asAbsolute < PLAUSIBLE_JUMP) return false
  return asRelative <= asAbsolute
}

/** Distance of a number from the nearest place where the stream of a side is known to have been. */
function farness(value: number, side: Side): number {
  let least = distance(value, side.base!)
  for (const place of [side.next, side.acked, side.older]) if (place !== undefined) least = Math.min(least, distance(value, place))
  return least
}

/**
 * Whether a pure ACK, whose sequence number tcpdump leaves out, asks whether the other end is still there (RFC 9293 §3.8.4) or has room
 * (§3.8.6.1): it says nothing new, answers nothing, and comes after a silence. Such a segment stands one byte before the next.
 */
function isProbe(facts: PacketFacts, tcp: TcpFacts, connection: Connection, sender: Side, receiver: Side): boolean {
  const { last } = sender
  if (tcp.numbering !== 'tcpdump' || tcp.flags !== ACK || tcp.payload !== 0 || tcp.ack === undefined || tcp.window === undefined)
    return false
  if (sender.next === undefined || receiver.last === undefined || last === undefined) return false
  if (last.ack !== tcp.wireAck || last.window !== tcp.window || tcp.options?.some(({ kind }) => kind === 5) === true) return false
  // An answer to a packet that is missing here would echo that packet's time.
  const echo = stampOf(tcp, 4)
  if (echo !== undefined && receiver.last.stamp !== undefined && echo !== receiver.last.stamp) return false
  // Without times, a clock that went on and a packet before that wanted no answer tell as much.
  if (facts.time === undefined && connection.lastTime === undefined)
    return echo !== undefined && last.stamp !== undefined && stampOf(tcp, 0) !== last.stamp && connection.lastIsBare
  return silence(connection.lastTime, facts.time) >= (receiver.last.window === 0 ? PERSIST_SECONDS : KEEPALIVE_SECONDS)
}

/** Four bytes of the timestamps that a packet bears: at 0 its own, at 4 those it echoes. */
function stampOf(tcp: TcpFacts, at: 0 | 4): number | undefined {
  const data = tcp.options?.find(({ kind }) => kind === 8)?.data
  return data?.length === 8 ? ((data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3]) >>> 0 : undefined
}

/** Seconds between two times of one kind; NaN otherwise. */
function silence(before: TextTime | undefined, now: TextTime | undefined): number {
  if (before === undefined || now === undefined || before.kind !== now.kind) return NaN
  return now.seconds - before.seconds + (now.nanos - before.nanos) / 1e9
}

/** The sequence number of a pure ACK, which tcpdump leaves out: where the sender's data ended. */
function hidden(sender: Side): number {
  if (sender.next !== undefined && sender.acked !== undefined) return ((sender.acked - sender.next) | 0) > 0 ? sender.acked : sender.next
  const known = sender.next ?? sender.acked
  if (known !== undefined) return known
  const base = sender.base ?? 0
  return base === 0 && sender.firstShown !== undefined ? sender.firstShown : base
}

function edges(tcp: TcpFacts, base: number | undefined): void {
  for (const option of tcp.options ?? []) {
    if (option.edges) tcp.wireEdges = option.edges.map((edge) => (edge + (base ?? 0)) >>> 0)
  }
}

/** Notes where the stream stands after a packet. */
function follow(tcp: TcpFacts, sender: Side, receiver: Side): void {
  const flags = tcp.flags ?? 0
  const seq = tcp.wireSeq!
  if ((flags & (FIN | RST)) !== 0) {
    sender.ended = true
    // A RST ends both directions; one that answers a SYN ends nothing that was open.
    if ((flags & RST) !== 0) receiver.ended = sender.ended = sender.next !== undefined && receiver.isn !== ((receiver.next ?? 0) - 1) >>> 0
  }
  if ((flags & SYN) !== 0) {
    if (sender.isn !== seq) {
      sender.older = sender.next
      sender.acked = undefined
    }
    sender.isn = seq
    sender.next = (seq + 1 + (tcp.payload ?? 0)) >>> 0
  } else if ((flags & RST) === 0 || sender.next === undefined) {
    const end = (seq + (tcp.payload ?? 0) + (flags & 1)) >>> 0
    if (sender.next === undefined || ((end - sender.next) | 0) > 0 || distance(end, sender.next) > 1 << 30) sender.next = end
  }
  if ((flags & ACK) !== 0 && tcp.ack !== undefined && (flags & RST) === 0) receiver.acked = tcp.wireAck
}

/** Raw window of a Wireshark line that shows only the scaled one. */
function scaleWindow(connection: Connection, tcp: TcpFacts, index: 0 | 1): void {
  const flags = tcp.flags ?? 0
  const syn = (flags & SYN) !== 0
  if (syn && tcp.options) {
    const scale = tcp.options.find((option) => option.kind === 3)
    connection.shift[index] = scale ? Math.min(scale.data[0] ?? 0, 14) : -1
  }
  if (tcp.window !== undefined || tcp.scaledWindow === undefined) return
  const own = connection.shift[index]
  const unscaled = syn || own === undefined || own === -1 || connection.shift[1 - index] === -1
  // Bits that scaling would have left empty show that Wireshark did not know the scale either.
  const raw = unscaled || tcp.scaledWindow % 2 ** own !== 0 ? tcp.scaledWindow : Math.floor(tcp.scaledWindow / 2 ** own)
  if (raw <= 0xffff) tcp.window = raw
}
