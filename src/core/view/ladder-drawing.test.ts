/** The geometry of a ladder: heights that never overlap, ends, looks, marks, waits. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ladderPacket } from '../../../test/made-report.ts'
import { interfaceEn } from '../words/interface-en.ts'
import { interfaceZh } from '../words/interface-zh.ts'
import { type DrawingSetting, type DrawnArrow, ladderDrawing } from './ladder-drawing.ts'
import type { LadderIcmp, LadderRow } from './ladder.ts'
import { displayWidth } from './text-layout.ts'

const EN: DrawingSetting = { words: interfaceEn.report, language: 'en', evidence: new Set([2]) }
const ICMP: LadderIcmp = { version: 4, type: 3, code: 13, mtu: 0, senderAddress: '10.0.0.254' }

function arrows(rows: readonly LadderRow[], setting: DrawingSetting = EN): DrawnArrow[] {
  return ladderDrawing(rows, setting).rows.filter((row) => row.kind === 'arrow')
}

test('arrows point from the sender to the receiver; a third party speaks from the middle', () => {
  const drawn = arrows([
    ladderPacket(1, 'client', 'S'),
    ladderPacket(2, 'server', 'S. ack 1'),
    ladderPacket(3, 'other', '', { icmp: ICMP }),
  ])
  assert.deepEqual(
    drawn.map(({ from, to }) => [from, to]),
    [
      [0, 100],
      [100, 0],
      [50, 0],
    ],
  )
  assert.deepEqual(
    drawn.map(({ isEvidence }) => isEvidence),
    [false, true, false],
  )
})

test('looks and marks', () => {
  const rows = [
    ladderPacket(1, 'server', 'R. seq 1'),
    ladderPacket(2, 'server', '', { note: 'rst' }),
    ladderPacket(3, 'server', 'P. 1:10(9)', { note: 'retransmission' }),
    ladderPacket(4, 'server', 'P. 20:30(10)', { note: 'gap' }),
    ladderPacket(5, 'other', '', { icmp: ICMP }),
    ladderPacket(6, 'client', 'data (5)'),
    ladderPacket(7, 'client', 'SR'),
  ]
  assert.deepEqual(
    arrows(rows).map(({ look, mark }) => `${look} ${mark ?? ''}`.trim()),
    ['reset', 'reset', 'repeated repeated', 'plain lost', 'icmp', 'plain', 'reset'],
  )
})

test('nothing overlaps, long words are wrapped and cut, and all is inside', () => {
  const rows: LadderRow[] = [
    ladderPacket(1, 'client', ''),
    ladderPacket(2, 'other', '', { icmp: { ...ICMP, senderAddress: '2001:db8:1234:5678:9abc:def0:1234:5678' } }),
    { hidden: undefined },
    ladderPacket(3, 'client', 'x'.repeat(500)),
    ladderPacket(40, 'client', 'S', { timeNs: 3e9 }),
    ladderPacket(41, 'client', 'S', { timeNs: 6e9, note: 'syn-repeated' }),
  ]
  for (const setting of [EN, { ...EN, words: interfaceZh.report, language: 'zh' }] as const) {
    const { rows: drawn, heightPx } = ladderDrawing(rows, setting)
    const heights = drawn.flatMap((row) => (row.kind === 'arrow' ? [...row.label.map(({ yPx }) => yPx), row.yPx] : [row.yPx]))
    assert.deepEqual(
      heights,
      [...heights].sort((a, b) => a - b),
    )
    for (let i = 1; i < heights.length; i++) assert.ok(heights[i] - heights[i - 1] >= 6)
    assert.ok(heights.every((height) => height > 0 && height < heightPx))
    for (const row of drawn) {
      if (row.kind !== 'arrow') continue
      assert.ok(row.label.length <= 3)
      for (const { text } of row.label) assert.ok(displayWidth(text) <= 28, text)
    }
  }
})

test('a long wait is a row of its own, but not across packets that are not shown', () => {
  const later = ladderPacket(9, 'client', 'S', { timeNs: 1.02e9 })
  const first = ladderPacket(1, 'client', 'S')
  assert.deepEqual(
    ladderDrawing([first, later], EN).rows.map((row) => (row.kind === 'arrow' ? row.number : `${row.kind} ${row.text}`)),
    ['1', 'wait + 1.02 s', '9'],
  )
  assert.deepEqual(
    ladderDrawing([first, { hidden: 7 }, later], EN).rows.map(({ kind }) => kind),
    ['arrow', 'gap', 'arrow'],
  )
})

test('without times there is no column for them', () => {
  const { timeColumns, numberColumns } = ladderDrawing([ladderPacket(123, 'client', 'S', { timeNs: NaN })], EN)
  assert.deepEqual([timeColumns, numberColumns], [0, 3])
  assert.equal(ladderDrawing([], EN).rows.length, 0)
})
