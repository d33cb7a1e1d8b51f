/** The direct way of `synfin shark` for plain packets says the same as the way through items: on samples, shared and generated captures. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { TextOutput } from '../src/core/bytes/text-output.ts'
import { DetectingReader } from '../src/core/capture/format.ts'
import { PlainItems } from '../src/core/dialects/wireshark/plain-items.ts'
import { compileDisplayFilter } from '../src/core/filter/display/display-filter.ts'
import { Dissector } from '../src/core/dialects/wireshark/dissector.ts'
import { localTime } from '../src/cli/local-time.ts'
import { readSharkOptions } from '../src/cli/shark-options.ts'
import { PacketView, type PlainView } from '../src/cli/shark-packet-view.ts'
import { damaged, plainPcap, plainPcapng } from './plain-captures.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['samples', '../shared/captures', '../shared/corpus']
/** Of larger files only so much is read, and so many packets. */
const MAX_BYTES = 400_000
const MAX_PACKETS = 400
/** Every so many of the shared captures: there are a thousand. */
const STRIDE = 8
const FIELDS = `
  frame.number frame.len frame.cap_len frame.time_relative frame.time_delta eth.dst eth.src ip.src ip.dst
  ip.len ip.id ip.ttl ip.proto ipv6.src ipv6.dst tcp.srcport tcp.dstport tcp.stream tcp.completeness tcp.len
  tcp.seq tcp.seq_raw tcp.nxtseq tcp.ack tcp.ack_raw tcp.hdr_len tcp.flags tcp.flags.syn tcp.flags.push tcp.flags.fin
  tcp.flags.reset tcp.flags.ack tcp.flags.urg tcp.window_size_value tcp.window_size tcp.checksum tcp.urgent_pointer
  tcp.time_relative tcp.time_delta tcp.analysis.acks_frame tcp.analysis.ack_rtt tcp.analysis.initial_rtt
  tcp.analysis.bytes_in_flight tcp.analysis.push_bytes_sent tcp.analysis.flags tcp.analysis.retransmission
  tcp.analysis.fast_retransmission tcp.analysis.spurious_retransmission tcp.analysis.out_of_order
  tcp.analysis.lost_segment tcp.analysis.ack_lost_segment tcp.analysis.window_update tcp.analysis.window_full
  tcp.analysis.keep_alive tcp.analysis.keep_alive_ack tcp.analysis.zero_window
`
  .trim()
  .split(/\s+/)
const FORMS: Readonly<Record<string, readonly string[]>> = {
  tree: ['-V'],
  'tree of TCP': ['-O', 'tcp', '-S', '-- {number} --'],
  json: ['-T', 'json'],
  lines: [],
  'lines with tabs': ['-T', 'tabs'],
  fields: ['-T', 'fields', ...FIELDS.flatMap((name) => ['-e', name])],
}

/** A filter for each kind of field that plain packets have, and such as need items. */
const FILTERS = `
  tcp.stream == 1
  tcp.analysis.flags && !tcp.analysis.window_update
  tcp.port == 80 and ip.addr == 10.0.0.1
  ip.src == 10.0.0.0/8 || ipv6
  all tcp.port > 1024
  ip.addr != 10.0.0.1
  tcp.flags.syn == 1 && tcp.flags.ack == 0
  tcp.flags & 0x12
  tcp.len > 0 && tcp.window_size < 60000
  frame.time_relative > 0.001 and frame.time_delta < 1
  tcp.analysis.ack_rtt < 0.5
  !tcp.analysis.initial_rtt
  tcp.analysis.bytes_in_flight in {1 .. 900, 1460}
  tcp.seq_raw >= 0x80000000
  ip.ttl#1 < 65
  tcp.checksum == 0 or ip.src[0:1] == 0a
  ip.len == tcp.len + 52
  max(tcp.srcport, tcp.dstport) > 40000
  count(tcp.port) == 2
`
  .trim()
  .split('\n')
  .map((line) => line.trim())

/** Which packets of a capture a filter lets through, where plain ones have only the items that it looks at; and how many were such. */
function matched(capture: Uint8Array, text: string, mayBeDirect: boolean): { matches: boolean[]; direct: number } {
  const { preferences: tcp } = readSharkOptions(['-r', '-'])
  const result = compileDisplayFilter(text)
  assert.ok(result.ok, text)
  const { filter } = result
  const plainItems = mayBeDirect && !filter.usesLayers ? PlainItems.of(filter.wanted) : undefined
  const matches: boolean[] = []
  let direct = 0
  let dissector: Dissector | undefined
  const reader = new DetectingReader((record) => {
    if (matches.length >= MAX_PACKETS) return
    dissector ??= new Dissector({ tcp, capture: reader.info, wanted: filter.wanted })
    const number = matches.length + 1
    const plain = plainItems === undefined ? undefined : dissector.plain(record, number, { takes: () => true })
    if (plain === undefined || plainItems === undefined) matches.push(filter.matches(dissector.dissect(record, number)))
    else {
      direct++
      matches.push(filter.matches({ layers: plainItems.of(plain, dissector.follow(plain, false)), bytes: new Uint8Array(0) }))
    }
  })
  reader.push(capture)
  reader.end()
  return { matches, direct }
}

