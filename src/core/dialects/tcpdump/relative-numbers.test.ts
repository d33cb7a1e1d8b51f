/** Tests of the table of first sequence numbers. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NumberTables, RelativeNumbers } from './relative-numbers.ts'

/** An IPv4 header with nothing but addresses. */
function ipHeader(src: number, dst: number): DataView {
  const view = new DataView(new ArrayBuffer(20))
  view.setUint32(12, src)
  view.setUint32(16, dst)
  return view
}

const CLIENT = 0x0a000001
const SERVER = 0x0a000002
const OUT = ipHeader(CLIENT, SERVER)
const BACK = ipHeader(SERVER, CLIENT)

/** Numbers as they are printed. */
function printed(tables: NumberTables): [number, number] {
  return [tables.seq >>> 0, tables.ack >>> 0]
}

test('the SYN-ACK is absolute, and starts the count of both sides', () => {
  const tables = new NumberTables()
  tables.setRelative4(BACK, 0, 80, 40000, 5000, 1001, true)
  assert.deepEqual(printed(tables), [5000, 1001])
  tables.setRelative4(OUT, 0, 40000, 80, 1001, 5001, false)
  assert.deepEqual(printed(tables), [1, 1])
  tables.setRelative4(BACK, 0, 80, 40000, 5001, 1011, false)
  assert.deepEqual(printed(tables), [1, 11])
})

test('in mid-stream the first packet with ACK is absolute, its receiver counts from its acknowledgment less one', () => {
  const tables = new NumberTables()
  tables.setRelative4(OUT, 0, 40000, 80, 1001, 5001, false)
  assert.deepEqual(printed(tables), [1001, 5001])
  tables.setRelative4(OUT, 0, 40000, 80, 1101, 5101, false)
  assert.deepEqual(printed(tables), [100, 101])
})

test('earlier data wraps around', () => {
  const tables = new NumberTables()
  tables.setRelative4(OUT, 0, 40000, 80, 1001, 5001, false)
  tables.setRelative4(OUT, 0, 40000, 80, 990, 5001, false)
  assert.deepEqual(printed(tables), [4294967285, 1])
})

test('equal ports are told apart by the addresses', () => {
  const tables = new NumberTables()
  tables.setRelative4(OUT, 0, 9000, 9000, 10, 20, false)
  tables.setRelative4(BACK, 0, 9000, 9000, 25, 15, false)
  assert.deepEqual(printed(tables), [6, 5])
})

test('SACK ranges count from the first number of the peer', () => {
  const tables = new NumberTables()
  tables.setRelative4(BACK, 0, 80, 40000, 5000, 1001, true)
  tables.setRelative4(OUT, 0, 40000, 80, 1001, 5001, false)
  assert.equal(tables.isReversed ? tables.seqBase : tables.ackBase, 5000)
})

test('the table grows and keeps every conversation', () => {
  const table = new RelativeNumbers(3)
  for (let i = 0; i < 10_000; i++) {
    table.key.set([i, i * 7, 1])
    const added = table.find()
    assert.ok(added < 0)
    table.words[~added] = i
  }
  assert.equal(table.size, 10_000)
  for (let i = 0; i < 10_000; i++) {
    table.key.set([i, i * 7, 1])
    assert.equal(table.words[table.find()], i)
  }
})
