/** Reports held against captures: a fresh one always holds, one that was changed, or belongs to other packets, never does. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ReportJsonWriter } from '../src/core/export/report-json.ts'
import { ShapeFault, readClaims } from '../src/core/report/claimed-report.ts'
import { connectionReport } from '../src/core/report/connection-report.ts'
import { ReportRun } from '../src/core/report/pipeline.ts'
import { Verification } from '../src/core/report/verify.ts'
import { verifyEn } from '../src/core/words/verify-en.ts'
import { verifyZh } from '../src/core/words/verify-zh.ts'
import type { VerifyProblem } from '../src/core/words/verify-words.ts'

const SAMPLES = readdirSync('samples')
  .filter((file) => /\.(pcap|pcapng|txt)$/.test(file))
  .map((file) => join('samples', file))

/** JSON of the report, as `explain --json` prints it. */
function reportOf(bytes: Uint8Array): string {
  let json = ''
  const writer = new ReportJsonWriter((text) => (json += text), 'object')
  const run: ReportRun = new ReportRun((c, context) => {
    const report = connectionReport(c, context)
    run.consider(report)
    writer.connection(report)
  })
  const pipeline = run.open('input', bytes.length)
  pipeline.reader.push(bytes)
  pipeline.reader.end()
  run.close(pipeline)
  writer.end(run.rest())
  return json
}

/** What `verify` finds wrong with a report (JSON) about a capture. */
function problemsOf(json: string, bytes: Uint8Array): { readonly problems: readonly VerifyProblem[]; readonly claims: number } {
  const report = readClaims(JSON.parse(json))
  if (report instanceof ShapeFault) throw new Error(`no report: ${report.path}`)
  const verification = new Verification(report)
  const run: ReportRun = new ReportRun(
    (c, context) => {
      if (!verification.concerns(context.firstId + c.id)) return
      const fresh = connectionReport(c, context)
      run.consider(fresh)
      verification.connection(fresh)
    },
    { watch: (packet) => verification.packet(packet) },
  )
  const pipeline = run.open('input', bytes.length)
  verification.begin(pipeline)
  pipeline.reader.push(bytes)
  pipeline.reader.end()
  verification.endPackets()
  verification.endInput(run.close(pipeline))
  verification.end(run.rest())
  return verification
}

/** What is wrong with fresh reports of `files`, and how many claims they made. */
function freshProblems(files: readonly string[]): { readonly wrong: string[]; readonly claims: number } {
  const wrong: string[] = []
  let all = 0
  for (const file of files) {
    const bytes = readFileSync(file)
    const { problems, claims } = problemsOf(reportOf(bytes), bytes)
    all += claims
    for (const problem of problems) wrong.push(`${file}: ${verifyEn.problem(problem)}`)
  }
  return { wrong, claims: all }
}

test('a fresh report of every sample holds', () => {
  const { wrong, claims } = freshProblems(SAMPLES)
  assert.deepEqual(wrong, [])
  assert.ok(claims > SAMPLES.length * 5, `${claims} claims about ${SAMPLES.length} samples`)
})

const SHARED = ['../shared/captures', '../shared/texts', '../shared/corpus']

/** Up to this size a capture is read whole. */
const LARGEST_BYTES = 8_000_000

for (const folder of SHARED) {
  test(`a fresh report of every file of ${folder} holds`, { skip: existsSync(folder) ? false : `no ${folder} here` }, () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(pcap|pcapng|cap|txt)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).length <= LARGEST_BYTES)
    const { wrong, claims } = freshProblems(files)
    console.log(`${files.length} files, ${claims} claims`)
    assert.deepEqual(wrong, [])
  })
}

const REFUSED = readFileSync('samples/refused-port-closed.client.pcap')
const CLOSED = readFileSync('samples/close-4way.client.pcap')
const SILENT = readFileSync('samples/syn-no-answer.client.pcap')
const PROHIBITED = readFileSync('samples/reject-icmp-admin-prohib.client.pcap')
const UNKNOWN_NEIGHBOUR = readFileSync('samples/host-unreach-arp.client.pcap')

const PCAP_HEADER_BYTES = 24
const RECORD_HEADER_BYTES = 16
const CAPTURED_LENGTH_AT = 8

/** The records of a pcap file of the samples' byte order. */
function recordsOf(pcap: Uint8Array): Uint8Array[] {
  const view = new DataView(pcap.buffer, pcap.byteOffset, pcap.byteLength)
  const records: Uint8Array[] = []
  for (let at = PCAP_HEADER_BYTES; at < pcap.length;) {
    const end = at + RECORD_HEADER_BYTES + view.getUint32(at + CAPTURED_LENGTH_AT, true)
    records.push(pcap.subarray(at, end))
    at = end
  }
  return records
}

/** The capture with other records. */
function withRecords(pcap: Uint8Array, change: (records: Uint8Array[]) => Uint8Array[]): Uint8Array {
  return Buffer.concat([pcap.subarray(0, PCAP_HEADER_BYTES), ...change(recordsOf(pcap))])
}

