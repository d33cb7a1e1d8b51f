/** Random TCP conversations that do everything wrong now and then, as raw IPv4 packets: for tests against other tools. */
import { buildPcap } from './capture-builder.ts'

/** A packet of such a capture. */
export interface WanderingSegment {
  /** From the IPv4 header on. */
  readonly packet: Uint8Array
  /** Time since the first moment of the capture. */
  readonly timeNs: number
}

const SERVER_PORT = 4
const FIRST_CLIENT_PORT = 10_001
const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const
const START_S = 1_700_000_000
const NS_PER_S = 1_000_000_000
/** Around the thresholds of the analysis: 3 ms and 20 ms. */
const PAUSES_NS = [100, 10_000, 1_000_000, 2_900_000, 3_000_000, 3_100_000, 19_999_999, 20_000_000, 100_000_000, NS_PER_S] as const
const FIRST_SEQS = [1000, 0, 1, 0xffffff00, 5000, 0x80000000] as const
const LINKTYPE_RAW = 101
const NS_MAGIC = 0xa1b23c4d

/** The same numbers for the same seed (mulberry32). */
class Dice {
  private state: number

  constructor(seed: number) {
    this.state = seed
  }

  /** A number in [0, 1). */
  roll(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** One of `choices`. */
  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.roll() * choices.length)]
  }
}

/** One end of a conversation, or both: index 0 is the client. */
interface Conversation {
  readonly port: number
  readonly seqs: [number, number]
  readonly windows: [number, number]
  readonly sent: [{ seq: number; length: number }[], { seq: number; length: number }[]]
  opened: number
}

/** `count` packets of some conversations, by the seed. */
export function conversationsOf(seed: number, count: number): WanderingSegment[] {
  const dice = new Dice(seed)
  const conversations = Array.from({ length: Math.ceil(count / 50) }, (_, index) => newConversation(dice, FIRST_CLIENT_PORT + index))
  const segments: WanderingSegment[] = []
  let timeNs = 0
  while (segments.length < count) {
    const conversation =
      dice.roll() < 0.3 ? dice.pick(conversations) : conversations[Math.floor(segments.length / 40) % conversations.length]
    timeNs += dice.roll() < 0.98 ? dice.pick(PAUSES_NS) : -1000
    segments.push({ packet: nextPacket(dice, conversation), timeNs: Math.max(0, timeNs) })
  }
  return segments
}

function newConversation(dice: Dice, port: number): Conversation {
  return {
    port,
    seqs: [dice.pick(FIRST_SEQS), dice.pick(FIRST_SEQS)],
    windows: [dice.pick([0, 100, 1000, 65_535]), 1000],
    sent: [[], []],
    opened: 0,
  }
}

function nextPacket(dice: Dice, c: Conversation): Uint8Array {
  let side: 0 | 1 = dice.roll() < 0.5 ? 0 : 1
  let flags: number = FLAG.ack
  let length = 0
  let options: number[] = []
  if (c.opened < 3 && dice.roll() < 0.8) {
    side = c.opened === 1 ? 1 : 0
    if (c.opened === 2) c.seqs.forEach((seq, at) => (c.seqs[at as 0 | 1] = seq + 1))
    else {
      flags = c.opened === 0 ? FLAG.syn : FLAG.syn | FLAG.ack
      options = [2, 4, 5, 180, ...(dice.roll() < 0.7 ? [1, 3, 3, dice.pick([0, 1, 7, 15])] : [])]
    }
    const ack = c.opened === 0 ? 0 : c.seqs[side === 0 ? 1 : 0] + (c.opened === 1 ? 1 : 0)
    c.opened++
    return packetOf(c, side, c.seqs[side], ack, flags, options, dice.roll() < 0.1 ? 7 : 0)
  }
  let seq = c.seqs[side]
  let ack = c.seqs[side === 0 ? 1 : 0]
  const send = (bytes: number) => {
    length = bytes
    c.sent[side].push({ seq, length })
    c.seqs[side] = seq + length
  }
  const what = dice.roll()
  if (what < 0.35) {
    send(dice.pick([1, 1, 2, 10, 100, 1000, 1460]))
    if (dice.roll() < 0.3) flags |= FLAG.psh
  } else if (what < 0.5 && c.sent[side].length > 0) {
    const again = dice.pick(c.sent[side].slice(-6))
    seq = again.seq + (dice.roll() < 0.1 ? 1 : 0)
    length = again.length + (dice.roll() < 0.2 ? 9 : 0)
  } else if (what < 0.55) {
    seq += dice.pick([1, 100, 1460])
    send(dice.pick([0, 1, 50]))
  } else if (what < 0.68) ack -= dice.pick([0, 0, 0, 1, 10, 100])
  else if (what < 0.72) ack += dice.pick([1, 100, 5000])
  else if (what < 0.76) {
    seq -= 1
    length = dice.pick([0, 1])
  } else if (what < 0.8) c.windows[side] = dice.pick([0, 0, 10, 1000, 1460])
  else if (what < 0.84)
    options = sack(Array.from({ length: 2 * dice.pick([1, 2, 3, 4]) }, () => ack + dice.pick([-2000, -100, 0, 100, 1460])))
  else if (what < 0.87) {
    flags = dice.pick([FLAG.ack | FLAG.fin, FLAG.ack | FLAG.rst, FLAG.rst, FLAG.fin])
    length = dice.pick([0, 0, 5])
  } else if (what < 0.89) {
    flags = dice.pick([FLAG.syn, FLAG.syn | FLAG.ack])
    seq = dice.pick([seq, seq + 64_000])
    c.seqs[side] = seq + 1
  } else if (what < 0.9) options = [1, 1, 8, 10, 0, 0, 0, 7, 0, 0, 0, 5]
  else if (what < 0.96) send(Math.max(1, Math.min(1460, c.windows[side])))
  return packetOf(c, side, seq, ack, flags, options, length)
}

function sack(edges: readonly number[]): number[] {
  return [
    1,
    1,
    5,
    2 + 4 * edges.length,
    ...edges.flatMap((edge) => [(edge >>> 24) & 255, (edge >>> 16) & 255, (edge >>> 8) & 255, edge & 255]),
  ]
}

function packetOf(
  c: Conversation,
  side: 0 | 1,
  seq: number,
  ack: number,
  flags: number,
  options: readonly number[],
  length: number,
): Uint8Array {
  const headerBytes = 20 + options.length
  const packet = new Uint8Array(20 + headerBytes + length).fill(0x61)
  const view = new DataView(packet.buffer)
  packet.set([0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0])
  view.setUint16(2, packet.length)
  packet.set(side === 0 ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1], 12)
  view.setUint16(20, side === 0 ? c.port : SERVER_PORT)
  view.setUint16(22, side === 0 ? SERVER_PORT : c.port)
  view.setUint32(24, seq >>> 0)
  view.setUint32(28, ack >>> 0)
  view.setUint16(32, ((headerBytes / 4) << 12) | flags)
  view.setUint16(34, c.windows[side])
  view.setUint32(36, 0)
  packet.set(options, 40)
  return packet
}

/** A pcap file of the packets. */
export function pcapOfSegments(segments: readonly WanderingSegment[]): Uint8Array {
  const packets = segments.map(({ packet, timeNs }) => ({
    seconds: START_S + Math.floor(timeNs / NS_PER_S),
    fraction: timeNs % NS_PER_S,
    data: packet,
  }))
  return buildPcap(packets, { magic: NS_MAGIC, network: LINKTYPE_RAW, snaplen: 262_144 })
}
