/** A graph as a picture: a whole SVG with axes in units that people read, and no markup from a name. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphEn } from '../words/graph-en.ts'
import { axisText, graphPicture } from './graph-picture.ts'

test('values of an axis as people write them', () => {
  assert.deepEqual(
    [axisText(0, 'seconds'), axisText(0.00002, 'seconds'), axisText(0.05, 'seconds'), axisText(2.5, 'seconds')],
    ['0', '20 µs', '50 ms', '2.5 s'],
  )
  assert.deepEqual([axisText(0, 'bytes'), axisText(1500, 'bytes'), axisText(3e6, 'bits-per-second')], ['0 B', '1.5 kB', '3 Mbit/s'])
})

test('the picture has its marks, its legend and its title, and nothing of a title is markup', () => {
  const layer = { id: 'data', shape: 'bars', seconds: [0, 1, 5], low: [1, 101, 900], high: [101, 201, 1000], packets: [1, 2, 3] } as const
  const scene = { unit: 'bytes', secondsRange: [0, 5], valueRange: [1, 1000], layers: [layer] } as const
  const { svg, widthPx, heightPx } = graphPicture(scene, { seconds: [0, 2], values: [0, 300] }, 'a <script>x</script>', graphEn)
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 960 540"/)
  assert.deepEqual([widthPx, heightPx], [960, 540])
  assert.doesNotMatch(svg, /<script/)
  assert.match(svg, /&lt;script&gt;/)
  const [, d = ''] = /<path d="([^"]*)" fill="none" stroke="#1f5fbf"/.exec(svg) ?? []
  assert.equal(d.match(/M/g)?.length, 2, 'the mark out of sight is not drawn')
  assert.match(svg, />data<\/text>/)
})
