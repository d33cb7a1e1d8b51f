/** Tests of the detection of formats. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PcapngBlocks, buildPcap, concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'

const blocks = new PcapngBlocks()
const pcap = buildPcap([{ seconds: 1, fraction: 2, data: someBytes(60) }])
const pcapng = concatenate(blocks.section(), blocks.interface(1), blocks.packet(0, 1_000_002n, someBytes(60)))

test('pcap and pcapng are told by their first bytes, however few come at once', () => {
  for (const [format, bytes] of Object.entries({ pcap, pcapng })) {
    for (const cuts of [[], [1], [3, 5], [11]]) {
      const { records, info } = readRecords(bytes, cuts)
      assert.equal(info.format, format)
      assert.equal(info.startNs, 1_000_002_000n)
      assert.deepEqual(
        records.map((each) => each.data),
        [someBytes(60)],
      )
      assert.deepEqual(info.problems, [])
    }
  }
})

test('an empty input', () => {
  assert.deepEqual(readRecords(new Uint8Array(0)).info.problems, [{ code: 'empty-file', offset: 0, message: 'The input is empty.' }])
})

test('a cut header is a cut file', () => {
  for (const whole of [pcap, pcapng]) {
    for (const length of [4, 11, 12, 23]) assert.deepEqual(readRecords(whole.subarray(0, length)).codes, ['truncated-file'])
  }
})

test('compressed inputs are named, with the way out', () => {
  const magics = { gzip: [0x1f, 0x8b], zstd: [0x28, 0xb5, 0x2f, 0xfd], lz4: [4, 0x22, 0x4d, 0x18], xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] }
  for (const [name, magic] of Object.entries(magics)) {
    const { problems } = readRecords(concatenate(Uint8Array.from(magic), someBytes(2000))).info
    assert.deepEqual(problems, [
      {
        code: 'compressed',
        offset: 0,
        message: `The input is compressed with ${name}, which cannot be read here: decompress it with "${name} -dc FILE" first.`,
      },
    ])
  }
})

test('other files are named where it is easy, and shown in hexadecimal else', () => {
  const elf = concatenate(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0), new Uint8Array(3000))
  assert.deepEqual(readRecords(elf, [100]).info.problems, [
    { code: 'unknown-format', offset: 0, message: 'The input is not a capture but an ELF program.' },
  ])
  const unknown = concatenate(Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0, 1), new Uint8Array(3000))
  assert.deepEqual(readRecords(unknown).info.problems, [
    {
      code: 'unknown-format',
      offset: 0,
      message: 'The input is neither a capture nor text: it starts with the bytes deadbeef00010000.',
    },
  ])
})
