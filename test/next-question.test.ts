/** The next best question: of what is left open, the one observation that separates it, in front of all other steps. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { explainBytes } from '../src/core/report/explain-bytes.ts'

test('a verdict that leaves others open names the observation that separates them, as a command with its filter', () => {
  const { verdict } = explainBytes(readFileSync('samples/syn-no-answer.client.pcap'))
  assert.ok(verdict !== null)
  const [first, ...others] = verdict.next
  assert.deepEqual(first.separates, ['syn-no-answer', ...verdict.alternatives.map(({ id }) => id)])
  assert.equal(first.where, 'server')
  assert.match(first.command, /^tcpdump .*'.*tcp port \d+ or icmp or icmp6'$/)
  for (const { separates } of others) assert.deepEqual(separates, [])
})

test('it stands in front of the other steps, wherever the rule has it', () => {
  const { verdict } = explainBytes(readFileSync('samples/refused-port-closed.client.pcap'))
  assert.equal(verdict?.id, 'refused-by-rst')
  assert.deepEqual(verdict.next[0]?.separates, ['refused-by-rst', 'refused-port-closed', 'reject-tcp-reset'])
  assert.match(verdict.next[0].command, /^hping3|^nping/)
})

test('where nothing is left open, no question is asked', () => {
  const { connections } = explainBytes(readFileSync('samples/close-4way.client.pcap'))
  assert.ok(connections[0].verdict.next.every(({ separates }) => separates.length === 0))
})
