/** The text report: one block, many blocks, a summary; both languages; nothing wider than the terminal. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '../core/analysis/connection.ts'
import type { Rule } from '../core/diagnosis/rule.ts'
import type { ConnectionReport, ReportRest, VerdictReport } from '../core/report/report.ts'
import type { VerdictCount, VerdictTally } from '../core/report/verdict-tally.ts'
import { interfaceEn } from '../core/words/interface-en.ts'
import { interfaceZh } from '../core/words/interface-zh.ts'
import type { Language } from '../core/words/language.ts'
import { COLOURED, PLAIN, type Style } from './style.ts'
import type { ShownConnection } from '../core/view/shown-connection.ts'
import { displayWidth } from '../core/view/text-layout.ts'
import { TextReport, keepsForText } from './text-report.ts'

const REFUSED: VerdictReport = {
  id: 'refused-by-rst',
  severity: 'error',
  certainty: 'proven',
  blame: 'server',
  rule: 'refused-by-rst',
  question: '',
  sections: [],
  summary: { en: 'The server refused the connection at once.', zh: '服务器立即拒绝了连接。' },
  evidence: [{ point: 'refusal', packets: [2], claims: [{ packet: 2 }], en: 'RST that answers the SYN', zh: '对 SYN 的回答是 RST' }],
  doubts: [],
  refutedBy: { en: 'A SYN-ACK to the same SYN.', zh: '同一 SYN 得到 SYN-ACK。' },
  alternatives: [{ id: 'reject-tcp-reset', en: 'A firewall can send the same packet.', zh: '防火墙也能发出同样的报文。' }],
  next: [
    { command: "ss -ltn 'sport = :80'", where: 'server', separates: [], en: 'No line: nobody listens.', zh: '没有输出:没有程序在监听。' },
  ],
}
const HEALTHY: VerdictReport = {
  id: 'open-normal',
  severity: 'ok',
  certainty: 'proven',
  blame: 'nobody',
  rule: 'open-normal',
  question: '',
  sections: [],
  summary: { en: 'All is well.', zh: '一切正常。' },
  evidence: [],
  doubts: [],
  refutedBy: { en: 'An error.', zh: '出现错误。' },
  alternatives: [],
  next: [],
}

function shown(id: number, verdict: VerdictReport): ShownConnection {
  const report = {
    id,
    input: 0,
    verdict,
    findings: [],
    rolesGuessed: false,
    client: { address: '192.0.2.1', port: 4000 + id },
    server: { address: '198.51.100.2', port: 80 },
  } as unknown as ConnectionReport
  const arrow = { timeNs: 0, note: undefined, icmp: undefined }
  return {
    report,
    ladder: [
      { ...arrow, packet: 1, from: 'client', to: 'server', label: 'S' },
      { ...arrow, packet: 2, from: 'server', to: 'client', label: 'R. ack 1', timeNs: 44_000 },
    ],
  }
}

/** A tally as if the connections had been counted. */
function tallyOf(groups: readonly (readonly [verdict: VerdictReport, count: number])[]): VerdictTally<ShownConnection> {
  let id = 0
  const counts: VerdictCount<ShownConnection>[] = groups.map(([verdict, count]) => ({
    rule: { id: verdict.id, severity: verdict.severity } as Rule,
    count,
    kept: Array.from({ length: Math.min(count, 10) }, () => shown(id++, verdict)),
  }))
  const connections = groups.reduce((sum, [, count]) => sum + count, 0)
  const problems = groups.reduce((sum, [verdict, count]) => sum + (verdict.severity === 'ok' ? 0 : count), 0)
  return { counts, connections, problems, add: (_c: Connection) => undefined } as unknown as VerdictTally<ShownConnection>
}

function rest(verdict: VerdictReport | null, packets = 2): ReportRest {
  const input = {
    name: 'a.pcap',
    format: 'pcap',
    packets,
    tcpPackets: packets,
    icmpErrors: 0,
    bytes: 120,
    start: null,
    end: null,
    duration: 0.000044,
    notDecoded: { arp: 2 },
    problems: [],
  } as const
  return {
    schema: 'synfin/report@1',
    inputs: [input],
    verdict: verdict === null ? null : { ...verdict, input: 0, connection: 0 },
    captureFindings: [],
    groupFindings: [],
  }
}

function text(
  verdict: VerdictReport | null,
  groups: readonly (readonly [VerdictReport, number])[],
  {
    language = 'en',
    columns = 72,
    all = false,
    style = PLAIN,
  }: { language?: Language; columns?: number; all?: boolean; style?: Style } = {},
): string[] {
  let written = ''
  const words = language === 'zh' ? interfaceZh.report : interfaceEn.report
  new TextReport({ words, language, style, columns }, (piece) => (written += piece)).write(rest(verdict), tallyOf(groups), all)
  return written.split('\n')
}

