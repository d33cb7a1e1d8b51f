/** Tests of `lone-syn`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf, verdictsOf } from './drawn-verdict.ts'

const ALONE = '0 ms client > server S 0:0(0) win 64240 <mss 1460>'

test('one SYN, and the capture goes on without a repeat', () => {
  const [verdict] = verdictsOf(`
    ${ALONE}
    5 s  10.0.0.7 > 10.0.0.8  S  0:0(0)
  `)
  assert.equal(verdict?.id, 'lone-syn')
  assert.equal(verdict.finding.certainty, 'likely')
  assert.equal(verdict.finding.evidence[0].point, 'stopped')
  assert.equal(verdict.finding.values['silenceAfterNs'], 5e9)
})

test('one SYN at the end of the capture', () => {
  const { id, finding } = verdictOf(ALONE)
  assert.equal(id, 'lone-syn')
  assert.equal(finding.certainty, 'possible')
  assert.equal(finding.evidence[0].point, 'alone')
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(ALONE, drawing).id, 'lone-syn', name)
  assert.equal(verdictOf(ALONE, { unknown: ['time', 'ttl'] }).finding.evidence[0].point, 'alone')
})

test('nearly: a second SYN', () => {
  assert.equal(verdictOf(`${ALONE}\n 1 s client > server S 0:0(0) win 64240 <mss 1460>`).id, 'syn-no-answer')
})

test('not when an ICMP error says why', () => {
  assert.equal(verdictOf(`${ALONE}\n 10 ms 10.0.0.254 > client icmp 3/13 quotes client 0`).id, 'reject-icmp')
})

test('not when the client goes on: then only the answers are missing', () => {
  assert.equal(verdictOf(`${ALONE}\n 20 ms client > server . 1:1(0) ack 1`).id, 'capture-one-way')
})
