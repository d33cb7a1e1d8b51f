/** Tests of connections that a text shows as two places saw them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PacketFacts } from './packet-facts.ts'
import { withoutSecondViews } from './second-views.ts'

/** A packet of a listing, told from others by its number; without a stamp it is one that never bears timestamps. */
function packet(listing: number, seq: number, stamp?: number): PacketFacts {
  const options = stamp === undefined ? [] : [{ kind: 8, data: [0, 0, 0, stamp, 0, 0, 0, 0] }]
  return {
    style: 'tcpdump',
    offset: 0,
    block: listing,
    run: 0,
    listing,
    ip: { version: 4, source: 'a', destination: 'b' },
    tcp: { sourcePort: 1, destinationPort: 80, numbering: 'tcpdump', flags: 16, payload: 0, seq, wireSeq: seq, wireAck: 1, options },
  }
}

test('the second view of a connection is left out, with what bears no timestamps', () => {
  const first = [packet(1, 1, 1), packet(1, 2, 2), packet(1, 3)]
  const second = [packet(2, 1, 1), packet(2, 2, 2), packet(2, 3)]
  assert.deepEqual(withoutSecondViews([...first, ...second]), first)
})

test('what another place saw of the same packets, and much more, is kept but for the packets', () => {
  const more = [packet(2, 5, 5), packet(2, 6, 6), packet(2, 7, 7)]
  const both = (listing: number): PacketFacts[] => [packet(listing, 1, 1), packet(listing, 2, 2)]
  assert.deepEqual(withoutSecondViews([...both(1), ...both(2), ...more]), [...both(1), ...more])
})

test('not: a packet twice in one listing, a repetition with its own timestamp, packets without timestamps', () => {
  for (const packets of [
    [packet(1, 1, 1), packet(1, 1, 1)],
    [packet(1, 1, 1), packet(2, 1, 2)],
    [packet(1, 1), packet(2, 1)],
    [packet(1, 1), packet(1, 2), packet(2, 1), packet(2, 2)],
    [packet(1, 1, 1), packet(2, 1, 1), packet(3, 2)],
    // One capture that saw each packet twice, with payload printed between.
    [packet(1, 1, 1), packet(2, 1, 1), packet(3, 2, 2), packet(4, 2, 2)],
  ])
    assert.equal(withoutSecondViews(packets), packets)
})

test('without timestamps, a listing that goes back in time is another view when it has the data of both ends', () => {
  const sent = (listing: number, seconds: number, isAnswer: boolean): PacketFacts => {
    const facts = packet(listing, 7)
    Object.assign(facts.tcp!, { payload: 5 }, isAnswer ? { sourcePort: 80, destinationPort: 1 } : {})
    return { ...facts, ip: isAnswer ? { version: 4, source: 'b', destination: 'a' } : facts.ip, time: { kind: 'day', seconds, nanos: 0 } }
  }
  const first = [sent(1, 10, false), sent(1, 12, true), sent(1, 20, false)]
  assert.deepEqual(withoutSecondViews([...first, sent(2, 11, false), sent(2, 13, true)]), first)
  for (const other of [
    [sent(2, 21, false), sent(2, 22, true)],
    [sent(2, 11, false), sent(2, 13, false)],
  ]) {
    const packets = [...first, ...other]
    assert.equal(withoutSecondViews(packets), packets)
  }
})

test('a packet list that counts from the SYN again', () => {
  const [first, second] = [1, 2].map((listing) => {
    const facts = packet(listing, 0, 1)
    facts.tcp!.numbering = 'relative'
    facts.tcp!.wireSeq = listing
    return facts
  })
  const firstReset = packet(1, 9)
  assert.deepEqual(withoutSecondViews([first, firstReset, second, packet(2, 9)]), [first, firstReset])
})