test('one problem: headline, ladder, proof, doubt, next step', () => {
  assert.deepEqual(text(REFUSED, [[REFUSED, 1]]), [
    'The server refused the connection at once.',
    'a.pcap: 2 packets in 44 µs (besides TCP: arp 2)',
    '',
    'Connection 0  192.0.2.1:4000 > 198.51.100.2:80  refused-by-rst',
    '',
    '                 192.0.2.1:4000                          198.51.100.2:80',
    '    1  0.000000  |-- S ----------------------------------------------->|',
    '    2  0.000044  |<---------------------------------------- R. ack 1 --|',
    '',
    '  How we know',
    '  - RST that answers the SYN [packet 2]',
    '  Proven: the packets admit no other explanation. The cause is at the',
    '  server.',
    '',
    '  What else it could be',
    '  - reject-tcp-reset: A firewall can send the same packet.',
    '',
    '  Next, on the server',
    "  $ ss -ltn 'sport = :80'",
    '    No line: nobody listens.',
    '',
  ])
})

test('the same in Chinese', () => {
  assert.deepEqual(text(REFUSED, [[REFUSED, 1]], { language: 'zh' }), [
    '服务器立即拒绝了连接。',
    'a.pcap：2 个数据包，历时 44 微秒（TCP 以外：arp 2）',
    '',
    '连接 0  192.0.2.1:4000 > 198.51.100.2:80  refused-by-rst',
    '',
    '                 192.0.2.1:4000                          198.51.100.2:80',
    '    1  0.000000  |-- S ----------------------------------------------->|',
    '    2  0.000044  |<---------------------------------------- R. ack 1 --|',
    '',
    '  依据',
    '  - 对 SYN 的回答是 RST [数据包 2]',
    '  已证实：这些数据包不允许别的解释。原因在服务器。',
    '',
    '  还可能是',
    '  - reject-tcp-reset: 防火墙也能发出同样的报文。',
    '',
    '  下一步，在服务器',
    "  $ ss -ltn 'sport = :80'",
    '    没有输出:没有程序在监听。',
    '',
  ])
})

test('healthy connections are counted, and shown with --all', () => {
  const groups = [
    [REFUSED, 1],
    [HEALTHY, 4],
  ] as const
  const brief = text(REFUSED, groups)
  assert.deepEqual(brief.slice(-4), ['', 'Without a problem: open-normal 4', '--all shows the healthy ones too.', ''])
  assert.equal(brief.filter((line) => line.startsWith('Connection ')).length, 1)
  assert.equal(text(REFUSED, groups, { all: true }).filter((line) => line.startsWith('Connection ')).length, 5)
})

test('a few healthy connections alone are shown', () => {
  assert.ok(text(HEALTHY, [[HEALTHY, 1]]).some((line) => line.startsWith('Connection 0')))
})

test('many problems are summarised by verdict', () => {
  assert.deepEqual(
    text(REFUSED, [
      [REFUSED, 1200],
      [HEALTHY, 30],
    ]),
    [
      'The server refused the connection at once.',
      'a.pcap: 2 packets in 44 µs (besides TCP: arp 2)',
      '1,230 connections, 1,200 with a problem',
      '',
      '1,200 connections: refused-by-rst',
      '  for example: The server refused the connection at once.',
      '  Connection 0  192.0.2.1:4000 > 198.51.100.2:80',
      '  Connection 1  192.0.2.1:4001 > 198.51.100.2:80',
      '  Connection 2  192.0.2.1:4002 > 198.51.100.2:80',
      '  and 1,197 more',
      '',
      'Without a problem: open-normal 30',
      '--connection N shows one connection in full. --all shows the healthy',
      'ones too.',
      '',
    ],
  )
})

test('no line is wider than the terminal', () => {
  for (const language of ['en', 'zh'] as const) {
    for (const columns of [60, 80, 100]) {
      for (const line of text(REFUSED, [[REFUSED, 2]], { language, columns })) assert.ok(displayWidth(line) <= columns, line)
    }
  }
})

test('colour changes nothing but colour', () => {
  const coloured = text(REFUSED, [[REFUSED, 1]], { style: COLOURED })
  assert.notDeepEqual(coloured, text(REFUSED, [[REFUSED, 1]]))
  assert.deepEqual(
    coloured.map((line) => line.replace(/\x1b\[\d+m/g, '')),
    text(REFUSED, [[REFUSED, 1]]),
  )
})

test('names from packets cannot steer the terminal', () => {
  const hostile: VerdictReport = {
    ...REFUSED,
    summary: { en: 'a\x1b[2Jb\u202ec', zh: '' },
    next: [{ command: 'x\x07y', where: 'anywhere', separates: [], en: '', zh: '' }],
  }
  assert.doesNotMatch(text(hostile, [[hostile, 1]]).join(''), /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
})

test('keeps every problem while there are few, then examples, and of the healthy one of a kind', () => {
  const keeps = (all: boolean, kept: number, connections: number, problems: number, severity: 'error' | 'ok') =>
    keepsForText(all)({ rule: { severity } as Rule, count: 0, kept: Array(kept).fill(0) }, { connections, problems })
  assert.deepEqual(
    [keeps(false, 9, 500, 10, 'error'), keeps(false, 9, 500, 11, 'error'), keeps(false, 2, 500, 11, 'error')],
    [true, false, true],
  )
  assert.deepEqual([keeps(false, 0, 500, 0, 'ok'), keeps(false, 1, 3, 0, 'ok'), keeps(false, 1, 4, 0, 'ok')], [true, true, false])
  assert.deepEqual([keeps(false, 1, 3, 1, 'ok'), keeps(true, 3, 10, 1, 'ok'), keeps(true, 3, 11, 1, 'ok')], [false, true, false])
})
