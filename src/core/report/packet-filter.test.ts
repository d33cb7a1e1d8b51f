/** The filter of a report: any link type, faults per link type, and numbers of packets that stay. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ethernet, ipv4, join, tcp } from '../../../test/packet-bytes.ts'
import { LINK_TYPE } from '../capture/link-type.ts'
import { PacketRecord } from '../capture/record.ts'
import { PacketFilter } from './packet-filter.ts'

function record(linkType: number, bytes: Uint8Array): PacketRecord {
  const result = new PacketRecord()
  result.bytes = bytes
  result.capLen = result.wireLen = bytes.length
  result.linkType = linkType
  return result
}

const ETHERNET = record(LINK_TYPE.ethernet, ethernet(0x0800, ipv4(tcp())))
const RAW = record(LINK_TYPE.raw, ipv4(tcp()))
const COOKED = record(LINK_TYPE.linuxSll, join([0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0], ipv4(tcp())))

test('a packet filter is compiled for every link type that comes', () => {
  const filter = new PacketFilter('dst port 80', {})
  assert.ok(!filter.hasMatched)
  for (const each of [ETHERNET, RAW, COOKED, ETHERNET]) assert.ok(filter.accepts(each))
  assert.ok(filter.hasMatched)
  assert.deepEqual(filter.faults, [])
})

test('a BSD loopback header may have either byte order', () => {
  const filter = new PacketFilter('ip and port 80', {})
  for (const header of [
    [2, 0, 0, 0],
    [0, 0, 0, 2],
  ])
    assert.ok(filter.accepts(record(LINK_TYPE.null, join(header, ipv4(tcp())))))
  assert.ok(!filter.accepts(record(LINK_TYPE.null, join([7, 0, 0, 0], ipv4(tcp())))))
})

test('where an expression means nothing for a link type, its packets are left out and the fault is kept', () => {
  const filter = new PacketFilter('outbound', {})
  assert.deepEqual(
    [ETHERNET, COOKED, ETHERNET].map((each) => filter.accepts(each)),
    [false, true, false],
  )
  assert.deepEqual(
    filter.faults.map(({ linkType, error }) => [linkType, error.kind]),
    [[LINK_TYPE.ethernet, 'meaning']],
  )
})

test('how an expression is written is checked without a packet', () => {
  assert.equal(new PacketFilter('tcp prot 80', {}).faultFor(LINK_TYPE.ethernet)?.kind, 'syntax')
  assert.equal(new PacketFilter('tcp port 80', {}).faultFor(LINK_TYPE.ethernet), undefined)
})
