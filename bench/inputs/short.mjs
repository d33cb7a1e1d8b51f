// Many short HTTP connections, interleaved: what a busy web server's capture looks like.
import { EventQueue } from '../event-queue.mjs'
import { ACK, FIN, FrameBuilder, PSH, RST, SYN, address, address4, plainSegment } from '../frames.mjs'
import { PcapWriter } from '../pcap-writer.mjs'
import { randomSource } from '../random.mjs'

const CONNECTIONS = 150_000
const CONNECTIONS_PER_SECOND = 1_500
const SNAPLEN = 128
const MSS = 1460
const SEGMENT_BYTES = 1448
const CLIENTS = 2_000
const SERVERS = 16
const MINIMUM_RTO_US = 200_000
const SYN_TIMEOUT_US = 1_000_000

/** Shares of connections with something to tell. */
const SHARE = {
  refused: 0.01,
  synLost: 0.005,
  unanswered: 0.002,
  abort: 0.012,
  lost: 0.02,
  stillOpen: 0.005,
  ipv6: 0.04,
  serverCloses: 0.6,
}

/** Routable-looking addresses spread over the whole space: neighbouring ones make tcpdump's name table slow, which is not the point here. */
function makeClient(random) {
  const ttl = random.chance(0.3) ? 128 - random.between(5, 20) : 64 - random.between(3, 25)
  if (!random.chance(SHARE.ipv6)) return address4((random.between(11, 215) * 0x1_00_00_00 + random.below(0x1_00_00_00)) >>> 0, ttl)
  const bytes = new Uint8Array(16)
  bytes.set([0x20, 0x01, 0x0d, 0xb8])
  for (let i = 4; i < 16; i++) bytes[i] = random.below(256)
  return address(bytes, ttl)
}

const REQUEST = new TextEncoder().encode(
  'GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\n\r\n',
)
const RESPONSE = new TextEncoder().encode(
  'HTTP/1.1 200 OK\r\nServer: example\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n',
)

/**
 * One connection's packets as [timeUs, segment] pairs in time order, seen at the server's side.
 * @param {ReturnType<typeof randomSource>} random
 */
