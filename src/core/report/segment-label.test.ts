/** Labels of segments: tcpdump's letters, and numbers only where they say something. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FLAG } from '../packet/packet.ts'
import { flagLetters, segmentLabel } from './segment-label.ts'

test("flags in tcpdump's letters and order", () => {
  assert.equal(flagLetters(FLAG.syn), 'S')
  assert.equal(flagLetters(FLAG.syn | FLAG.ack | FLAG.ece), 'S.E')
  assert.equal(flagLetters(FLAG.fin | FLAG.psh | FLAG.ack), 'FP.')
  assert.equal(flagLetters(0), 'none')
})

test('data shows where it begins and ends', () => {
  assert.equal(segmentLabel({ flags: FLAG.psh | FLAG.ack, pos: 1, payloadLen: 120, ackPos: 5 }), 'P. 1:121(120) ack 5')
  assert.equal(segmentLabel({ flags: FLAG.ack, pos: NaN, payloadLen: 7, ackPos: NaN }), '. (7)')
})

test('a FIN and a RST show their number, a SYN does not', () => {
  assert.equal(segmentLabel({ flags: FLAG.fin | FLAG.ack, pos: 48, payloadLen: 0, ackPos: NaN }), 'F. seq 48')
  assert.equal(segmentLabel({ flags: FLAG.syn, pos: 0, payloadLen: 0, ackPos: NaN }), 'S')
})

test('numbers of another connection are left out', () => {
  assert.equal(segmentLabel({ flags: FLAG.ack, pos: NaN, payloadLen: 0, ackPos: -13_255_946 }), '.')
  assert.equal(segmentLabel({ flags: FLAG.rst, pos: -7, payloadLen: 0, ackPos: NaN }), 'R')
})
