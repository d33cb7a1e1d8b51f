/** The drawn ladder: arrows, names, times, gaps. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LadderPacket, LadderRow } from './ladder.ts'
import { interfaceEn } from '../words/interface-en.ts'
import { interfaceZh } from '../words/interface-zh.ts'
import { type LadderPlace, ladderLines } from './ladder-text.ts'
import { displayWidth } from './text-layout.ts'

function packet(number: number, timeNs: number, from: LadderPacket['from'], label: string, more: Partial<LadderPacket> = {}): LadderPacket {
  return { packet: number, timeNs, from, to: from === 'client' ? 'server' : 'client', label, note: undefined, icmp: undefined, ...more }
}

const EN: LadderPlace = { client: '192.0.2.1:4000', server: '198.51.100.2:80', words: interfaceEn.report, language: 'en', columns: 64 }
const ZH: LadderPlace = { ...EN, words: interfaceZh.report, language: 'zh' }
const ICMP: LadderRow = packet(7, 2_500_000_000, 'other', '', {
  to: 'client',
  note: 'icmp',
  icmp: { version: 4, type: 3, code: 13, mtu: 0, senderAddress: '10.0.0.254' },
})

test('segments, a repeat, a gap and an ICMP error', () => {
  const rows: LadderRow[] = [
    packet(1, 0, 'client', 'S'),
    packet(2, 1_000_000_000, 'client', 'S', { note: 'syn-repeated' }),
    { hidden: 3 },
    packet(6, 1_020_000_000, 'server', 'S. ack 1'),
    ICMP,
  ]
  assert.deepEqual(ladderLines(rows, EN), [
    '               192.0.2.1:4000                    198.51.100.2:80',
    '  1  0.000000  |-- S ----------------------------------------->|',
    '  2  1.000000  |-- S (again) --------------------------------->|',
    '               :               ... 3 packets ...               :',
    '  6  1.020000  |<---------------------------------- S. ack 1 --|',
    '  7  2.500000  |<-- 10.0.0.254: ICMP administratively prohi..  |',
  ])
})

test('without times there is no column for them', () => {
  assert.deepEqual(ladderLines([packet(12, NaN, 'server', 'R')], { ...EN, columns: 36 }), [
    '     192.0.2.1:4000  198.51.100.2:80',
    ' 12  |<----------------------- R --|',
  ])
})

test('names that do not fit stand in two lines', () => {
  const long = { ...EN, client: '[2001:db8:b15f:dd77:d8a0:2960:9a00:851]:56131', server: '[2001:db8:a::17]:443' }
  const [first, second] = ladderLines([packet(1, 0, 'client', 'S')], long)
  assert.equal(first.trim(), long.client)
  assert.equal(second.trim(), long.server)
  assert.equal(displayWidth(second), 64)
})

test('every line has the same width, in Chinese too', () => {
  const rows: LadderRow[] = [
    packet(1, 0, 'client', 'S', { note: 'syn-repeated' }),
    { hidden: 12 },
    { hidden: undefined },
    packet(9, 5, 'server', ''),
    ICMP,
  ]
  for (const line of ladderLines(rows, ZH)) assert.equal(displayWidth(line), 64, line)
})
