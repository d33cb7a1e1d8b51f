/** Tests of inputs: files, pipes, standard input, compressed and damaged ones, and what is no input at all. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildPcap, concatenate, someBytes } from '../../test/capture-builder.ts'
import { DetectingReader } from '../core/capture/format.ts'
import { type InputOptions, readInput } from './input-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'synfin-input-'))
after(() => rmSync(folder, { recursive: true }))

const PACKET_COUNT = 3000
const packets = Array.from({ length: PACKET_COUNT }, (_, i) => ({ seconds: i, fraction: 0, data: someBytes(i % 100, i) }))
const pcap = buildPcap(packets)
/** Bytes before each packet. */
const starts = packets.map((_, i) => packets.slice(0, i).reduce((sum, { data }) => sum + 16 + data.length, 24))

async function read(path: string, options?: InputOptions) {
  let packetCount = 0
  let lastTimeNs = 0
  const reader = new DetectingReader(({ timeNs }) => {
    packetCount++
    lastTimeNs = timeNs
  })
  const outcome = await readInput(path, reader, options)
  const { problems } = reader.info
  return { packetCount, lastTimeNs, outcome, problems, codes: problems.map((problem) => problem.code) }
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test('a file', async () => {
  const { packetCount, lastTimeNs, outcome, codes } = await read(file('a.pcap', pcap))
  assert.deepEqual({ packetCount, lastTimeNs, codes }, { packetCount: PACKET_COUNT, lastTimeNs: (PACKET_COUNT - 1) * 1e9, codes: [] })
  assert.deepEqual(outcome, { bytesRead: pcap.length, totalBytes: pcap.length, isStopped: false })
})

test('gzip: one member, several, padding behind', async () => {
  const several = concatenate(gzipSync(pcap.subarray(0, 100)), gzipSync(pcap.subarray(100, 101)), gzipSync(pcap.subarray(101)))
  for (const bytes of [gzipSync(pcap), several, concatenate(gzipSync(pcap), new Uint8Array(100_000)), gzipSync(pcap, { level: 0 })]) {
    const { packetCount, codes, outcome } = await read(file('a.pcap.gz', bytes))
    assert.deepEqual({ packetCount, codes }, { packetCount: PACKET_COUNT, codes: [] })
    assert.equal(outcome.bytesRead, bytes.length)
  }
})

test('a cut gzip file gives all packets before the cut, and one problem', async () => {
  const bytes = gzipSync(pcap)
  for (const length of [3, 10, 30, 1000, bytes.length - 9, bytes.length - 8, bytes.length - 1]) {
    const { packetCount, problems } = await read(file('cut.gz', bytes.subarray(0, length)))
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['damaged-compression'],
    )
    const { offset } = problems[0]
    assert.equal(packetCount, starts.filter((start, i) => start + 16 + packets[i].data.length <= offset).length)
    if (length >= bytes.length - 8) assert.equal(packetCount, PACKET_COUNT)
    assert.equal(problems[0].message, `The gzip data are cut off; ${offset} decompressed bytes before that were read.`)
  }
})

test('a damaged gzip file gives the packets before the damage', async () => {
  const bytes = gzipSync(pcap, { level: 0 })
  const wrongChecksum = bytes.slice()
  wrongChecksum[bytes.length - 6] ^= 1
  const checked = await read(file('checksum.gz', wrongChecksum))
  assert.deepEqual([checked.packetCount, checked.codes], [PACKET_COUNT, ['damaged-compression']])
  assert.equal(checked.problems[0].offset, pcap.length)

  // Stored blocks: the second one's length is made nonsense, so exactly the first one can be read.
  const wrongBlock = bytes.slice()
  const firstBlockBytes = bytes[11] | (bytes[12] << 8)
  wrongBlock[10 + 5 + firstBlockBytes + 1] ^= 1
  const damaged = await read(file('block.gz', wrongBlock))
  assert.deepEqual(damaged.codes, ['damaged-compression'])
  assert.equal(damaged.problems[0].offset, firstBlockBytes)
  assert.equal(damaged.packetCount, starts.filter((start) => start <= firstBlockBytes).length - 1)
})

