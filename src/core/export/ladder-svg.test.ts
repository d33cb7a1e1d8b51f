/** The ladder as SVG: one group per row, classes for its looks, heads at the right end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ladderPacket } from '../../../test/made-report.ts'
import { type DrawingSetting, ladderDrawing } from '../view/ladder-drawing.ts'
import type { LadderRow } from '../view/ladder.ts'
import { interfaceEn } from '../words/interface-en.ts'
import { laneOffsetPx, ladderSvg } from './ladder-svg.ts'

const SETTING: DrawingSetting = { words: interfaceEn.report, language: 'en', evidence: new Set([2]) }

function svg(rows: readonly LadderRow[]): string {
  return ladderSvg(ladderDrawing(rows, SETTING), 'a <b>').text
}

test('arrows, a repeat, a RST, an ICMP error, a wait, a gap', () => {
  const text = svg([
    ladderPacket(1, 'client', 'S'),
    ladderPacket(2, 'client', 'S', { note: 'syn-repeated', timeNs: 1e9 }),
    { hidden: 4 },
    ladderPacket(7, 'server', 'R. ack 1'),
    ladderPacket(8, 'other', '', { icmp: { version: 4, type: 3, code: 13, mtu: 0, senderAddress: '10.0.0.254' } }),
  ])
  const groups = [...text.matchAll(/<g class="([^"]*)">/g)].map(([, name]) => name)
  assert.deepEqual(groups, ['arrow plain', 'wait', 'arrow repeated evidence', 'gap', 'arrow reset', 'arrow icmp'])
  assert.match(text, /<tspan class="mark">↻ <\/tspan>S \(again\)<\/text><line x1="0%" x2="100%"/)
  assert.match(text, /R\. ack 1<\/text><line x1="100%" x2="0%"[^>]*\/><svg x="0%"/)
  assert.match(text, /<line x1="50%" x2="0%"[^>]*\/><circle cx="50%"/)
  assert.match(text, /aria-label="a &lt;b&gt;"/)
})

test('the lane begins behind the numbers and times that there are', () => {
  const short = laneOffsetPx(ladderDrawing([ladderPacket(1, 'client', 'S', { timeNs: NaN })], SETTING))
  const long = laneOffsetPx(ladderDrawing([ladderPacket(1_234_567, 'client', 'S')], SETTING))
  assert.ok(short < 30 && long > 100 && long < 160, `${short} ${long}`)
})
