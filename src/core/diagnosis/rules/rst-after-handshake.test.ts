/** Tests of `rst-after-handshake`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const TURNED_AWAY = `
     0 ms  client > server  S   0:0(0)           <mss 1460,TS val 1 ecr 0>
  + 30 ms  server > client  S.  0:0(0)   ack 1   <mss 1460,TS val 9 ecr 1>
  + 20 us  client > server  .   1:1(0)   ack 1   <TS val 31 ecr 9>
  + 31 ms  server > client  R.  1:1(0)   ack 1 win 64 <TS val 40 ecr 31>  {id 5001}
`

test('the server aborts before it says a word', () => {
  const { id, finding } = verdictOf(TURNED_AWAY)
  assert.equal(id, 'rst-after-handshake')
  assert.equal(finding.blame, 'server')
  assert.deepEqual(finding.evidence, [
    { point: 'up', packets: [2, 3] },
    { point: 'reset', packets: [4] },
  ])
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(TURNED_AWAY, drawing).id, 'rst-after-handshake', name)
  assert.equal(verdictOf(TURNED_AWAY, { ipVersion: 6 }).id, 'rst-after-handshake')
})

test('not: the server had answered a request before', () => {
  const { all } = verdictOf(
    TURNED_AWAY.replace(
      '  + 31 ms',
      '  + 20 us  client > server  P.  1:9(8)   ack 1   <TS val 31 ecr 9>\n  + 30 ms  server > client  P.  1:5(4)   ack 9   <TS val 39 ecr 31>\n  + 31 ms',
    ).replace('R.  1:1(0)   ack 1', 'R.  5:5(0)   ack 9'),
  )
  assert.ok(!all.has('rst-after-handshake'))
})

test('nearly: the client aborts', () => {
  const { all } = verdictOf(
    `${TURNED_AWAY.split('\n').slice(0, 4).join('\n')}\n + 31 ms client > server R. 1:1(0) ack 1 win 64 <TS val 62 ecr 9> {id 103}`,
  )
  assert.ok(!all.has('rst-after-handshake'))
})

test('nearly: a bare RST comes from a host without a socket', () => {
  assert.equal(
    verdictOf(TURNED_AWAY.replace('R.  1:1(0)   ack 1 win 64 <TS val 40 ecr 31>  {id 5001}', 'R   1:1(0)   win 0')).id,
    'accept-queue-full-rst',
  )
})
