/** Two captures, compared in the worker: each connection that both have, as far as it can be shown. */
import { compressionOf } from '../core/capture/format.ts'
import { CapturedConnections } from '../core/report/captured-connections.ts'
import { joinedConnections } from '../core/report/joined-connections.ts'
import type { JoinedConnection, JoinedFindings } from '../core/report/two-captures.ts'
import { decompressed, InputSource, type ServedInput, slicesOf } from './input-source.ts'
import { readyForText } from './late-text-reader.ts'

/** Connections, and packets of each, that go to the page. */
const MOST_SHOWN = 500
const MOST_PASSAGES = 50_000
const MAGIC_BYTES = 8

/** An input and what it is called. */
export interface NamedInput {
  readonly name: string
  readonly input: Blob | ServedInput
}

/** What the page is told. */
export interface ComparedCaptures {
  /** Names of the captures, by the end where they were made. */
  readonly client: string
  readonly server: string
  /** The second capture turned out to be the client's. */
  readonly isTurned: boolean
  readonly connections: readonly JoinedFindings[]
  /** False when there is more than is kept or shown. */
  readonly isComplete: boolean
}

/** Reads both inputs and joins what they have in common. Rejects when an input cannot be read. */
export async function comparedCaptures(first: NamedInput, second: NamedInput): Promise<ComparedCaptures> {
  const [a, b] = [await captured(first), await captured(second)]
  const { connections: joined, isTurned } = joinedConnections(a.connections, b.connections)
  return {
    client: isTurned ? second.name : first.name,
    server: isTurned ? first.name : second.name,
    isTurned,
    connections: joined.slice(0, MOST_SHOWN).map(shown),
    isComplete:
      a.isComplete && b.isComplete && joined.length <= MOST_SHOWN && joined.every(({ passages }) => passages.length <= MOST_PASSAGES),
  }
}

/** Without the columns, which nobody needs any more. */
function shown({ client, server, passages, clockOffsetNs, moved, renumbered, delays, hops }: JoinedConnection): JoinedFindings {
  return {
    client: { report: client.report },
    server: { report: server.report },
    passages: passages.slice(0, MOST_PASSAGES),
    clockOffsetNs,
    moved,
    renumbered,
    delays,
    hops,
  }
}

async function captured({ name, input }: NamedInput) {
  const source = new InputSource(input)
  const captures = new CapturedConnections(name)
  const { reader } = captures.pipeline
  const isCompressed = compressionOf(await source.read(0, MAGIC_BYTES)) === 'gzip'
  for await (const bytes of isCompressed ? decompressed(source) : slicesOf(source)) {
    if (!reader.isKnown) await readyForText(bytes)
    reader.push(bytes)
    if (reader.done) break
  }
  reader.end()
  const connections = captures.finish()
  return { connections, isComplete: captures.isComplete }
}
