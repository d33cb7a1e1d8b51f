/** The library's short way: the bytes of a capture, or of pasted text, in; what happened to every connection out. */
import { connectionReport } from './connection-report.ts'
import { ReportRun } from './pipeline.ts'
import type { ConnectionReport, ReportRest } from './report.ts'

/** A report held in memory: all connections, and what there is to say of the whole. */
export interface Explanation extends ReportRest {
  readonly connections: readonly ConnectionReport[]
}

/**
 * Explains a whole input at once. For large inputs use `ReportRun`, which hands on each connection as it ends.
 *
 * @param bytes an uncompressed capture (pcap, pcapng) or text with tcpdump lines, Wireshark details or hex dumps
 * @param name what the report calls the input
 * @returns never raises: what is wrong with the input stands in `inputs[0].problems`
 */
export function explainBytes(bytes: Uint8Array, name = 'input'): Explanation {
  const connections: ConnectionReport[] = []
  const run = new ReportRun((c, context) => {
    const report = connectionReport(c, context)
    run.consider(report)
    connections.push(report)
  })
  const pipeline = run.open(name, bytes.length)
  pipeline.reader.push(bytes)
  pipeline.reader.end()
  run.close(pipeline)
  return { ...run.rest(), connections }
}
