/** What is said of healthy connections of other people's networks, and the page `docs/false-alarms.md` about it. */
import { readFileSync } from 'node:fs'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { isProblem } from '../src/core/report/severity.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import type { ConnectionReport, VerdictReport } from '../src/core/report/report.ts'
import { readInput } from '../src/node/input-file.ts'

/** A verdict or finding about a healthy connection. */
export interface Said {
  readonly capture: string
  readonly connection: ConnectionReport
  readonly verdict: VerdictReport
  readonly leads: boolean
}

/** Histories of connections in which Zeek saw nothing but opening, data, acknowledgments and closing, in either direction. */
const UNEVENTFUL = /^\^?[ShAaDdFf]+$/

interface ZeekRow {
  readonly capture: string
  readonly ends: string
  readonly isHealthy: boolean
}

function zeekRows(file: string): ZeekRow[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const names = head.split('\t')
  return lines.map((line) => {
    const cells = line.split('\t')
    const cell = (name: string): string => cells[names.indexOf(name)] ?? ''
    return {
      capture: cell('capture'),
      ends: `${cell('id.orig_h')}:${cell('id.orig_p')} ${cell('id.resp_h')}:${cell('id.resp_p')}`,
      isHealthy: cell('conn_state') === 'SF' && UNEVENTFUL.test(cell('history')) && !/[1-9]/.test(cell('missed_bytes')),
    }
  })
}

/** All that is said of the connections in `folder` that Zeek, whatever it was asked for, logged as complete and without any anomaly. */
export async function saidOfHealthy(folder: string): Promise<{ readonly connections: number; readonly said: readonly Said[] }> {
  const healthy = new Map<string, Map<string, boolean>>()
  for (const { capture, ends, isHealthy } of zeekRows(`${folder}/ZEEK_CONN.tsv`)) {
    const rows = healthy.get(capture) ?? new Map<string, boolean>()
    healthy.set(capture, rows.set(ends, isHealthy && rows.get(ends) !== false))
  }
  const said: Said[] = []
  let connections = 0
  for (const [capture, rows] of healthy) {
    if (![...rows.values()].includes(true)) continue
    const run = new ReportRun((c, context) => {
      const report = connectionReport(c, context)
      const { client, server } = report
      if (rows.get(`${client.address}:${client.port} ${server.address}:${server.port}`) !== true) return
      connections++
      for (const verdict of [report.verdict, ...report.findings])
        said.push({ capture, connection: report, verdict, leads: verdict === report.verdict })
    })
    const pipeline = run.open(capture)
    await readInput(`${folder}/${capture}`, pipeline.reader)
    run.close(pipeline)
  }
  return { connections, said }
}

/** Warnings and errors that are right, by capture and connection; each was held against the packets. */
export const CONFIRMED: Readonly<Record<string, string>> = {
  'pop3.pcap 3': 'the SYN is in the capture twice, 3 s apart, with the same sequence number; Zeek does not log repeated SYNs',
  'ssh__ssh.pcap 18': 'three SYNs with the same number within 0.2 s, each answered; Zeek does not log repeated SYNs',
  'ssh__ssh.pcap 5':
    'the request is acknowledged within 40 ms, its answer leaves two seconds later: the program takes its time, not the path',
  'ssh__ssh.pcap 9':
    'the request is acknowledged within 40 ms, its answer leaves two seconds later: the program takes its time, not the path',
  'ssh-on-port-80.pcap 0':
    'the request is acknowledged within 40 ms, its answer leaves five seconds later: the program takes its time, not the path',
}

/** Why a verdict that is no problem is said of a healthy connection. */
const REASONS: Readonly<Record<string, string>> = {
  'capture-mid-stream': 'the capture begins behind the SYN',
  'checksum-offload': 'other tools call these checksums wrong; they are not',
  'close-3seg': 'how most connections close',
  'close-4way': 'how the others close',
  'close-fin-retransmitted': 'the FIN is in the capture twice, a timer apart',
  'close-simultaneous': 'both FINs crossed',
  'mss-clamped': 'the MSS is that of a tunnel',
  'open-normal': 'nothing to tell',
  reordering: 'a segment arrived behind later ones, or a hole that SACK reports was filled, without a repeat',
  'segmentation-offload': 'segments larger than the MSS',
  'slow-client': 'a pause of the client in which nothing was on its way',
  'slow-server': 'see below',
  'syn-retransmitted-then-ok': 'see below',
}

/** A problem that somebody would have to look at. */
export function alarms(said: readonly Said[]): Said[] {
  return said.filter(({ verdict }) => isProblem(verdict.severity))
}

/** The key of `CONFIRMED`. */
export function placeOf({ capture, connection }: Said): string {
  return `${capture} ${connection.id}`
}

/** The page. */
export function falseAlarmPage(connections: number, said: readonly Said[]): string {
  const counts = new Map<string, { severity: string; leads: number; besides: number }>()
  for (const { verdict, leads } of said) {
    const count = counts.get(verdict.id) ?? { severity: verdict.severity, leads: 0, besides: 0 }
    if (leads) count.leads++
    else count.besides++
    counts.set(verdict.id, count)
  }
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  return `# False alarms

A tool that cries wolf is switched off. The test \`test/false-alarms.test.ts\` reads the captures of Zeek's own tests and looks at the
connections that Zeek logged as complete and without anomaly (\`SF\`, a history of opening, data, acknowledgments and closing only, nothing
missed): ${connections} connections. No error or warning about the path may be said of them, unless a look at the packets confirmed it. This page is
made by that test (\`npm run docs\`).

## What is said of them

| verdict | severity | leads | besides | why |
| --- | --- | --: | --: | --- |
${rows.map(([id, { severity, leads, besides }]) => `| ${id} | ${severity} | ${leads} | ${besides} | ${REASONS[id] ?? 'unexplained'} |`).join('\n')}

## Warnings and errors among them, each held against the packets

${alarms(said)
  .map(
    (alarm) =>
      `- \`${alarm.capture}\`, connection ${alarm.connection.id}: ${alarm.verdict.id}: ${CONFIRMED[placeOf(alarm)] ?? 'not confirmed'}.`,
  )
  .join('\n')}
`
}
