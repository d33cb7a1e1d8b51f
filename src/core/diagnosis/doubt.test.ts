/** Doubts about the capture: they are told first, and whatever leans on what is in doubt is less certain. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Drawing } from '../analysis/drawn-segments.ts'
import { ALL_CAPTURE_RULES, ALL_GROUP_RULES, ALL_RULES } from './catalogue.ts'
import { diagnose, type Diagnosis } from './diagnose.ts'
import { DOUBTS, type Doubt, RELIES_ON, doubtsAbout, lowered } from './doubt.ts'
import { EXCHANGE, HANDSHAKE, connectionsOf } from './rules/drawn-verdict.ts'
import type { VerdictId } from './verdict-id.ts'

function diagnosed(text: string, drawing: Drawing = {}): readonly Diagnosis[] {
  const [found, ...others] = connectionsOf(text, drawing, diagnose)
  assert.ok(found !== undefined && others.length === 0)
  return found
}

function said(text: string, id: VerdictId): { readonly certainty: string; readonly doubts: readonly Doubt[] } {
  const found = diagnosed(text).find(({ rule }) => rule.id === id)
  assert.ok(found !== undefined, `${id} was not said`)
  return { certainty: found.finding.certainty, doubts: found.doubts }
}

/** Every packet twice, 3 µs apart. */
function twice(text: string): string {
  return text
    .trim()
    .split('\n')
    .flatMap((line) => [line, line.replace(/^\s*\+?\s*[\d.]+ ms/, ' + 0.003 ms')])
    .join('\n')
}

const ABORT = ' + 3 ms client > server R. 6:6(0) ack 11 win 502 <TS val 1050 ecr 9026> {cksum partial}'

describe('doubts', () => {
  test('name every rule once, and every doubt takes something away from some rule', () => {
    const ids = [...ALL_RULES, ...ALL_CAPTURE_RULES, ...ALL_GROUP_RULES].map(({ id }) => id)
    assert.deepEqual(Object.keys(RELIES_ON).sort(), [...ids].sort())
    for (const doubt of DOUBTS)
      assert.ok(
        ids.some((id) => doubtsAbout(id, [doubt]).length > 0),
        doubt,
      )
  })

  test('lower a certainty by one step, however many they are', () => {
    assert.equal(lowered('proven', []), 'proven')
    assert.equal(lowered('proven', ['clock']), 'likely')
    assert.equal(lowered('proven', ['clock', 'missed']), 'likely')
    assert.equal(lowered('likely', ['clock']), 'possible')
    assert.equal(lowered('possible', ['clock']), 'possible')
  })

  test('leave a good capture alone', () => {
    for (const { doubts } of diagnosed(EXCHANGE + ABORT)) assert.deepEqual(doubts, [])
    assert.deepEqual(said(EXCHANGE + ABORT, 'rst-abort'), { certainty: 'proven', doubts: [] })
  })

  test('an acknowledgment in front of its data: the order of the directions is not that of the wire', () => {
    const text = `${HANDSHAKE}
 +  1 ms  client > server  P.  1:6(5)   ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 20 ms  server > client  .   1:1(0)   ack 6 win 509 <TS val 9021 ecr 1021> {ttl 57}
 +  5 ms  client > server  .   6:6(0)   ack 11 win 502 <TS val 1046 ecr 9026> {cksum partial}
 +  1 ms  server > client  P.  1:11(10) ack 6 win 509 <TS val 9026 ecr 1021> {ttl 57}
${ABORT}`
    assert.deepEqual(said(text, 'rst-abort'), { certainty: 'likely', doubts: ['misordered'] })
    assert.deepEqual(
      diagnosed(text).map(({ rule }) => rule.id),
      ['rst-abort', 'capture-misordered', 'checksum-offload'],
    )
  })

  test('missed packets: silence proves less', () => {
    const answer = (from: number) => `${HANDSHAKE}
 +    1 ms  client > server  P.  1:6(5)   ack 1 win 502
 +   20 ms  server > client  .   1:1(0)   ack 6 win 509 {ttl 57}
 +    5 ms  server > client  P.  ${from}:21(${21 - from}) ack 6 win 509 {ttl 57}
 +    0 ms  client > server  .   6:6(0)   ack 21 win 502
 + 1000 ms  client > server  F.  6:6(0)   ack 21 win 502
 +   20 ms  server > client  .   21:21(0) ack 7 win 502 {ttl 57}`
    const whole = said(answer(1), 'half-closed-unfinished')
    assert.deepEqual(whole.doubts, [])
    assert.deepEqual(said(answer(11), 'half-closed-unfinished'), { certainty: 'possible', doubts: ['missed'] })
    assert.deepEqual(
      diagnosed(answer(11)).map(({ rule }) => rule.id),
      ['half-closed-unfinished', 'capture-incomplete', 'checksum-offload'],
    )
  })

  test('an opening that is not in the capture: who was slow is a guess', () => {
    const rest = `
 +   1 ms  client > server  P.  1:6(5)   ack 1 win 502
 +   1 ms  server > client  .   1:1(0)   ack 6 win 509 {ttl 57}
 + 500 ms  server > client  P.  1:11(10) ack 6 win 509 {ttl 57}
 +   0 ms  client > server  .   6:6(0)   ack 11 win 502`
    assert.deepEqual(said(HANDSHAKE + rest, 'slow-server').doubts, [])
    assert.deepEqual(said(rest, 'slow-server'), { certainty: 'possible', doubts: ['mid-stream'] })
  })

  test('only one direction: nothing is said of what the other did not do', () => {
    const text = `
     0 ms  client > server  S   0:0(0) win 64240 <mss 1460>
 +  20 ms  client > server  .   1:1(0) ack 1 win 502
 +   1 ms  client > server  P.  1:6(5) ack 1 win 502
 + 900 ms  client > server  .   6:6(0) ack 11 win 502`
    assert.deepEqual(
      diagnosed(text).map(({ rule }) => rule.id),
      ['capture-one-way'],
    )
  })

  test('packets that are there twice: a second copy proves no loss', () => {
    const once = `
     0 ms  client > server  S   0:0(0)  win 64240 <mss 1460> {id 1}
 +  20 ms  server > client  S.  0:0(0)  ack 1 win 65160 <mss 1460> {ttl 57,id 1}
 +   1 ms  client > server  .   1:1(0)  ack 1 win 502 {id 2}
 +   1 ms  client > server  P.  1:6(5)  ack 1 win 502 {id 3}
 +  20 ms  server > client  .   1:1(0)  ack 6 win 509 {ttl 57,id 2}
 +   1 ms  client > server  P.  6:11(5) ack 1 win 502 {id 4}
 +  20 ms  server > client  .   1:1(0)  ack 11 win 509 {ttl 57,id 3}`
    assert.deepEqual(
      diagnosed(twice(once)).map(({ rule }) => rule.id),
      ['duplicate-capture', 'open-established-at-end'],
    )
  })
})
