/** Tests of `reject-tcp-reset`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

test('the RST has TOS 0 although the SYN had one', () => {
  const cleared = `
       0 ms  client > server  S   0:0(0)  {tos 72}
    + 20 ms  server > client  R.  0:0(0)  ack 1 win 0  {tos 0}
  `
  const { id, finding } = verdictOf(cleared)
  assert.equal(id, 'reject-tcp-reset')
  assert.equal(finding.certainty, 'likely')
  assert.equal(finding.values['sign'], 'tos')
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(cleared, drawing).id, 'reject-tcp-reset', name)
})

test('the IPv6 RST has no flow label', () => {
  assert.equal(
    verdictOf('0 ms client > server S 0:0(0) {flow 17}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {ttl 63}', { ipVersion: 6 }).id,
    'reject-tcp-reset',
  )
})

test('the IPv4 RST left its checksum to the card', () => {
  const { id, finding } = verdictOf(
    '0 ms client > server S 0:0(0) {ttl 61}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {ttl 64,cksum partial}',
  )
  assert.equal(id, 'reject-tcp-reset')
  assert.equal(finding.values['sign'], 'checksum')
  assert.equal(finding.blame, 'server')
})

test('nearly: for IPv6 the kernel leaves it to the card', () => {
  const { id } = verdictOf('0 ms client > server S 0:0(0)\n 1 ms server > client R. 0:0(0) ack 1 win 0 {flow 99,cksum partial}', {
    ipVersion: 6,
  })
  assert.equal(id, 'refused-port-closed')
})

test('nearly: a TOS that the text does not show', () => {
  const drawing = { unknown: ['tos', 'checksum', 'flowLabel'] as const }
  assert.equal(
    verdictOf('0 ms client > server S 0:0(0) {tos 72}\n 1 ms server > client R. 0:0(0) ack 1 win 0', drawing).id,
    'refused-by-rst',
  )
})

test('not: systems that copy no TOS show it by their IP ID', () => {
  assert.equal(
    verdictOf('0 ms client > server S 0:0(0) {tos 72}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {id 77,ttl 127}').id,
    'refused-by-rst',
  )
})
