/** How packets become connections: opening, splitting, ending, expiry. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from './connection.ts'
import { ConnectionTracker } from './connection-tracker.ts'
import { type Drawing, drawnPackets } from './drawn-segments.ts'

/** Tracks a drawing and gives what `read` says of each connection, in the order of their ids. */
function track<T>(text: string, read: (c: Connection) => T, drawing: Drawing = {}): T[] {
  const found: [number, T][] = []
  const tracker = new ConnectionTracker((c) => found.push([c.id, read(c)]))
  for (const p of drawnPackets(text, drawing)) tracker.packet(p)
  tracker.end()
  return found.sort(([a], [b]) => a - b).map(([, value]) => value)
}

const HANDSHAKE = `
   0 ms  client > server  S   0:0(0)       win 64240 <mss 1460,sackOK,wscale 7>
+ 20 ms  server > client  S.  0:0(0) ack 1 win 65160 <mss 1400,sackOK,wscale 9>
+  0 ms  client > server  .   1:1(0) ack 1 win 502`

const REQUEST = `
+  1 ms  client > server  P.  1:101(100) ack 1
+ 20 ms  server > client  .   1:1(0) ack 101
+  5 ms  server > client  P.  1:501(500) ack 101
+  0 ms  client > server  .   101:101(0) ack 501`

const CLOSE = `
+  1 ms  client > server  F.  101:101(0) ack 501
+ 20 ms  server > client  F.  501:501(0) ack 102
+  0 ms  client > server  .   102:102(0) ack 502`

test('an everyday connection: handshake, request, response, close', () => {
  const [c] = track(HANDSHAKE + REQUEST + CLOSE, (c) => ({
    phase: c.phase,
    handshake: c.handshakeSeen,
    events: c.events.length,
    client: c.clientAddress,
    server: c.serverAddress,
    synAck: c.server.synPacket,
    mss: [c.client.mss, c.server.mss],
    wscale: [c.client.windowScale, c.server.windowScale],
    payload: [c.client.payloadBytes, c.server.payloadBytes],
    fin: [c.client.finPacket, c.server.finPacket],
    finAcked: [c.client.finAckedPacket, c.server.finAckedPacket],
    passive: [c.client.finAcksPeerFin, c.server.finAcksPeerFin],
    rtt: c.client.rttMinNs,
    packets: [c.client.packets, c.server.packets],
    lastPacket: c.lastPacket,
    guessed: c.rolesGuessed,
  }))
  assert.deepEqual(c, {
    phase: 'open',
    handshake: true,
    events: 0,
    client: '10.0.0.1',
    server: '10.0.0.2',
    synAck: 2,
    mss: [1460, 1400],
    wscale: [7, 9],
    payload: [100, 500],
    fin: [8, 9],
    finAcked: [9, 10],
    passive: [false, true],
    rtt: 20e6,
    packets: [6, 4],
    lastPacket: 10,
    guessed: false,
  })
})

test('initial sequence numbers at the wrap, another clock and IPv6 change nothing', () => {
  const read = (c: Connection) => [
    c.phase,
    c.client.payloadBytes,
    c.server.payloadBytes,
    c.events.length,
    c.client.finAcked,
    c.server.finAcked,
    c.client.nxtPos,
    c.server.ackPos,
  ]
  const plain = track(HANDSHAKE + REQUEST + CLOSE, read)
  assert.deepEqual(track(HANDSHAKE + REQUEST + CLOSE, read, { clientIsn: 0xffffffff, serverIsn: 0x7fffffff }), plain)
  assert.deepEqual(track(HANDSHAKE + REQUEST + CLOSE, read, { startNs: 1e15, ipVersion: 6, clientPort: 5, serverPort: 60000 }), plain)
})

