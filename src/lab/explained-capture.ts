/** What synfin says of a capture, and what is counted on its wire for the comparison. */
import type { StatePath } from '../core/analysis/states.ts'
import { destinationText, sourceText } from '../core/packet/address-text.ts'
import { KIND, type Packet } from '../core/packet/packet.ts'
import { connectionReport } from '../core/report/connection-report.ts'
import { ReportRun } from '../core/report/pipeline.ts'
import type { ConnectionReport, ReportRest } from '../core/report/report.ts'
import { FLAG } from '../core/wire/tcp.ts'
import { readInput } from '../node/input-file.ts'

/** A capture as synfin understands it. */
export interface ExplainedCapture {
  readonly connections: readonly ConnectionReport[]
  readonly rest: ReportRest
  /** RSTs by `source destination`, each `address:port`. */
  readonly resets: ReadonlyMap<string, number>
  /** SYNs and SYN-ACKs likewise. */
  readonly syns: ReadonlyMap<string, number>
  /** The inferred states of each end by `own other`, in order of the connections. */
  readonly paths: ReadonlyMap<string, readonly StatePath[]>
}

/** Explains a capture file. */
export async function explainCapture(file: string): Promise<ExplainedCapture> {
  const connections: ConnectionReport[] = []
  const resets = new Map<string, number>()
  const syns = new Map<string, number>()
  const watch = (packet: Packet): void => {
    if (packet.kind !== KIND.tcp || (packet.flags & (FLAG.rst | FLAG.syn)) === 0) return
    const counts = (packet.flags & FLAG.rst) === 0 ? syns : resets
    const key = `${sourceText(packet)}:${packet.srcPort} ${destinationText(packet)}:${packet.dstPort}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const run = new ReportRun(
    (c, context) => {
      const report = connectionReport(c, context)
      run.consider(report)
      connections.push(report)
    },
    { watch },
  )
  const pipeline = run.open(file)
  await readInput(file, pipeline.reader)
  run.close(pipeline)
  connections.sort((a, b) => a.id - b.id)
  const paths = new Map<string, StatePath[]>()
  for (const { client, server, states } of connections) {
    const [a, b] = [`${client.address}:${client.port}`, `${server.address}:${server.port}`]
    paths.set(`${a} ${b}`, [...(paths.get(`${a} ${b}`) ?? []), states.client])
    paths.set(`${b} ${a}`, [...(paths.get(`${b} ${a}`) ?? []), states.server])
  }
  return { connections, rest: run.rest(), resets, syns, paths }
}

/** Every verdict id that the report has anywhere. */
export function saidIds({ connections, rest }: ExplainedCapture): string[] {
  const all = [rest.verdict, ...rest.captureFindings, ...connections.flatMap((c) => [c.verdict, ...c.findings])]
  return [...new Set(all.flatMap((verdict) => (verdict === null ? [] : [verdict.id])))]
}
