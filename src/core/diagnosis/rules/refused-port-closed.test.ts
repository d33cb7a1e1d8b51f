/** Tests of `refused-port-closed`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

test("the RST carries the SYN's TOS", () => {
  const copied = `
       0 ms  client > server  S   0:0(0)  {tos 72}
    + 20 ms  server > client  R.  0:0(0)  ack 1 win 0  {tos 72}
  `
  const { id, finding } = verdictOf(copied)
  assert.equal(id, 'refused-port-closed')
  assert.equal(finding.values['sign'], 'tos')
  assert.equal(finding.blame, 'server')
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(copied, drawing).id, 'refused-port-closed', name)
})

test('the IPv6 RST has a flow label', () => {
  const { id, finding } = verdictOf('0 ms client > server S 0:0(0) {flow 17}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {flow 4711}', {
    ipVersion: 6,
  })
  assert.equal(id, 'refused-port-closed')
  assert.equal(finding.values['sign'], 'flow-label')
})

test('at the server the kernel sums its own IPv4 RST', () => {
  const atServer = '0 ms client > server S 0:0(0) {ttl 63,cksum partial}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {ttl 64,cksum ok}'
  const { id, finding } = verdictOf(atServer)
  assert.equal(id, 'refused-port-closed')
  assert.equal(finding.certainty, 'likely')
  assert.deepEqual(finding.alternatives, ['reject-tcp-reset'])
  assert.equal(verdictOf(atServer.replace('ttl 64', 'ttl 128')).id, 'refused-port-closed')
})

test('nearly: a whole sum at the client tells nothing, all sums are whole there', () => {
  assert.equal(
    verdictOf('0 ms client > server S 0:0(0) {ttl 64}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {ttl 61,cksum ok}').id,
    'refused-by-rst',
  )
})

test('nearly: at a server that leaves no sums to its card, both are whole', () => {
  assert.equal(
    verdictOf('0 ms client > server S 0:0(0) {ttl 61,cksum ok}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {ttl 64,cksum ok}').id,
    'refused-by-rst',
  )
})

test('nearly: a TOS of 0 is copied by both', () => {
  assert.equal(verdictOf('0 ms client > server S 0:0(0) {tos 0}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {tos 0}').id, 'refused-by-rst')
})

test('not: another system with an IP ID of its own', () => {
  assert.equal(
    verdictOf('0 ms client > server S 0:0(0) {ttl 61}\n 1 ms server > client R. 0:0(0) ack 1 win 0 {ttl 128,id 512,cksum ok}').id,
    'refused-by-rst',
  )
})