test('a SYN alone stays parked and is still told in full', () => {
  const [c] = track('0 ms client > server S 0:0(0) win 512 <mss 1460,wscale 7> {ttl 57,id 99,tos 16,cksum partial}', (c) => ({
    phase: c.phase,
    win: c.client.synWindow,
    mss: c.client.mss,
    wscale: c.client.windowScale,
    ttl: c.client.firstTtl,
    id: c.client.lastIpId,
    partial: c.client.partialChecksums,
  }))
  assert.deepEqual(c, { phase: 'syn-only', win: 512, mss: 1460, wscale: 7, ttl: 57, id: 99, partial: 1 })
})

test('the same SYN again is a repeat, another number another attempt', () => {
  assert.deepEqual(
    track('0 ms client > server S 0:0(0)\n+ 1 s client > server S 0:0(0)', (c) => [c.client.synCount, c.events.map((e) => e.kind)]),
    [[2, ['syn-repeated']]],
  )
  assert.equal(track('0 ms client > server S 0:0(0)\n+ 1 s client > server S 777:777(0)', (c) => c.client.synCount).length, 2)
})

test('an exact copy of a packet is set aside', () => {
  const [c] = track(
    `${HANDSHAKE}
+ 1 ms client > server P. 1:101(100) ack 1 {id 500}
+ 1 us client > server P. 1:101(100) ack 1 {id 500,ttl 63}`,
    (c) => [c.client.retransmitted, c.client.copies, c.events.map((e) => [e.kind, e.a])],
  )
  assert.deepEqual(c, [0, 1, [['copy', 1]]])
})

test('a segment with a new IP ID and the same bytes is a retransmission', () => {
  const [c] = track(
    `${HANDSHAKE}
+ 1 ms   client > server P. 1:101(100) ack 1
+ 200 ms client > server P. 1:101(100) ack 1`,
    (c) => [c.client.retransmitted, c.client.payloadBytes, c.events.map((e) => [e.kind, e.pos])],
  )
  assert.deepEqual(c, [1, 100, [['retransmission', 1]]])
})

test('bytes that fill a gap are out of order, not a retransmission', () => {
  const [c] = track(
    `${HANDSHAKE}
+ 1 ms client > server P. 101:201(100) ack 1
+ 1 ms client > server P. 1:101(100)   ack 1`,
    (c) => [c.client.retransmitted, c.client.outOfOrder, c.client.missingBytes, c.client.payloadBytes, c.events.map((e) => e.kind)],
  )
  assert.deepEqual(c, [0, 1, 0, 200, ['gap', 'out-of-order']])
})

test('a reset that acknowledges the SYN and its data refuses', () => {
  const [c] = track('0 ms client > server S 0:10(10)\n+ 1 ms server > client R. 0:0(0) ack 11 win 0', (c) => [
    c.phase,
    c.server.rstAccepted,
  ])
  assert.deepEqual(c, ['answered', true])
  const [stray] = track('0 ms client > server S 0:0(0)\n+ 1 ms server > client R. 0:0(0) ack 999 win 0', (c) => c.server.rstAccepted)
  assert.equal(stray, false)
})

test('an ICMP error finds the connection it quotes', () => {
  const [c] = track('0 ms client > server S 0:0(0)\n+ 1 ms 10.0.0.254 > client icmp 3/13 quotes client 0', (c) =>
    c.events.map((e) => [e.kind, e.side, e.a, c.addressText(e.b, 4), e.pos]),
  )
  assert.deepEqual(c, [['icmp', 0, 3 * 256 + 13, '10.0.0.254', 0]])
  const [v6] = track(
    '0 ms client > server S 0:0(0)\n+ 1 ms 10.0.0.254 > client icmp 1/4 quotes client 0',
    (c) => c.events.map((e) => [e.kind, c.addressText(e.b, 6)]),
    { ipVersion: 6 },
  )
  assert.deepEqual(v6, [['icmp', '2001:db8::fe']])
})