type Json = { [key: string]: Json } & Json[]

/** The first fault's sentence in English after the report of `bytes` was changed; the packets stay. */
function afterChange(bytes: Uint8Array, change: (connection: Json, report: Json) => void): string {
  const report = JSON.parse(reportOf(bytes)) as Json
  change(report.connections[0], report)
  const { problems } = problemsOf(JSON.stringify(report), bytes)
  const [first] = problems
  return first === undefined ? 'holds' : verifyEn.problem(first)
}

/** Sets a field of plain data. */
function set(json: Json | undefined, field: string, value: unknown): void {
  Object.assign(json as object, { [field]: value })
}

test('a changed report does not hold, and the sentence says where', () => {
  const claims = (connection: Json, evidence: number): Json => connection.verdict.evidence[evidence].claims[0]
  const cases: readonly (readonly [Uint8Array, (connection: Json, report: Json) => void, string])[] = [
    [REFUSED, (c) => set(claims(c, 1), 'flags', 'S.'), 'Connection 0, refused-by-rst (refused), packet 2: its flags are R., not S..'],
    [REFUSED, (c) => set(claims(c, 1), 'from', 'client'), 'Connection 0, refused-by-rst (refused), packet 2: the client did not send it.'],
    [REFUSED, (c) => set(claims(c, 1), 'ack', 2), 'Connection 0, refused-by-rst (refused), packet 2: it acknowledges 1, not 2.'],
    [REFUSED, (c) => set(claims(c, 1), 'len', 9), 'Connection 0, refused-by-rst (refused), packet 2: its payload bytes are 0, not 9.'],
    [
      REFUSED,
      (c) => {
        set(claims(c, 1), 'packet', 3)
        set(c.verdict.evidence[1].packets, '0', 3)
      },
      'Connection 0, refused-by-rst (refused), packet 3: the capture has no such packet.',
    ],
    [
      REFUSED,
      (c) => set(c.server, 'port', 81),
      'Connection 0, refused-by-rst (asked), packet 1: it belongs to another connection: 192.0.2.10:45628 > 198.51.100.20:8080.',
    ],
    [REFUSED, (c) => set(c.isn, 'client', 1), 'Connection 0, refused-by-rst (asked), packet 1: it begins at 3235901193, not 0.'],
    [REFUSED, (c) => set(c.verdict, 'id', 'reject-tcp-reset'), 'Connection 0: the verdict is refused-by-rst, not reject-tcp-reset.'],
    [
      REFUSED,
      (c) => set(c.verdict, 'evidence', [c.verdict.evidence[0]]),
      'Connection 0, refused-by-rst: a new diagnosis shows it with asked 1, refused 2, not with asked 1.',
    ],
    [
      REFUSED,
      (c) => set(c.verdict, 'certainty', 'possible'),
      'Connection 0, refused-by-rst: a new diagnosis calls it proven, not possible.',
    ],
    [
      REFUSED,
      (c) => set(c.verdict, 'blame', 'path'),
      'Connection 0, refused-by-rst: a new diagnosis sees the cause at "unknown", not at "path".',
    ],
    [REFUSED, (c) => set(c, 'id', 5), 'Connection 5: the capture has no such connection.'],
    [
      REFUSED,
      (c) => set(c.verdict.evidence[1], 'claims', []),
      'Connection 0, refused-by-rst (refused): the claims are not about the packets that the evidence names.',
    ],
    [REFUSED, (_, report) => set(report.inputs[0], 'packets', 3), 'The capture: the number of packets is 2, not 3.'],
    [CLOSED, (c) => set(claims(c, 0), 'fin', 49), 'Connection 0, close-4way (fin), packet 8: its FIN stands at 48, not 49.'],
    [
      CLOSED,
      (c) => set(claims(c, 1), 'acksThrough', 50),
      'Connection 0, close-4way (fin-acknowledged), packet 9: it acknowledges 49, not 50 or more.',
    ],
    [
      CLOSED,
      (c) => set(claims(c, 1), 'carries', 'R.'),
      'Connection 0, close-4way (fin-acknowledged), packet 9: its flags are ., without R..',
    ],
    [
      CLOSED,
      (c) => set(c.states.client[0], 'packet', 3),
      'Connection 0, SYN-SENT of the client, packet 3: only a SYN by the client could show that.',
    ],
    [
      CLOSED,
      (c) => set(c.states.client[1], 'state', 'SYN-SENT'),
      'Connection 0, SYN-SENT of the client, packet 3: only a SYN by the client could show that.',
    ],
    [CLOSED, (c) => set(c.findings[0], 'id', 'rst-abort'), 'Connection 0, rst-abort: a new diagnosis does not find it.'],
    [
      CLOSED,
      (c) => set(c.packets, 'server', 0),
      'Connection 0, packet 2: it comes from the server, of which the report says that nothing came.',
    ],
    [
      PROHIBITED,
      (c) => set(claims(c, 1), 'icmp', '3/3'),
      'Connection 0, reject-icmp (refused), packet 2: it says "ICMP 3/13, 198.51.100.20", not "ICMP 3/3, 198.51.100.20".',
    ],
    [
      PROHIBITED,
      (c) => set(claims(c, 1), 'quotes', 'server'),
      'Connection 0, reject-icmp (refused), packet 2: the server did not send it.',
    ],
  ]
  for (const [bytes, change, sentence] of cases) assert.equal(afterChange(bytes, change), sentence)
})

