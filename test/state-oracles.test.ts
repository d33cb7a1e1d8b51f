/** Holds the inferred states against the transitions that the kernels of both ends logged, on the captures beside the project. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConnectionTracker } from '../src/core/analysis/connection-tracker.ts'
import { type StatePath, statesOf } from '../src/core/analysis/states.ts'
import { DetectingReader } from '../src/core/capture/format.ts'
import { Decoder } from '../src/core/packet/decode.ts'
import { Packet } from '../src/core/packet/packet.ts'

const FOLDER = join('..', 'shared', 'captures')
const INDEX = join(FOLDER, 'INDEX.json')
/** Captures that lack packets on purpose: an observer cannot know what they do not show. */
const FAULTY_FAMILY = 'capture'

interface Scenario {
  readonly id: string
  readonly family: string
  readonly files: readonly string[]
}

/** One socket's transitions as the kernel logged them: `CLOSE > SYN_SENT > …`. */
interface KernelPath {
  readonly endpoint: string
  readonly local: string
  readonly remote: string
  readonly path: string
}

/** Why an inferred path may differ from the kernel's, and how to see that it does for this reason only. */
interface AcceptedDifference {
  readonly reason: string
  readonly explains: (kernel: readonly string[], inferred: readonly string[]) => boolean
}

const ACCEPTED: readonly AcceptedDifference[] = [
  {
    reason:
      'gives up in silence (timeout, a program killed), or by a RST that is told with the next connection: no packet of this one shows the last CLOSED',
    explains: (kernel, inferred) => kernel.at(-1) === 'CLOSED' && same(kernel.slice(0, -1), inferred),
  },
  {
    reason: 'closes, but the host loses the FIN before the capture point',
    explains: (kernel, inferred) => {
      const at = kernel.indexOf('FIN-WAIT-1')
      return (
        at > 0 &&
        !inferred.includes('FIN-WAIT-1') &&
        (same(kernel.slice(0, at), inferred) || same([...kernel.slice(0, at), 'CLOSED'], inferred))
      )
    },
  },
]

const missing = existsSync(INDEX) ? false : 'the captures are not there (../shared)'

test('the states of an end are those that its kernel logged', { skip: missing }, (t) => {
  const scenarios = (JSON.parse(readFileSync(INDEX, 'utf8')) as Scenario[]).filter(({ family }) => family !== FAULTY_FAMILY)
  const accepted = new Map<string, string[]>()
  const wrong: string[] = []
  let equal = 0
  for (const { id, files } of scenarios) {
    const truth = JSON.parse(readFileSync(join(FOLDER, `${id}.truth.json`), 'utf8')) as { readonly state_paths?: readonly KernelPath[] }
    for (const end of ['client', 'server'] as const) {
      const file = `${id}.${end}.pcap`
      if (!files.includes(file)) continue
      const seen = pathsIn(join(FOLDER, file))
      for (const { local, remote, path } of (truth.state_paths ?? []).filter(({ endpoint }) => endpoint === end)) {
        const inferred = (seen.get(`${end} ${local} ${remote}`) ?? []).shift()
        // A socket that never sent anything: nothing to compare.
        if (inferred === undefined) continue
        const kernel = kernelStates(path)
        const difference = same(kernel, inferred) ? undefined : ACCEPTED.find(({ explains }) => explains(kernel, inferred))
        if (same(kernel, inferred)) equal++
        else if (difference === undefined) wrong.push(`${file} ${local}: kernel ${kernel.join(' > ')}, inferred ${inferred.join(' > ')}`)
        else accepted.set(difference.reason, [...(accepted.get(difference.reason) ?? []), file])
      }
    }
  }
  t.diagnostic(`${equal} paths equal`)
  for (const [reason, files] of accepted) t.diagnostic(`${files.length} accepted, the end ${reason}: ${files.join(', ')}`)
  assert.deepEqual(wrong, [])
  assert.ok(equal > 200, `only ${equal} paths were compared`)
})

/** The inferred paths of all ends in a capture, by end and addresses, in order of the connections. */
function pathsIn(file: string): Map<string, string[][]> {
  const found: {
    readonly id: number
    readonly client: string
    readonly server: string
    readonly states: { readonly client: StatePath; readonly server: StatePath }
  }[] = []
  const tracker = new ConnectionTracker((c) => {
    found.push({
      id: c.id,
      client: `${c.clientAddress}:${c.clientPort}`,
      server: `${c.serverAddress}:${c.serverPort}`,
      states: statesOf(c),
    })
  })
  const decoder = new Decoder()
  const packet = new Packet()
  let number = 0
  const reader = new DetectingReader((record) => {
    decoder.decode(record, packet)
    packet.number = ++number
    tracker.packet(packet)
  })
  reader.push(new Uint8Array(readFileSync(file)))
  reader.end()
  tracker.end()
  const paths = new Map<string, string[][]>()
  for (const { client, server, states } of found.sort((a, b) => a.id - b.id)) {
    add(paths, `client ${client} ${server}`, states.client)
    add(paths, `server ${server} ${client}`, states.server)
  }
  return paths
}

function add(paths: Map<string, string[][]>, key: string, path: StatePath): void {
  paths.set(key, [...(paths.get(key) ?? []), withoutUnseen(path.map(({ state }) => state))])
}

/** The kernel's names in the standard's spelling, less what the kernel logs differently from the standard. */
function kernelStates(path: string): string[] {
  const states = path.split(' > ').map((name) =>
    name
      .replace('SYN_RECV', 'SYN-RECEIVED')
      .replace(/^CLOSE$/, 'CLOSED')
      .replace(/WAIT(\d)/, 'WAIT-$1')
      .replaceAll('_', '-'),
  )
  return withoutUnseen(states)
}

/**
 * Drops what only one of the two can know: the first CLOSED; and the last state behind FIN-WAIT-2 or CLOSING, where the full socket ends
 * (the kernel logs CLOSE) and a small one stands in, for TIME-WAIT or for an orphan in FIN-WAIT-2.
 */
function withoutUnseen(states: readonly string[]): string[] {
  const kept = states[0] === 'CLOSED' && states.length > 1 ? states.slice(1) : [...states]
  const before = kept.at(-2)
  const last = kept.at(-1)
  if ((before === 'FIN-WAIT-2' || before === 'CLOSING') && (last === 'CLOSED' || last === 'TIME-WAIT')) kept.pop()
  return kept
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((state, i) => state === b[i])
}