test('a SYN inside a connection that lives on stays an event', () => {
  const found = track(
    `${HANDSHAKE}${REQUEST}
+ 1 ms client > server S 5000:5000(0)
+ 20 ms server > client . 501:501(0) ack 101
+ 1 ms client > server P. 101:201(100) ack 501
+ 20 ms server > client . 501:501(0) ack 201`,
    (c) => c.events.map((e) => e.kind),
  )
  assert.deepEqual(found, [['syn-inside', 'challenge-ack']])
})

test('a challenged SYN, its RST and the SYN again are a connection of their own', () => {
  const found = track(
    `${HANDSHAKE}${REQUEST}
+ 1 s   client > server S  5000:5000(0)
+ 20 ms server > client .  501:501(0) ack 101
+ 0 ms  client > server R  101:101(0)
+ 10 ms client > server S  5000:5000(0)
+ 20 ms server > client S. 90000:90000(0) ack 5001
+ 0 ms  client > server .  5001:5001(0) ack 90001`,
    (c) => [c.previousEnd, c.phase, c.client.synCount, c.events.map((e) => e.kind), c.client.rstAccepted],
  )
  assert.deepEqual(found, [
    ['none', 'open', 1, ['syn-inside', 'challenge-ack'], false],
    ['unfinished', 'open', 2, ['ack-unexpected', 'rst', 'syn-repeated'], false],
  ])
})

test('a port used again after the close is a new connection', () => {
  const found = track(
    `${HANDSHAKE}${REQUEST}${CLOSE}
+ 1 s client > server S 5000:5000(0)
+ 20 ms server > client S. 90000:90000(0) ack 5001
+ 0 ms  client > server .  5001:5001(0) ack 90001`,
    (c) => [c.previousEnd, c.firstPacket, c.handshakeSeen],
  )
  assert.deepEqual(found, [
    ['none', 1, true],
    ['closed', 11, true],
  ])
})

test('both sides open at once', () => {
  const [c] = track(
    `
  0 ms client > server S  0:0(0)
+ 1 ms server > client S  0:0(0)
+ 20 ms client > server S. 0:0(0) ack 1 {id 9}
+ 0 ms server > client S. 0:0(0) ack 1 {id 10}
+ 20 ms client > server .  1:1(0) ack 1
+ 0 ms server > client .  1:1(0) ack 1`,
    (c) => [c.client.sentBareSyn, c.server.sentBareSyn, c.events.length, c.phase],
  )
  assert.deepEqual(c, [true, true, 0, 'open'])
})

test('silence beyond the limit ends a connection; what comes later is another, seen in mid-stream', () => {
  const found = track(`${HANDSHAKE}\n+ 9000 s client > server P. 1:101(100) ack 1`, (c) => [c.phase, c.previousEnd])
  assert.deepEqual(found, [
    ['open', 'none'],
    ['mid-stream', 'unfinished'],
  ])
})

test('memory: closed connections leave the table', () => {
  let most = 0
  const tracker = new ConnectionTracker(() => undefined)
  for (let i = 0; i < 300; i++) {
    for (const p of drawnPackets(HANDSHAKE + REQUEST + CLOSE, { startNs: i * 1e9, clientPort: 10000 + i })) tracker.packet(p)
    most = Math.max(most, tracker.flows.live)
  }
  assert.ok(most < 260, `${most} connections at once`)
})

test('without addresses, times or IDs nothing is invented', () => {
  const [c] = track(
    `${HANDSHAKE}\n+ 1 ms client > server P. 1:101(100) ack 1\n+ 0 ms client > server P. 1:101(100) ack 1`,
    (c) => [c.client.retransmitted, c.client.copies, c.client.knows('time'), Number.isNaN(c.firstTimeNs)],
    { unknown: ['time', 'ipId', 'ttl'] },
  )
  assert.deepEqual(c, [1, 0, false, true])
})

test('a SYN-ACK with a time long before its SYN does not end the connection', () => {
  const tracker = new ConnectionTracker(() => undefined)
  const packets = drawnPackets(HANDSHAKE, { startNs: 1000e9 })
  for (const p of packets) {
    if (p.number === 2) p.timeNs -= 500e9
    tracker.packet(p)
  }
  assert.equal(tracker.flows.created, 1)
})