test('a claim about a neighbour is held against ARP', () => {
  const report = JSON.parse(reportOf(UNKNOWN_NEIGHBOUR)) as Json
  const claim = report.captureFindings[0].evidence[0].claims[0]
  const asked = String(claim.neighbour)
  assert.match(asked, /^asks \d/)
  set(claim, 'neighbour', 'asks 192.0.2.77')
  const { problems } = problemsOf(JSON.stringify(report), UNKNOWN_NEIGHBOUR)
  assert.deepEqual(problems[0]?.fault, { kind: 'neighbour', claimed: 'asks 192.0.2.77', found: asked })
})

test('a capture from which a packet is missing does not hold the report', () => {
  for (const file of SAMPLES.filter((name) => name.endsWith('.pcap'))) {
    const bytes = readFileSync(file)
    const json = reportOf(bytes)
    for (let missing = 0; missing < recordsOf(bytes).length; missing++) {
      const { problems } = problemsOf(
        json,
        withRecords(bytes, (records) => records.filter((_, i) => i !== missing)),
      )
      assert.notEqual(problems.length, 0, `${file} without packet ${missing + 1}`)
    }
  }
})

test('a RST that is missing is missed first by its claim', () => {
  const { problems } = problemsOf(
    reportOf(REFUSED),
    withRecords(REFUSED, (records) => records.slice(0, 1)),
  )
  assert.deepEqual([problems[0]?.packet, problems[0]?.fault], [2, { kind: 'no-packet' }])
})

test('an answer to a connection that is said to have none is found', () => {
  const answer = recordsOf(REFUSED)[1]
  const silent = recordsOf(SILENT)[0]
  const forged = Uint8Array.from(answer)
  // Ethernet (14), then in IPv4 the addresses (12 to 20) and in TCP the ports (20 to 24), the other way round.
  const at = RECORD_HEADER_BYTES + 14
  forged.set(silent.subarray(at + 16, at + 20), at + 12)
  forged.set(silent.subarray(at + 12, at + 16), at + 16)
  forged.set(silent.subarray(at + 22, at + 24), at + 20)
  forged.set(silent.subarray(at + 20, at + 22), at + 22)
  const { problems } = problemsOf(
    reportOf(SILENT),
    withRecords(SILENT, ([first, , ...rest]) => [first, forged, ...rest]),
  )
  assert.ok(
    problems.some(({ fault, packet }) => fault.kind === 'not-silent' && packet === 2),
    JSON.stringify(problems),
  )
})

test('what is no report is told from what is one that does not hold', () => {
  const pathOf = (value: unknown): string => {
    const read = readClaims(value)
    return read instanceof ShapeFault ? read.path : 'a report'
  }
  assert.equal(pathOf(null), '')
  assert.equal(pathOf({ schema: 'other' }), 'schema')
  const report = JSON.parse(reportOf(CLOSED)) as Json
  assert.equal(pathOf(report), 'a report')
  set(report.connections[0].verdict.evidence[0].claims[0], 'packet', -1)
  assert.equal(pathOf(report), 'connections[0].verdict.evidence[0].claims[0].packet')
})

test('many problems are counted, and few are kept', () => {
  const report = JSON.parse(reportOf(CLOSED)) as Json
  set(report.connections[0].server, 'port', 81)
  const { problems } = problemsOf(JSON.stringify(report), CLOSED)
  assert.equal(problems.length, 20)
})

test('every problem has a sentence in both languages', () => {
  const problem: VerifyProblem = {
    input: 1,
    connection: 3,
    subject: { kind: 'evidence', verdict: 'refused-by-rst', point: 'refused' },
    packet: 2,
    fault: { kind: 'flags', claimed: 'R', found: 'S.' },
  }
  assert.equal(verifyEn.problem(problem), 'Input 1, connection 3, refused-by-rst (refused), packet 2: its flags are S., not R.')
  assert.equal(verifyZh.problem(problem), '输入 1，连接 3，refused-by-rst（refused），数据包 2：标志是 S.，不是 R。')
  const whole: VerifyProblem = { ...problem, input: undefined, connection: null, subject: { kind: 'whole' }, packet: null }
  assert.equal(
    verifyZh.problem({ ...whole, fault: { kind: 'figure', figure: 'packets', claimed: 3, found: 2 } }),
    '整个抓包：数据包总数是 2，不是 3。',
  )
})
