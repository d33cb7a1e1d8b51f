/** Holds `synfin shark`'s trees, dumps and tables of whole packets against tshark 4.0.17: every layer, not only TCP. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildCommand } from './built-command.ts'
import { LAYER_CAPTURES, pcapOf } from './layer-captures.ts'
import { disableOtherProtocols } from './tshark-protocols.ts'

const VERSION = '4.0.17'
const HAS_TSHARK = spawnSync('tshark', ['--version'], { encoding: 'utf8' }).stdout?.includes(VERSION) ?? false
const skip = HAS_TSHARK ? false : `tshark ${VERSION} is not installed`
const SAMPLES = ['samples/close-fin-retransmitted.client.pcap', 'samples/close-3seg.client.pcapng', 'samples/challenge-ack-rst.client.pcap']
const FIELDS =
  'frame.number frame.time frame.time_epoch frame.time_relative frame.protocols eth eth.src ip ip.src ip.addr ip.id ip.flags ip.frag_offset ip.ttl ipv6.src ipv6.nxt icmp.type icmp.checksum vlan.id tcp.srcport tcp.flags data data.data _ws.expert _ws.col.Info'.split(
    ' ',
  )
const OUTPUTS: readonly (readonly string[])[] = [
  ['-P', '-V'],
  ['-2', '-P', '-V'],
  ['-x'],
  ['-V', '-O', 'ip,tcp', '-x'],
  ['-T', 'json'],
  ['-T', 'psml'],
  ['-T', 'pdml', '-e', 'tcp.port', '-e', 'ip.src', '-e', '_ws.col.Info'],
  ['-T', 'pdml'],
  ['-T', 'ek'],
  ['-T', 'fields', ...FIELDS.flatMap((name) => ['-e', name]), '-E', 'header=y', '-E', 'quote=d', '-E', 'aggregator=;', '-E', 'bom=y'],
  ['-T', 'fields', '-e', 'ip.src', '-e', 'ip.addr', '-E', 'occurrence=l', '-E', 'separator=/s'],
]

let folder = ''
let command = ''

before(async () => {
  if (!HAS_TSHARK) return
  folder = mkdtempSync(join(tmpdir(), 'synfin-layers-'))
  command = join(folder, 'synfin.cjs')
  await buildCommand(command)
  disableOtherProtocols(folder)
  for (const capture of LAYER_CAPTURES) writeFileSync(join(folder, `${capture.name}.pcap`), pcapOf(capture))
})

after(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

function run(program: string, words: readonly string[]): string {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'GMT0', WIRESHARK_CONFIG_DIR: folder }
  return spawnSync(program, words, { encoding: 'utf8', env, maxBuffer: 1 << 27 }).stdout
}

/** tshark joins the options of a header in Elasticsearch's form in a way of its own (docs/wireshark.md). */
const NOT_FOR_EK: ReadonlySet<string> = new Set(['ipv4-options'])

/** PDML says when it was written, and where in the frame tshark gave up (docs/wireshark.md). */
function comparable(text: string): string {
  return text
    .replace(/ time="[^"]*"/, '')
    .replaceAll(/(<proto name="_ws.malformed"[^\n]*| {4}<field name="_ws.expert" [^\n]*Malformed[^\n]*) pos="\d+"/g, '$1')
}

function compare(file: string, skipsEk = false): void {
  for (const output of OUTPUTS) {
    if (skipsEk && output.includes('ek')) continue
    const words = ['-n', '-r', file, ...output]
    const theirs = comparable(run('tshark', words))
    assert.notEqual(theirs, '', words.join(' '))
    assert.equal(comparable(run(process.execPath, [command, 'shark', ...words])), theirs, words.join(' '))
  }
}

for (const capture of LAYER_CAPTURES)
  test(`${capture.name} as tshark shows it`, { skip }, () => compare(join(folder, `${capture.name}.pcap`), NOT_FOR_EK.has(capture.name)))

for (const sample of SAMPLES) test(`${sample} as tshark shows it`, { skip }, () => compare(sample))
