/** Tests of `reject-icmp`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const REFUSED = `
     0 ms  client > server  S  0:0(0)
   + 1 ms  server > client  icmp 3/3 quotes client 0
`

test('the host itself refuses', () => {
  const { id, finding, findings } = verdictOf(REFUSED)
  assert.equal(id, 'reject-icmp')
  assert.deepEqual(findings, [])
  assert.equal(finding.certainty, 'proven')
  assert.equal(finding.blame, 'server')
  assert.deepEqual(finding.values, {
    version: 4,
    type: 3,
    code: 3,
    source: '10.0.0.2',
    fromServer: 1,
    error: 'ECONNREFUSED',
    afterNs: 1e6,
    syns: 1,
    errors: 1,
  })
  assert.deepEqual(finding.evidence[1], { point: 'refused', packets: [2] })
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(REFUSED, drawing).id, 'reject-icmp', name)
})

test('a router refuses, and the client asks once more', () => {
  const { finding } = verdictOf(`
       0 ms  client > server      S  0:0(0)
     + 1 ms  10.0.0.254 > client  icmp 3/10 quotes client 0
       1 s   client > server      S  0:0(0)
     + 1 ms  10.0.0.254 > client  icmp 3/10 quotes client 0
  `)
  assert.equal(finding.blame, 'path')
  assert.equal(finding.values['source'], '10.0.0.254')
  assert.equal(finding.values['error'], 'EHOSTUNREACH')
  assert.deepEqual(
    finding.evidence.map((evidence) => evidence.point),
    ['asked', 'refused', 'asked-again'],
  )
})

test('every code has the error that a program sees', () => {
  const errorOf = (message: string, ipVersion: 4 | 6) =>
    verdictOf(`0 ms client > server S 0:0(0)\n 1 ms 10.0.0.254 > client icmp ${message} quotes client 0`, { ipVersion }).finding.values[
      'error'
    ]
  assert.deepEqual(
    ['3/0', '3/1', '3/2', '3/9', '3/13', '12/0'].map((code) => errorOf(code, 4)),
    ['ENETUNREACH', 'EHOSTUNREACH', 'ENOPROTOOPT', 'ENETUNREACH', 'EHOSTUNREACH', 'EPROTO'],
  )
  assert.deepEqual(
    ['1/0', '1/1', '1/3', '1/4', '1/5', '1/6'].map((code) => errorOf(code, 6)),
    ['ENETUNREACH', 'EACCES', 'EHOSTUNREACH', 'ECONNREFUSED', 'EACCES', 'EACCES'],
  )
})

test('an error without times still refuses', () => {
  assert.equal(verdictOf(REFUSED, { unknown: ['time', 'ttl'] }).id, 'reject-icmp')
})

test('not: "fragmentation needed" asks for smaller packets, it does not refuse', () => {
  assert.equal(verdictOf('0 ms client > server S 0:0(0)\n 1 ms 10.0.0.254 > client icmp 3/4 mtu 1400 quotes client 0').id, 'lone-syn')
  assert.equal(
    verdictOf('0 ms client > server S 0:0(0)\n 1 ms 10.0.0.254 > client icmp 2/0 mtu 1280 quotes client 0', { ipVersion: 6 }).id,
    'lone-syn',
  )
})

test('nearly: the connection came up all the same', () => {
  const { all } = verdictOf(`
       0 ms  client > server      S   0:0(0)
     + 1 ms  10.0.0.254 > client  icmp 3/1 quotes client 0
       1 s   client > server      S   0:0(0)
     + 1 ms  server > client      S.  0:0(0)  ack 1
     + 1 ms  client > server      .   1:1(0)  ack 1
  `)
  assert.ok(!all.has('reject-icmp'))
})

test('nearly: an error about data of an open connection', () => {
  const { all } = verdictOf(`
       0 ms  client > server      S   0:0(0)
     + 1 ms  server > client      S.  0:0(0)  ack 1
     + 1 ms  client > server      .   1:1(0)  ack 1
     + 1 ms  client > server      P.  1:9(8)  ack 1
     + 1 ms  10.0.0.254 > client  icmp 3/13 quotes client 1
  `)
  assert.ok(!all.has('reject-icmp'))
})
