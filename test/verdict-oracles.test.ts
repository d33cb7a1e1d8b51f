/** Captures whose cause is known: the project's own samples, and the shared scenarios with the kernel's truth. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { verdictRule } from '../src/core/diagnosis/diagnose.ts'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import type { ConnectionReport, ReportRest } from '../src/core/report/report.ts'
import { readInput } from '../src/node/input-file.ts'

/** Everything that `explain --json` would say of a file. */
async function explained(file: string): Promise<{ readonly connections: readonly ConnectionReport[]; readonly rest: ReportRest }> {
  const connections: ConnectionReport[] = []
  const run = new ReportRun((c, context) => {
    const report = connectionReport(c, context)
    assert.equal(verdictRule(c).id, report.verdict.id, 'what is counted is what is explained')
    run.consider(report)
    connections.push(report)
  })
  const pipeline = run.open(file)
  await readInput(file, pipeline.reader)
  run.close(pipeline)
  return { connections, rest: run.rest() }
}

interface Expected {
  readonly file: string
  readonly verdict: string
  readonly alsoOk?: readonly string[]
}

test('every sample gets the verdict that it was made for', async () => {
  const expected = JSON.parse(readFileSync('samples/expected.json', 'utf8')) as Expected[]
  assert.ok(expected.length >= 60, `only ${expected.length} samples`)
  const wrong: string[] = []
  for (const { file, verdict, alsoOk = [] } of expected) {
    const { rest } = await explained(`samples/${file}`)
    const got = rest.verdict?.id ?? 'none'
    if (got !== verdict && !alsoOk.includes(got)) wrong.push(`${file}: want ${[verdict, ...alsoOk].join(' or ')}, got ${got}`)
  }
  assert.deepEqual(wrong, [])
})

interface Scenario {
  readonly family: string
  readonly verdict_by_capture: Readonly<Record<string, { readonly best: string; readonly also_ok?: readonly string[] }>>
  readonly must_not?: readonly string[]
}

/** The families whose rules are complete, and the files of them that may be wrong, each with the reason. */
const FAMILIES = ['handshake', 'no-answer', 'refused', 'unreachable', 'close', 'reset', 'injection', 'handshake-trouble', 'timewait']
const ACCEPTED: Readonly<Record<string, string>> = {
  'open-normal-lo-1.pcap': 'holds a healthy and a refused connection: the report leads with the refusal, since somebody asks because of it',
  'reject-icmp-filtered-3.server.pcap': 'two SYNs and silence, the same packets as in the client capture; nothing in them tells the side',
}

const SHARED = '../shared/captures'
const noShared = existsSync(`${SHARED}/INDEX.json`) ? false : 'no ../shared/captures here'

test('the shared scenarios get the verdict that the kernel confirms, and none that is forbidden', { skip: noShared }, async () => {
  const scenarios = (JSON.parse(readFileSync(`${SHARED}/INDEX.json`, 'utf8')) as Scenario[]).filter(({ family }) =>
    FAMILIES.includes(family),
  )
  let files = 0
  const wrong: string[] = []
  const forbidden: string[] = []
  for (const { verdict_by_capture, must_not = [] } of scenarios) {
    for (const [file, { best, also_ok = [] }] of Object.entries(verdict_by_capture)) {
      files++
      const { connections, rest } = await explained(`${SHARED}/${file}`)
      const got = rest.verdict?.id ?? 'none'
      const allowed: readonly string[] = [best, ...also_ok]
      if (!allowed.includes(got) && ACCEPTED[file] === undefined) wrong.push(`${file}: want ${allowed.join(' or ')}, got ${got}`)
      const said = [rest.verdict, ...rest.captureFindings, ...connections.flatMap((c) => [c.verdict, ...c.findings])].flatMap((v) =>
        v === null ? [] : [v.id as string],
      )
      // As the score has it: a word without hyphen forbids every id that begins with it.
      const bad = said.find((id) => must_not.some((m) => id === m || (!m.includes('-') && !m.includes('(') && id.startsWith(`${m}-`))))
      if (bad !== undefined && !allowed.includes(bad)) forbidden.push(`${file}: says ${bad}`)
    }
  }
  assert.ok(files > 150, `only ${files} captures`)
  assert.deepEqual(wrong, [])
  assert.deepEqual(forbidden, [])
})

interface PastedText {
  readonly file: string
  readonly connections: readonly {
    client?: string
    server?: string
    clientPort?: number
    serverPort?: number
    packets?: number
    best: readonly string[]
    also_ok?: readonly string[]
  }[]
}

const noTexts = existsSync('../shared/texts/EXPECT.json') ? false : 'no ../shared/texts here'

test('every connection of the shared texts is found once, with its packets and its verdict', { skip: noTexts }, async () => {
  const texts = JSON.parse(readFileSync('../shared/texts/EXPECT.json', 'utf8')) as PastedText[]
  const wrong: string[] = []
  let wanted = 0
  for (const { file, connections: wants } of texts) {
    const { connections } = await explained(`../shared/texts/${file}`)
    for (const want of wants) {
      wanted++
      const fits = connections.filter((c) => ends(c.client, want.client, want.clientPort) && ends(c.server, want.server, want.serverPort))
      const [c] = fits
      const ids: readonly string[] = [...want.best, ...(want.also_ok ?? [])]
      if (fits.length !== 1 || c === undefined) wrong.push(`${file} ${want.client ?? want.clientPort}: found ${fits.length} times`)
      else if (!ids.includes(c.verdict.id))
        wrong.push(`${file} ${want.client ?? want.clientPort}: ${c.verdict.id}, want ${ids.join(' or ')}`)
      else if (want.packets !== undefined && Math.abs(c.packets.client + c.packets.server + c.packets.icmp - want.packets) > 1)
        wrong.push(`${file}: ${want.packets} packets wanted`)
    }
  }
  assert.ok(wanted >= 15)
  assert.deepEqual(wrong, [])
})

function ends(
  end: { readonly address: string | null; readonly port: number | null },
  wanted: string | undefined,
  port: number | undefined,
): boolean {
  return wanted === undefined ? end.port === port : `${end.address}:${end.port}` === wanted
}
