/** What both ends said, put in order: bytes that came early, twice, or never. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StreamOrder } from '../src/web/stream-order.ts'

const CLIENT = 0
const SERVER = 1

/** Adds text of one side. */
function say(order: StreamOrder, side: number, pos: number, packet: number, text: string): void {
  order.add(side, pos, pos + text.length, packet, Buffer.from(text))
}

/** The pieces as text: who, what is missing before it, what was said. */
function told(order: StreamOrder): string[] {
  return order.pieces.map(({ from, packet, bytes, missingBefore }) => {
    const missing = missingBefore > 0 ? `[${missingBefore}]` : ''
    return `${from[0]}${packet} ${missing}${Buffer.from(bytes).toString()}`
  })
}

test('what was sent again stands where it was missing', () => {
  const order = new StreamOrder()
  order.begin(SERVER, 1)
  say(order, CLIENT, 1, 1, 'GET')
  say(order, SERVER, 1, 2, 'ab')
  say(order, SERVER, 5, 3, 'ef')
  say(order, SERVER, 7, 4, 'gh')
  order.acknowledge(SERVER, 3)
  say(order, SERVER, 3, 5, 'cd')
  say(order, SERVER, 9, 6, 'ij')
  order.end()
  assert.deepEqual(told(order), ['c1 GET', 's2 ab', 's5 cd', 's3 ef', 's4 gh', 's6 ij'])
})

test('bytes that the peer has and the capture has not are said to be missing, in time', () => {
  const order = new StreamOrder()
  say(order, SERVER, 1, 1, 'ab')
  say(order, SERVER, 5, 2, 'ef')
  order.acknowledge(SERVER, 7)
  say(order, CLIENT, 1, 4, 'next')
  order.end()
  assert.deepEqual(told(order), ['s1 ab', 's2 [2]ef', 'c4 next'])
})

test('bytes that came twice are shown once, and those that nobody had at the end', () => {
  const order = new StreamOrder()
  order.begin(CLIENT, 1)
  say(order, CLIENT, 3, 1, 'cd')
  say(order, CLIENT, 3, 2, 'cdef')
  order.end()
  assert.deepEqual(told(order), ['c1 [2]cd', 'c2 ef'])
  assert.equal(order.byteCount, 4)
})

test('what a packet had more than was captured of it is said before the next', () => {
  const order = new StreamOrder()
  order.begin(SERVER, 1)
  order.add(SERVER, 1, 101, 1, Buffer.from('cut'))
  order.add(SERVER, 101, 104, 2, Buffer.from('end'))
  order.end()
  assert.deepEqual(told(order), ['s1 cut', 's2 [97]end'])
})
