/** Tests of the pcapng writer: what it writes, the reader and tshark read. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'
import { LINK_TYPE } from './link-type.ts'
import { PcapngWriter } from './pcapng-writer.ts'
import { PcapngReader } from './pcapng.ts'
import { DIRECTION, PacketRecord } from './record.ts'

const START_NS = 1_700_000_000_000_000_001n

function recordOf(fields: Partial<PacketRecord> & { readonly bytes: Uint8Array }): PacketRecord {
  const record = new PacketRecord()
  Object.assign(record, { capLen: fields.bytes.length, wireLen: fields.bytes.length, timeNs: 0 }, fields)
  return record
}

/** A file that uses all that the writer can. */
function everything(): Uint8Array {
  const pieces: Uint8Array[] = []
  const writer = new PcapngWriter((bytes) => pieces.push(bytes), { application: 'synfin', comments: ['两个接口'] })
  writer.addInterface({ linkType: LINK_TYPE.raw, name: 'tun0' })
  writer.addInterface({ linkType: LINK_TYPE.ethernet, name: 'eth0', snaplen: 96 })
  writer.writeNames(
    new Map([
      ['192.0.2.1', 'server.example'],
      ['not an address', 'x'],
    ]),
  )
  writer.write(recordOf({ bytes: someBytes(3), timeNs: NaN }), START_NS, 0)
  writer.write(recordOf({ bytes: someBytes(40), direction: DIRECTION.out }), START_NS, 0, ['first', 'zweiter ü'])
  writer.write(recordOf({ bytes: someBytes(60), wireLen: 1514, timeNs: 2_000_000_005, direction: DIRECTION.in }), START_NS, 1)
  writer.write(recordOf({ bytes: someBytes(61), timeNs: -1 }), START_NS, 1)
  writer.writeDropped(1, 17)
  return concatenate(...pieces)
}

test('the reader gets all of it back', () => {
  const made: PcapngReader[] = []
  const { records, info } = readRecords(everything(), [], (sink) => {
    made.push(new PcapngReader(sink))
    return made[0]
  })
  assert.deepEqual(records, [
    { data: someBytes(3), wireLen: 3, timeNs: NaN, linkType: 101, interfaceIndex: 0, direction: DIRECTION.unknown },
    { data: someBytes(40), wireLen: 40, timeNs: 0, linkType: 101, interfaceIndex: 0, direction: DIRECTION.out },
    { data: someBytes(60), wireLen: 1514, timeNs: 2_000_000_005, linkType: 1, interfaceIndex: 1, direction: DIRECTION.in },
    { data: someBytes(61), wireLen: 61, timeNs: -1, linkType: 1, interfaceIndex: 1, direction: DIRECTION.unknown },
  ])
  assert.equal(info.startNs, START_NS)
  assert.deepEqual(info.problems, [])
  assert.deepEqual(
    info.interfaces.map(({ name, linkType, snaplen, dropped }) => ({ name, linkType, snaplen, dropped })),
    [
      { name: 'tun0', linkType: 101, snaplen: 0, dropped: undefined },
      { name: 'eth0', linkType: 1, snaplen: 96, dropped: 17 },
    ],
  )
  assert.deepEqual(info.comments, [
    { packet: 0, text: '两个接口' },
    { packet: 2, text: 'first' },
    { packet: 2, text: 'zweiter ü' },
  ])
  assert.deepEqual([...made[0].resolvedNames], [['192.0.2.1', 'server.example']])
})

const hasTshark = spawnSync('tshark', ['--version']).error === undefined

test('tshark reads it too', { skip: hasTshark ? false : 'tshark is not installed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'synfin-pcapng-'))
  const path = join(folder, 'everything.pcapng')
  writeFileSync(path, everything())
  const fields = ['frame.number', 'frame.time_epoch', 'frame.cap_len', 'frame.len', 'frame.interface_name', 'frame.packet_flags_direction']
  const { stdout } = spawnSync('tshark', ['-r', path, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])])
  rmSync(folder, { recursive: true })
  const lines = stdout.toString().replace(/\n$/, '').split('\n')
  assert.deepEqual(
    lines.map((line) => line.split('\t')).map(([number, epoch, capLen, len, name, way]) => [number, epoch, capLen, len, name, Number(way)]),
    [
      ['1', '', '3', '3', 'tun0', 0],
      ['2', '1700000000.000000001', '40', '40', 'tun0', 2],
      ['3', '1700000002.000000006', '60', '1514', 'eth0', 1],
      ['4', '1700000000.000000000', '61', '61', 'eth0', 0],
    ],
  )
})