test('an input that is no capture', async () => {
  mkdirSync(join(folder, 'directory'))
  for (const [path, code, message] of [
    [join(folder, 'missing'), 'no-such-file', 'there is no such file'],
    [join(folder, 'a.pcap', 'b'), 'no-such-file', 'a part of its path is not a directory'],
    [join(folder, 'directory'), 'is-directory', 'it is a directory'],
  ] as const) {
    const { problems } = await read(path)
    assert.deepEqual(problems, [{ code, offset: 0, message: `"${path}" cannot be read: ${message}.` }])
  }
  assert.deepEqual((await read(file('empty', new Uint8Array(0)))).codes, ['empty-file'])
  assert.deepEqual((await read('/dev/null')).codes, ['empty-file'])
  assert.deepEqual((await read(file('random', Uint8Array.of(0, 1, 2, 3)))).codes, ['unknown-format'])
})

test('a socket is no input', async () => {
  const path = join(folder, 'socket')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(path, resolve))
  assert.deepEqual((await read(path)).codes, ['read-error'])
  server.close()
})

test('a FIFO, byte by byte and compressed, that starts before its writer does', async () => {
  for (const [name, bytes] of [
    ['plain', pcap.subarray(0, 500)],
    ['packed', gzipSync(pcap.subarray(0, 500))],
  ] as const) {
    const path = join(folder, `${name}.fifo`)
    spawnSync('mkfifo', [path])
    const reading = read(path)
    const writer = createWriteStream(path)
    for (const byte of bytes.subarray(0, 40)) await new Promise((resolve) => writer.write(Uint8Array.of(byte), resolve))
    await new Promise<void>((resolve) => writer.end(bytes.subarray(40), resolve))
    const { packetCount, outcome } = await reading
    assert.equal(packetCount, starts.filter((start) => start <= 500).length - 1)
    assert.deepEqual(outcome, { bytesRead: bytes.length, totalBytes: undefined, isStopped: false })
  }
})

test('a stop ends the wait for a FIFO', async () => {
  const path = join(folder, 'silent.fifo')
  spawnSync('mkfifo', [path])
  const writer = createWriteStream(path)
  const abort = new AbortController()
  const reading = read(path, { signal: abort.signal })
  await new Promise((resolve) => writer.write(pcap.subarray(0, 200), resolve))
  setTimeout(() => abort.abort(), 50)
  const { packetCount, outcome, codes } = await reading
  assert.deepEqual(codes, [])
  assert.deepEqual(outcome, { bytesRead: 200, totalBytes: undefined, isStopped: true })
  assert.equal(packetCount, starts.filter((start) => start <= 200).length - 1)
  writer.destroy()
})

test('a pipe that turns out to be nothing is not read on', async () => {
  const path = join(folder, 'endless.fifo')
  spawnSync('mkfifo', [path])
  const writer = createWriteStream(path)
  const reading = read(path)
  // The reader may have gone before all of it is written: that is what this is about.
  writer.on('error', () => undefined)
  const written = new Promise((resolve) => writer.write(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, ...new Uint8Array(5000)), resolve))
  assert.deepEqual((await reading).codes, ['unknown-format'])
  await written
  writer.destroy()
})

test('a large file reports its progress, and can be stopped', async () => {
  const bytes = new Uint8Array(40 * 1024 * 1024)
  bytes.set(pcap.subarray(0, 24))
  const path = file('zeros.pcap', bytes)
  const progress: number[] = []
  const whole = await read(path, { onProgress: (bytesRead) => progress.push(bytesRead) })
  assert.equal(whole.packetCount, (bytes.length - 24 - 8) / 16)
  assert.ok(progress.length >= 4)
  assert.equal(progress.at(-1), bytes.length)

  const abort = new AbortController()
  const stopped = await read(path, { signal: abort.signal, onProgress: () => abort.abort() })
  assert.ok(stopped.outcome.isStopped && stopped.outcome.bytesRead < bytes.length)
  assert.ok(stopped.packetCount > 0 && stopped.packetCount < whole.packetCount)
})
