/** The flow table against a Map that is obviously right. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CLIENT_ADDR, PORTS, WORDS } from './flow-record.ts'
import { BIT, FlowTable } from './flow-table.ts'

const tuple = fc.record({
  client: fc.integer({ min: 0, max: 3 }),
  server: fc.integer({ min: 0, max: 3 }),
  clientPort: fc.integer({ min: 0, max: 3 }),
  serverPort: fc.integer({ min: 65533, max: 65535 }),
  ipv6: fc.constantFrom(0, BIT.ipv6),
})
type Tuple = { client: number; server: number; clientPort: number; serverPort: number; ipv6: number }

/** One key for both directions. */
function key(t: Tuple): string {
  return [[t.client, t.clientPort].join(':'), [t.server, t.serverPort].join(':')].sort().join('|') + t.ipv6
}

test('finds what was added in either direction, and nothing that was removed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(tuple, fc.boolean(), fc.boolean()), { maxLength: 200 }), (steps) => {
      const table = new FlowTable(7)
      const model = new Map<string, { index: number; of: Tuple }>()
      for (const [t, remove, backward] of steps) {
        const found = backward
          ? table.find(t.server, t.client, t.serverPort, t.clientPort, t.ipv6)
          : table.find(t.client, t.server, t.clientPort, t.serverPort, t.ipv6)
        const expected = model.get(key(t))
        assert.equal(found, expected?.index ?? -1)
        if (expected !== undefined) {
          const sameWay = expected.of.client === t.client && expected.of.clientPort === t.clientPort
          assert.equal(table.direction, sameWay !== backward ? 0 : 1)
          if (remove) {
            table.remove(found)
            model.delete(key(t))
          }
        } else model.set(key(t), { index: table.add(t.client, t.server, t.clientPort, t.serverPort, t.ipv6, 1), of: t })
        assert.equal(table.live, model.size)
      }
    }),
  )
})

test('keeps every record while it grows', () => {
  const table = new FlowTable()
  for (let i = 0; i < 5000; i++) table.add(i, -i, i & 0xffff, 80, 0, i + 1)
  for (let i = 0; i < 5000; i++) {
    const index = table.find(-i, i, 80, i & 0xffff, 0)
    assert.ok(index >= 0)
    assert.equal(table.direction, i === 0 && (i & 0xffff) === 80 ? 0 : 1)
    assert.equal(table.words[index * WORDS + CLIENT_ADDR], i)
    assert.equal(table.words[index * WORDS + PORTS] >>> 16, i & 0xffff)
  }
})

test('a flow to itself has a direction', () => {
  const table = new FlowTable()
  table.add(5, 5, 80, 80, 0, 1)
  assert.equal(table.find(5, 5, 80, 80, 0), 0)
  assert.equal(table.direction, 0)
})
