/** What synfin says of a capture, and what is counted on its wire for the comparison. */
import type { StatePath } from '../core/analysis/states.ts'
import { destinationText, sourceText } from '../core/packet/address-text.ts'
import { KIND, type Packet } from '../core/packet/packet.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import { ReportRun } from '../core/report/pipeline.ts'
import type { ConnectionReport, ReportRest } from '../core/report/report.ts'
import { FLAG } from '../core/wire/tcp.ts'
import { readInput } from '../node/input-file.ts'
import { inputSizeBytes } from '../node/input-size.ts'

/** A capture as synfin understands it. */
export interface ExplainedCapture {
  readonly connections: readonly ConnectionReport[]
  readonly rest: ReportRest
  /** RSTs by `source destination`, each `address:port`. */
  readonly resets: ReadonlyMap<string, number>
  /** Segments that were sent before, SYNs and FINs as well, likewise: counted by their numbers alone. */
  readonly repeated: ReadonlyMap<string, number>
  /** The inferred states of each end by `own other`, in order of the connections. */
  readonly paths: ReadonlyMap<string, readonly StatePath[]>
}

/** Explains a capture file. */
export async function explainCapture(file: string): Promise<ExplainedCapture> {
  const connections: ConnectionReport[] = []
  const resets = new Map<string, number>()
  const repeated = new Map<string, number>()
  const ends = new HighestEnds()
  const watch = (packet: Packet): void => {
    if (packet.kind !== KIND.tcp) return
    const key = `${sourceText(packet)}:${packet.srcPort} ${destinationText(packet)}:${packet.dstPort}`
    if ((packet.flags & FLAG.rst) !== 0) resets.set(key, (resets.get(key) ?? 0) + 1)
    else if (ends.isRepeated(key, packet)) repeated.set(key, (repeated.get(key) ?? 0) + 1)
  }
  const run = new ReportRun(
    (c, context) => {
      const report = connectionReport(c, context)
      run.consider(report)
      connections.push(report)
    },
    { watch },
  )
  const pipeline = run.open(file, inputSizeBytes(file))
  await readInput(file, pipeline.reader)
  run.close(pipeline)
  connections.sort((a, b) => a.id - b.id)
  const paths = new Map<string, StatePath[]>()
  for (const { client, server, states } of connections) {
    const [a, b] = [`${client.address}:${client.port}`, `${server.address}:${server.port}`]
    paths.set(`${a} ${b}`, [...(paths.get(`${a} ${b}`) ?? []), states.client])
    paths.set(`${b} ${a}`, [...(paths.get(`${b} ${a}`) ?? []), states.server])
  }
  return { connections, rest: run.rest(), resets, repeated, paths }
}

/** Every verdict id that the report has anywhere. */
export function saidIds({ connections, rest }: ExplainedCapture): string[] {
  const all = [rest.verdict, ...rest.captureFindings, ...rest.groupFindings, ...connections.flatMap((c) => [c.verdict, ...c.findings])]
  return [...new Set(all.flatMap((verdict) => (verdict === null ? [] : [verdict.id])))]
}

/** How far each sender has come in its sequence numbers. */
class HighestEnds {
  readonly #ends = new Map<string, { readonly isn: number; end: number }>()

  /** Was the beginning of this segment sent before? */
  isRepeated(key: string, { seq, flags, payloadLen }: Packet): boolean {
    const isSyn = (flags & FLAG.syn) !== 0
    const length = payloadLen + (isSyn ? 1 : 0) + ((flags & FLAG.fin) === 0 ? 0 : 1)
    const known = this.#ends.get(key)
    const isNew = known === undefined || (isSyn && seq !== known.isn)
    if (isNew) {
      this.#ends.set(key, { isn: seq, end: (seq + length) | 0 })
      return false
    }
    const isBefore = length > 0 && ((seq - known.end) | 0) < 0
    const end = (seq + length) | 0
    if (((end - known.end) | 0) > 0) known.end = end
    return isBefore
  }
}
