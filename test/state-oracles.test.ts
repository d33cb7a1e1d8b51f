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
import { comparablePath, comparePaths, kernelPath } from '../src/lab/state-comparison.ts'

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
        const kernel = kernelPath(path.split(' > '))
        const comparison = comparePaths(kernel, inferred)
        if (comparison.kind === 'equal') equal++
        else if (comparison.kind === 'different')
          wrong.push(`${file} ${local}: kernel ${kernel.join(' > ')}, inferred ${inferred.join(' > ')}`)
        else accepted.set(comparison.reason, [...(accepted.get(comparison.reason) ?? []), file])
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
  paths.set(key, [...(paths.get(key) ?? []), comparablePath(path.map(({ state }) => state))])
}
