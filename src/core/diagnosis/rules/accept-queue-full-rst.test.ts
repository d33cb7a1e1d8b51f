/** Tests of `accept-queue-full-rst`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const NO_ROOM = `
     0 ms  client > server  S   0:0(0)           <mss 1460,TS val 1 ecr 0>
  + 50 ms  server > client  S.  0:0(0)   ack 1   <mss 1460,TS val 9 ecr 1>
  + 20 us  client > server  .   1:1(0)   ack 1   <TS val 51 ecr 9>
  + 50 us  client > server  P.  1:10(9)  ack 1   <TS val 51 ecr 9>
  + 50 ms  server > client  R   1:1(0)   win 0
  + 60 us  server > client  R   1:1(0)   win 0   {id 1}
`

test('two bare RSTs, one for the ACK and one for the request', () => {
  const { id, finding } = verdictOf(NO_ROOM)
  assert.equal(id, 'accept-queue-full-rst')
  assert.equal(finding.blame, 'server')
  assert.deepEqual(finding.evidence[1], { point: 'reset', packets: [5, 6] })
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(NO_ROOM, drawing).id, 'accept-queue-full-rst', name)
  assert.equal(verdictOf(NO_ROOM, { ipVersion: 6 }).id, 'accept-queue-full-rst')
})

test('not: a program that had accepted sends RST with ACK', () => {
  assert.equal(
    verdictOf(NO_ROOM.split('\n').slice(0, 5).join('\n') + '\n + 30 ms server > client R. 1:1(0) ack 10 win 502 <TS val 99 ecr 51>').id,
    'rst-after-handshake',
  )
})

test('nearly: the server had repeated its SYN-ACK before', () => {
  assert.ok(
    !verdictOf(
      NO_ROOM.replace(
        '  + 50 us  client > server  P.',
        '  1060 ms  server > client  S.  0:0(0)   ack 1   <mss 1460,TS val 1010 ecr 1>\n  + 50 us  client > server  P.',
      ),
    ).all.has('accept-queue-full-rst'),
  )
})
