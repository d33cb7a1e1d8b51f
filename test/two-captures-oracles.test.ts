/** Holds two captures of one connection against tcpdump: what one file has and the other has not, on the captures beside the project. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CapturedConnections } from '../src/core/report/captured-connections.ts'
import { joinedConnections } from '../src/core/report/joined-connections.ts'
import { sameConnections } from '../src/core/report/same-connection.ts'
import { type CapturedConnection, joinCaptures } from '../src/core/report/two-captures.ts'

const FOLDER = join('..', 'shared', 'captures')
const TCPDUMP = '/usr/bin/tcpdump'
const why = !existsSync(FOLDER) ? 'the captures are not there (../shared)' : !existsSync(TCPDUMP) ? 'there is no tcpdump' : false
/** Nothing of a connection is in the server's capture: it was refused or lost before it came there, or a proxy has made its own. */
const NOTHING_ARRIVED = /^(reject-|syn-lost-network|transparent-proxy)/
/** A device gives the client other sequence numbers: tcpdump finds nothing that is the same. */
const RENUMBERED = /^timewait-syn-challenged/
/** Clocks that are aligned by the fastest packets agree as well as this. */
const LEAST_DELAY_NS = -1e6

function connectionsOf(file: string): readonly CapturedConnection[] {
  const captures = new CapturedConnections(file)
  captures.pipeline.reader.push(new Uint8Array(readFileSync(join(FOLDER, file))))
  captures.pipeline.reader.end()
  return captures.finish()
}

/** What tcpdump shows of TCP: how often each packet without data, by numbers that no router changes; and bytes of data in all. */
interface Shown {
  readonly bare: ReadonlyMap<string, number>
  readonly bytes: number
}

function shownOf(file: string): Shown {
  const text = execFileSync(TCPDUMP, ['-nvSt', '-r', join(FOLDER, file), 'tcp'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const bare = new Map<string, number>()
  let bytes = 0
  for (const packet of text.replaceAll('\n    ', ' ').split('\n')) {
    const [flags, length] = [/ Flags \[([^\]]*)\]/.exec(packet)?.[1], Number(/, length (\d+)[^)]*$/.exec(packet)?.[1])]
    if (flags === undefined) continue
    bytes += length
    if (length > 0) continue
    const numbers = ['seq', 'ack'].map((name) => new RegExp(`[ ,]${name} ([\\d:]+)`).exec(packet)?.[1])
    const key = [flags.replace(/[PEWe]/g, ''), ...numbers].join(' ')
    bare.set(key, (bare.get(key) ?? 0) + 1)
  }
  return { bare, bytes }
}

/** How many of `a` are not in `b`. */
function surplus(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let count = 0
  for (const [key, times] of a) count += Math.max(0, times - (b.get(key) ?? 0))
  return count
}

test('what is in one capture and not in the other is what tcpdump shows in one and not in the other', { skip: why }, (t) => {
  const differences: string[] = []
  const unpaired: string[] = []
  let equal = 0
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.client.pcap'))) {
    const id = file.replace('.client.pcap', '')
    const other = `${id}.server.pcap`
    if (!existsSync(join(FOLDER, other))) continue
    const { connections: joined, isTurned } = joinedConnections(connectionsOf(file), connectionsOf(other))
    if (joined.length === 0) {
      unpaired.push(id)
      continue
    }
    const passages = joined.flatMap((each) => each.passages)
    assert.ok(!isTurned, `${id}: the wrong way round`)
    assert.ok(!passages.some(({ delayNs }) => delayNs < LEAST_DELAY_NS), `${id}: arrives before it leaves`)
    const [near, far] = [shownOf(file), shownOf(other)]
    const missing = (at: 'atClient' | 'atServer', isBare: boolean) =>
      passages.filter((passage) => passage[at] === 0 && (passage.payloadBytes === 0) === isBare)
    const bytes = (at: 'atClient' | 'atServer'): number => missing(at, false).reduce((sum, { payloadBytes }) => sum + payloadBytes, 0)
    const found = [missing('atServer', true).length, missing('atClient', true).length, bytes('atServer') - bytes('atClient')]
    const shown = [surplus(near.bare, far.bare), surplus(far.bare, near.bare), near.bytes - far.bytes]
    if (String(found) === String(shown)) equal++
    else differences.push(`${id}: ${found.join('/')}, tcpdump ${shown.join('/')}`)
  }
  t.diagnostic(`${equal} pairs of captures are as tcpdump shows them`)
  assert.deepEqual(
    differences.filter((line) => !RENUMBERED.test(line)),
    [],
  )
  assert.deepEqual(
    unpaired.filter((id) => !NOTHING_ARRIVED.test(id)),
    [],
  )
})

test('resets that were forged are found where they arrived, and nowhere else', { skip: why }, () => {
  for (const [id, senders] of [
    ['rst-injected-dpi-1', ['client', 'server']],
    ['rst-injected-tcpkill-1', ['client', 'server']],
    ['reject-spoofed-rst-1', ['server']],
    ['rst-linger0-1', []],
    ['rst-unread-data-1', []],
    ['keepalive-rst-1', []],
  ] as const) {
    const [pair] = sameConnections(connectionsOf(`${id}.client.pcap`), connectionsOf(`${id}.server.pcap`))
    const resets = joinCaptures(...pair).passages.filter(({ fate, flags }) => fate === 'unsent' && (flags & 4) !== 0)
    assert.deepEqual([...new Set(resets.map(({ sender }) => sender))].sort(), senders, id)
  }
})
