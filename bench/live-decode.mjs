/** `node bench/live-decode.mjs INTERFACE [count]`: captures and follows every packet, or only takes it, until SIGINT; says how many on stderr. */
import { ReportRun } from '../dist/lib/core/report/pipeline.js'
import { openLiveCapture } from '../dist/lib/live/open-live-capture.js'

const run = new ReportRun(() => undefined)
const pipeline = run.open('live')
const capture = await openLiveCapture({
  interface: process.argv[2] ?? 'lo',
  onRecord: process.argv[3] === 'count' ? () => undefined : pipeline.take,
})
pipeline.follow(capture.info)
console.error('listening on it')
await new Promise((resolve) => process.once('SIGINT', resolve))
const { captured, received, dropped } = await capture.stop()
run.close(pipeline)
console.error(`${captured} packets captured\n${received} packets received by filter\n${dropped} packets dropped by kernel`)
