/** ARP packets, decoded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decoded, ethernet, hex } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { destinationText, formatIpv4, sourceText } from './address-text.ts'
import { KIND, type Packet } from './packet.ts'

const REQUEST = '0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000063'

function arp(text: string): Packet {
  return decoded(LINK_TYPE.ethernet, ethernet(0x0806, hex(text)))
}

test('requests and replies', () => {
  for (const operation of [1, 2]) {
    const packet = arp(REQUEST.replace('04 0001', `04 000${operation}`))
    assert.deepEqual([packet.kind, packet.neighbourOperation, packet.ipVersion], [KIND.neighbour, operation, 4])
    assert.deepEqual(
      [sourceText(packet), destinationText(packet), formatIpv4(packet.neighbourTarget)],
      ['10.0.0.1', '10.0.0.99', '10.0.0.99'],
    )
    assert.equal(packet.view.getInt32(packet.neighbourTargetOffset), packet.neighbourTarget)
  }
})

test('hardware addresses of any length', () => {
  const packet = arp('0020 0800 02 04 0001 0102 0a000001 0000 0a000063')
  assert.deepEqual([packet.kind, sourceText(packet), destinationText(packet)], [KIND.neighbour, '10.0.0.1', '10.0.0.99'])
})

test('what is not about IPv4, or too short, is only named', () => {
  for (const text of [
    REQUEST.replace('0800', '86dd'),
    REQUEST.replace('06 04', '06 10'),
    REQUEST.replace('04 0001', '04 0003'),
    REQUEST.slice(0, -2),
    '0001',
  ]) {
    assert.deepEqual([arp(text).kind, arp(text).otherName], [KIND.other, 'arp'], text)
  }
})
