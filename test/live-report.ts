/** A program for tests: captures on the interface that it is given until SIGINT, then prints what was found about each connection. */
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import { openLiveCapture } from '../src/live/open-live-capture.ts'

/** Runs the program with an interface, and how many bytes of each packet to keep. */
export async function liveReport([name = 'lo', snaplen = '262144']: readonly string[]): Promise<void> {
  const connections: unknown[] = []
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
  const { inputs, captureFindings } = run.rest()
  console.log(JSON.stringify({ connections, counts, notes: [...notes], inputs, captureFindings: captureFindings.map(({ id }) => id) }))
}
