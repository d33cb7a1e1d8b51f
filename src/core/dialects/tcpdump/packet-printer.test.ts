/** Hostile packets: whatever the bytes are, a packet becomes a line, and nothing is thrown. */

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { TextOutput } from '../../bytes/text-output.ts'
import { DetectingReader } from '../../capture/format.ts'
import { LINK_TYPE } from '../../capture/link-type.ts'
import { PacketRecord } from '../../capture/record.ts'
import { PacketPrinter } from './packet-printer.ts'
import { PLAIN } from './print-options.ts'

const SAMPLES = join(import.meta.dirname, '../../../../samples')
const STYLES = [
  { ...PLAIN },
  { ...PLAIN, numeric: true, verbose: 3, link: true, hexAscii: 1 },
  { ...PLAIN, numeric: true, verbose: 1, payloadType: 'resp', ascii: 2 },
  { ...PLAIN, numeric: true, verbose: 2, payloadType: 'domain', quiet: 0, md5Secret: 'secret' },
  { ...PLAIN, quiet: 1, link: true },
]
const LINK_TYPES = [
  LINK_TYPE.ethernet,
  LINK_TYPE.raw,
  LINK_TYPE.linuxSll,
  LINK_TYPE.linuxSll2,
  LINK_TYPE.null,
  LINK_TYPE.ppp,
  LINK_TYPE.pppHdlc,
  LINK_TYPE.cHdlc,
  LINK_TYPE.fddi,
  LINK_TYPE.pppEther,
]
/** Bytes that start interesting things: protocols, ports, option kinds, extension headers. */
const TEMPTING = [0, 1, 2, 4, 6, 17, 41, 43, 44, 47, 51, 53, 58, 60, 80, 0x45, 0x60, 0x81, 0x86, 0x88, 0xaa, 0xc0, 0xff]
const ROUNDS = 60
const MOST_BYTES = 1_000_000

/** A small generator of numbers below `limit`, the same in every run. */
function chance(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

function packetsOf(path: string): Uint8Array[] {
  const packets: Uint8Array[] = []
  const reader = new DetectingReader((record) => packets.push(record.bytes.slice(record.from, record.from + record.capLen)))
  reader.push(readFileSync(path))
  reader.end()
  return packets
}

test('thousands of headers inside each other do not exhaust the stack', () => {
  const bytes = new Uint8Array(60_000)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 20 <= bytes.length; at += 20) {
    bytes[at] = 0x45
    view.setUint16(at + 2, bytes.length - at)
    bytes[at + 9] = 4
  }
  let text = ''
  const out = new TextOutput((block) => {
    text += Buffer.from(block).toString('latin1')
  })
  const record = new PacketRecord()
  Object.assign(record, { bytes, view, from: 0, capLen: bytes.length, wireLen: bytes.length, linkType: LINK_TYPE.raw, timeNs: 0 })
  new PacketPrinter(out, { ...PLAIN, numeric: true, verbose: 1 }, {}).print(record, 0n)
  out.flush()
  assert.match(text, /too many headers/)
})

test('changed and cut packets print a line each, in every style and as every link type', () => {
  const random = chance(4711)
  const files = readdirSync(SAMPLES).filter((name) => name.endsWith('.pcap'))
  const packets = files.filter((_name, i) => i % 5 === 0).flatMap((name) => packetsOf(join(SAMPLES, name)).slice(0, 4))
  assert.ok(packets.length > 10)
  let bytesWritten = 0
  const printers = STYLES.map((options) => {
    const out = new TextOutput((bytes) => {
      bytesWritten += bytes.length
    })
    return { out, printer: new PacketPrinter(out, options, {}) }
  })
  const record = new PacketRecord()
  record.timeNs = 0
  for (const packet of packets) {
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = packet.slice()
      for (let i = random(6); i > 0; i--) bytes[random(bytes.length)] = random(2) === 0 ? random(256) : TEMPTING[random(TEMPTING.length)]
      record.bytes = bytes
      record.view = new DataView(bytes.buffer)
      record.from = 0
      record.capLen = random(3) === 0 ? 1 + random(bytes.length) : bytes.length
      record.wireLen = record.capLen + (random(4) === 0 ? random(2000) : 0)
      record.linkType = random(4) === 0 ? LINK_TYPES[random(LINK_TYPES.length)] : LINK_TYPE.ethernet
      const { out, printer } = printers[round % printers.length]
      const before = bytesWritten
      printer.print(record, 0n)
      out.flush()
      assert.ok(bytesWritten > before)
      assert.ok(bytesWritten - before < MOST_BYTES)
    }
  }
})
