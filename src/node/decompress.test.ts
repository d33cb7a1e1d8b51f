/** Compressed inputs: what the compressing programs write is read as the original is, in any pieces; a damage keeps what came before it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { DetectingReader } from '../core/capture/format.ts'
import { decompress } from './decompress.ts'

const capture = readFileSync('samples/close-4way.client.pcap')
/** Larger than the blocks and windows of the formats: the sample's records again and again. */
const large = Buffer.concat([capture, ...Array.from({ length: 400 }, () => capture.subarray(24))])

interface Reading {
  readonly records: number
  readonly problem: string | undefined
}

async function read(compression: string, bytes: Uint8Array, pieceBytes: number): Promise<Reading> {
  let records = 0
  const reader = new DetectingReader(() => records++)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes)
  }
  const problem = await decompress(compression, pieces(), reader)
  reader.end()
  return { records, problem: problem?.message }
}

/** What the program writes; undefined where it is not installed. */
function compressed(program: string, args: readonly string[], bytes: Uint8Array): Buffer | undefined {
  const { status, stdout } = spawnSync(program, [...args, '-c'], { input: bytes, maxBuffer: 1 << 28 })
  return status === 0 ? stdout : undefined
}

const WRITERS: readonly (readonly [compression: string, program: string, args: readonly string[]])[] = [
  ['zstd', 'zstd', []],
  ['zstd', 'zstd', ['-19', '--no-check']],
  ['lz4', 'lz4', []],
  ['lz4', 'lz4', ['-9', '-B4', '-BD']],
  ['lz4', 'lz4', ['-BX', '--content-size', '--no-frame-crc']],
  ['lz4', 'lz4', ['-l']],
]

describe('decompress', () => {
  const plain = { records: (large.length - 24) / ((capture.length - 24) / 11), problem: undefined }

  test('reads what gzip writes', async () => {
    assert.deepEqual(await read('gzip', gzipSync(large), 100_000), plain)
  })

  for (const [compression, program, args] of WRITERS) {
    const name = [program, ...args].join(' ')
    const bytes = compressed(program, args, large)
    const skip = bytes === undefined ? `${program} is not installed` : false
    test(`reads what ${name} writes, whole and in pieces`, { skip }, async () => {
      if (bytes === undefined) return
      for (const pieceBytes of [bytes.length, 1009]) assert.deepEqual(await read(compression, bytes, pieceBytes), plain)
      assert.deepEqual((await read(compression, Buffer.concat([bytes, bytes]), 5000)).problem, undefined, 'two frames are one input')
    })
    test(`keeps what came before a cut in what ${name} writes`, { skip }, async () => {
      if (bytes === undefined) return
      const { records, problem } = await read(compression, bytes.subarray(0, bytes.length - 7), 1009)
      assert.match(problem ?? '', new RegExp(`^The ${compression} data are (cut off|damaged)`))
      assert.ok(records <= plain.records)
    })
  }

  test('survives any bytes behind the magic number', async () => {
    const magics = { lz4: [4, 0x22, 0x4d, 0x18], zstd: [0x28, 0xb5, 0x2f, 0xfd] }
    let state = 1
    for (const [compression, magic] of Object.entries(magics)) {
      for (let round = 0; round < 300; round++) {
        const noise = Uint8Array.from({ length: 200 }, () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 24)
        const { problem } = await read(compression, Uint8Array.from([...magic, 0x64, 0x40, ...noise]), 64)
        if (problem !== undefined) assert.match(problem, /^The (lz4|zstd) data are (cut off|damaged)/)
      }
    }
  })
})