function makeConnection(random, client, server, clientPort, serverPort, startUs) {
  const packets = []
  const rttUs = random.chance(0.3) ? random.between(150, 900) : random.between(2_000, 90_000)
  const thinkUs = random.between(80, 12_000)
  const isns = [random.word(), random.word()]
  const clocks = [random.word() | 1, random.word() | 1]
  const ids = [random.below(65_536), random.below(65_536)]
  const sent = [0, 0]
  const lastTs = [0, 0]
  const received = [0, 0]
  let now = startUs
  const ends = [client, server]
  const ports = [clientPort, serverPort]

  const segment = (side, flags, payloadBytes = 0, text = null) => {
    const p = plainSegment(ends[side], ends[1 - side], ports[side], ports[1 - side])
    p.seq = (isns[side] + sent[side]) >>> 0
    p.flags = flags
    p.ack = flags & ACK ? (isns[1 - side] + received[side]) >>> 0 : 0
    p.window = side === 0 ? 502 : 509
    p.ipId = ids[side]++
    p.tsVal = (clocks[side] + Math.floor((now - startUs) / 1000)) >>> 0 || 1
    p.tsEcr = flags & ACK ? lastTs[1 - side] : 0
    p.payloadBytes = payloadBytes
    p.payloadAt = random.below(32_768) * 2
    p.text = text
    lastTs[side] = p.tsVal
    return p
  }
  const emit = (p) => packets.push([now, p])
  const send = (side, flags, payloadBytes = 0, text = null) => {
    const p = segment(side, flags, payloadBytes, text)
    emit(p)
    sent[side] += (text === null ? payloadBytes : text.length) + (flags & (SYN | FIN) ? 1 : 0)
    return p
  }
  const deliver = (side) => {
    received[side] = sent[1 - side]
  }

  // Opening.
  const syn = segment(0, SYN)
  syn.mss = MSS
  syn.windowScale = 7
  syn.window = 64_240
  emit(syn)
  if (random.chance(SHARE.unanswered)) {
    for (let i = 0; i < 3; i++) {
      now += SYN_TIMEOUT_US + random.between(5_000, 25_000)
      emit({ ...syn, ipId: ids[0]++, tsVal: syn.tsVal + 1_000 * (i + 1) })
    }
    return packets
  }
  sent[0] = 1
  deliver(1)
  if (random.chance(SHARE.refused)) {
    now += random.between(15, 60)
    const rst = segment(1, RST | ACK)
    emit({ ...rst, seq: 0, window: 0, ipId: 0, tsVal: 0 })
    return packets
  }
  if (random.chance(SHARE.synLost)) {
    now += SYN_TIMEOUT_US + random.between(5_000, 25_000)
    emit({ ...syn, ipId: ids[0]++, tsVal: syn.tsVal + 1_000 })
    lastTs[0] = syn.tsVal + 1_000
  }
  now += random.between(15, 60)
  const synAck = segment(1, SYN | ACK)
  emit({ ...synAck, mss: MSS, windowScale: 7, window: 65_160, ipId: 0 })
  sent[1] = 1
  now += rttUs
  deliver(0)
  send(0, ACK)

  // Request.
  now += random.between(10, 300)
  if (random.chance(0.7)) send(0, PSH | ACK, 0, REQUEST)
  else send(0, PSH | ACK, random.between(90, 700))
  now += random.between(8, 40)
  deliver(1)
  send(1, ACK)
  if (random.chance(SHARE.stillOpen)) return packets

  // Response in bursts of the congestion window; the client acknowledges every second segment.
  now += thinkUs
  let left = 1
  while (left < 9 && random.chance(0.74)) left++
  const abort = random.chance(SHARE.abort)
  const lostIndex = random.chance(SHARE.lost) ? random.below(left) : -1
  let index = 0
  let first = true
  while (left > 0) {
    const burst = Math.min(left, 10)
    let lost = null
    for (let i = 0; i < burst; i++) {
      const last = left === 1
      const p = first
        ? send(1, last ? PSH | ACK : ACK, 0, RESPONSE)
        : send(1, last ? PSH | ACK : ACK, last ? random.between(40, SEGMENT_BYTES) : SEGMENT_BYTES)
      first = false
      if (index === lostIndex) lost = p
      index++
      left--
      now += random.between(2, 14)
    }
    now += rttUs
    if (lost !== null) {
      // The segments behind the hole arrive: duplicate ACKs with SACK, then the repetition (or a timeout when nothing was behind it).
      const lostEnd = (lost.seq - isns[1] + (lost.text === null ? lost.payloadBytes : lost.text.length)) >>> 0
      received[0] = (lost.seq - isns[1]) >>> 0
      if (sent[1] > lostEnd) {
        const ack = segment(0, ACK)
        emit({ ...ack, sack: [(isns[1] + lostEnd) >>> 0, (isns[1] + sent[1]) >>> 0] })
        now += random.between(10, 80)
      } else {
        now += MINIMUM_RTO_US
      }
      const again = segment(1, lost.flags)
      emit({ ...again, seq: lost.seq, payloadBytes: lost.payloadBytes, payloadAt: lost.payloadAt, text: lost.text })
      now += rttUs
      deliver(0)
      send(0, ACK)
    } else {
      const wanted = sent[1]
      for (let i = 2; i < burst; i += 2) {
        received[0] = Math.min(wanted, received[0] + 2 * SEGMENT_BYTES)
        if (received[0] === wanted) break
        send(0, ACK)
        now += random.between(4, 30)
      }
      deliver(0)
      send(0, ACK)
    }
  }

  // Closing.
  now += random.between(20, 2_000)
  if (abort) {
    send(0, RST | ACK)
    return packets
  }
  const closer = random.chance(SHARE.serverCloses) ? 1 : 0
  send(closer, FIN | ACK)
  now += closer === 1 ? rttUs : random.between(20, 120)
  deliver(1 - closer)
  if (random.chance(0.25)) {
    send(1 - closer, ACK)
    now += random.between(200, 40_000)
  }
  send(1 - closer, FIN | ACK)
  now += closer === 1 ? random.between(8, 40) : rttUs
  deliver(closer)
  send(closer, ACK)
  return packets
}

/** @param {string} path @param {number} scale 1 makes about 2.1 million packets @returns {number} packets written */
export function makeShort(path, scale) {
  const random = randomSource(1)
  const writer = new PcapWriter(path, SNAPLEN)
  const frame = new FrameBuilder(SNAPLEN)
  const clients = Array.from({ length: CLIENTS }, () => makeClient(random))
  const servers = Array.from({ length: SERVERS }, (_, i) => address4(0xc0a8_0a0a + i * 7))
  const servers6 = Array.from({ length: SERVERS }, (_, i) =>
    address(Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10 + i)),
  )
  const nextPort = clients.map(() => random.between(32_768, 60_999))
  const queue = new EventQueue()
  const connections = Math.max(1, Math.round(CONNECTIONS * scale))
  let startUs = 0

  const drain = (until) => {
    while (queue.nextTime < until) {
      const turn = queue.pop()
      const [timeUs, segment] = turn.packets[turn.next++]
      writer.write(timeUs, frame.bytes, frame.tcp(segment))
      if (turn.next < turn.packets.length) queue.push(turn.packets[turn.next][0], turn)
    }
  }
  for (let i = 0; i < connections; i++) {
    startUs += -Math.log(1 - random.next()) * (1e6 / CONNECTIONS_PER_SECOND)
    const who = random.below(CLIENTS)
    const client = clients[who]
    const port = nextPort[who]
    nextPort[who] = port === 60_999 ? 32_768 : port + 1
    const where = random.below(SERVERS)
    const server = client.version === 4 ? servers[where] : servers6[where]
    const packets = makeConnection(random, client, server, port, random.chance(0.8) ? 80 : 8080, startUs)
    queue.push(packets[0][0], { packets, next: 0 })
    drain(startUs)
  }
  drain(Infinity)
  writer.close()
  return writer.packets
}
