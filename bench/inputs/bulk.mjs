// A few long transfers with loss, repaired by SACK: what a backup or a download looks like at its sender.
import { EventQueue } from '../event-queue.mjs'
import { ACK, FIN, FrameBuilder, PSH, SYN, address4, plainSegment } from '../frames.mjs'
import { PcapWriter } from '../pcap-writer.mjs'
import { randomSource } from '../random.mjs'

const DATA_SEGMENTS = 975_000
const CONNECTIONS = 6
const SEGMENT_BYTES = 1448
const MSS = 1460
const WINDOW_SEGMENTS = 512
/** A receiver whose card merges segments acknowledges about this many at once. */
const SEGMENTS_PER_ACK = 18
const SEGMENTS_PER_ACK_IN_RECOVERY = 2
const LOSS = 0.000_5
const DUPLICATE_THRESHOLD = 3
const GAP_US = 2.4
const MAXIMUM_SACK_BLOCKS = 3
const SNAPLEN_SHORT = 128
const SNAPLEN_FULL = 65_535

/** One transfer: a sender with a fixed window, a receiver that keeps what arrived out of order, and a path that loses segments. */
class Transfer {
  una = 0
  next = 0
  /** Receiver: first segment not yet received, and those received beyond it, as [from, to) pairs in order. */
  expected = 0
  islands = []
  latestIsland = null
  sinceAck = 0
  /** Sender: segments already sent again and not acknowledged since. */
  repeated = new Set()
  duplicateAcks = 0
  done = false

  constructor(random, index, segments) {
    this.segments = segments
    this.sender = address4(0xc0a8_1401 + index)
    this.receiver = address4(0xc000_0240 + index, 52 + index)
    this.senderPort = 443
    this.receiverPort = 40_000 + index * 1_111
    this.senderIsn = index === 0 ? 0xffff_0000 : random.word()
    this.receiverIsn = random.word()
    this.rttUs = 2_000 + index * 900
    this.ids = [random.below(65_536), random.below(65_536)]
    this.clocks = [random.word() | 1, random.word() | 1]
    this.lastReceiverTs = 0
  }
}

