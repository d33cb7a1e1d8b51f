/** Holds the TCP layer of Wireshark's view against tshark 4.0.17: random conversations, every line of the tree and the Info column. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { FieldItem } from '../src/core/dialects/wireshark/field-item.ts'
import { lineText } from '../src/core/dialects/wireshark/field-text.ts'
import { TcpDissector } from '../src/core/dialects/wireshark/tcp/tcp-layer.ts'
import { defaultTcpPreferences, readPreference } from '../src/core/dialects/wireshark/tcp/tcp-preferences.ts'
import { conversationsOf, pcapOfSegments, type WanderingSegment } from './wandering-segments.ts'

const VERSION = '4.0.17'
const HAS_TSHARK = spawnSync('tshark', ['--version'], { encoding: 'utf8' }).stdout?.includes(VERSION) ?? false
const skip = HAS_TSHARK ? false : `tshark ${VERSION} is not installed`
const IPV4_HEADER_BYTES = 20
const SEGMENTS = 700
const PREFERENCES = [
  ['tcp.check_checksum:TRUE'],
  ['tcp.relative_sequence_numbers:FALSE'],
  ['tcp.analyze_sequence_numbers:FALSE'],
  ['tcp.bif_seq_based:TRUE', 'tcp.fastrt_supersedes_ooo:FALSE'],
  ['tcp.default_window_scaling:3', 'tcp.ignore_tcp_timestamps:TRUE', 'tcp.summary_in_tree:FALSE', 'tcp.calculate_timestamps:FALSE'],
]

let folder = ''

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'synfin-tcp-view-'))
})

after(() => rmSync(folder, { recursive: true, force: true }))

for (const [index, preferences] of PREFERENCES.entries())
  for (const passes of [1, 2])
    test(`random conversations read as tshark reads them: ${preferences.join(' ')}, passes: ${passes}`, { skip }, () => {
      const segments = conversationsOf(1 + index, SEGMENTS)
      const file = join(folder, `${index}.pcap`)
      writeFileSync(file, pcapOfSegments(segments))
      const ours = readOurs(segments, preferences, passes)
      const theirs = readTheirs(file, preferences, passes)
      assert.equal(theirs.length, segments.length)
      for (const [frame, want] of theirs.entries()) assert.deepEqual(ours[frame], want, `frame ${frame + 1}`)
    })

/** For each frame: its Info column, then the lines of TCP's tree. */
function readTheirs(file: string, preferences: readonly string[], passes: number): string[][] {
  const env = { ...process.env, TZ: 'GMT0', LC_ALL: 'C.UTF-8', WIRESHARK_CONFIG_DIR: folder }
  const run = (args: readonly string[]) => {
    const options = [...preferences, 'tcp.try_heuristic_first:FALSE'].flatMap((text) => ['-o', text])
    const all = ['-n', '-r', file, ...(passes === 2 ? ['-2'] : []), ...options, ...args]
    return spawnSync('tshark', all, { encoding: 'utf8', env, maxBuffer: 1 << 28 }).stdout
  }
  const infos = run(['-T', 'fields', '-e', '_ws.col.Info']).split('\n')
  const frames: string[][] = []
  let isTcp = false
  for (const line of run(['-V', '-O', 'tcp']).split('\n')) {
    if (/^Frame \d+:/.test(line)) frames.push([infos[frames.length]])
    if (/^\S/.test(line)) isTcp = line.startsWith('Transmission Control Protocol')
    if (isTcp && line.trim() !== '') frames[frames.length - 1].push(line)
  }
  return frames
}

function readOurs(segments: readonly WanderingSegment[], texts: readonly string[], passes: number): string[][] {
  const preferences = defaultTcpPreferences()
  for (const text of texts) assert.equal(readPreference(preferences, text), undefined)
  const dissector = new TcpDissector(preferences)
  let frames: string[][] = []
  for (let pass = 1; pass <= passes; pass++) {
    if (pass === 2) dissector.finishFirstPass()
    frames = segments.map(({ packet, timeNs }, index) => {
      const { items, info } = dissector.dissect({
        bytes: packet,
        offset: IPV4_HEADER_BYTES,
        capturedEnd: packet.length,
        reportedLength: packet.length - IPV4_HEADER_BYTES,
        source: packet.subarray(12, 16),
        destination: packet.subarray(16, 20),
        frameNumber: index + 1,
        timeNs,
        quoted: false,
        fragment: false,
      })
      return [info, ...linesOf(items[0], 0)]
    })
  }
  return frames
}

function linesOf(item: FieldItem, depth: number): string[] {
  if (item.hidden) return []
  return [' '.repeat(depth * 4) + lineText(item), ...item.children.flatMap((child) => linesOf(child, depth + 1))]
}
