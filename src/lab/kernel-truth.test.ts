/** The kernel's events of a scenario: its sockets' lives, and the events of others left out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KernelEvent } from './kernel-log.ts'
import { KernelWitness } from './kernel-truth.ts'
import type { Network } from './network.ts'

const NETWORK: Network = {
  namespaces: new Map(),
  addresses: new Map(),
  hostOfAddress: new Map([
    ['10.0.0.1', 'client'],
    ['10.0.1.2', 'server'],
  ]),
  devices: new Map(),
  hostOfDevice: new Map([['s1x0e1', 'server']]),
  paths: [],
}

function event(name: string, localPort: number, fields: Readonly<Record<string, string>>, local = '10.0.0.1'): KernelEvent {
  return { timeMs: 0, name, local, localPort, remote: '10.0.1.2', remotePort: 80, fields }
}

function state(localPort: number, oldstate: string, newstate: string, local?: string): KernelEvent {
  return event('inet_sock_set_state', localPort, { oldstate: `TCP_${oldstate}`, newstate: `TCP_${newstate}` }, local)
}

test('a socket that connects has no port at first, and a port that is used again is another socket', () => {
  const witness = new KernelWitness(NETWORK)
  witness.take(state(0, 'CLOSE', 'SYN_SENT'))
  witness.take(state(500, 'SYN_SENT', 'ESTABLISHED'))
  witness.take(state(500, 'ESTABLISHED', 'CLOSE'))
  witness.take(state(0, 'CLOSE', 'SYN_SENT'))
  witness.take(state(500, 'SYN_SENT', 'CLOSE'))
  witness.take(state(500, 'CLOSE', 'SYN_SENT', '192.0.2.7'))
  const { sockets } = witness.truth()
  assert.deepEqual(
    sockets.map(({ local, path }) => `${local} ${path.join(' > ')}`),
    ['10.0.0.1:500 CLOSE > SYN_SENT > ESTABLISHED > CLOSE', '10.0.0.1:500 CLOSE > SYN_SENT > CLOSE'],
  )
})

test('retransmissions that were not sent do not count, SYNs count apart, drops need a device of the scenario', () => {
  const witness = new KernelWitness(NETWORK)
  witness.take(event('tcp_retransmit_skb', 500, { state: 'TCP_SYN_SENT', err: '0' }))
  witness.take(event('tcp_retransmit_skb', 500, { state: 'TCP_ESTABLISHED', err: '0' }))
  witness.take(event('tcp_retransmit_skb', 500, { state: 'TCP_ESTABLISHED', err: '-1' }))
  witness.take(event('kfree_skb', 0, { device: 's1x0e1', reason: 'NETFILTER_DROP' }))
  witness.take(event('kfree_skb', 0, { device: 'eth0', reason: 'NETFILTER_DROP' }))
  const { retransmissions, synRetransmissions, drops } = witness.truth()
  assert.deepEqual([retransmissions[0]?.count, synRetransmissions[0]?.count], [1, 1])
  assert.deepEqual(drops, [{ host: 'server', reason: 'NETFILTER_DROP', count: 1 }])
})
