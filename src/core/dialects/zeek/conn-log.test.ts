/** Zeek's view of drawn connections: a drawing for each `conn_state` and each letter of the history. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Drawing, drawnPackets } from '../../analysis/drawn-segments.ts'
import { ZeekConnLog } from './conn-log.ts'
import type { ZeekConnRow } from './conn-row.ts'
import { ZeekConnection, type ZeekOptions } from './connection.ts'

function rows(text: string, drawing: Drawing = {}, options: ZeekOptions = {}): ZeekConnRow[] {
  const found: ZeekConnRow[] = []
  const log = new ZeekConnLog((row) => found.push(row), options)
  for (const packet of drawnPackets(text, drawing)) log.packet(packet)
  log.end()
  return found
}

/** The only row: state and history. */
function summary(text: string, drawing: Drawing = {}, options: ZeekOptions = {}): string {
  const found = rows(text, drawing, options)
  assert.equal(found.length, 1, `${found.length} rows`)
  return `${found[0].conn_state} ${found[0].history ?? '-'}`
}

const HANDSHAKE = `
   0 ms  client > server  S   0:0(0)
+ 20 ms  server > client  S.  0:0(0) ack 1
+  0 ms  client > server  .   1:1(0) ack 1`

const REQUEST = `
+  1 ms  client > server  P.  1:101(100) ack 1
+ 20 ms  server > client  .   1:1(0) ack 101
+  5 ms  server > client  P.  1:501(500) ack 101
+  0 ms  client > server  .   101:101(0) ack 501`

const CLOSE = `
+  1 ms  client > server  F.  101:101(0) ack 501
+ 20 ms  server > client  F.  501:501(0) ack 102
+  0 ms  client > server  .   102:102(0) ack 502`

const STATES: readonly (readonly [name: string, expected: string, drawing: string])[] = [
  ['S0: a SYN without answer', 'S0 S', ' 0 ms client > server S 0:0(0)\n+ 1 s client > server S 0:0(0)'],
  ['S1: open at the end', 'S1 ShADad', HANDSHAKE + REQUEST],
  ['SF: opened and closed', 'SF ShADadFf', HANDSHAKE + REQUEST + CLOSE],
  ['REJ: refused', 'REJ Sr', ' 0 ms client > server S 0:0(0)\n+ 1 ms server > client R. 0:0(0) ack 1'],
  ['S2: closed by the originator only', 'S2 ShADadF', `${HANDSHAKE}${REQUEST}\n+ 1 ms client > server F. 101:101(0) ack 501`],
  ['S3: closed by the responder only', 'S3 ShADadf', `${HANDSHAKE}${REQUEST}\n+ 1 ms server > client F. 501:501(0) ack 101`],
  ['RSTO: reset by the originator', 'RSTO ShADadR', `${HANDSHAKE}${REQUEST}\n+ 1 ms client > server R. 101:101(0) ack 501`],
  ['RSTR: reset by the responder', 'RSTR ShADadr', `${HANDSHAKE}${REQUEST}\n+ 1 ms server > client R. 501:501(0) ack 101`],
  ['RSTOS0: SYN, then RST by the same end', 'RSTOS0 SR', ' 0 ms client > server S 0:0(0)\n+ 1 ms client > server R 1:1(0)'],
  ['RSTRH: only a RST of the server', 'RSTRH ^r', ' 0 ms server > client R 501:501(0)'],
  ['SH: SYN and FIN, nothing of the server', 'SH SF', ' 0 ms client > server S 0:0(0)\n+ 1 ms client > server F. 1:1(0) ack 1'],
  [
    'SHR: SYN-ACK and FIN, nothing of the client',
    'SHR ^hf',
    ' 0 ms server > client S. 0:0(0) ack 1\n+ 1 ms server > client F. 1:1(0) ack 1',
  ],
  ['OTH: begun before the capture', 'OTH Dd', ' 0 ms client > server P. 1:101(100) ack 1\n+ 1 ms server > client P. 1:501(500) ack 101'],
]

for (const [name, expected, drawing] of STATES) {
  test(name, () => {
    assert.equal(summary(drawing), expected)
    assert.equal(summary(drawing, { clientIsn: 0xffffffff, serverIsn: 0xffffff00 }), expected, 'with numbers that wrap')
    assert.equal(summary(drawing, { ipVersion: 6, startNs: 5e9 }), expected, 'over IPv6')
    assert.equal(summary(drawing, { unknown: ['time'] }), expected, 'without times')
  })
}

