/** A program for tests: captures on the interface that it is given until SIGINT, then prints what was found about each connection. */
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import type { LiveCounts } from '../src/live/live-capture.ts'
import { openLiveCapture } from '../src/live/open-live-capture.ts'

/** What the program prints, as JSON. */
export interface LiveReport {
  readonly connections: readonly { client: number | null; server: number | null; verdict: string; findings: readonly string[] }[]
  readonly counts: LiveCounts
  /** How many packets had which of `CHECKSUM_NOTE`. */
  readonly notes: readonly (readonly [note: number, packets: number])[]
  readonly captureFindings: readonly string[]
}

/** Runs the program with an interface, and how many bytes of each packet to keep. */
export async function liveReport([name = 'lo', snaplen = '262144']: readonly string[]): Promise<void> {
  const connections: LiveReport['connections'][number][] = []
  const run = new ReportRun((c, context) => {
    const { client, server, verdict, findings } = connectionReport(c, context)
    connections.push({ client: client.port, server: server.port, verdict: verdict.id, findings: findings.map(({ id }) => id) })
  })
  const pipeline = run.open('live')
  const notes = new Map<number, number>()
  const capture = await openLiveCapture({
    interface: name,
    snaplen: Number(snaplen),
    onRecord: (record) => {
      notes.set(record.checksumNote, (notes.get(record.checksumNote) ?? 0) + 1)
      pipeline.take(record)
    },
  })
  pipeline.follow(capture.info)
  const interrupted = new Promise((resolve) => process.once('SIGINT', resolve))
  console.error(`listening on ${name}`)
  await interrupted
  const counts = await capture.stop()
  run.close(pipeline)
  const captureFindings = run.rest().captureFindings.map(({ id }) => id)
  const report: LiveReport = { connections, counts, notes: [...notes], captureFindings }
  console.log(JSON.stringify(report))
}
