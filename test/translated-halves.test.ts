/** A connection that is in the capture before and after its addresses were translated: two connections that know of each other. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { explainBytes } from '../src/core/report/explain-bytes.ts'
import { pcapOf, pcapRecords } from './pcap-records.ts'

const SOURCE_AT = 26
const TARGET_AT = 30
/** Ethernet, IPv4, and TCP with timestamps: what is left of a packet whose checksum nobody can compute any more. */
const HEADERS_BYTES = 74
const BACKEND = [10, 20, 30, 40]

const RECORDS = pcapRecords(readFileSync('samples/half-close-data.client.pcap'))

/** Every packet, and behind it the one that the translator made of it: with the backend's address in place of the server's. */
function translated(): Uint8Array {
  const client = String(RECORDS.packets[0].data.slice(SOURCE_AT, SOURCE_AT + 4))
  const packets = RECORDS.packets.flatMap((packet) => {
    const head = { ...packet, data: packet.data.slice(0, HEADERS_BYTES) }
    const data = head.data.slice()
    const isFromClient = String(data.slice(SOURCE_AT, SOURCE_AT + 4)) === client
    data.set(BACKEND, isFromClient ? TARGET_AT : SOURCE_AT)
    const other = { ...head, data }
    return isFromClient ? [head, other] : [other, head]
  })
  return pcapOf({ ...RECORDS, packets })
}

test('the two halves of a translated connection name each other', () => {
  const { connections } = explainBytes(translated())
  assert.deepEqual(
    connections.map(({ id, otherHalf }) => [id, otherHalf]),
    [
      [0, 1],
      [1, 0],
    ],
  )
  for (const { verdict, findings } of connections) {
    assert.equal(verdict.id, 'half-close-data')
    assert.ok(findings.some(({ id }) => id === 'nat-both-sides'))
  }
  assert.match(connections[0].findings.find(({ id }) => id === 'nat-both-sides')?.summary.en ?? '', /10\.20\.30\.40/)
})

test('a connection that is there once has no other half', () => {
  const [connection] = explainBytes(pcapOf(RECORDS)).connections
  assert.equal(connection.otherHalf, undefined)
})
