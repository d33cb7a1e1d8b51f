/** Tests of copying packets into a pcapng file: the file has the interfaces of the input that packets came by, and what is known of each. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'
import { LINK_TYPE } from './link-type.ts'
import { PcapngCopy } from './pcapng-copy.ts'
import { PcapngWriter } from './pcapng-writer.ts'
import { PacketRecord } from './record.ts'

function fileOf(write: (sink: (bytes: Uint8Array) => void) => void): Uint8Array {
  const pieces: Uint8Array[] = []
  write((bytes) => pieces.push(bytes.slice()))
  return concatenate(...pieces)
}

test('interfaces that packets came by are in the copy, with name, limit and drops', () => {
  const record = new PacketRecord()
  const original = fileOf((sink) => {
    const writer = new PcapngWriter(sink)
    writer.addInterface({ linkType: LINK_TYPE.raw, name: 'silent0' })
    writer.addInterface({ linkType: LINK_TYPE.ethernet, name: 'eth0', snaplen: 96 })
    writer.addInterface({ linkType: LINK_TYPE.raw, name: 'tun0' })
    for (const [index, length] of [2, 1, 2].map((each, i) => [each, 40 + i] as const)) {
      Object.assign(record, { bytes: someBytes(length), capLen: length, wireLen: length, timeNs: length })
      writer.write(record, 5n, index)
    }
    writer.writeDropped(1, 17)
  })
  const { records, info } = readRecords(original)
  info.hostNames.set('192.0.2.1', 'server.example')
  const copied = fileOf((sink) => {
    const copy = new PcapngCopy(sink)
    copy.writeNames(info)
    for (const { data, ...facts } of records) {
      copy.write(Object.assign(new PacketRecord(), facts, { bytes: data, capLen: data.length }), info)
    }
    copy.writeDropped(info)
  })
  const again = readRecords(copied)
  assert.deepEqual(again.codes, [])
  assert.deepEqual(
    again.records.map(({ data, timeNs, linkType, interfaceIndex }) => [data.length, timeNs, linkType, interfaceIndex]),
    [
      [40, 0, LINK_TYPE.raw, 0],
      [41, 1, LINK_TYPE.ethernet, 1],
      [42, 2, LINK_TYPE.raw, 0],
    ],
  )
  assert.equal(again.info.startNs, 45n)
  assert.deepEqual(
    again.info.interfaces.map(({ name, snaplen, dropped }) => [name, snaplen, dropped]),
    [
      ['tun0', 0, undefined],
      ['eth0', 96, 17],
    ],
  )
  assert.ok(Buffer.from(copied).includes('server.example'))
})
