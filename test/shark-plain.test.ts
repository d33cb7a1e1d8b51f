/** The short way of `synfin shark` for plain packets says the same as the long way, on the samples and for most fields that it writes. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildCommand } from './built-command.ts'

const ROOT = join(import.meta.dirname, '..')
const SAMPLES = join(ROOT, 'samples')
const FIELDS = `
  frame.number frame.len frame.cap_len frame.time_relative frame.time_delta eth.dst eth.src ip.src ip.dst
  ip.len ip.id ip.ttl ip.proto ipv6.src ipv6.dst tcp.srcport tcp.dstport tcp.stream tcp.completeness tcp.len
  tcp.seq tcp.seq_raw tcp.nxtseq tcp.ack tcp.ack_raw tcp.hdr_len tcp.flags tcp.flags.syn tcp.flags.push
  tcp.window_size_value tcp.window_size tcp.checksum tcp.urgent_pointer tcp.time_relative tcp.time_delta
  tcp.analysis.acks_frame tcp.analysis.ack_rtt tcp.analysis.initial_rtt tcp.analysis.bytes_in_flight
  tcp.analysis.push_bytes_sent tcp.analysis.flags tcp.analysis.retransmission tcp.analysis.out_of_order
`
  .trim()
  .split(/\s+/)
const MAX_SAMPLES = 6

const folder = mkdtempSync(join(tmpdir(), 'synfin-plain-'))
const command = join(folder, 'cli.cjs')

before(() => buildCommand(command))
after(() => rmSync(folder, { recursive: true }))

function shark(file: string, ...words: string[]): string {
  const { stdout } = spawnSync(process.execPath, [command, 'shark', '-n', '-c', '500', '-r', join(SAMPLES, file), ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return stdout
}

test('plain packets are written as those are of which items were made', (t) => {
  const samples = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.pcap(ng)?$/.test(name))
  if (samples.length === 0) return t.skip('no samples')
  const fields = ['-T', 'fields', ...FIELDS.flatMap((name) => ['-e', name])]
  for (const name of samples.slice(0, MAX_SAMPLES)) {
    // A filter, and a second protocol to unfold, send all packets the long way.
    const short = shark(name, ...fields)
    assert.ok(short.length > 0, name)
    assert.equal(short, shark(name, ...fields, '-Y', 'frame'), name)
    assert.equal(shark(name, '-O', 'tcp'), shark(name, '-O', 'tcp,synfin'), name)
  }
})
