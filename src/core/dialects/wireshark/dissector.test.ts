/** Tests of the dissector against hostile bytes, and of what is made when only some fields are wanted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCaptureInfo } from '../../capture/capture-info.ts'
import { LINK_TYPE } from '../../capture/link-type.ts'
import { PacketRecord } from '../../capture/record.ts'
import { Dissector } from './dissector.ts'
import type { FieldItem } from './field-item.ts'
import { detailText } from './output/detail-text.ts'
import { JsonText } from './output/json-text.ts'
import { defaultTcpPreferences } from './tcp/tcp-preferences.ts'

function record(bytes: Uint8Array, linkType: number, wireLen = bytes.length): PacketRecord {
  const made = new PacketRecord()
  made.bytes = bytes
  made.view = new DataView(bytes.buffer)
  made.capLen = bytes.length
  made.wireLen = wireLen
  made.timeNs = 0
  made.linkType = linkType
  return made
}

function dissector(wanted?: ReadonlySet<string>): Dissector {
  const capture = { ...newCaptureInfo('pcap'), startNs: 0n }
  return new Dissector({ tcp: defaultTcpPreferences(), capture, ...(wanted === undefined ? {} : { wanted }) })
}

const HEX = '020000000002020000000001080045000028000140004006000' + '00a0000010a0000029c4000500000000000000000500204000000' + '0000'

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}

function names(items: readonly FieldItem[]): string[] {
  return items.flatMap((item) => [item.field.name, ...names(item.children)])
}

test('only wanted fields are made, in the order of the packet', () => {
  const packet = dissector(new Set(['ip.src', 'ip.ttl'])).dissect(record(bytesOf(HEX), LINK_TYPE.ethernet), 1)
  const made = names(packet.layers)
  assert.ok(made.includes('ip.src') && made.includes('ip.ttl'))
  assert.ok(made.indexOf('ip.ttl') < made.indexOf('ip.src'))
  assert.ok(!made.some((name) => name.startsWith('eth.') || name === 'ip.dst' || name === 'ip.id'))
})

test('columns', () => {
  const packet = dissector().dissect(record(bytesOf(HEX), LINK_TYPE.ethernet), 1)
  assert.equal(packet.source, '10.0.0.1')
  assert.equal(packet.destination, '10.0.0.2')
  assert.equal(packet.protocol, 'TCP')
})

test('nothing in a packet makes it throw, hang, or print control characters', () => {
  let seed = 12345
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const linkTypes = Object.values(LINK_TYPE)
  const seeds = [bytesOf(HEX), Uint8Array.of(0x60, 0, 0, 0, 0, 8, 0, 64), Uint8Array.of(0x4f, 0, 0, 60)]
  const all = dissector()
  for (let i = 0; i < 3000; i++) {
    const bytes = new Uint8Array(random(120))
    for (let k = 0; k < bytes.length; k++) bytes[k] = random(256)
    bytes.set(seeds[i % seeds.length].subarray(0, Math.min(bytes.length, random(60))))
    const packet = all.dissect(record(bytes, linkTypes[random(linkTypes.length)], bytes.length + random(3) * 20), i + 1)
    const text = `${packet.info}\n${detailText(packet)}${new JsonText().packet(packet)}`
    // oxlint-disable-next-line no-control-regex
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text), text)
  }
})

test('headers inside headers without end are cut off', () => {
  const packet = Uint8Array.from({ length: 20 * 60 }, (_, i) => bytesOf('4500ffff00000000400400000a0000010a000002')[i % 20])
  const made = dissector().dissect(record(packet, LINK_TYPE.raw), 1)
  assert.ok(made.layers.length < 40)
})
