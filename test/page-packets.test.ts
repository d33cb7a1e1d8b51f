/** Packets shown again from files, in parts, by number. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DetectingReader } from '../src/core/capture/format.ts'
import { HeldBytes } from '../src/web/byte-source.ts'
import { PacketIndex } from '../src/web/packet-index.ts'
import { FilePackets } from '../src/web/packet-store.ts'

const CAPTURE = readFileSync(join(import.meta.dirname, '../samples/rst-injected.client.pcap'))

function opened(): { readonly index: PacketIndex; readonly store: FilePackets } {
  const index = new PacketIndex()
  const source = new HeldBytes()
  const reader = new DetectingReader(() => index.add(reader.rereadable?.recordOffset ?? 0, 0, index.count, index.count % 16))
  for (let at = 0; at < CAPTURE.length; at += 100) {
    const piece = CAPTURE.subarray(at, at + 100)
    source.add(piece)
    reader.push(piece)
  }
  reader.end()
  assert.ok(reader.rereadable !== undefined)
  return { index, store: new FilePackets(source, index, reader.rereadable) }
}

/** Where the records of the capture begin. */
function offsets(): number[] {
  const { index } = opened()
  return Array.from({ length: index.count }, (_, i) => index.offset(i + 1))
}

test('the packets that are asked for come, in order, and no others', async () => {
  const { index, store } = opened()
  assert.equal(index.count, 11)
  for (const wanted of [[1], [11], [2, 3, 9], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], []]) {
    const shown: number[] = []
    await store.show(wanted, (_record, packet) => shown.push(packet))
    assert.deepEqual(shown, wanted)
  }
})

test('reads here and there are asked for together, and shown in order', async () => {
  const spread = 400_000
  const index = new PacketIndex()
  const held = new HeldBytes()
  const reader = new DetectingReader(() => undefined)
  reader.push(CAPTURE)
  // The same eleven packets again and again, far apart.
  const [first] = offsets()
  for (let i = 0; i < 40; i++) {
    const bytes = new Uint8Array(spread)
    bytes.set(CAPTURE.subarray(first), 0)
    held.add(bytes)
    index.add(i * spread, 0, i, 0)
    index.add(i * spread + offsets()[1] - first, 0, i, 0)
  }
  let reading = 0
  let mostReading = 0
  const source = {
    read: async (from: number, to: number) => {
      mostReading = Math.max(mostReading, ++reading)
      await new Promise((done) => setTimeout(done, 5))
      reading--
      return held.read(from, to)
    },
  }
  assert.ok(reader.rereadable !== undefined)
  const shown: number[] = []
  const wanted = Array.from({ length: 40 }, (_, i) => 2 * i + 1)
  await new FilePackets(source, index, reader.rereadable).show(wanted, (record, packet) => {
    assert.equal(record.capLen, 74)
    shown.push(packet)
  })
  assert.deepEqual(shown, wanted)
  assert.ok(mostReading > 4 && mostReading <= 16, String(mostReading))
})

test('an index keeps offsets beyond 4 GiB, chains and traits in sixteen bytes', () => {
  const index = new PacketIndex()
  const far = 37 * 2 ** 30 + 12_345
  index.add(24, 7, 0, 3)
  index.add(far, -1, 0, 15)
  index.add(far + 70, 7, 1, 0)
  assert.deepEqual([index.offset(1), index.offset(2), index.offset(3)], [24, far, far + 70])
  assert.deepEqual([index.connection(1), index.connection(2), index.traits(2)], [7, -1, 15])
  assert.deepEqual(Array.from(index.packetsOf(3, 10)), [1, 3])
  assert.deepEqual(Array.from(index.packetsOf(3, 1)), [1])
})
