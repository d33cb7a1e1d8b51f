/** Records are found again by their place, whatever the format and however many sections there are. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DetectingReader } from './format.ts'
import { PcapngWriter } from './pcapng-writer.ts'
import type { PacketRecord } from './record.ts'

const SAMPLES = join(import.meta.dirname, '../../../samples')

interface Seen {
  readonly offset: number
  readonly facts: string
}

function factsOf({ bytes, from, capLen, wireLen, timeNs, linkType, interfaceIndex }: PacketRecord): string {
  return `${Buffer.from(bytes.subarray(from, from + capLen)).toString('hex')} ${wireLen} ${timeNs} ${linkType} ${interfaceIndex}`
}

function readAll(input: Uint8Array): { readonly reader: DetectingReader; readonly seen: Seen[] } {
  const seen: Seen[] = []
  const reader = new DetectingReader((record) => seen.push({ offset: reader.rereadable?.recordOffset ?? -1, facts: factsOf(record) }))
  for (let at = 0; at < input.length; at += 777) reader.push(input.subarray(at, at + 777))
  reader.end()
  return { reader, seen }
}

/** Two sections, with different interfaces and clocks: a later section's interface 0 is another one. */
function twoSections(): Uint8Array {
  const parts: Uint8Array[] = []
  const source = readFileSync(join(SAMPLES, 'close-4way.client.pcap'))
  for (const linkType of [1, 101]) {
    const writer = new PcapngWriter((bytes) => parts.push(bytes.slice()))
    writer.addInterface({ linkType: 1, name: 'first' })
    const index = writer.addInterface({ linkType, name: 'second' })
    const reader = new DetectingReader((record) => writer.write(record, reader.info.startNs ?? 0n, index))
    reader.push(source)
    reader.end()
  }
  return Buffer.concat(parts)
}

for (const [name, input] of [
  ['pcap', readFileSync(join(SAMPLES, 'close-4way.client.pcap'))],
  ['pcapng', readFileSync(join(SAMPLES, 'close-3seg.client.pcapng'))],
  ['pcapng of two sections', twoSections()],
] as const) {
  test(`each record of a ${name} alone is what it was in the whole`, () => {
    const { reader, seen } = readAll(input)
    const { rereadable } = reader
    assert.ok(rereadable !== undefined && seen.length > 0)
    for (let i = 0; i < seen.length; i++) {
      const { offset } = seen[i]
      const found: string[] = []
      const again = rereadable.again(offset, (record) => found.push(factsOf(record)))
      again.push(input.subarray(offset, seen[i + 1]?.offset))
      assert.deepEqual(found, [seen[i].facts])
    }
  })

  test(`the rest of a ${name} from any record on is the same`, () => {
    const { reader, seen } = readAll(input)
    const middle = Math.floor(seen.length / 4)
    const { offset } = seen[middle]
    const found: string[] = []
    reader.rereadable?.again(offset, (record) => found.push(factsOf(record))).push(input.subarray(offset, seen.at(-1)?.offset))
    assert.deepEqual(
      found.slice(0, 3),
      seen.slice(middle, middle + 3).map(({ facts }) => facts),
    )
  })
}

test('text has no such places', () => {
  const reader = new DetectingReader(() => {})
  reader.push(readFileSync(join(SAMPLES, 'refused.txt')))
  reader.end()
  assert.equal(reader.rereadable, undefined)
})
