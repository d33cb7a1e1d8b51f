/** Tests of `request-unacknowledged`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const SILENT = `
     0 ms  client > server  S   0:0(0)   {ttl 64}
  + 40 ms  server > client  S.  0:0(0)   ack 1 {ttl 61}
  + 20 us  client > server  .   1:1(0)   ack 1 {ttl 64}
  +  1 ms  client > server  P.  1:10(9)  ack 1 {ttl 64}
   330 ms  client > server  P.  1:10(9)  ack 1 {ttl 64}
   620 ms  client > server  P.  1:10(9)  ack 1 {ttl 64}
  1200 ms  client > server  P.  1:10(9)  ack 1 {ttl 64}
`

test('a complete handshake, and the request again and again', () => {
  const { id, finding } = verdictOf(SILENT)
  assert.equal(id, 'request-unacknowledged')
  assert.equal(finding.values['requests'], 4)
  assert.deepEqual(finding.evidence[1], { point: 'request', packets: [4, 5, 6, 7] })
  assert.ok(finding.alternatives.includes('accept-queue-full'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(SILENT, drawing).id, 'request-unacknowledged', name)
  assert.equal(verdictOf(SILENT, { ipVersion: 6 }).id, 'request-unacknowledged')
})

test('not: at the server it is known that the request arrives', () => {
  assert.equal(
    verdictOf(
      SILENT.replaceAll('ttl 64', 'ttl 60').replaceAll('ttl 61', 'ttl 64').replace('+ 40 ms', '+ 30 us').replace('+ 20 us', '+ 40 ms'),
    ).id,
    'accept-queue-full',
  )
})

test('nearly: repeated once, then the capture ends', () => {
  assert.ok(!verdictOf(SILENT.split('\n').slice(0, 6).join('\n')).all.has('request-unacknowledged'))
})

test('nearly: acknowledged at last', () => {
  assert.ok(!verdictOf(`${SILENT}\n + 40 ms server > client . 1:1(0) ack 10 {ttl 61}`).all.has('request-unacknowledged'))
})
