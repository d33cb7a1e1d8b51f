/** Inputs that are doubted as a whole: cut, with a clock that was set, with packets that the system dropped. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Explanation, explainBytes } from '../src/core/report/explain-bytes.ts'
import { isProblem } from '../src/core/report/severity.ts'
import type { Report, VerdictReport } from '../src/core/report/report.ts'
import { type BuiltPacket, PcapngBlocks, concatenate } from './capture-builder.ts'
import { pcapOf, pcapRecords } from './pcap-records.ts'

const SILENT = pcapRecords(readFileSync('samples/syn-no-answer.client.pcap'))
const CLOSED = pcapRecords(readFileSync('samples/close-4way.client.pcap'))

function captureIds({ captureFindings }: Report): string[] {
  return captureFindings.map(({ id }) => id)
}

function doubtsOf({ doubts }: Pick<VerdictReport, 'doubts'>): string[] {
  return doubts.map(({ id }) => id)
}

test('a good capture is not doubted', () => {
  for (const records of [SILENT, CLOSED]) {
    const report = explainBytes(pcapOf(records))
    assert.deepEqual(captureIds(report), [])
    for (const { verdict, findings } of report.connections) for (const said of [verdict, ...findings]) assert.deepEqual(said.doubts, [])
  }
  assert.equal(explainBytes(pcapOf(SILENT)).verdict?.certainty, 'proven')
})

test('packets that the capturing system dropped make silence less telling', () => {
  const blocks = new PcapngBlocks()
  const file = (dropped: number): Uint8Array =>
    concatenate(
      blocks.section(),
      blocks.interface(SILENT.linkType),
      ...SILENT.packets.map(({ seconds, fraction, data }) => blocks.packet(0, BigInt(seconds) * 1_000_000n + BigInt(fraction), data)),
      blocks.statistics(0, [[5, Uint8Array.of(dropped, 0, 0, 0, 0, 0, 0, 0)]]),
    )
  assert.deepEqual(captureIds(explainBytes(file(0))), [])
  assert.equal(explainBytes(file(0)).verdict?.certainty, 'proven')
  const report = explainBytes(file(7))
  assert.deepEqual(captureIds(report), ['capture-loss'])
  assert.match(report.captureFindings[0].summary.en, /dropped 7 packets/)
  const { verdict } = report.connections[0]
  assert.deepEqual([verdict.id, verdict.certainty, ...doubtsOf(verdict)], ['syn-no-answer', 'likely', 'dropped'])
  assert.match(verdict.doubts[0].zh, /丢弃/)
})

test('a clock that goes back makes times less telling, where a verdict stands on them', () => {
  const set = (stepSeconds: number): Uint8Array => {
    const packets = CLOSED.packets.map((packet, i) => (i < 4 ? packet : { ...packet, seconds: packet.seconds - stepSeconds }))
    return pcapOf({ ...CLOSED, packets })
  }
  assert.deepEqual(captureIds(explainBytes(set(0))), [])
  const report = explainBytes(set(60))
  assert.deepEqual(captureIds(report), ['clock-step'])
  assert.deepEqual(report.captureFindings[0].evidence[0].packets, [5])
  // What a headline says of the connections is worth more than a peculiarity of the capture.
  assert.notEqual(report.verdict?.connection, null)
  const slow = [report.connections[0].verdict, ...report.connections[0].findings].filter(({ id }) => /slow|nagle|loss-rto/.test(id))
  for (const said of slow) assert.deepEqual(doubtsOf(said), ['clock'])
})

test('two interfaces whose packets are some microseconds out of order have no clock that was set', () => {
  const packets = [...CLOSED.packets]
  const [first, second] = packets
  packets[1] = { ...second, seconds: first.seconds, fraction: Math.max(0, first.fraction - 40) }
  assert.deepEqual(captureIds(explainBytes(pcapOf({ ...CLOSED, packets }))), [])
})

test('payload that was cut off is told, and headers that were', () => {
  const cutTo = (bytes: number): Report =>
    explainBytes(pcapOf({ ...CLOSED, packets: CLOSED.packets.map((packet) => ({ ...packet, data: packet.data.slice(0, bytes) })) }))
  const payload = cutTo(66)
  assert.deepEqual(captureIds(payload), ['snaplen-cut'])
  assert.equal(payload.verdict?.id, explainBytes(pcapOf(CLOSED)).verdict?.id)
  assert.match(payload.captureFindings[0].summary.en, /all headers are there/)
  const headers = cutTo(44)
  assert.deepEqual(captureIds(headers), ['snaplen-cut'])
  assert.match(headers.captureFindings[0].summary.en, /could not be read at all/)
})

test('an ICMP error is told as long as the ports are left of what it quotes', () => {
  const records = pcapRecords(readFileSync('samples/reject-icmp-port-unreach.client.pcap'))
  const cutTo = (bytes: number): Report =>
    explainBytes(pcapOf({ ...records, packets: records.packets.map((packet) => ({ ...packet, data: packet.data.slice(0, bytes) })) }))
  // Ethernet, IP and ICMP headers take 42 bytes, the quoted IP header 20: ports and two bytes of the sequence number are left.
  assert.equal(cutTo(68).verdict?.id, 'reject-icmp')
  assert.notEqual(cutTo(62).verdict?.id, 'reject-icmp')
})

test('two directions in a wrong order are told, and raise no alarm', () => {
  const timeUs = ({ seconds, fraction }: BuiltPacket): number => seconds * 1e6 + fraction
  for (const name of ['close-3seg', 'close-4way', 'close-simultaneous', 'half-close-data', 'open-normal', 'rst-abort']) {
    const records = pcapRecords(readFileSync(`samples/${name}.client.pcap`))
    // All packets of one end bear times that are 200 ms too early: bytes 26 to 29 of an Ethernet frame are the sender's address.
    const client = String(records.packets[0].data.slice(26, 30))
    const packets = records.packets
      .map((packet) => {
        if (String(packet.data.slice(26, 30)) === client) return packet
        const us = timeUs(packet) - 200_000
        return { ...packet, seconds: Math.floor(us / 1e6), fraction: us % 1e6 }
      })
      .sort((a, b) => timeUs(a) - timeUs(b))
    const before = problemsOf(explainBytes(pcapOf(records)))
    const report = explainBytes(pcapOf({ ...records, packets }))
    assert.equal(report.connections.length, 1, name)
    const [{ verdict, findings }] = report.connections
    assert.ok(
      [verdict, findings[0]].some((said) => said?.id === 'capture-misordered'),
      name,
    )
    assert.deepEqual(problemsOf(report), before, name)
  }
})

/** Ids of all that somebody would have to look at. */
function problemsOf({ connections }: Explanation): string[] {
  return connections.flatMap(({ verdict, findings }) =>
    [verdict, ...findings].filter(({ severity }) => isProblem(severity)).map(({ id }) => id),
  )
}
