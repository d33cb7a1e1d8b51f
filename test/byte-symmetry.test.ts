/** What no verdict may depend on, in bytes: the version of IP, where a capture was cut on its way to the reader, and whether it has all twice. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import { isProblem } from '../src/core/report/severity.ts'
import { ipv6Twin, untranslated } from './ipv6-twin.ts'
import { type PcapRecords, pcapOf, pcapRecords } from './pcap-records.ts'
import { capturesIn } from './captures-in.ts'

/** All that is said, in order: capture and group findings, then verdict and findings of each connection. */
function said(bytes: Uint8Array, chunkBytes = bytes.length): string[] {
  const connections: string[] = []
  const run = new ReportRun((c, context) => {
    const { firstPacket, verdict, findings } = connectionReport(c, context)
    connections.push(`${firstPacket}: ${[verdict, ...findings].map(({ id }) => id).join(' ')}`)
  })
  const pipeline = run.open('capture', bytes.length)
  for (let at = 0; at < bytes.length; at += chunkBytes) pipeline.reader.push(bytes.slice(at, at + chunkBytes))
  pipeline.reader.end()
  run.close(pipeline)
  const { captureFindings, groupFindings } = run.rest()
  return [...captureFindings, ...groupFindings].map(({ id }) => id as string).concat(connections.sort())
}

/** The problems of each connection: what somebody would have to look at. */
function problems(bytes: Uint8Array): string[] {
  const found: string[] = []
  const run = new ReportRun((c, context) => {
    const { client, server, verdict, findings } = connectionReport(c, context)
    const ids = [verdict, ...findings].filter(({ severity }) => isProblem(severity)).map(({ id }) => id)
    found.push(`${client.address}:${client.port} > ${server.address}:${server.port}: ${ids.join(' ')}`)
  })
  const pipeline = run.open('capture', bytes.length)
  pipeline.reader.push(bytes)
  pipeline.reader.end()
  run.close(pipeline)
  return found.sort()
}

/** Every packet twice, as on two interfaces of a host or a mirrored port: the copy so many microseconds behind. */
function doubled({ magic, linkType, packets }: PcapRecords, behindUs: number): PcapRecords {
  const perUs = magic === NANOSECONDS ? 1000 : 1
  const timeOf = (p: PcapRecords['packets'][number]): number => p.seconds * 1e6 * perUs + p.fraction
  const copies = packets.map((packet) => {
    const fraction = packet.fraction + behindUs * perUs
    const carried = Math.floor(fraction / (1e6 * perUs))
    return { ...packet, seconds: packet.seconds + carried, fraction: fraction - carried * 1e6 * perUs }
  })
  // Of equal times, the one that stands first was first.
  return { magic, linkType, packets: [...packets, ...copies].sort((a, b) => timeOf(a) - timeOf(b)) }
}

const NANOSECONDS = 0xa1b23c4d

/** Who refused is told by other facts in IPv6 (flow label) than in IPv4 (identification, TOS, and the reverse state of the checksum). */
const REFUSED = /\b(refused-port-closed|reject-tcp-reset|refused-by-rst)\b/g

/** Verdicts that stand on the identification of IPv4, by which a sender counts its packets; IPv6 has none. What is said without it. */
const TOLD_BY_IDENTIFICATION: Readonly<Record<string, string>> = {
  'close-fin-retransmitted.server.pcap': 'the first FIN was lost before this point: nothing else shows it',
  'close-fin-lost-1.server.pcap': 'the first FIN was lost before this point: nothing else shows it',
  'pmtud-works-1.server.pcap': 'which segments were overtaken and which were sent again',
  'rto-retransmit-1.server.pcap': 'the request came late because it was sent again: nothing else shows it',
}

for (const [name, captures, least] of [
  ['samples', capturesIn('samples'), 20],
  ['shared captures', capturesIn('../shared/captures'), 200],
] as const) {
  const skip = captures.length === 0 ? `no ${name} here` : false

  test(`no verdict of the ${name} depends on how the bytes are cut`, { skip }, () => {
    const differences: string[] = []
    for (const file of captures) {
      const bytes = readFileSync(file)
      const whole = said(bytes).join('\n')
      for (const chunkBytes of [1, 61, 4099])
        if (said(bytes, chunkBytes).join('\n') !== whole) differences.push(`${file} in chunks of ${chunkBytes}`)
    }
    assert.ok(captures.length >= least)
    assert.deepEqual(differences, [])
  })

  test(`no verdict of the ${name} depends on the version of IP`, { skip }, () => {
    const differences: string[] = []
    const leftOver: string[] = []
    let twins = 0
    for (const file of captures) {
      const records = pcapRecords(readFileSync(file))
      const translated = ipv6Twin(records)
      const twin = pcapOf(translated)
      if (untranslated(translated) > 0) leftOver.push(file)
      const before = said(pcapOf(records))
      const after = said(twin)
      twins++
      const isSame = before.join('\n').replace(REFUSED, 'refused') === after.join('\n').replace(REFUSED, 'refused')
      const isExpected = TOLD_BY_IDENTIFICATION[basename(file)] !== undefined
      if (isSame === isExpected) differences.push(`${file}:\n  ${before.join('\n  ')}\n  became\n  ${after.join('\n  ')}`)
    }
    assert.ok(twins >= least)
    assert.deepEqual(leftOver, [])
    assert.equal(differences.length, 0, `${differences.length} differences\n${differences.join('\n')}`)
  })

  test(`a capture of the ${name} that has every packet twice shows the same problems`, { skip }, () => {
    const differences: string[] = []
    let shown = 0
    for (const file of captures) {
      const records = pcapRecords(readFileSync(file))
      const before = problems(pcapOf(records)).join('\n')
      if (before.includes(': ')) shown++
      for (const behindUs of [0, 4, 60]) {
        const after = problems(pcapOf(doubled(records, behindUs))).join('\n')
        if (after !== before) differences.push(`${file}, ${behindUs} µs behind:\n  ${before}\n  became\n  ${after}`)
      }
    }
    assert.ok(shown >= least / 2)
    assert.equal(differences.length, 0, `${differences.length} differences\n${differences.join('\n')}`)
  })
}
