/** The diagram of states: its boxes do not overlap, its lines touch them, and the way of a connection goes step by step. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StatePath } from '../analysis/states.ts'
import { BOX, diagramAfter, diagramSteps, edgeLine, edgePath, STATE_EDGES, STATE_NODES } from './state-diagram.ts'

const CLIENT: StatePath = [
  { state: 'SYN-SENT', packet: 1 },
  { state: 'ESTABLISHED', packet: 3 },
  { state: 'FIN-WAIT-1', packet: 5 },
  { state: 'FIN-WAIT-2', packet: 6 },
  { state: 'TIME-WAIT', packet: 8 },
]
const SERVER: StatePath = [
  { state: 'LISTEN', packet: null, inferred: true },
  { state: 'SYN-RECEIVED', packet: 2 },
  { state: 'ESTABLISHED', packet: 3, inferred: true },
  { state: 'CLOSE-WAIT', packet: 6 },
  { state: 'LAST-ACK', packet: 7 },
  { state: 'CLOSED', packet: 8, inferred: true },
]

test('every edge is between boxes that are there, and no two boxes overlap', () => {
  assert.equal(STATE_NODES.length, 11)
  for (const { from, to } of STATE_EDGES) assert.ok(Number.isFinite(edgeLine(from, to).x1), `${from} ${to}`)
  for (const a of STATE_NODES)
    for (const b of STATE_NODES)
      if (a !== b) assert.ok(Math.abs(a.x - b.x) >= 2 * BOX.halfWidth || Math.abs(a.y - b.y) >= 2 * BOX.halfHeight, `${a.state} ${b.state}`)
})

test('a line begins and ends on the frames', () => {
  const { x1, y1, x2, y2 } = edgeLine('CLOSED', 'LISTEN')
  assert.deepEqual([x1, y1, x2, y2], [50, 8, 50, 17])
})

test('the way back to CLOSED goes round the boxes, all others are straight', () => {
  assert.equal(edgePath('CLOSED', 'LISTEN'), 'M50 8L50 17')
  assert.equal(edgePath('LAST-ACK', 'CLOSED'), 'M89 80H98.5V5H59')
  assert.equal(edgePath('TIME-WAIT', 'CLOSED'), 'M21 95H1.5V5H41')
})

test('the steps of both ends come in the order of their packets', () => {
  const steps = diagramSteps({ client: CLIENT, server: SERVER })
  assert.deepEqual(
    steps.map(({ side, state, packet }) => `${packet} ${side} ${state}`),
    [
      '0 server LISTEN',
      '1 client SYN-SENT',
      '2 server SYN-RECEIVED',
      '3 client ESTABLISHED',
      '3 server ESTABLISHED',
      '5 client FIN-WAIT-1',
      '6 client FIN-WAIT-2',
      '6 server CLOSE-WAIT',
      '7 server LAST-ACK',
      '8 client TIME-WAIT',
      '8 server CLOSED',
    ],
  )
  assert.deepEqual(diagramAfter(steps, 0), { client: undefined, server: undefined, taken: [] })
  const { client, server, taken } = diagramAfter(steps, 6)
  assert.deepEqual([client, server], ['FIN-WAIT-1', 'ESTABLISHED'])
  assert.deepEqual(
    taken.map(({ side, from, to }) => `${side} ${from}>${to}`),
    ['server LISTEN>SYN-RECEIVED', 'client SYN-SENT>ESTABLISHED', 'server SYN-RECEIVED>ESTABLISHED', 'client ESTABLISHED>FIN-WAIT-1'],
  )
})

test('of nothing there are no steps', () => {
  assert.deepEqual(diagramSteps({ client: [], server: [] }), [])
})
