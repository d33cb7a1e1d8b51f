/** Holds the capture readers against tcpdump and capinfos, on the public captures beside the project. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { type KeptRecord, type ReadResult, readRecords } from './read-records.ts'

const FOLDERS = ['captures', 'corpus/tcpdump', 'corpus/zeek', 'corpus/hostile']
const SHARED = join('..', 'shared')
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** Files with an impossible fraction of a second, with which tcpdump's own arithmetic overflows. */
const NONSENSE_TIMES = new Set(['atm-oam-loopback-print-overrun.pcap', 'rx_serviceid_oobr.pcap'])

/** tcpdump writes seconds with 32 bits. */
const TCPDUMP_RANGE_NS = 1_000_000_000n << 32n

/** Longer than that is a hang for a file of some megabytes. */
const MAX_READ_MS = 1000

/** All capture files that are there. */
function captureFiles(): string[] {
  return FOLDERS.flatMap((folder) => {
    const path = join(SHARED, folder)
    if (!existsSync(path)) return []
    return readdirSync(path)
      .filter((name) => /\.(pcap|pcapng|cap|dmp|trace)(\.gz)?$/.test(name))
      .map((name) => join(path, name))
  })
}

const files = captureFiles()
const missing = files.length > 0 ? false : 'the captures are not there (../shared)'
const noTcpdump = spawnSync('tcpdump', ['--version']).error === undefined ? false : 'tcpdump is not installed'

/** The uncompressed bytes of a file. */
function contentOf(path: string): Uint8Array {
  const bytes = readFileSync(path)
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

interface TcpdumpCopy {
  readonly startNs: bigint | undefined
  readonly records: readonly KeptRecord[]
  /** False when tcpdump complained about the file. */
  readonly isClean: boolean
}

/** What tcpdump makes of a capture: the records that it copies, with nanoseconds. */
function tcpdumpCopy(content: Uint8Array): TcpdumpCopy {
  const { stdout, status } = spawnSync('tcpdump', ['-r', '-', '--time-stamp-precision=nano', '-w', '-'], {
    input: content,
    maxBuffer: MAX_OUTPUT_BYTES,
  })
  const view = new DataView(stdout.buffer, stdout.byteOffset, stdout.byteLength)
  const records: KeptRecord[] = []
  let startNs: bigint | undefined
  for (let at = 24; at + 16 <= stdout.length;) {
    const timeNs = BigInt(view.getUint32(at, true)) * 1_000_000_000n + BigInt(view.getUint32(at + 4, true))
    startNs ??= timeNs
    const capLen = view.getUint32(at + 8, true)
    records.push({
      data: Uint8Array.from(stdout.subarray(at + 16, at + 16 + capLen)),
      wireLen: view.getUint32(at + 12, true),
      timeNs: Number(timeNs - startNs),
      linkType: view.getUint32(20, true) & 0x03ffffff,
      interfaceIndex: 0,
      direction: 0,
    })
    at += 16 + capLen
  }
  return { startNs, records, isClean: status === 0 }
}

test('the same packets, lengths and times as tcpdump', { skip: missing || noTcpdump }, () => {
  let compared = 0
  const faults: string[] = []
  for (const path of files) {
    const content = contentOf(path)
    const copy = tcpdumpCopy(content)
    const fault = difference(readRecords(content), copy, !NONSENSE_TIMES.has(basename(path)))
    if (fault !== undefined) faults.push(`${path}: ${fault}`)
    compared += copy.records.length
  }
  assert.deepEqual(faults, [])
  assert.ok(compared > files.length)
})

test('every capture is read within a second, in any chunks', { skip: missing }, () => {
  for (const path of files) {
    const content = contentOf(path)
    const startMs = performance.now()
    const whole = readRecords(content)
    assert.ok(performance.now() - startMs < MAX_READ_MS, path)
    assert.deepEqual(readRecords(content, [1, 1000, 77, 4096]), whole, path)
  }
})

/** What is not the same, in a sentence; where tcpdump gives up, what it had until then counts. */
function difference(ours: ReadResult, theirs: TcpdumpCopy, withTimes: boolean): string | undefined {
  if (theirs.isClean && ours.codes.length > 0) return `only we complain: ${ours.info.problems[0].message}`
  if (!theirs.isClean && ours.codes.length === 0)
    return `only tcpdump complains (${ours.records.length} and ${theirs.records.length} packets)`
  if (ours.records.length < theirs.records.length) return `${ours.records.length} packets instead of ${theirs.records.length}`
  if (theirs.isClean && ours.records.length !== theirs.records.length)
    return `${ours.records.length} packets, ${theirs.records.length} in tcpdump`
  const ourStartNs = ours.info.startNs === undefined ? undefined : ours.info.startNs % TCPDUMP_RANGE_NS
  if (withTimes && theirs.startNs !== undefined && ourStartNs !== theirs.startNs)
    return `starts at ${ourStartNs} instead of ${theirs.startNs}`
  for (const [i, their] of theirs.records.entries()) {
    const our = ours.records[i]
    if (withTimes && our.timeNs !== their.timeNs) return `packet ${i + 1} at ${our.timeNs} instead of ${their.timeNs}`
    if (our.wireLen !== Math.max(their.wireLen, their.data.length))
      return `packet ${i + 1} has ${our.wireLen} instead of ${their.wireLen} bytes`
    if (Buffer.compare(our.data, their.data) !== 0) return `packet ${i + 1} has other bytes`
    if (our.linkType !== their.linkType) return `packet ${i + 1} has link type ${our.linkType} instead of ${their.linkType}`
  }
  return undefined
}
