/** Asks tshark for the comments of `synfin export --to pcapng`: each must stand on the packets that the report names as evidence. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Report } from '../src/core/report/report.ts'
import { BuiltCommand } from './built-command.ts'

const SAMPLES = join(import.meta.dirname, '../samples')
const noTshark = spawnSync('tshark', ['--version']).error === undefined ? false : 'tshark is not installed'
/** No comment has it. */
const BETWEEN = '\u0001'

const built = new BuiltCommand('comments')
const { folder } = built

function synfin(words: readonly string[]): Buffer {
  const { code, out, err } = built.runForBytes(words, { env: { LC_ALL: 'C' } })
  assert.deepEqual([code, err], [0, ''], words.join(' '))
  return out
}

/** Fields of each frame of a file, as tshark reads it. */
function framesOf(file: string, fields: readonly string[] = ['frame.comment']): string[] {
  const words = ['-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field]), '-E', `aggregator=${BETWEEN}`]
  const { stdout, status } = spawnSync('tshark', words, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  assert.equal(status, 0)
  return stdout.split('\n').slice(0, -1)
}

/** The comments that a report asks for, by frame: those of its inputs are numbered one behind the other. */
function expectedComments({ connections, groupFindings, inputs }: Report): Map<number, string[]> {
  const before = inputs.map((_, input) => inputs.slice(0, input).reduce((sum, { packets }) => sum + packets, 0))
  const comments = new Map<number, string[]>()
  const add = (packet: number, text: string): void => {
    comments.set(packet, [...(comments.get(packet) ?? []), text])
  }
  const verdicts = [
    ...connections.flatMap(({ id, input, firstPacket, verdict, findings }) =>
      [verdict, ...findings].map((each) => ({ ...each, input, about: `connection ${id}, ${each.id}`, otherwise: [firstPacket] })),
    ),
    ...groupFindings.map((each) => ({ ...each, about: each.id, otherwise: [] })),
  ]
  for (const { input, about, certainty, summary, evidence, otherwise } of verdicts) {
    const all = evidence.flatMap(({ packets }) => packets)
    const [first] = [...(all.length > 0 ? all : otherwise)].sort((a, b) => a - b)
    if (first !== undefined) add(before[input] + first, `synfin: ${about} (${certainty}): ${summary.en}`)
    for (const { en, packets } of evidence) for (const packet of packets) add(before[input] + packet, `synfin: ${about}: ${en}`)
  }
  return comments
}

test('every verdict of the samples is on its packets', { skip: noTshark }, () => {
  const paths = readdirSync(SAMPLES)
    .filter((each) => /\.(pcap|pcapng|gz)$/.test(each))
    .map((name) => join(SAMPLES, name))
  const output = join(folder, 'commented.pcapng')
  synfin(['export', '--to', 'pcapng', '-o', output, ...paths])
  const expected = expectedComments(JSON.parse(synfin(['explain', '--json', ...paths]).toString()) as Report)
  let comments = 0
  for (const [i, text] of framesOf(output).entries()) {
    const wanted = [...(expected.get(i + 1) ?? [])].sort()
    assert.deepEqual(text === '' ? [] : text.split(BETWEEN).sort(), wanted, `frame ${i + 1}`)
    comments += wanted.length
  }
  assert.ok(comments > 500, `${comments} comments`)
})

test('the packets are those of the input', { skip: noTshark }, () => {
  const fields = ['frame.time_epoch', 'frame.len', 'frame.protocols', 'tcp.checksum', 'tcp.seq_raw']
  for (const name of ['reject-icmp6-admin-prohib.client.pcap', 'close-3seg.client.pcapng', 'close-4way.client.pcap.gz']) {
    const output = join(folder, 'again.pcapng')
    synfin(['export', '--to', 'pcapng', '-o', output, join(SAMPLES, name)])
    const [found, expected] = [output, join(SAMPLES, name)].map((file) => framesOf(file, fields))
    assert.ok(expected.length > 1)
    assert.deepEqual(found, expected, name)
  }
})

test('of several inputs each is a section, and a commented capture is commented again without loss', { skip: noTshark }, () => {
  const [one, two] = [join(folder, 'one.pcapng'), join(folder, 'two.pcapng')]
  const paths = ['refused-port-closed.client.pcap', 'close-3seg.client.pcapng'].map((name) => join(SAMPLES, name))
  synfin(['export', '--to', 'pcapng', '-o', one, ...paths])
  const first = framesOf(one)
  assert.equal(first.length, 12)
  assert.match(first[0], /connection 0, refused-by-rst/)
  assert.match(first[2], /connection 1, open-normal/)
  synfin(['export', '--to', 'pcapng', '--lang', 'zh', '-o', two, one])
  const second = framesOf(two)
  for (const [i, text] of first.entries()) assert.ok(second[i].startsWith(text) && (text === '' || second[i].length > text.length), `${i}`)
})

test('what is said of the capture as a whole is its comment', { skip: noTshark }, () => {
  writeFileSync(join(folder, 'empty.pcap'), Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex'))
  synfin(['export', '--to', 'pcapng', '-o', join(folder, 'empty.pcapng'), join(folder, 'empty.pcap')])
  const { stdout } = spawnSync('capinfos', ['-k', join(folder, 'empty.pcapng')], { encoding: 'utf8' })
  assert.match(stdout, /Capture comment: +synfin: nothing-captured \(/)
})
