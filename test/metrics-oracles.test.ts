/** Holds the metrics against tcptrace where both define a figure the same way; docs/metrics.md lists what differs, and who is right. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import type { ConnectionReport, EndReport } from '../src/core/report/report.ts'
import { capturesIn } from './captures-in.ts'

const SAMPLES = 'samples'
const SHARED = join('..', 'shared', 'captures')
const noTcptrace = spawnSync('tcptrace', ['-version']).error === undefined ? false : 'tcptrace is not installed'
const noShared = existsSync(SHARED) ? false : 'the captures are not there (../shared)'

/** tcptrace prints tenths of milliseconds, cut off. */
const PRINTED_MS = 0.11

type Side = 'client' | 'server'

/** A figure: ours, what tcptrace calls it, and how far they may be apart. */
interface Figure {
  readonly name: string
  readonly label: string
  readonly of: (report: ConnectionReport, side: Side) => number
  readonly tolerance: number
  /** Reads tcptrace's text; by default the number it begins with, and nothing where there is none. */
  readonly read?: (text: string) => number
}

const FIGURES: readonly Figure[] = [
  { name: 'packets', label: 'total packets', of: ({ packets }, side) => packets[side], tolerance: 0 },
  { name: 'payload', label: 'unique bytes sent', of: ({ payloadBytes }, side) => payloadBytes[side], tolerance: 0 },
  {
    name: 'retransmitted',
    label: 'rexmt data pkts',
    // tcptrace counts repeated SYN and FIN as data.
    of: ({ metrics: { retransmittedSegments, retransmissions } }, side) =>
      retransmittedSegments[side] + retransmissions[side].syn + retransmissions[side].fin,
    tolerance: 0,
  },
  { name: 'outOfOrder', label: 'outoforder pkts', of: ({ metrics }, side) => metrics.outOfOrderSegments[side], tolerance: 0 },
  // tcptrace counts a SYN and a FIN as a byte each.
  { name: 'inFlight', label: 'max owin', of: ({ metrics }, side) => metrics.mostBytesInFlight[side] ?? 0, tolerance: 1 },
  {
    name: 'handshake',
    label: 'RTT from 3WHS',
    of: ({ metrics: { handshake } }, side) => (side === 'client' ? handshake.toServer : handshake.toClient) ?? 0,
    tolerance: PRINTED_MS / 1000,
    read: (text) => Number.parseFloat(text) / 1000,
  },
  { name: 'goodput', label: 'throughput', of: ({ metrics }, side) => Math.round(metrics.goodput[side] ?? 0), tolerance: 1 },
  {
    name: 'zeroWindow',
    label: 'zero win adv',
    of: ({ metrics }, side) => (metrics.zeroWindowSeconds[side] > 0 ? 1 : 0),
    tolerance: 0,
    read: (text) => (Number.parseInt(text, 10) > 0 ? 1 : 0),
  },
  { name: 'lostByCapture', label: 'missed data', of: ({ metrics }, side) => metrics.losses[side].byCaptureBytes, tolerance: 1 },
]

/** Where the two differ, in which captures, and why: each stands in docs/metrics.md. */
const DIFFERENCES: readonly { readonly reason: string; readonly captures: RegExp; readonly figures: readonly string[] }[] = [
  { reason: 'a forged SYN is no part of the connection', captures: /^challenge-ack-syn/, figures: ['packets', 'payload', 'lostByCapture'] },
  { reason: 'a damaged segment did not arrive, so the next one is the first', captures: /^bad-checksum/, figures: ['retransmitted'] },
  { reason: 'the SYN-ACK of a simultaneous open is no repeat', captures: /^open-simultaneous/, figures: ['retransmitted'] },
  { reason: 'data of a SYN that was not taken is sent again, not lost', captures: /^(syn-data|tfo)/, figures: ['retransmitted'] },
  { reason: 'data of a SYN is in flight as well', captures: /^(syn-data|tfo)/, figures: ['inFlight'] },
  { reason: 'the handshake ended with data in the SYN', captures: /^tfo/, figures: ['handshake'] },
  { reason: 'the same SYN-ACK within a millisecond is a copy', captures: /^synack-ignored/, figures: ['retransmitted'] },
  { reason: 'a packet that passes again with its own IP ID is a copy', captures: /^ttl-exceeded/, figures: ['retransmitted'] },
  { reason: 'a copy does not make the connection longer', captures: /^rst-client-abort/, figures: ['goodput'] },
  { reason: 'a repeated SYN or SYN-ACK measures nothing', captures: /^(accept-queue-full|synack-ignored)/, figures: ['handshake'] },
  { reason: 'with one direction only, nothing is known to be in flight', captures: /^capture-one-way/, figures: ['inFlight'] },
  { reason: 'bytes that were never acknowledged are not lost by the capture', captures: /^pmtu-blackhole/, figures: ['lostByCapture'] },
]