const LETTERS: readonly (readonly [name: string, expected: string, drawing: string])[] = [
  [
    'H again when its number differs, behind a RST',
    'RSTR ShArh',
    `${HANDSHAKE}\n+ 1 ms server > client R 1:1(0)\n+ 1 ms server > client S. 0:0(0) ack 1\n+ 1 ms server > client S. 999:999(0) ack 1`,
  ],
  [
    'F again when its number differs',
    'S2 ShAFF',
    `${HANDSHAKE}\n+ 1 ms client > server F. 1:1(0) ack 1\n+ 1 ms client > server F. 1:1(0) ack 1\n+ 1 ms client > server F. 9:9(0) ack 1`,
  ],
  [
    'R again when its number differs',
    'RSTO ShARR',
    `${HANDSHAKE}\n+ 1 ms client > server R 1:1(0)\n+ 1 ms client > server R 1:1(0)\n+ 1 ms client > server R 7:7(0)`,
  ],
  ['I: FIN and RST', 'RSTO ShAI', `${HANDSHAKE}\n+ 1 ms client > server FR 1:1(0)`],
  ['Q: SYN and FIN', 'SH Q', ' 0 ms client > server SF 0:0(0)'],
  [
    'T: retransmission',
    'S1 ShADT',
    `${HANDSHAKE}\n+ 1 ms client > server P. 1:101(100) ack 1\n+ 300 ms client > server P. 1:101(100) ack 1`,
  ],
  [
    'W: closed window',
    'S1 ShADaw',
    `${HANDSHAKE}\n+ 1 ms client > server P. 1:101(100) ack 1\n+ 1 ms server > client . 1:1(0) ack 101 win 0`,
  ],
  [
    'G: a gap that was acknowledged',
    'S1 ShADaG',
    `${HANDSHAKE}\n+ 1 ms client > server P. 1:101(100) ack 1\n+ 1 ms server > client . 1:1(0) ack 201`,
  ],
  ['^: a likely server port speaks first', 'OTH ^dA', ' 0 ms server > client P. 1:501(500) ack 1\n+ 1 ms client > server . 1:1(0) ack 501'],
]

for (const [name, expected, drawing] of LETTERS) {
  test(name, () => {
    assert.equal(summary(drawing), expected)
  })
}

test('C: a bad checksum, when checksums are checked; the segment then does not count', () => {
  const drawing = `${HANDSHAKE}\n+ 1 ms client > server P. 1:101(100) ack 1 {cksum bad}`
  assert.equal(summary(drawing, {}, { checkChecksums: true }), 'S1 ShAC')
  assert.equal(summary(drawing), 'S1 ShAD')
  assert.equal(rows(drawing, {}, { checkChecksums: true })[0].orig_pkts, 2)
})

test('rare letters come again at the 10th and 100th event', () => {
  const again = '\n+ 1 ms client > server P. 1:101(100) ack 1'
  assert.equal(summary(HANDSHAKE + again.repeat(10)), 'S1 ShADT')
  assert.equal(summary(HANDSHAKE + again.repeat(11)), 'S1 ShADTT')
  assert.equal(summary(HANDSHAKE + again.repeat(101)), 'S1 ShADTTT')
})

test('a SYN-ACK without SYN flips the roles only when something follows that no scan brings about', () => {
  const unknownPorts: Drawing = { serverPort: 33_333 }
  const answer = ' 0 ms server > client S. 0:0(0) ack 1'
  assert.equal(summary(answer, unknownPorts), 'OTH H')
  assert.equal(summary(`${answer}\n+ 1 ms client > server . 1:1(0) ack 1`, unknownPorts), 'S1 ^hA')
  const [row] = rows(`${answer}\n+ 1 ms client > server . 1:1(0) ack 1`, unknownPorts)
  assert.deepEqual([row['id.orig_p'], row['id.resp_p'], row.orig_pkts, row.resp_pkts], [40_000, 33_333, 1, 1])
})

test('a SYN behind its SYN-ACK belongs to it', () => {
  const text = ' 0 ms server > client S. 0:0(0) ack 1\n+ 0 ms client > server S 0:0(0)\n+ 1 ms client > server . 1:1(0) ack 1'
  assert.equal(summary(text, { serverPort: 33_333 }), 'S1 ^hSA')
})

test('sizes are by sequence numbers, without SYN and FIN', () => {
  const [row] = rows(HANDSHAKE + REQUEST + CLOSE, { clientIsn: 0xffffffd0 })
  assert.deepEqual(
    [row.orig_bytes, row.resp_bytes, row.orig_pkts, row.resp_pkts, row.missed_bytes, row.duration],
    [100, 500, 6, 4, 0, 0.067],
  )
})

