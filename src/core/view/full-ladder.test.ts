/** The whole ladder of drawn connections: rows, looks, states, what was lost and sent again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionTracker } from '../analysis/connection-tracker.ts'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { PacketColumnsBuilder } from '../analysis/packet-columns.ts'
import { statesOf } from '../analysis/states.ts'
import type { VantagePoint } from '../analysis/vantage.ts'
import { interfaceEn } from '../words/interface-en.ts'
import { FullLadder, type LaneWords } from './full-ladder.ts'

const WORDS: LaneWords = { words: interfaceEn.report, language: 'en', missing: (from, to) => `missing ${from}:${to}` }

function ladderOf(drawing: string, vantage?: VantagePoint): FullLadder {
  let ladder: FullLadder | undefined
  const builder = new PacketColumnsBuilder({ client: null, server: null })
  const tracker = new ConnectionTracker(
    (c) => {
      ladder = new FullLadder(builder.finish(c), statesOf(c), vantage)
    },
    { keepsAllEvents: true },
  )
  for (const packet of drawnPackets(drawing)) {
    tracker.packet(packet)
    if (tracker.connectionOf(packet) >= 0) builder.add(packet, tracker.flows.direction)
  }
  tracker.end()
  assert.ok(ladder !== undefined)
  return ladder
}

/** Each row as a line: number, direction, look, label, and the states that it brings. */
function lines(ladder: FullLadder): string[] {
  return Array.from({ length: ladder.rowCount }, (_, row) => {
    const drawn = ladder.row(row, WORDS)
    if (drawn.kind === 'wait') return `wait ${drawn.text}`
    const { client, server, isClientNew, isServerNew } = ladder.states(row)
    const arrow = drawn.from < drawn.to ? '>' : '<'
    return [drawn.packet, arrow, drawn.look, drawn.label, isClientNew ? `C=${client}` : '', isServerNew ? `S=${server}` : '']
      .filter((part) => part !== '')
      .join(' ')
  })
}

const HANDSHAKE = `
  0 ms  client > server S  0:0(0) win 64240 <mss 1460>
+ 20 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460>
+ 0 ms  client > server .  1:1(0) ack 1 win 502`

test('a handshake with the states of both ends between the arrows', () => {
  assert.deepEqual(lines(ladderOf(HANDSHAKE)), [
    '1 > plain S C=SYN-SENT',
    '2 < plain S. ack 1 S=SYN-RECEIVED',
    '3 > plain . ack 1 C=ESTABLISHED S=ESTABLISHED',
  ])
})

test('a segment that is sent again is drawn as lost, its repeat as a repeat, and the wait between them is told', () => {
  const ladder = ladderOf(`${HANDSHAKE}
+ 1 ms   client > server P. 1:101(100) ack 1 win 502
+ 900 ms client > server P. 1:101(100) ack 1 win 502
+ 20 ms  server > client .  1:1(0) ack 101 win 502`)
  assert.deepEqual(lines(ladder).slice(3), [
    '4 > lost P. 1:101(100) ack 1',
    'wait + 900 ms',
    '5 > repeated P. 1:101(100) ack 1',
    '6 < plain . ack 101 S=ESTABLISHED',
  ])
  const lost = ladder.row(3, WORDS)
  assert.ok(lost.kind === 'packet' && lost.sentAgainAs === 5)
})

test('what was seen where it was received is not drawn as lost, though it was sent again', () => {
  const drawing = `${HANDSHAKE}
+ 1 ms   client > server P. 1:101(100) ack 1 win 502
+ 300 ms client > server P. 1:101(100) ack 1 win 502`
  assert.match(lines(ladderOf(drawing, 'client-side'))[3], /lost/)
  assert.match(lines(ladderOf(drawing, 'server-side'))[3], /data/)
})

test('what the capture lacks has a row of its own', () => {
  const ladder = ladderOf(`${HANDSHAKE}
+ 1 ms  client > server P. 1:101(100) ack 1 win 502
+ 1 ms  client > server P. 201:301(100) ack 1 win 502`)
  assert.deepEqual(lines(ladder).slice(3), [
    '4 > data P. 1:101(100) ack 1',
    '0 > missing missing 101:201',
    '5 > data P. 201:301(100) ack 1',
  ])
})

test('an ICMP error comes from the middle, to whom it quotes', () => {
  const ladder = ladderOf('0 ms client > server S 0:0(0) win 64240\n+ 1 ms 10.9.9.9 > client icmp 3/13 quotes client 0')
  const row = ladder.row(1, WORDS)
  assert.ok(row.kind === 'packet')
  assert.deepEqual([row.from, row.to, row.look], [50, 0, 'icmp'])
})

test('every packet has its row, and no other number has one', () => {
  const ladder = ladderOf(`${HANDSHAKE}
+ 2 s   client > server P. 1:101(100) ack 1 win 502
+ 1 ms  client > server P. 201:301(100) ack 1 win 502`)
  for (let packet = 1; packet <= 5; packet++) assert.equal(ladder.packetOf(ladder.rowOf(packet)), packet)
  assert.equal(ladder.rowOf(6), -1)
  assert.equal(ladder.rowOf(0), -1)
})

test('ten thousand packets are laid out in less than a tenth of a second', () => {
  const drawing = [HANDSHAKE]
  for (let i = 0; i < 10_000; i++) drawing.push(`+ 1 ms client > server . ${1 + i * 100}:${101 + i * 100}(100) ack 1 win 502`)
  const builder = new PacketColumnsBuilder({ client: null, server: null })
  const packets = drawnPackets(drawing.join('\n'))
  for (const packet of packets) builder.add(packet, 0)
  const columns = builder.finish(undefined)
  const before = process.cpuUsage()
  const ladder = new FullLadder(columns, { client: [], server: [] })
  for (let row = 0; row < 40; row++) ladder.row(row, WORDS)
  // The processor's time: others may use it meanwhile.
  const { user, system } = process.cpuUsage(before)
  assert.ok((user + system) / 1000 < 100)
  assert.equal(ladder.rowCount, 10_003)
})