/** @param {{ write: (timeUs: number, frame: Uint8Array, wireBytes: number) => void }} out @param {number} scale */
function runTransfers(out, frame, scale) {
  const random = randomSource(3)
  const queue = new EventQueue()
  const segmentsEach = Math.max(50, Math.round((DATA_SEGMENTS * scale) / CONNECTIONS))
  const transfers = Array.from({ length: CONNECTIONS }, (_, i) => new Transfer(random, i, segmentsEach))
  let nowUs = 0

  const emit = (t, fromSender, fields) => {
    const p = fromSender
      ? plainSegment(t.sender, t.receiver, t.senderPort, t.receiverPort)
      : plainSegment(t.receiver, t.sender, t.receiverPort, t.senderPort)
    const side = fromSender ? 0 : 1
    p.ipId = t.ids[side]++
    p.tsVal = (t.clocks[side] + Math.floor(nowUs / 1000)) >>> 0 || 1
    p.tsEcr = fromSender ? t.lastReceiverTs : (t.clocks[0] + Math.floor(Math.max(0, nowUs - t.rttUs) / 1000)) >>> 0
    p.window = fromSender ? 501 : 16_384
    if (!fromSender) t.lastReceiverTs = p.tsVal
    Object.assign(p, fields)
    out.write(nowUs, frame.bytes, frame.tcp(p))
  }
  const seqOf = (t, segment) => (t.senderIsn + 1 + segment * SEGMENT_BYTES) >>> 0
  const requestBytes = 180

  const sendSegment = (t, segment) => {
    emit(t, true, {
      seq: seqOf(t, segment),
      ack: t.receiverIsn + 1 + requestBytes,
      flags: segment === t.segments - 1 || segment % 32 === 31 ? PSH | ACK : ACK,
      payloadBytes: SEGMENT_BYTES,
      payloadAt: ((segment * 1_446) % 65_536) & ~1,
    })
    // The very last segments always arrive: a lost tail needs a timeout, which is not what this input is for.
    const lost = segment < t.segments - 40 && random.chance(LOSS)
    if (!lost) queue.push(nowUs + t.rttUs, { kind: 'arrive', t, segment })
  }
  const pump = (t) => {
    if (t.next < t.segments && t.next - t.una < WINDOW_SEGMENTS) {
      sendSegment(t, t.next++)
      queue.push(nowUs + GAP_US * CONNECTIONS * (0.5 + random.next()), { kind: 'pump', t, segment: 0 })
    } else {
      t.blocked = true
    }
  }
  const sackBlocks = (t) => {
    const blocks = []
    const push = (island) => {
      if (island !== null && blocks.length < MAXIMUM_SACK_BLOCKS * 2) blocks.push(seqOf(t, island[0]), seqOf(t, island[1]))
    }
    push(t.latestIsland)
    for (const island of t.islands) if (island !== t.latestIsland) push(island)
    return blocks
  }
  const sendAck = (t) => {
    t.sinceAck = 0
    emit(t, false, {
      seq: t.receiverIsn + 1 + requestBytes,
      ack: seqOf(t, t.expected),
      flags: ACK,
      sack: t.islands.length > 0 ? sackBlocks(t) : null,
    })
    takeAck(t)
  }
  /** The sender reads an acknowledgement: the capture is at the sender, so it is read when it is seen. */
  const takeAck = (t) => {
    if (t.expected > t.una) {
      t.una = t.expected
      t.duplicateAcks = 0
    } else if (t.islands.length > 0) {
      t.duplicateAcks++
    }
    if (t.islands.length > 0 && t.duplicateAcks >= DUPLICATE_THRESHOLD) {
      let hole = t.expected
      for (const island of t.islands) {
        for (; hole < island[0]; hole++) {
          if (t.repeated.has(hole)) continue
          t.repeated.add(hole)
          sendSegment(t, hole)
        }
        hole = island[1]
      }
    }
    if (t.islands.length === 0) t.repeated.clear()
    if (t.blocked === true) {
      t.blocked = false
      pump(t)
    }
    if (t.una === t.segments && !t.done) {
      t.done = true
      const end = { seq: seqOf(t, t.segments), ack: t.receiverIsn + 1 + requestBytes }
      emit(t, true, { ...end, flags: FIN | ACK })
      nowUs += t.rttUs
      emit(t, false, { seq: end.ack, ack: end.seq + 1, flags: FIN | ACK })
      nowUs += 30
      emit(t, true, { seq: end.seq + 1, ack: end.ack + 1, flags: ACK })
    }
  }
  const arrive = (t, segment) => {
    if (segment < t.expected) return
    if (segment === t.expected) {
      t.expected++
      while (t.islands.length > 0 && t.islands[0][0] <= t.expected) {
        const island = t.islands.shift()
        t.expected = Math.max(t.expected, island[1])
        if (t.latestIsland === island) t.latestIsland = t.islands[0] ?? null
        t.sinceAck = SEGMENTS_PER_ACK
      }
    } else {
      const at = t.islands.findIndex((island) => segment >= island[0] && segment <= island[1])
      if (at >= 0) {
        const island = t.islands[at]
        if (segment === island[1]) island[1]++
        t.latestIsland = island
        const after = t.islands[at + 1]
        if (after !== undefined && after[0] === island[1]) {
          island[1] = after[1]
          t.islands.splice(at + 1, 1)
        }
      } else {
        const island = [segment, segment + 1]
        let place = t.islands.findIndex((other) => other[0] > segment)
        if (place < 0) place = t.islands.length
        const after = t.islands[place]
        if (after !== undefined && after[0] === segment + 1) {
          after[0] = segment
          t.latestIsland = after
        } else {
          t.islands.splice(place, 0, island)
          t.latestIsland = island
        }
      }
    }
    t.sinceAck++
    const limit = t.islands.length > 0 ? SEGMENTS_PER_ACK_IN_RECOVERY : SEGMENTS_PER_ACK
    if (t.sinceAck >= limit || segment === t.segments - 1 || t.expected === t.segments) sendAck(t)
  }

  for (const t of transfers) {
    emit(t, false, { seq: t.receiverIsn, ack: 0, flags: SYN, window: 64_240, mss: MSS, windowScale: 9, tsEcr: 0 })
    nowUs += 40
    emit(t, true, { seq: t.senderIsn, ack: t.receiverIsn + 1, flags: SYN | ACK, window: 65_160, mss: MSS, windowScale: 9, ipId: 0 })
    nowUs += t.rttUs
    emit(t, false, { seq: t.receiverIsn + 1, ack: t.senderIsn + 1, flags: ACK })
    nowUs += 60
    emit(t, false, { seq: t.receiverIsn + 1, ack: t.senderIsn + 1, flags: PSH | ACK, payloadBytes: requestBytes })
    nowUs += 40
    emit(t, true, { seq: t.senderIsn + 1, ack: t.receiverIsn + 1 + requestBytes, flags: ACK })
    queue.push(nowUs + 500, { kind: 'pump', t, segment: 0 })
  }
  while (queue.size > 0) {
    nowUs = Math.max(nowUs, queue.nextTime)
    const event = queue.pop()
    if (event.kind === 'pump') pump(event.t)
    else arrive(event.t, event.segment)
  }
}

function makeOne(path, snaplen, scale) {
  const writer = new PcapWriter(path, snaplen)
  runTransfers(writer, new FrameBuilder(snaplen), scale)
  writer.close()
  return writer.packets
}

/** @param {string} path @param {number} scale 1 makes about 1.04 million packets, 1.5 GB @returns {number} packets written */
export const makeBulk = (path, scale) => makeOne(path, SNAPLEN_FULL, scale)

/** @param {string} path @param {number} scale @returns {number} packets written: the same ones, cut to 128 bytes */
export const makeBulk128 = (path, scale) => makeOne(path, SNAPLEN_SHORT, scale)
