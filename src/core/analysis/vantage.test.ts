/** Tests of the vantage point. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionTracker } from './connection-tracker.ts'
import { type Drawing, drawnPackets } from './drawn-segments.ts'
import { type Vantage, vantageOf } from './vantage.ts'

function vantage(text: string, drawing: Drawing = {}): Vantage | undefined {
  const seen: Vantage[] = []
  const tracker = new ConnectionTracker((c) => seen.push(vantageOf(c)), { seed: 1 })
  for (const packet of drawnPackets(text, drawing)) tracker.packet(packet)
  tracker.end()
  return seen[0]
}

/** A handshake: what is known of the client's packets, of the server's, and when the SYN-ACK and the ACK came. */
function handshake(client: string, server: string, synAckUs = 20_000, ackUs = 50): string {
  return `
    0 us   client > server  S   0:0(0)         {${client}}
    + ${synAckUs} us  server > client  S.  0:0(0)  ack 1  {${server}}
    + ${ackUs} us  client > server  .   1:1(0)  ack 1  {${client}}
  `
}

test('a checksum left to the card was captured at its sender', () => {
  assert.deepEqual(vantage(handshake('ttl 64,cksum partial', 'ttl 61,cksum ok')), { point: 'client-side', reason: 'checksum' })
  assert.deepEqual(vantage(handshake('ttl 61,cksum ok', 'ttl 64,cksum partial', 50, 20_000)), { point: 'server-side', reason: 'checksum' })
  assert.deepEqual(vantage(handshake('ttl 64,cksum partial', 'ttl 64,cksum partial', 50, 50)), {
    point: 'same-machine',
    reason: 'checksum',
  })
})

test('but not when it has come over a router of the same machine', () => {
  assert.deepEqual(vantage(handshake('ttl 64,cksum partial', 'ttl 63,cksum partial', 50, 50)), { point: 'client-side', reason: 'checksum' })
  assert.deepEqual(vantage(handshake('ttl 63,cksum partial', 'ttl 64,cksum partial', 50, 50)), { point: 'server-side', reason: 'checksum' })
  assert.deepEqual(vantage('0 ms client > server S 0:0(0) {ttl 63,cksum partial}'), { point: 'server-side', reason: 'ttl' })
})

test('hops and timing tell where there is no such checksum', () => {
  assert.deepEqual(vantage(handshake('ttl 64', 'ttl 55')), { point: 'client-side', reason: 'ttl' })
  assert.deepEqual(vantage(handshake('ttl 117', 'ttl 64', 50, 20_000)), { point: 'server-side', reason: 'ttl' })
  assert.deepEqual(vantage(handshake('ttl 60', 'ttl 55', 10_000, 10_000)), { point: 'middle', reason: 'ttl' })
  assert.deepEqual(vantage(handshake('ttl 64', 'ttl 64'), { unknown: ['ttl'] }), { point: 'client-side', reason: 'timing' })
})

test('hops against timing tell nothing, nor do times that are missing', () => {
  assert.equal(vantage(handshake('ttl 64', 'ttl 55', 50, 20_000))?.point, 'unknown')
  assert.equal(vantage(handshake('ttl 64', 'ttl 64'), { unknown: ['ttl', 'time'] })?.point, 'unknown')
})

test('the capturing host knows what it sent and what it received', () => {
  assert.deepEqual(vantage(handshake('out', 'in')), { point: 'client-side', reason: 'direction' })
  assert.deepEqual(vantage(handshake('in', 'out', 50, 20_000)), { point: 'server-side', reason: 'direction' })
  assert.deepEqual(vantage('0 ms client > server S 0:0(0) {in}'), { point: 'server-side', reason: 'direction' })
})

test('what came in and went out again, as a router or bridge captures it on all interfaces, was captured in the middle', () => {
  const syn = '0 ms client > server S 0:0(0) {in,id 7}\n + 20 us client > server S 0:0(0) {out,id 7}'
  assert.deepEqual(vantage(syn), { point: 'middle', reason: 'direction' })
  assert.deepEqual(vantage(syn.replace('{in', '{out')), { point: 'client-side', reason: 'direction' })
})

test('a RST whose sum is whole may still be from this machine', () => {
  assert.equal(
    vantage('0 ms client > server S 0:0(0) {cksum partial}\n 60 us server > client R. 0:0(0) ack 1 win 0 {cksum ok}')?.point,
    'unknown',
  )
})

test('on one link the near end answers its neighbour faster', () => {
  const exchange = (serverUs: number, clientUs: number) => `
    0 ms  client > server  S  0:0(0)  {cksum partial}
    1 s   client asks server
    + ${serverUs} us  server tells client
    2 s   server asks client
    + ${clientUs} us  client tells server
    3 s   client > server  S  0:0(0)  {cksum partial}
  `
  assert.deepEqual(vantage(exchange(12, 90)), { point: 'server-side', reason: 'neighbour' })
  assert.deepEqual(vantage(exchange(60, 8)), { point: 'client-side', reason: 'neighbour' })
  assert.deepEqual(vantage(exchange(30, 25)), { point: 'client-side', reason: 'checksum' })
})