/** Asserts that all filters let the same packets through both ways; gives in how many cases packets went the direct way. */
function compareFilters(capture: Uint8Array, name: string): { direct: number; decided: number } {
  let direct = 0
  let decided = 0
  for (const text of FILTERS) {
    const short = matched(capture, text, true)
    const long = matched(capture, text, false)
    assert.deepEqual(short.matches, long.matches, `${name}: ${text}`)
    if (short.direct > 0) direct++
    if (new Set(short.matches).size === 2) decided++
  }
  return { direct, decided }
}

/** What is printed for each packet, and how many of them went the direct way. */
function printed(capture: Uint8Array, words: readonly string[], mayBeDirect: boolean): { packets: string[]; direct: number } {
  const options = readSharkOptions(['-r', '-', ...words])
  const packets: string[] = []
  let bytes: number[] = []
  const add = (more: Iterable<number>) => {
    for (const byte of more) bytes.push(byte)
  }
  const output = new TextOutput(add)
  const encoder = new TextEncoder()
  const view = new PacketView(options, output, (text) => add(encoder.encode(text)))
  let direct = 0
  let dissector: Dissector | undefined
  let plainView: PlainView | undefined
  const reader = new DetectingReader((record) => {
    if (packets.length >= MAX_PACKETS) return
    if (dissector === undefined) {
      const { wanted } = view
      dissector = new Dissector({ tcp: options.preferences, capture: reader.info, localTime, ...(wanted === undefined ? {} : { wanted }) })
      if (mayBeDirect) plainView = view.plainView(dissector)
    }
    const number = packets.length + 1
    const plain = plainView === undefined ? undefined : dissector.plain(record, number, plainView)
    if (plain === undefined) view.packet(dissector.dissect(record, number))
    else {
      direct++
      plainView?.write(plain, dissector.follow(plain, plainView.wantsInfo))
    }
    dissector.displayed()
    view.flush()
    output.flush()
    packets.push(Buffer.from(bytes).toString('latin1'))
    bytes = []
  })
  reader.push(capture)
  reader.end()
  return { packets, direct }
}

/** Asserts that all forms of a capture are the same both ways; gives how many packets went the direct way in each. */
function compare(capture: Uint8Array, name: string): number[] {
  return Object.entries(FORMS).map(([form, words]) => {
    const short = printed(capture, words, true)
    const long = printed(capture, words, false)
    assert.equal(long.direct, 0)
    assert.equal(short.packets.length, long.packets.length)
    short.packets.forEach((text, i) => assert.equal(text, long.packets[i], `${name}: ${form} of packet ${i + 1}`))
    return short.direct
  })
}

test('generated packets, plain and nearly plain, are written as with items', () => {
  for (let seed = 1; seed <= 6; seed++) {
    const direct = compare(plainPcap(seed), `seed ${seed}`)
    for (const count of direct) assert.ok(count > MAX_PACKETS / 4 && count < MAX_PACKETS, `${count} packets went the direct way`)
    compare(damaged(plainPcap(seed), seed), `damaged, seed ${seed}`)
  }
})

test('filters let the same plain packets through as with items', () => {
  let telling = 0
  for (let seed = 1; seed <= 4; seed++) {
    const { direct, decided } = compareFilters(plainPcap(seed), `seed ${seed}`)
    assert.ok(direct >= FILTERS.length - 4, `${direct} filters took packets the direct way`)
    telling += decided
  }
  assert.ok(telling > FILTERS.length * 2, `${telling} times a filter told packets apart`)
})

test('packets of interfaces with odd names are written as with items', () => {
  for (let seed = 1; seed <= 2; seed++) assert.ok(compare(plainPcapng(seed), `seed ${seed}`)[0] > 0)
})

for (const folder of FOLDERS) {
  const path = join(ROOT, folder)
  test(`the captures of ${folder} are written as with items`, { skip: existsSync(path) ? false : `no ${folder} here` }, () => {
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(pcap|pcapng|cap)$/.test(name))
    const chosen = folder === 'samples' ? names : names.filter((_, i) => i % STRIDE === 0)
    let direct = 0
    for (const name of chosen) {
      const bytes = readFileSync(join(path, name)).subarray(0, MAX_BYTES)
      direct += compare(bytes, name)[0]
    }
    assert.ok(direct > 0 || chosen.length === 0, 'some packets went the direct way')
  })
}
