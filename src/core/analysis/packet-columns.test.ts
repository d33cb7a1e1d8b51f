/** Columns of drawn connections: positions, windows, SACK blocks, events. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawnColumns } from './drawn-columns.ts'
import { columnBuffers, eventOf, MOST_SACK_BLOCKS, SENDER } from './packet-columns.ts'

const HANDSHAKE = `
  5 ms  client > server S  0:0(0) win 64240 <mss 1460,sackOK,wscale 7>
+ 20 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,wscale 2>
+ 0 ms  client > server .  1:1(0) ack 1 win 502`

test('times count from the first packet, positions from the SYN, and senders are told apart', () => {
  const columns = drawnColumns(HANDSHAKE)
  assert.deepEqual(Array.from(columns.timeNs), [0, 20e6, 20e6])
  assert.deepEqual(Array.from(columns.sender), [SENDER.client, SENDER.server, SENDER.client])
  assert.deepEqual(Array.from(columns.pos), [0, 0, 1])
  assert.deepEqual(Array.from(columns.ackPos), [NaN, 1, 1])
})

test('positions go on where numbers wrap', () => {
  const text = `${HANDSHAKE}
+ 1 ms client > server P. 1:1001(1000) ack 1 win 502
+ 1 ms client > server P. 1001:2001(1000) ack 1 win 502`
  assert.deepEqual(Array.from(drawnColumns(text, { clientIsn: -1500 }).pos), Array.from(drawnColumns(text, { clientIsn: 7 }).pos))
})

test('windows are scaled by what both SYNs agreed on, never in a SYN, and unknown without one', () => {
  assert.deepEqual(Array.from(drawnColumns(HANDSHAKE).windowBytes), [64_240, 65_160, 502 * 128])
  const refusing = HANDSHAKE.replace('sackOK,wscale 2', 'sackOK')
  assert.deepEqual(Array.from(drawnColumns(refusing).windowBytes), [64_240, 65_160, 502])
  assert.deepEqual(Array.from(drawnColumns('0 ms client > server . 1:1(0) ack 1 win 502').windowBytes), [NaN])
})

test('SACK blocks are positions of the peer', () => {
  const columns = drawnColumns(`${HANDSHAKE}
+ 1 ms client > server P. 1:101(100) ack 1 win 502
+ 1 ms client > server P. 201:301(100) ack 1 win 502
+ 20 ms server > client . 1:1(0) ack 101 win 500 <sack 201:301>`)
  assert.equal(columns.sackCount[5], 1)
  assert.deepEqual([columns.sackFrom[5 * MOST_SACK_BLOCKS], columns.sackTo[5 * MOST_SACK_BLOCKS]], [201, 301])
  assert.equal(eventOf(columns, 4), 'gap')
  assert.equal(eventOf(columns, 0), undefined)
})

test('all notable packets are kept, however many there are', () => {
  const drawing = [HANDSHAKE, '+ 1 ms client > server P. 1:101(100) ack 1 win 502']
  for (let i = 0; i < 100; i++) drawing.push('+ 300 ms client > server P. 1:101(100) ack 1 win 502')
  const columns = drawnColumns(drawing.join('\n'))
  assert.equal(columns.count, 104)
  assert.equal(Array.from({ length: columns.count }, (_, i) => eventOf(columns, i)).filter((kind) => kind === 'retransmission').length, 100)
})

test('every copy is told as one, also where nearly all packets are there twice', () => {
  const drawing = [HANDSHAKE]
  for (let i = 0; i < 20; i++) {
    const segment = `ms client > server P. ${1 + i * 10}:${11 + i * 10}(10) ack 1 win 502 {id ${100 + i}}`
    drawing.push(`+ 10 ${segment}`, `+ 0 ${segment}`)
  }
  const columns = drawnColumns(drawing.join('\n'))
  const kinds = Array.from({ length: columns.count }, (_, i) => eventOf(columns, i))
  assert.deepEqual(
    kinds.slice(3),
    Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? undefined : 'copy')),
  )
})

test('an ICMP error has its sender, and whose packet it quotes', () => {
  const columns = drawnColumns('0 ms client > server S 0:0(0) win 64240\n+ 1 ms 10.9.9.9 > client icmp 3/13 quotes client 0')
  assert.deepEqual([columns.sender[1], columns.icmp[1], columns.icmpQuotes[1]], [SENDER.other, (3 << 8) | 13, SENDER.client])
})

test('every column can be handed over, and each has its own memory', () => {
  const buffers = columnBuffers(drawnColumns(HANDSHAKE))
  assert.equal(new Set(buffers).size, buffers.length)
  assert.ok(buffers.length > 15)
})
