/** The inputs of the bench are sound captures, always the same ones, with checksums that hold. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checksum } from './frames.mjs'
import { INPUTS } from './make-inputs.mjs'

const SCALE = 0.002
const TCP = 6
const folder = mkdtempSync(join(tmpdir(), 'synfin-inputs-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Reads a classic pcap of the little-endian kind. */
function* recordsOf(file) {
  for (let at = 24; at < file.length;) {
    const kept = file.readUInt32LE(at + 8)
    const timeUs = file.readUInt32LE(at) * 1e6 + file.readUInt32LE(at + 4)
    yield { timeUs, wireBytes: file.readUInt32LE(at + 12), frame: file.subarray(at + 16, at + 16 + kept) }
    at += 16 + kept
  }
}

function sumWords(bytes, from, to) {
  let sum = 0
  for (let i = from; i < to; i += 2) sum += bytes[i] * 256 + (i + 1 < to ? bytes[i + 1] : 0)
  return sum
}

/** What the TCP checksum sums up to: 0 when it holds; undefined for other packets and for cut ones. */
function tcpChecksumOf(frame, wireBytes) {
  if (frame.length < wireBytes) return undefined
  const kind = frame.readUInt16BE(12)
  if (kind === 0x0800 && frame[23] === TCP)
    return checksum(sumWords(frame, 26, 34) + TCP + frame.length - 34 + sumWords(frame, 34, frame.length))
  if (kind === 0x86dd && frame[20] === TCP)
    return checksum(sumWords(frame, 22, 54) + TCP + frame.length - 54 + sumWords(frame, 54, frame.length))
  return undefined
}

for (const [name, { make }] of Object.entries(INPUTS)) {
  test(`${name}: times never run backwards, checksums hold, a second run gives the same bytes`, () => {
    const path = join(folder, `${name}.pcap`)
    const packets = make(path, SCALE)
    const file = readFileSync(path)
    make(path, SCALE)
    assert.ok(file.equals(readFileSync(path)), 'another run gave other bytes')
    let seen = 0
    let wrong = 0
    let checked = 0
    let last = 0
    for (const { timeUs, wireBytes, frame } of recordsOf(file)) {
      seen++
      assert.ok(timeUs >= last, `packet ${seen} is earlier than the one before`)
      last = timeUs
      const sum = tcpChecksumOf(frame, wireBytes)
      if (sum === undefined) continue
      checked++
      if (sum !== 0) wrong++
    }
    assert.equal(seen, packets)
    // Two samples of the mixed input were taken where checksums are left to the card.
    if (name === 'mixed') assert.ok(wrong < checked * 0.02, `${wrong} of ${checked} checksums are wrong`)
    else assert.equal(wrong, 0)
    if (name === 'tiny') assert.equal(packets, 10)
  })
}
