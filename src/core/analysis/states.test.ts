/** The states of both ends, drawn case by case. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { connectionsOf } from '../diagnosis/rules/drawn-verdict.ts'
import { type StatePath, statesOf } from './states.ts'

const OPENING = `
    0 ms  client > server  S   0:0(0)        win 64240
 + 20 ms  server > client  S.  0:0(0)  ack 1 win 65160
 +  0 ms  client > server  .   1:1(0)  ack 1
`

function paths(drawing: string): { readonly client: string; readonly server: string } {
  const [states] = connectionsOf(drawing, {}, statesOf)
  assert.ok(states !== undefined)
  return { client: say(states.client), server: say(states.server) }
}

function say(path: StatePath): string {
  return path.map((step) => `${step.state}${step.packet === null ? '' : ` ${step.packet}`}${step.inferred === true ? '?' : ''}`).join(', ')
}

describe('statesOf', () => {
  test('takes the client at its ACK, and the server only at a packet of its own', () => {
    assert.deepEqual(paths(OPENING), { client: 'SYN-SENT 1, ESTABLISHED 3', server: 'LISTEN?, SYN-RECEIVED 2, ESTABLISHED 3?' })
    assert.equal(
      paths(`${OPENING}
      + 1 ms client > server P. 1:6(5) ack 1
      + 1 ms server > client .  1:1(0) ack 6
    `).server,
      'LISTEN?, SYN-RECEIVED 2, ESTABLISHED 5',
    )
  })

  test('follows a close in four segments', () => {
    assert.deepEqual(
      paths(`${OPENING}
      + 1 ms  client > server F. 1:1(0) ack 1
      + 20 ms server > client .  1:1(0) ack 2
      + 1 s   server > client F. 1:1(0) ack 2
      + 0 ms  client > server .  2:2(0) ack 2
    `),
      {
        client: 'SYN-SENT 1, ESTABLISHED 3, FIN-WAIT-1 4, FIN-WAIT-2 5, TIME-WAIT 7',
        server: 'LISTEN?, SYN-RECEIVED 2, ESTABLISHED 5, CLOSE-WAIT 5, LAST-ACK 6, CLOSED 7',
      },
    )
  })

  test('passes through FIN-WAIT-2 and CLOSE-WAIT in a close of three segments', () => {
    assert.deepEqual(
      paths(`${OPENING}
      + 1 ms  server > client F. 1:1(0) ack 1
      + 20 ms client > server F. 1:1(0) ack 2
      + 1 ms  server > client .  2:2(0) ack 2
    `),
      {
        client: 'SYN-SENT 1, ESTABLISHED 3, CLOSE-WAIT 5, LAST-ACK 5, CLOSED 6',
        server: 'LISTEN?, SYN-RECEIVED 2, ESTABLISHED 4, FIN-WAIT-1 4, FIN-WAIT-2 5, TIME-WAIT 6',
      },
    )
  })

  test('knows CLOSING of a simultaneous close', () => {
    assert.deepEqual(
      paths(`${OPENING}
      + 1 ms  client > server F. 1:1(0) ack 1
      + 5 ms  server > client F. 1:1(0) ack 1
      + 0 ms  client > server .  2:2(0) ack 2
      + 5 ms  server > client .  2:2(0) ack 2
    `),
      {
        client: 'SYN-SENT 1, ESTABLISHED 3, FIN-WAIT-1 4, CLOSING 6, TIME-WAIT 7',
        server: 'LISTEN?, SYN-RECEIVED 2, ESTABLISHED 5, FIN-WAIT-1 5, CLOSING 7, TIME-WAIT 7',
      },
    )
  })

  test('ends both with a RST, and a forged sender not', () => {
    assert.deepEqual(
      paths(`${OPENING}
      + 1 ms  server > client R. 1:1(0) ack 1
    `),
      { client: 'SYN-SENT 1, ESTABLISHED 3, CLOSED 4', server: 'LISTEN?, SYN-RECEIVED 2, ESTABLISHED 3?, CLOSED 4' },
    )
    assert.equal(
      paths(`${OPENING}
      + 1 ms  server > client R  1:1(0) {ttl 90}
      + 20 ms server > client .  1:1(0) ack 1
    `).server,
      'LISTEN?, SYN-RECEIVED 2, ESTABLISHED 5',
    )
  })

  test('closes a refused client, and sends a passive opener back to LISTEN', () => {
    assert.deepEqual(
      paths(`
      0 ms   client > server S 0:0(0) win 64240
      + 1 ms server > client R. 0:0(0) ack 1 {id 0}
    `).client,
      'SYN-SENT 1, CLOSED 2',
    )
    assert.equal(
      paths(`
      0 ms   client > server S  0:0(0) win 64240
      + 1 ms server > client S. 0:0(0) ack 1 win 65160
      + 1 ms client > server R  1:1(0) {id 0}
    `).server,
      'LISTEN?, SYN-RECEIVED 2, LISTEN 3',
    )
  })

  test('closes a client at the ICMP error behind its last SYN, not at one that it outlived', () => {
    const request = `
      0 ms   client > server S 0:0(0) win 64240
      + 1 ms 10.0.0.254 > client icmp 3/13 quotes client 0
    `
    assert.equal(paths(request).client, 'SYN-SENT 1, CLOSED 2')
    assert.equal(paths(`${request}\n + 1 s client > server S 0:0(0) win 64240`).client, 'SYN-SENT 1')
    assert.equal(
      paths(`
      0 ms   client > server S 0:0(0) win 64240
      + 1 ms 10.0.0.254 > client icmp 3/4 mtu 1400 quotes client 0
    `).client,
      'SYN-SENT 1',
    )
  })

  test('begins in ESTABLISHED when the opening is missing', () => {
    assert.deepEqual(
      paths(`
      0 ms   client > server P. 1:6(5) ack 1
      + 1 ms server > client .  1:1(0) ack 6
      + 1 ms client > server F. 6:6(0) ack 1
    `),
      { client: 'ESTABLISHED 1, FIN-WAIT-1 3', server: 'ESTABLISHED 2' },
    )
  })
})