test('bytes that were acknowledged but not captured are missed', () => {
  const gap = `${HANDSHAKE}\n+ 1 ms client > server P. 1001:1101(100) ack 1\n+ 1 ms server > client . 1:1(0) ack 1101`
  const [row] = rows(gap)
  assert.deepEqual([row.missed_bytes, row.orig_bytes, row.history], [1000, 1100, 'ShADaG'])
  const filled = `${HANDSHAKE}\n+ 1 ms client > server P. 101:201(100) ack 1\n+ 1 ms client > server P. 1:101(100) ack 1\n+ 1 ms server > client . 1:1(0) ack 201`
  assert.deepEqual([rows(filled)[0].missed_bytes, rows(filled)[0].history], [0, 'ShADTa'])
})

test('the duration ends with the close, not with the last acknowledgment', () => {
  assert.equal(rows(`${HANDSHAKE}${REQUEST}${CLOSE}\n+ 3 s server > client . 502:502(0) ack 102`)[0].duration, 0.067)
})

test('nothing but one packet: no duration, no sizes', () => {
  const [row] = rows(' 0 ms client > server S 0:0(0)')
  assert.deepEqual([row.duration, row.orig_bytes, row.resp_bytes], [undefined, undefined, undefined])
})

test('a SYN that nobody answers is over after five seconds', () => {
  const syn = (time: string): string => `${time} client > server S 0:0(0)\n`
  const found = rows(`${syn(' 0 s')}${syn('1 s')}${syn('3 s')}${syn('7 s')}${syn('15 s')}`)
  assert.deepEqual(
    found.map((row) => [row.conn_state, row.history, row.orig_pkts]),
    [
      ['S0', 'S', 3],
      ['S0', 'S', 1],
      ['S0', 'S', 1],
    ],
  )
})

test('five minutes of silence split a connection, an hour on interactive ports', () => {
  const later = '\n+ 400 s client > server P. 101:201(100) ack 501'
  assert.deepEqual(
    rows(HANDSHAKE + REQUEST + later).map((row) => `${row.conn_state} ${row.history}`),
    ['S1 ShADad', 'OTH D'],
  )
  assert.deepEqual(
    rows(HANDSHAKE + REQUEST + later, { serverPort: 22 }).map((row) => row.conn_state),
    ['S1'],
  )
})

test('a closed connection takes packets for five more seconds', () => {
  const late = (time: string): string => `\n+ ${time} server > client . 502:502(0) ack 102`
  assert.equal(rows(HANDSHAKE + REQUEST + CLOSE + late('4 s')).length, 1)
  assert.equal(rows(HANDSHAKE + REQUEST + CLOSE + late('6 s')).length, 2)
})

test('a new SYN with another number is a new connection, with the same number only behind a close', () => {
  const reused = `${HANDSHAKE}${REQUEST}\n+ 1 s client > server S 7777:7777(0)`
  assert.deepEqual(
    rows(reused).map((row) => row.conn_state),
    ['S1', 'S0'],
  )
  assert.equal(rows(`${HANDSHAKE}\n+ 1 ms client > server S 0:0(0)`).length, 1)
  const refused = ' 0 ms client > server S 0:0(0)\n+ 1 ms server > client R. 0:0(0) ack 1'
  assert.equal(rows(`${refused}\n+ 500 ms client > server S 0:0(0)`).length, 2)
})

test('memory is that of the open connections: what is over is written at once', () => {
  let written = 0
  const log = new ZeekConnLog(() => written++)
  let most = 0
  for (let i = 0; i < 2000; i++) {
    for (const packet of drawnPackets(` ${i * 100} ms client:${1000 + i} > server S 0:0(0)`)) log.packet(packet)
    most = Math.max(most, log.openConnections)
  }
  assert.ok(most <= 51, `${most} connections open`)
  log.end()
  assert.equal(written, 2000)
})

test('one connection by itself: the caller names the ends, Zeek the roles', () => {
  const connection = new ZeekConnection()
  for (const packet of drawnPackets(' 0 ms server > client S. 0:0(0) ack 1\n+ 1 ms client > server . 1:1(0) ack 1')) {
    connection.observe(packet, packet.srcPort === 40_000)
  }
  assert.deepEqual([connection.connState, connection.history, connection.originatorIsA], ['S1', '^hA', true])
})