test('whose turn it was, and how long it took', () => {
  const [c] = track(
    `${HANDSHAKE}
+ 1 ms   client > server P. 1:101(100)   ack 1
+ 20 ms  server > client .  1:1(0)       ack 101
+ 500 ms server > client P. 1:501(500)   ack 101
+ 0 ms   client > server .  101:101(0)   ack 501
+ 3 s    client > server P. 101:201(100) ack 501
+ 20 ms  server > client P. 501:601(100) ack 201`,
    (c) => [
      c.server.turns,
      c.server.longestTurnNs,
      c.server.longestTurnFrom,
      c.server.longestTurnPacket,
      c.client.turns,
      c.client.longestTurnNs,
      c.client.longestTurnPacket,
    ],
  )
  assert.deepEqual(c, [2, 520e6, 4, 6, 1, 3e9, 8])
})

test('small writes that wait for delayed ACKs', () => {
  const pair = `
+ 1 ms  client > server P. 1:11(10)  ack 1
+ 45 ms server > client .  1:1(0)    ack 11
+ 0 ms  client > server P. 11:21(10) ack 1
+ 45 ms server > client .  1:1(0)    ack 21
+ 0 ms  client > server P. 21:31(10) ack 1`
  assert.deepEqual(
    track(HANDSHAKE + pair, (c) => [c.client.nagleStalls, c.client.longestPauseNs]),
    [[2, 45e6]],
  )
})

test('keepalives and their answers', () => {
  const [c] = track(
    `${HANDSHAKE}${REQUEST}
+ 30 s  client > server . 100:100(0) ack 501
+ 20 ms server > client . 501:501(0) ack 101
+ 30 s  client > server . 100:100(0) ack 501`,
    (c) => [c.client.keepalives, c.client.keepalivesAnswered, c.events.map((e) => e.kind)],
  )
  assert.deepEqual(c, [2, 1, ['keepalive', 'keepalive']])
})

test('the same initial number, long after both ends have closed, begins another connection', () => {
  const drawing = (later: string): string => `
    0 ms client > server S 0:0(0) win 64240
    + 10 ms server > client S. 0:0(0) ack 1 win 65160
    + 100 us client > server . 1:1(0) ack 1 win 502
    + 10 ms client > server F. 1:1(0) ack 1 win 502
    + 10 ms server > client F. 1:1(0) ack 2 win 509
    + 10 ms client > server . 2:2(0) ack 2 win 502
    + ${later} client > server S 0:0(0) win 64240
    + 10 ms server > client S. 500:500(0) ack 1 win 65160`
  const connections = (text: string): number => {
    let count = 0
    const tracker = new ConnectionTracker(() => count++)
    for (const packet of drawnPackets(text)) tracker.packet(packet)
    tracker.end()
    return count
  }
  assert.equal(connections(drawing('4 s')), 2)
})

test('everything twice within microseconds is a copy, even where the copies have IP IDs of their own', () => {
  let copies: unknown
  const tracker = new ConnectionTracker(
    (c) => (copies = [c.client.copies, c.server.copies, c.client.retransmitted, c.server.retransmitted]),
  )
  const once = [
    '0 ms client > server S 0:0(0) win 64240',
    '10 ms server > client S. 0:0(0) ack 1 win 65160',
    '10100 us client > server . 1:1(0) ack 1 win 502',
    '20 ms client > server P. 1:101(100) ack 1 win 502',
    '30 ms server > client . 1:1001(1000) ack 101 win 509',
    '30100 us server > client . 1001:2001(1000) ack 101 win 509',
    '40 ms client > server . 101:101(0) ack 2001 win 502',
  ]
  for (const packet of drawnPackets(once.map((line) => `${line}\n${line.replace(/^\S+ \S+/, '+ 5 us')}`).join('\n'))) tracker.packet(packet)
  tracker.end()
  assert.deepEqual(copies, [4, 3, 0, 0])
})
