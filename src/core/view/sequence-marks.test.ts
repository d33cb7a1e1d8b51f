/** Tests of the marks of a time-sequence graph on drawn connections. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawnColumns } from '../analysis/drawn-columns.ts'
import { type SequenceMark, sequenceMarks } from './sequence-marks.ts'

function marksOf(drawing: string, sender: 0 | 1): SequenceMark[] {
  return [...sequenceMarks(drawnColumns(drawing), sender)]
}

const OPENED = `
   0 ms  client > server  S   0:0(0)       win 1000 <mss 1460,sackOK>
+ 20 ms  server > client  S.  0:0(0) ack 1 win 1000 <mss 1460,sackOK>
+  0 ms  client > server  .   1:1(0) ack 1 win 1000
+  1 ms  client > server  P.  1:101(100) ack 1 win 1000`

test('the third acknowledgment of the same, while bytes are outstanding, is the third duplicate', () => {
  const same = '\n+ 1 ms server > client . 1:1(0) ack 1 win 1000'
  const thirds = (count: number): number[] =>
    marksOf(OPENED + same.repeat(count), 0).flatMap((mark) => (mark.kind === 'answered' && mark.isThirdDuplicate ? [mark.packet] : []))
  assert.deepEqual(thirds(2), [])
  assert.deepEqual(thirds(3), [7])
  assert.deepEqual(thirds(9), [7])
  // With another window it tells news; with nothing outstanding it asks for nothing.
  const shrinking = [1, 2, 3, 4].map((less) => `\n+ 1 ms server > client . 1:1(0) ack 1 win ${1000 - less}`).join('')
  assert.equal(
    marksOf(OPENED + shrinking, 0).some((mark) => mark.kind === 'answered' && mark.isThirdDuplicate),
    false,
  )
  const acknowledged = '\n+ 1 ms server > client . 1:1(0) ack 101 win 1000'.repeat(6)
  assert.equal(
    marksOf(OPENED + acknowledged, 0).some((mark) => mark.kind === 'answered' && mark.isThirdDuplicate),
    false,
  )
})

test('a shut window, and what held before an answer', () => {
  const marks = marksOf(`${OPENED}\n+ 20 ms server > client . 1:1(0) ack 101 win 0`, 0)
  const last = marks.at(-1)
  assert.ok(last?.kind === 'answered')
  assert.deepEqual([last.hasZeroWindow, last.ack, last.windowEdge, last.before?.ack, last.before?.windowEdge], [true, 101, 101, 1, 1001])
})

test('a RST stands at what it acknowledges in the other graph, and is no repeat in its own', () => {
  const reset = `${OPENED}\n+ 20 ms server > client R. 1:1(0) ack 101 win 0\n+ 1 ms client > server P. 101:201(100) ack 1 win 1000`
  assert.deepEqual(
    marksOf(reset, 0).flatMap((mark) => (mark.kind === 'refused' ? [[mark.packet, mark.at]] : [])),
    [[5, 101]],
  )
  assert.deepEqual(
    marksOf(reset, 1).flatMap((mark) => (mark.kind === 'sent' ? [[mark.packet, mark.isReset, mark.look]] : [])),
    [
      [2, false, 'open-close'],
      [5, true, 'reset'],
    ],
  )
})

test('a forged RST far ahead does not make what follows a repeat', () => {
  const forged = `${OPENED}\n+ 1 ms client > server R 5000:5000(0) win 0\n+ 1 ms client > server P. 101:201(100) ack 1 win 1000`
  const last = marksOf(forged, 0).at(-1)
  assert.ok(last?.kind === 'sent')
  assert.deepEqual([last.from, last.look], [101, 'data'])
})