/** One connection as tcptrace tells it. */
interface Traced {
  readonly a: string
  readonly b: string
  readonly figures: ReadonlyMap<string, readonly [fromA: string, fromB: string]>
}

function traced(path: string): Traced[] {
  const { stdout } = spawnSync('tcptrace', ['-l', '-r', '-n', '-W', path], { encoding: 'latin1' })
  return stdout
    .split(/^TCP connection \d+:$/m)
    .slice(1)
    .flatMap((block) => {
      const ends = /host \w+:\s+(\S+)\n\s+host \w+:\s+(\S+)/.exec(block)
      if (ends === null) return []
      const lines = block.matchAll(/^ +([A-Za-z][^:]*): +(\S.*?) {2,}\1: +(\S.*?) *$/gm)
      return [{ a: ends[1], b: ends[2], figures: new Map([...lines].map(([, name, a, b]) => [name, [a, b] as const])) }]
    })
}

function reportsOf(path: string): ConnectionReport[] {
  const bytes = readFileSync(path)
  const reports: ConnectionReport[] = []
  const run = new ReportRun((c, context) => reports.push(connectionReport(c, context)))
  const pipeline = run.open(path, bytes.length)
  pipeline.reader.push(bytes)
  pipeline.reader.end()
  run.close(pipeline)
  return reports
}

function endText({ address, port }: EndReport): string {
  return `${address}:${port}`
}

/** Both ends of a connection, whichever is the client. */
function endsText({ client, server }: ConnectionReport): string {
  return [endText(client), endText(server)].sort().join(' ')
}

function compare(paths: readonly string[]): { readonly compared: number; readonly wrong: string[]; readonly excused: Set<string> } {
  const wrong: string[] = []
  const excused = new Set<string>()
  let compared = 0
  for (const path of paths) {
    const capture = basename(path)
    const theirs = traced(path)
    const reports = reportsOf(path)
    const counts = new Map<string, number>()
    for (const report of reports) counts.set(endsText(report), (counts.get(endsText(report)) ?? 0) + 1)
    for (const report of reports) {
      const [client, server] = [endText(report.client), endText(report.server)]
      const same = theirs.filter(({ a, b }) => (a === client && b === server) || (a === server && b === client))
      // A 4-tuple that is used twice is one connection more or less, as one sees it: nothing to compare.
      if (same.length !== 1 || client === server || counts.get(endsText(report)) !== 1) continue
      for (const side of ['client', 'server'] as const) {
        const column = same[0].a === (side === 'client' ? client : server) ? 0 : 1
        for (const { name, label, of, tolerance, read = Number.parseFloat } of FIGURES) {
          const text = same[0].figures.get(label)?.[column]
          const expected = text === undefined ? NaN : read(text)
          if (Number.isNaN(expected)) continue
          compared++
          const own = of(report, side)
          if (Math.abs(own - expected) <= tolerance) continue
          const reason = DIFFERENCES.find(({ captures, figures }) => captures.test(capture) && figures.includes(name))?.reason
          if (reason === undefined) wrong.push(`${capture} ${side} ${name}: ${own}, tcptrace ${expected}`)
          else excused.add(reason)
        }
      }
    }
  }
  return { compared, wrong, excused }
}

test("the metrics of the project's own captures are tcptrace's", { skip: noTcptrace }, (t) => {
  const { compared, wrong, excused } = compare(capturesIn(SAMPLES))
  assert.deepEqual(wrong, [])
  assert.ok(compared > 500, `${compared} figures`)
  t.diagnostic(`${compared} figures, differences as listed: ${[...excused].join('; ')}`)
})

test("the metrics of the captures beside the project are tcptrace's", { skip: noTcptrace === false ? noShared : noTcptrace }, (t) => {
  const { compared, wrong, excused } = compare(capturesIn(SHARED))
  assert.deepEqual(wrong, [])
  assert.ok(compared > 5000, `${compared} figures`)
  // A listed difference that is none any more is struck off the list.
  assert.deepEqual(
    DIFFERENCES.filter(({ reason }) => !excused.has(reason)).map(({ reason }) => reason),
    [],
  )
  t.diagnostic(`${compared} figures`)
})

test('every difference is in docs/metrics.md', () => {
  const text = readFileSync('docs/metrics.md', 'utf8')
  for (const { reason } of DIFFERENCES) assert.ok(text.includes(reason), reason)
})
