/** Ladders of drawn connections: what is shown, what is left out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionTracker } from '../analysis/connection-tracker.ts'
import { drawnPackets } from '../analysis/drawn-segments.ts'
import { ladderOf } from './ladder.ts'

/** A ladder as short lines: `1 client>server S`, `… 3`. */
function ladder(drawing: string, evidence: readonly number[] = [], mostRows?: number): string[] {
  let lines: string[] = []
  const tracker = new ConnectionTracker((c) => {
    lines = ladderOf(c, evidence, mostRows).map((row) =>
      'packet' in row
        ? [
            row.packet,
            `${row.from}>${row.to}`,
            row.icmp === undefined ? row.label : `icmp ${row.icmp.type}/${row.icmp.code} ${row.icmp.senderAddress}`,
            row.note,
          ]
            .filter((part) => part !== undefined)
            .join(' ')
        : `... ${row.hidden ?? ''}`.trim(),
    )
  })
  for (const packet of drawnPackets(drawing)) tracker.packet(packet)
  tracker.end()
  return lines
}

const HANDSHAKE = `
  0 ms  client > server S  0:0(0) win 64240 <mss 1460>
+ 20 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460>
+ 0 ms  client > server .  1:1(0) ack 1 win 502`

test('a refused SYN is two arrows', () => {
  assert.deepEqual(ladder('0 ms client > server S 0:0(0) win 64240\n+ 1 ms server > client R. 0:0(0) ack 1 win 0'), [
    '1 client>server S',
    '2 server>client R. rst',
  ])
})

test('repeats are marked', () => {
  assert.deepEqual(ladder('0 ms client > server S 0:0(0)\n+ 1 s client > server S 0:0(0)\n+ 2 s client > server S 0:0(0)'), [
    '1 client>server S',
    '2 client>server S syn-repeated',
    '3 client>server S syn-repeated',
  ])
})

test('an ICMP error comes from a third party', () => {
  const [, second] = ladder('0 ms client > server S 0:0(0)\n+ 1 ms 10.0.0.254 > client icmp 3/13 quotes client 0')
  assert.equal(second, '2 other>client icmp 3/13 10.0.0.254 icmp')
})

test('an ICMP error of the server itself comes from the server', () => {
  const [, second] = ladder('0 ms client > server S 0:0(0)\n+ 1 ms server > client icmp 3/3 quotes client 0')
  assert.match(second, /^2 server>client icmp 3\/3/)
})

test('a long exchange keeps its opening, its end and the count of what is between', () => {
  const exchange = Array.from(
    { length: 20 },
    (_, i) => `+ 1 ms client > server P. ${1 + i * 10}:${11 + i * 10}(10) ack 1\n+ 1 ms server > client . 1:1(0) ack ${11 + i * 10}`,
  )
  const lines = ladder(`${HANDSHAKE}\n${exchange.join('\n')}
+ 1 ms client > server F. 201:201(0) ack 1
+ 1 ms server > client F. 1:1(0) ack 202
+ 1 ms client > server .  202:202(0) ack 2`)
  assert.deepEqual(lines, [
    '1 client>server S',
    '2 server>client S. ack 1',
    '3 client>server . ack 1',
    '4 client>server data (10)',
    '... 37',
    '42 client>server data',
    '... 1',
    '44 client>server F. seq 201',
    '45 server>client F. seq 1 ack 202',
    '46 client>server . ack 2',
  ])
})

test('of more packets than there is room for, evidence comes first', () => {
  const repeats = Array.from({ length: 30 }, () => '+ 1 s client > server S 0:0(0)').join('\n')
  const lines = ladder(`0 ms client > server S 0:0(0)\n${repeats}`, [25, 31], 6)
  assert.equal(lines.filter((line) => !line.startsWith('...')).length, 6)
  assert.ok(lines.some((line) => line.startsWith('25 ')) && lines.some((line) => line.startsWith('31 ')))
})
