/** The live table: problems first, words that filter, columns that give way, and the marked row always in sight. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { liveEn } from '../words/live-en.ts'
import { liveZh } from '../words/live-zh.ts'
import { bytesText, type LiveChoice, liveLines, type LiveRow, orderRows } from './live-table.ts'
import { displayWidth } from './text-layout.ts'

function row(id: number, more: Partial<LiveRow> = {}): LiveRow {
  return {
    id,
    client: `10.0.0.1:${40000 + id}`,
    server: '10.0.0.2:80',
    clientState: 'ESTABLISHED',
    serverState: 'ESTABLISHED',
    verdict: 'open-established-at-end',
    severity: 'ok',
    rttNs: 1e6,
    retransmitted: 0,
    bytes: 100,
    lastNs: id * 1e9,
    isOver: false,
    ...more,
  }
}

const USUAL: LiveChoice = { order: 'problems', filter: '', selected: undefined }
const refused = row(1, { severity: 'error', verdict: 'refused-by-rst', server: '10.0.0.2:81' })
const slow = row(2, { severity: 'warning', verdict: 'slow-server', rttNs: 9e9, bytes: 5 })
const rows = [row(0), refused, row(3, { retransmitted: 7, rttNs: NaN, bytes: 9e6 }), slow]
const ids = (found: readonly LiveRow[]): number[] => found.map(({ id }) => id)

describe('orderRows', () => {
  test('puts the newest problems first', () => {
    assert.deepEqual(ids(orderRows(rows, USUAL)), [1, 2, 3, 0])
    assert.deepEqual(ids(orderRows([...rows, { ...refused, id: 9, lastNs: 9e9 }], USUAL)), [9, 1, 2, 3, 0])
  })
  test('orders as chosen; what is not known comes last', () => {
    assert.deepEqual(ids(orderRows(rows, { ...USUAL, order: 'newest' })), [3, 2, 1, 0])
    assert.deepEqual(ids(orderRows(rows, { ...USUAL, order: 'bytes' }))[0], 3)
    assert.deepEqual(ids(orderRows(rows, { ...USUAL, order: 'rtt' })), [2, 1, 0, 3])
    assert.deepEqual(ids(orderRows(rows, { ...USUAL, order: 'retransmissions' }))[0], 3)
  })
  test('keeps the rows with all words, wherever they stand', () => {
    assert.deepEqual(ids(orderRows(rows, { ...USUAL, filter: ':81 REFUSED' })), [1])
    assert.deepEqual(ids(orderRows(rows, { ...USUAL, filter: 'nowhere' })), [])
  })
})

describe('liveLines', () => {
  test('fit any terminal, in either language', () => {
    for (const columns of [40, 69, 70, 80, 110, 200])
      for (const [words, language] of [
        [liveEn, 'en'],
        [liveZh, 'zh'],
      ] as const)
        for (const { text } of liveLines(rows, USUAL, { columns, lines: 10 }, words, language))
          assert.ok(displayWidth(text) <= columns, `${columns}: ${text}`)
  })
  test('keep the marked row in sight', () => {
    const many = Array.from({ length: 100 }, (_, id) => row(id))
    const lines = liveLines(many, { ...USUAL, selected: 70 }, { columns: 80, lines: 11 }, liveEn, 'en')
    assert.equal(lines.length, 11)
    assert.equal(lines.filter(({ isSelected }) => isSelected).length, 1)
  })
  test('say nothing of a connection before it is time, and obey no name', () => {
    const [, line] = liveLines([row(0, { verdict: undefined, client: 'evil\x1b[2J' })], USUAL, { columns: 120, lines: 5 }, liveEn, 'en')
    assert.match(line?.text ?? '', /\.\.\./)
    assert.doesNotMatch(line?.text ?? '', /\x1b/)
  })
})

test('bytesText is short', () => {
  assert.deepEqual([0, 999, 1000, 15_300, 2_500_000, 3e12].map(bytesText), ['0', '999', '1.0k', '15k', '2.5M', '3.0T'])
})
